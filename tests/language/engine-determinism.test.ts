import fc from 'fast-check';
import { assign, createMachine, initialTransition, transition } from 'xstate';
import { describe, expect, test } from 'vitest';
import {
  affordances,
  nextTimer,
  open,
  RefusedError,
  step,
  type InstanceEvent,
  type InstanceState,
  type Json,
} from '../../definitions/index.ts';
import { compile, type Compiled } from '../../definitions/engine/compile.ts';
import { walk } from '../../definitions/engine/walk.ts';
import { foreseenData } from '../../definitions/engine/forms.ts';
import { ambientOf, NO_EVENT } from '../../definitions/engine/variables.ts';
import { anna, karin, lars, Run } from './support/run.ts';
import { fixture, shipped, shippedIds } from './support/definitions.ts';

const definitions = [...shippedIds.map(shipped), fixture('four-eyes-approval')];
const OPENED = '2026-10-16T06:00:00.000Z';
const FORM = { reason: 'x', title: 'x', amount: 1 };

/** A random thing to happen, written so that it means the same in two runs. */
const happening = fc.oneof(
  fc.record({ kind: fc.constant('act' as const), who: fc.constantFrom(anna, karin, lars), which: fc.nat(9) }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 0, max: 40 }) }),
  fc.record({ kind: fc.constant('timer' as const) }),
  fc.record({ kind: fc.constant('change' as const), day: fc.integer({ min: 1, max: 28 }) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function eventOf(compiled: Compiled, state: InstanceState, what: Happening, now: string): InstanceEvent | null {
  if (what.kind === 'act') {
    const offers = affordances(compiled, state, what.who, now).filter(({ allowed }) => allowed);
    const offer = offers[what.which % (offers.length || 1)];
    if (!offer) return null;
    const known = Object.keys((offer.form?.properties ?? {}) as object);
    const filled = Object.fromEntries(Object.entries(FORM).filter(([name]) => known.includes(name)));
    const data = { ...filled, ...foreseenData(offer.form) };
    return { kind: 'act', type: offer.event, data, actor: what.who };
  }
  if (what.kind === 'timer') {
    const timer = nextTimer(state);
    return timer && { kind: 'timer', timerId: timer.id };
  }
  if (what.kind === 'change')
    return { kind: 'change', settings: { lastHandInDay: { value: what.day, origin: 'client' } } };
  return null;
}

type Between = (state: InstanceState) => InstanceState;

/** A run, one happening at a time, and in the end every result. `between` is applied to the state between two steps. */
function* running(compiled: Compiled, happenings: Happening[], between: Between): Generator<void, Json[]> {
  const input = new Run(compiled.definition, { input: { reference: 'x' }, at: OPENED }).state.input;
  let now = OPENED;
  let { state, effects, log } = open(compiled, input, now);
  const found = [{ state, effects, log } as unknown as Json];
  for (const what of happenings) {
    yield;
    state = between(state);
    if (what.kind === 'wait') now = new Date(Date.parse(now) + what.days * 86_400_000).toISOString();
    if (what.kind === 'timer') now = [nextTimer(state)?.dueAt ?? now, now].sort().at(-1)!;
    const event = eventOf(compiled, state, what, now);
    if (!event) continue;
    try {
      ({ state, effects, log } = step(compiled, state, event, now));
      found.push({ state, effects, log } as unknown as Json);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      found.push(error.refusal as unknown as Json);
    }
  }
  return found;
}

/** Every result of each of some runs that take turns. */
function takingTurns(runs: Generator<void, Json[]>[]): Json[][] {
  const found: Json[][] = [];
  while (found.filter(Boolean).length < runs.length) {
    for (const [index, run] of runs.entries()) {
      const next = found[index] ? null : run.next();
      if (next?.done) found[index] = next.value;
    }
  }
  return found;
}

const results = (index: number, happenings: Happening[], between: Between): Json[] =>
  takingTurns([running(compile(definitions[index]!), happenings, between)])[0]!;

const throughJson = (state: InstanceState): InstanceState => JSON.parse(JSON.stringify(state)) as InstanceState;

function frozen<T>(value: T): T {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) frozen(child);
  }
  return value;
}

const runs = fc.tuple(fc.nat(definitions.length - 1), fc.array(happening, { maxLength: 25 }));

