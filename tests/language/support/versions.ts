import { compile, definitionHash, type Definition } from '../../../definitions/index.ts';
import { planMigration } from '../../../definitions/versions/plan.ts';
import type { Mapping, Migration } from '../../../definitions/versions/types.ts';
import type { Run } from './run.ts';

const text = (sv: string, en = sv) => ({ sv, en });

/** A hand-in with a reminder, a delay, a deadline, a review by two sides at once, and a pause that remembers. */
export const first: Definition = {
  id: 'hand-in',
  title: text('Inlämning', 'Hand-in'),
  roles: {
    client: { title: text('Kund', 'Client'), members: 'client' },
    firm: { title: text('Byrån', 'Firm'), members: 'firm' },
    boss: { title: text('Chef', 'Boss'), members: 'admin' },
  },
  statuses: {
    waiting: { label: text('Väntar', 'Waiting'), tone: 'neutral', order: 1 },
    review: { label: text('Granskas', 'In review'), tone: 'info', order: 2 },
    done: { label: text('Klar', 'Done'), tone: 'success', order: 3 },
  },
  deadlines: { last: { title: text('Sista dag', 'Last day'), from: 'period.end', days: 10 } },
  templates: {
    remind: { subject: text('Påminnelse', 'Reminder'), body: text('Lämna in.', 'Hand in.') },
    late: { subject: text('För sent', 'Late'), body: text('Det är sent.', 'It is late.') },
    hello: { subject: text('Hej', 'Hello'), body: text('Nu börjar det.', 'It begins.') },
  },
  context: { note: '', rounds: 0 },
  initial: 'open',
  states: {
    open: {
      initial: 'waiting',
      on: { PAUSE: 'paused' },
      actions: { PAUSE: { for: ['firm'], label: text('Pausa', 'Pause') } },
      states: {
        waiting: {
          status: 'waiting',
          entry: { type: 'notify', params: { template: 'hello', to: 'client' } },
          tasks: {
            submit: {
              for: 'client',
              title: text('Lämna in', 'Hand in'),
              event: 'SUBMIT',
              due: 'last',
              reminders: { template: 'remind', daysBefore: [8, 5, 1] },
            },
          },
          on: { SUBMIT: { target: 'checking', actions: { type: 'assign', params: { rounds: 'context.rounds + 1' } } } },
          after: { P20D: { target: 'waiting', reenter: true } },
        },
        checking: {
          type: 'parallel',
          status: 'review',
          onDone: '#hand-in.done',
          states: {
            numbers: {
              initial: 'look',
              states: {
                look: {
                  tasks: { numbers: { for: 'firm', title: text('Siffror', 'Numbers'), event: 'NUMBERS' } },
                  on: { NUMBERS: 'ok' },
                },
                ok: { type: 'final' },
              },
            },
            papers: {
              initial: 'look',
              states: {
                look: {
                  tasks: { papers: { for: 'boss', title: text('Papper', 'Papers'), event: 'PAPERS' } },
                  on: { PAPERS: 'ok' },
                },
                ok: { type: 'final' },
              },
            },
          },
        },
        back: { type: 'history', history: 'deep' },
      },
    },
    paused: {
      status: 'waiting',
      actions: { RESUME: { for: ['firm'], label: text('Återuppta', 'Resume') } },
      on: { RESUME: '#hand-in.open.back' },
    },
    done: { type: 'final', status: 'done' },
  },
};

/** A copy with a change. */
export function next(change: (definition: Definition) => void, from: Definition = first): Definition {
  const copy = structuredClone(from);
  change(copy);
  return copy;
}

export const migrationTo = (run: Run, to: Definition, mapping: Mapping = {}): Migration => ({
  from: run.compiled,
  to: compile(to),
  target: { version: run.state.input.definition.version + 1, hash: definitionHash(to) },
  mapping,
  actor: { userId: 'eva', name: 'Eva Chef' },
});

export const plan = (run: Run, to: Definition, mapping: Mapping = {}) =>
  planMigration(migrationTo(run, to, mapping), run.state, run.now);

/** The run goes on with the other version. Throws what stands in the way. */
export function migrate(run: Run, to: Definition, mapping: Mapping = {}): Run {
  const { result, problems } = plan(run, to, mapping);
  if (!result) throw new Error(problems.map(({ code, subject }) => `${code} ${subject}`).join(', '));
  return run.continueWith(to, result);
}
