/** Definitions and stories that nobody would think of. Every one is valid: it is about what happens, not about mistakes. */
import fc from 'fast-check';
import type { Actor } from '../../../definitions/engine/types.ts';
import type {
  ActionObject,
  Definition,
  StateNode,
  TaskDeclaration,
  Transition,
} from '../../../definitions/language/types.ts';
import type { Happening, Story } from './side-by-side.ts';

const text = (en: string) => ({ sv: en, en });
const anna: Actor = { userId: 'anna', name: 'Anna Exempel', groups: ['client'] };
const bo: Actor = { userId: 'bo', name: 'Bo Exempel', groups: ['firm', 'responsible'] };
const EVENTS = ['A', 'B', 'C'] as const;
const TOP = ['idle', 'box', 'both', 'busy', 'end'] as const;

const action: fc.Arbitrary<ActionObject> = fc.oneof(
  fc.constant<ActionObject>({ type: 'assign', params: { n: 'context.n + 1', who: 'event.actor.id' } }),
  fc.constantFrom('client', 'firm').map((to): ActionObject => ({ type: 'notify', params: { template: 'news', to } })),
  fc.constant<ActionObject>({ type: 'record', params: { text: text('n is ${context.n}') } }),
);
const actions = fc.array(action, { maxLength: 2 });
const guard = fc.constantFrom(undefined, undefined, 'context.n % 2 == 0', 'context.n > 2', 'now < deadlines.last');

const transitionTo = (targets: readonly string[]): fc.Arbitrary<Transition> =>
  fc
    .record({ target: fc.option(fc.constantFrom(...targets), { nil: undefined }), guard, actions })
    .map(({ target, guard: condition, actions: done }) => ({
      ...(target && { target }),
      ...(condition && { guard: condition }),
      // A transition that does nothing is no transition.
      actions: target ? done : [{ type: 'record', params: { text: text('stays') } }, ...done],
    }));

const task: fc.Arbitrary<TaskDeclaration> = fc
  .record({
    for: fc.constantFrom('client', 'firm', 'notTheSame'),
    event: fc.constantFrom(...EVENTS),
    due: fc.constantFrom(undefined, 'last', 'soon'),
    remind: fc.boolean(),
    escalate: fc.boolean(),
  })
  .map(({ for: role, event, due, remind, escalate }) => ({
    for: role,
    title: text(`Do ${event}`),
    event,
    ...(due && { due }),
    ...(due && remind && { reminders: { template: 'remind', daysBefore: [2, 0], thenEvery: 3 } }),
    ...(escalate && { escalation: { after: due ?? 'P4D', to: 'firm', template: 'remind' } }),
  }));

/** What a state may have besides its children: `to` are the states that it leads to. */
const behaviour = (to: readonly string[]): fc.Arbitrary<Partial<StateNode>> =>
  fc
    .record({
      status: fc.constantFrom('red', 'green', 'blue'),
      tasks: fc.array(task, { maxLength: 2 }),
      on: fc.dictionary(fc.constantFrom(...EVENTS), transitionTo(to), { maxKeys: 3 }),
      after: fc.option(fc.tuple(fc.constantFrom('P2D', 'PT30H', 'last', 'soon'), transitionTo(to)), { nil: undefined }),
      entry: actions,
      exit: actions,
    })
    .map(({ status, tasks, on, after, entry, exit }) => ({
      status,
      tasks: Object.fromEntries(tasks.map((each, index) => [`task${index}`, each])),
      on,
      ...(after && { after: { [after[0]]: after[1] } }),
      entry,
      exit,
    }));

