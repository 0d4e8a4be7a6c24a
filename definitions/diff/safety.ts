/** Whether instances that run in the old version can go on in the new one: per state, with the reasons. */
import { transitionsOf } from '../engine/walk.ts';
import { resolveTarget, statesOf, transitionsAt, type StateAt } from '../language/check/walk.ts';
import type { Definition } from '../language/types.ts';
import { matchStates, pathOf, type StateMatch } from './match.ts';
import { everywhereReasons } from './reasons-everywhere.ts';
import { eventReasons, taskReasons, timerReasons, type SameWay } from './reasons-state.ts';
import { reason, same, type Add, type Reason } from './reasons.ts';

export interface StateSafety {
  /** Path of an old state in which an instance can stand (one without states of its own). */
  state: string;
  /** `as_is`: goes on where it is. `mapping`: needs a state of the new version. `loses`: see the reasons. */
  fate: 'as_is' | 'mapping' | 'loses';
  /** Where it goes: its own path, the suggested one, or null where nothing is like it. */
  to: string | null;
  reasons: Reason[];
}

export type SafetyClass = 'compatible' | 'needs_mapping' | 'breaking';

export interface Safety {
  class: SafetyClass;
  /** What concerns every instance, wherever it stands. */
  everywhere: Reason[];
  states: StateSafety[];
}

/** `matches`: which state became which, where that is known better than by likeness. */
export function safety(before: Definition, after: Definition, matches = matchStates(before, after)): Safety {
  const everywhere = everywhereReasons(before, after);
  const states = statesOf(before)
    .filter(
      ({ node }) => node.type !== 'history' && node.type !== 'final' && Object.keys(node.states ?? {}).length === 0,
    )
    .map((state) => stateSafety(before, after, state, matches));
  const weights = [...everywhere, ...states.flatMap(({ reasons }) => reasons)].map(({ weight }) => weight);
  const worst = weights.includes('loss') ? 'breaking' : weights.includes('mapping') ? 'needs_mapping' : 'compatible';
  return { class: worst, everywhere, states };
}

function stateSafety(
  before: Definition,
  after: Definition,
  state: StateAt,
  matches: Map<string, StateMatch>,
): StateSafety {
  const own = matches.get(pathOf(state))!;
  const reasons = [...state.ancestors, state].flatMap((one) => {
    const match = matches.get(pathOf(one))!;
    return match.to ? reasonsAt(before, after, match, matches) : one === state ? [removed(match)] : [];
  });
  const fate = reasons.some(({ weight }) => weight === 'loss')
    ? 'loses'
    : reasons.some(({ weight }) => weight === 'mapping')
      ? 'mapping'
      : 'as_is';
  return { state: pathOf(state), fate, to: own.to ? settled(own.to) : null, reasons };
}

/** The state that is entered where a compound one is meant; a parallel one is entered as a whole. */
function settled(state: StateAt): string {
  const path = [...state.path];
  let { node } = state;
  while (node.type !== 'parallel' && node.initial !== undefined && node.states?.[node.initial]) {
    path.push(node.initial);
    node = node.states[node.initial]!;
  }
  return path.join('.');
}

const removed = ({ old }: StateMatch): Reason =>
  reason(
    'state_removed',
    'mapping',
    {
      sv: `Läget ${pathOf(old)} finns inte längre, och inget nytt läge liknar det.`,
      en: `The state ${pathOf(old)} is gone, and no new state is like it.`,
    },
    old.pointer,
    null,
  );

const kindOf = ({ node }: StateAt) =>
  node.type === 'parallel' || node.type === 'final'
    ? node.type
    : Object.keys(node.states ?? {}).length > 0
      ? 'compound'
      : 'atomic';

function reasonsAt(
  before: Definition,
  after: Definition,
  { old, to, how, likeness }: StateMatch,
  matches: Map<string, StateMatch>,
): Reason[] {
  if (!to) return [];
  const reasons: Reason[] = [];
  const add: Add = (...args) => reasons.push(reason(...args));
  const path = pathOf(old);
  if (how !== 'same') {
    const percent = Math.round(likeness * 100);
    add(
      'state_renamed',
      'mapping',
      {
        sv: `Läget ${path} heter nu ${pathOf(to)} (liknar det till ${percent} %).`,
        en: `The state ${path} is now ${pathOf(to)} (${percent}% alike).`,
      },
      old.pointer,
      to.pointer,
    );
  }
  const [kind, nowKind] = [kindOf(old), kindOf(to)];
  if (kind !== nowKind) {
    add(
      'state_kind_changed',
      'mapping',
      {
        sv: `Läget ${path} är inte längre ${kind} utan ${nowKind}.`,
        en: `The state ${path} is no longer ${kind} but ${nowKind}.`,
      },
      old.pointer,
      to.pointer,
    );
  } else if (
    kind === 'parallel' &&
    !same(Object.keys(old.node.states ?? {}).toSorted(), Object.keys(to.node.states ?? {}).toSorted())
  ) {
    add(
      'regions_changed',
      'mapping',
      {
        sv: `Läget ${path} har andra delar bredvid varandra än förut.`,
        en: `The state ${path} has other regions beside each other than before.`,
      },
      old.pointer,
      to.pointer,
    );
  }
  if (kind !== 'final' && ways(old) > 0 && nowKind !== 'final' && ways(to) === 0) {
    add(
      'no_way_out',
      'loss',
      { sv: `Från läget ${pathOf(to)} leder ingenting vidare.`, en: `Nothing leads on from the state ${pathOf(to)}.` },
      old.pointer,
      to.pointer,
    );
  }
  taskReasons(before, after, old, to, add);
  const leads = (target: string | undefined, now: string | undefined): boolean => {
    if (target === undefined || now === undefined) return target === now;
    const [was, is] = [resolveTarget(before, old, target), resolveTarget(after, to, now)];
    const meant = was && matches.get(was.join('.'))?.to;
    return Boolean(meant && is && pathOf(meant) === is.join('.'));
  };
  const sameWay: SameWay = (one, other) => {
    const [all, now] = [transitionsOf(one), transitionsOf(other)];
    return (
      all.length === now.length &&
      all.every(({ target, ...rest }, index) => {
        const { target: is, ...kept } = now[index]!;
        return leads(target, is) && same(rest, kept);
      })
    );
  };
  timerReasons(before, after, old, to, sameWay, add);
  eventReasons(before, old, to, add);
  return reasons;
}

/** How many transitions leave a state or one around it. */
const ways = (state: StateAt): number =>
  [...state.ancestors, state].flatMap(transitionsAt).filter(({ transition }) => transition.target !== undefined)
    .length + (Object.keys(state.node.states ?? {}).length > 0 ? 1 : 0);