describe('the same input gives the same output', () => {
  test('also when the state went through JSON between any two steps', () => {
    fc.assert(
      fc.property(runs, ([index, happenings]) => {
        const straight = results(index, happenings, (state) => state);
        expect(results(index, happenings, throughJson)).toEqual(straight);
      }),
      { numRuns: 60 },
    );
  });

  test('byte for byte, also when instances of one process take turns and what was worked out before is there', () => {
    const happeningsOf = fc.array(happening, { maxLength: 15 });
    fc.assert(
      fc.property(fc.nat(definitions.length - 1), fc.tuple(happeningsOf, happeningsOf), (index, lists) => {
        const shared = compile(definitions[index]!);
        const together = takingTurns(lists.map((happenings) => running(shared, happenings, (state) => state)));
        const alone = lists.map((happenings) => results(index, happenings, throughJson));
        expect(JSON.stringify(together)).toBe(JSON.stringify(alone));
      }),
      { numRuns: 40 },
    );
  });

  test('no step changes what it was given, and each that changes something counts on', () => {
    fc.assert(
      fc.property(runs, ([index, happenings]) => {
        const states = results(index, happenings, frozen).flatMap((one: any) => (one.state ? [one.state] : []));
        for (const [place, state] of states.slice(1).entries()) {
          const before = states[place];
          if (state.sequence === before.sequence) expect(state).toEqual(before);
          else expect(state.sequence).toBe(before.sequence + 1);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Keys that XState knows; everything else of a state is Arende's. */
const XSTATE = [
  'id',
  'type',
  'history',
  'target',
  'initial',
  'states',
  'on',
  'always',
  'after',
  'onDone',
  'entry',
  'exit',
];
XSTATE.push('description', 'context');

function stripped(node: Record<string, any>): Record<string, any> {
  const kept = Object.fromEntries(Object.entries(node).filter(([key]) => XSTATE.includes(key)));
  if (!kept.states) return kept;
  return {
    ...kept,
    states: Object.fromEntries(Object.entries(kept.states).map(([name, child]) => [name, stripped(child as any)])),
  };
}

describe('with the extension keys taken out, a definition is a machine of XState', () => {
  test.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (_, definition) => {
    const compiled = compile(definition);
    let ambient: Record<string, unknown> = {};
    const evaluate = (source: string, context: unknown, event: { type: string }) =>
      compiled.scope(event.type).evaluate(source, { ...ambient, context, event: { ...NO_EVENT, ...event } });
    const guards: Record<string, any> = {};
    const delays: Record<string, any> = {};
    for (const { node } of walk(definition)) {
      for (const rule of Object.keys(node.after ?? {})) delays[rule] = () => 1;
      for (const one of [...Object.values(node.on ?? {}), ...Object.values(node.after ?? {}), node.always ?? []].flat(
        2,
      )) {
        const guard = typeof one === 'object' ? one.guard : undefined;
        if (guard) guards[guard] = ({ context, event }: any) => evaluate(guard, context, event) === true;
      }
    }
    const machine = createMachine(stripped(definition as any) as never).provide({
      guards,
      delays,
      actions: {
        assign: assign(({ context, event }, params) =>
          Object.fromEntries(
            Object.entries(params as unknown as Record<string, string>).map(([key, source]) => [
              key,
              evaluate(source, context, event),
            ]),
          ),
        ),
      },
    } as never);

    fc.assert(
      fc.property(fc.array(happening, { maxLength: 20 }), (happenings) => {
        const input = new Run(definition, { input: { reference: 'x' }, at: OPENED }).state.input;
        let now = OPENED;
        let { state } = open(compiled, input, now);
        let [theirs] = initialTransition(machine);
        for (const what of happenings) {
          if (what.kind === 'wait') now = new Date(Date.parse(now) + what.days * 86_400_000).toISOString();
          const event = eventOf(compiled, state, what, now);
          const timer = event?.kind === 'timer' ? nextTimer(state)! : null;
          if (!event || (timer && timer.kind !== 'after')) continue;
          ambient = ambientOf(compiled, { ...state, now });
          const raised =
            event.kind === 'act'
              ? { type: event.type, data: event.data, actor: { id: event.actor.userId, name: event.actor.name } }
              : timer && { type: timer.ref };
          try {
            ({ state } = step(compiled, state, event, now));
          } catch (error) {
            if (!(error instanceof RefusedError)) throw error;
            continue;
          }
          if (raised) [theirs] = transition(machine, theirs, raised as never);
          expect((state.snapshot as { value: unknown }).value).toEqual(theirs.value);
          expect(state.context).toEqual(theirs.context);
        }
      }),
      { numRuns: 30 },
    );
  });
});