const states: fc.Arbitrary<Record<string, StateNode>> = fc
  .record({
    idle: behaviour(TOP),
    busy: behaviour(TOP),
    box: behaviour([...TOP, 'box.x', 'box.y']),
    x: behaviour(['x', 'y', 'back']),
    y: behaviour(['x', 'y']),
    history: fc.constantFrom('shallow', 'deep'),
    both: behaviour(TOP),
    l1: behaviour(['l2']),
    l2: behaviour(['l1', 'l3']),
    r1: behaviour(['r1', 'r2']),
    always: fc.boolean(),
  })
  .map(({ idle, busy, box, x, y, history, both, l1, l2, r1, always }) => ({
    idle,
    busy: {
      ...busy,
      ...(always && {
        always: { guard: 'context.n == 4', target: 'box', actions: { type: 'assign', params: { n: 'context.n + 1' } } },
      }),
    },
    box: {
      ...box,
      initial: 'x',
      states: { x: x as StateNode, y: y as StateNode, back: { type: 'history', history, target: 'y' } },
    },
    both: {
      ...both,
      type: 'parallel',
      onDone: 'end',
      states: {
        left: { initial: 'l1', states: { l1: l1 as StateNode, l2: l2 as StateNode, l3: { type: 'final' } } },
        right: { initial: 'r1', states: { r1: r1 as StateNode, r2: { type: 'final' } } },
      },
    },
    end: { type: 'final', status: 'green' },
  }));

const definition: fc.Arbitrary<Definition> = states.map((made) => ({
  id: 'generated',
  title: text('Generated'),
  roles: {
    client: { title: text('Client'), members: 'client' },
    firm: { title: text('Firm'), members: 'firm' },
    notTheSame: { title: text('Somebody else'), members: 'firm', not: ['context.who'] },
  },
  statuses: {
    red: { label: text('Red'), tone: 'danger', order: 1 },
    green: { label: text('Green'), tone: 'success', order: 2 },
    blue: { label: text('Blue'), tone: 'info', order: 3 },
  },
  settings: { day: { title: text('Day'), schema: { type: 'integer', minimum: 1, maximum: 28 }, default: 12 } },
  deadlines: {
    last: { title: text('Last'), from: 'period.start', day: 'settings.day', roll: 'next' },
    soon: { title: text('Soon'), from: 'opened', bankDays: 3, at: '10:00' },
  },
  templates: {
    news: { subject: text('News'), body: text('n is ${context.n}') },
    remind: { subject: text('Remind'), body: text('Please') },
  },
  context: { n: 0, who: '' },
  actions: { A: { for: ['firm'], label: text('A') } },
  on: { TICK: { actions: { type: 'assign', params: { n: 'context.n + 1' } } } },
  initial: 'idle',
  states: made,
}));

const HOUR_MS = 3_600_000;

type Step = { hours: number; what: (at: string) => Happening };
const step: fc.Arbitrary<Step> = fc
  .tuple(
    fc.integer({ min: 0, max: 100 }),
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...EVENTS), fc.constantFrom(anna, bo)) },
      { weight: 1, arbitrary: fc.constant('tick' as const) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 28 }) },
      { weight: 1, arbitrary: fc.constantFrom('2026-03-20', null) },
    ),
  )
  .map(([hours, what]) => ({
    hours,
    what: (at): Happening => {
      if (what === 'tick') return { at, system: 'TICK', data: {} };
      if (typeof what === 'number') return { at, change: { settings: { day: { value: what, origin: 'client' } } } };
      if (what === null || typeof what === 'string') return { at, change: { movedDeadlines: { last: what } } };
      return { at, act: what[0], actor: what[1], data: {} };
    },
  }));

/** A month and a half around the change to summer time of 2026, with people who press whatever they can. */
export const story: fc.Arbitrary<Story> = fc
  .record({ definition, steps: fc.array(step, { minLength: 1, maxLength: 12 }) })
  .map(({ definition: made, steps }) => {
    // Never at the very instant of a deadline: a person is before or after it.
    const opensAt = '2026-03-02T07:17:00.000Z';
    let at = Date.parse(opensAt);
    const happenings = steps.map(({ hours, what }) => {
      at += hours * HOUR_MS;
      return what(new Date(at).toISOString());
    });
    happenings.push({ at: new Date(at + 200 * HOUR_MS).toISOString(), wait: true });
    const period = { id: '2026-03', start: '2026-03-01', end: '2026-03-31' };
    return { definition: made, input: { period }, opensAt, happenings };
  });
