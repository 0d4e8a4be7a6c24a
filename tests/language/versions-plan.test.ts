import { describe, expect, test } from 'vitest';
import { compile, type Actor, type Definition } from '../../definitions/index.ts';
import { planMigration } from '../../definitions/versions/plan.ts';
import { handIn } from '../workflows/support/definitions.ts';
import { anna, karin, Run } from './support/run.ts';
import { first, migrate, migrationTo, next, plan } from './support/versions.ts';

const at = '2026-10-20T08:00:00.000Z';
const opened = (definition: Definition = first): Run => new Run(definition, { at });
const eva: Actor = { userId: 'eva', name: 'Eva Chef', groups: ['firm', 'admin'] };
const text = (en: string) => ({ sv: en, en });
const codes = (run: Run, to: Definition, mapping = {}): string[] =>
  plan(run, to, mapping).problems.map(({ code, subject }) => `${code} ${subject}`);

describe('an instance that stays where it is', () => {
  test('keeps its task, its reminders and its delay, and nobody is told anything twice', () => {
    const run = opened().until('2026-11-03T09:00:00.000Z');
    const before = run.state;
    expect(run.mails()).toEqual(['2026-10-20T08:00:00.000Z hello client', '2026-11-02T07:00:00.000Z remind client']);
    migrate(
      run,
      next((d) => (d.states.open!.states!.waiting!.tasks!.submit!.title = text('Send your papers'))),
    );
    expect(run.state.sequence).toBe(before.sequence + 1);
    expect(run.state.tasks).toMatchObject([
      { id: before.tasks[0]!.id, remindersSent: 1, openedAt: at, title: { en: 'Send your papers' } },
    ]);
    expect(run.state.timers).toEqual(before.timers);
    expect(run.state.input.definition.version).toBe(2);
    expect(run.log.at(-1)).toMatchObject({
      kind: 'migrated',
      actor: { userId: 'eva' },
      fromStatus: 'waiting',
      toStatus: 'waiting',
    });
    run.until('2026-11-10T12:00:00.000Z');
    // The delay of twenty days counts from when the state was entered, not from the move.
    expect(run.mails()).toEqual([
      '2026-10-20T08:00:00.000Z hello client',
      '2026-11-02T07:00:00.000Z remind client',
      '2026-11-05T07:00:00.000Z remind client',
      '2026-11-09T07:00:00.000Z remind client',
      '2026-11-09T09:00:00.000Z hello client',
    ]);
  });

  test('an act on what was seen before is not stale when nothing but texts changed', () => {
    const run = opened();
    const seen = run.state.movedSequence;
    migrate(
      run,
      next((d) => (d.title = text('Papers'))),
    );
    expect(run.refused(anna, 'SUBMIT', {}, { expectedSequence: seen })).toBeNull();
  });

  test('a deadline is worked out anew, and task, reminders and delays follow; one that was moved by hand stays moved', () => {
    const later = next((d) => {
      d.deadlines!.last!.days = 20;
      d.states.open!.states!.waiting!.after = { last: { target: 'waiting', reenter: true } };
    });
    const run = migrate(opened(), later);
    expect(run.state.deadlines.last!.dueDate).toBe('2026-11-20');
    expect(run.state.tasks[0]!.dueDate).toBe('2026-11-20');
    expect(run.state.timers.map(({ kind, dueAt }) => `${kind} ${dueAt}`).sort()).toEqual([
      'after 2026-11-20T23:00:00.000Z',
      'reminder 2026-11-12T07:00:00.000Z',
    ]);
    const moved = opened().change({ movedDeadlines: { last: '2026-12-01' } });
    expect(migrate(moved, later).state.deadlines.last!.dueDate).toBe('2026-12-01');
  });

  test('a delay that has passed does not come again', () => {
    const once = next((d) => {
      d.states.open!.states!.waiting!.after = {
        P1D: { actions: { type: 'notify', params: { template: 'late', to: 'firm' } } },
      };
    });
    const run = opened(once).until('2026-10-22T08:00:00.000Z');
    expect(run.mails().filter((mail) => mail.includes('late'))).toHaveLength(1);
    migrate(
      run,
      next((d) => (d.title = text('x')), once),
    ).until('2026-11-30T08:00:00.000Z');
    expect(run.mails().filter((mail) => mail.includes('late'))).toHaveLength(1);
  });

  test('a shorter delay counts from when the state was entered', () => {
    const run = opened().until('2026-10-25T08:00:00.000Z');
    migrate(
      run,
      next((d) => (d.states.open!.states!.waiting!.after = { P7D: { target: 'waiting', reenter: true } })),
    );
    expect(run.state.timers.find(({ kind }) => kind === 'after')!.dueAt).toBe('2026-10-27T09:00:00.000Z');
  });

  test('a task that is new opens without a notice, one that is gone ends', () => {
    const run = migrate(
      opened(),
      next((d) => {
        const waiting = d.states.open!.states!.waiting!;
        waiting.tasks = { call: { for: 'firm', title: text('Call the client'), event: 'SUBMIT' } };
      }),
    );
    expect(run.state.tasks).toMatchObject([{ name: 'call', id: 'open.waiting.call.2', openedAt: at }]);
    expect(run.mails()).toHaveLength(1);
    expect(run.can(karin)).toContain('SUBMIT');
  });
});

describe('what an instance remembers', () => {
  test('stays where it fits, new fields begin at their default or at the value that is given', () => {
    const run = opened().act(anna, 'SUBMIT');
    const to = next((d) => (d.context = { rounds: 5, paid: false, to: 'nobody' }));
    expect(migrate(run, to, { context: { to: 'Anna', rounds: 9 } }).state.context).toEqual({
      rounds: 1,
      paid: false,
      to: 'Anna',
    });
    expect((run.state.snapshot as { context: unknown }).context).toEqual(run.state.context);
  });

  test('a field that has another type now needs a value', () => {
    const to = next((d) => {
      d.context = { note: '', rounds: 'none' };
      d.states.open!.states!.waiting!.on = { SUBMIT: 'checking' };
    });
    expect(codes(opened(), to)).toEqual(['context_type rounds']);
    expect(migrate(opened(), to, { context: { rounds: 'one' } }).state.context.rounds).toBe('one');
  });

  test('input and settings that the new version does not allow are named', () => {
    const run = new Run(
      next((d) => (d.settings = { pace: { title: text('Pace'), schema: { type: 'string' }, default: 'slow' } })),
      { at, settings: { pace: { value: 'slow', origin: 'firm' } } },
    );
    const to = next((d) => {
      d.input = { type: 'object', properties: { invoice: { type: 'string' } }, required: ['invoice'] };
      d.settings = { pace: { title: text('Pace'), schema: { type: 'integer' }, default: 1 } };
    });
    expect(codes(run, to)).toEqual(['input_invalid /invoice', 'setting_invalid pace']);
  });
});

describe('a state that went away', () => {
  const renamed = next((d) => {
    const { waiting, ...others } = d.states.open!.states!;
    d.states.open!.initial = 'collecting';
    d.states.open!.states = { collecting: { ...waiting!, after: { P20D: 'collecting' } }, ...others };
  });

  test('needs a mapping', () => {
    expect(codes(opened(), renamed)).toEqual(['state_gone open.waiting']);
    expect(codes(opened(), renamed, { states: { 'open.waiting': 'open.nowhere' } })).toEqual([
      'mapping_target_unknown open.waiting',
    ]);
  });

  test('is left for the one it is mapped to, without its entry; delays and tasks begin there', () => {
    const run = opened().until('2026-10-30T08:00:00.000Z');
    migrate(run, renamed, { states: { 'open.waiting': 'open.collecting' } });
    expect(run.state.activeStates).toEqual(['open.collecting']);
    expect(run.mails()).toHaveLength(1);
    expect(run.state.tasks).toMatchObject([{ id: 'open.collecting.submit.2', openedAt: '2026-10-30T08:00:00.000Z' }]);
    expect(run.state.timers.find(({ kind }) => kind === 'after')!.dueAt).toBe('2026-11-19T08:00:00.000Z');
    expect(run.act(anna, 'SUBMIT').tasks).toEqual(['numbers', 'papers']);
  });

  test('its entry runs where the mapping says so', () => {
    const run = migrate(opened(), renamed, { states: { 'open.waiting': 'open.collecting' }, runEntry: true });
    expect(run.mails()).toHaveLength(2);
  });

  test('a mapping of a state holds for those below it, and to a compound state leads to its first', () => {
    const moved = next((d) => {
      const { open, ...others } = d.states;
      d.initial = 'work';
      d.states = { work: open!, ...others };
      d.states.work!.states!.checking!.onDone = '#hand-in.done';
      d.states.paused!.on = { RESUME: '#hand-in.work.back' };
    });
    const run = opened().act(anna, 'SUBMIT');
    migrate(run, moved, { states: { open: 'work' } });
    expect(run.state.activeStates).toEqual(['work.checking.numbers.look', 'work.checking.papers.look']);
    const back = migrate(opened().act(anna, 'SUBMIT'), moved, { states: { open: 'work', 'open.checking': 'work' } });
    expect(back.state.activeStates).toEqual(['work.waiting']);
  });

  test('mapped to the end, the instance is done', () => {
    const run = migrate(opened(), renamed, { states: { 'open.waiting': 'done' } });
    expect(run.state).toMatchObject({ done: true, status: 'done', closedAt: at, tasks: [], timers: [] });
  });
});

describe('parallel states and history', () => {
  test('each side stays where it was; what one side had done stays done', () => {
    const run = opened().act(anna, 'SUBMIT').act(karin, 'NUMBERS');
    migrate(
      run,
      next((d) => (d.title = text('x'))),
    );
    expect(run.state.activeStates).toEqual(['open.checking.numbers.ok', 'open.checking.papers.look']);
    expect(run.act(eva, 'PAPERS').state.done).toBe(true);
  });

  test('a side that is new begins at its first state, one that is gone needs a mapping', () => {
    const three = next((d) => {
      d.states.open!.states!.checking!.states!.tax = {
        initial: 'look',
        states: {
          look: { tasks: { tax: { for: 'firm', title: text('Tax'), event: 'TAX' } }, on: { TAX: 'ok' } },
          ok: { type: 'final' },
        },
      };
    });
    const run = opened().act(anna, 'SUBMIT').act(karin, 'NUMBERS');
    migrate(run, three);
    expect(run.tasks).toEqual(['papers', 'tax']);
    const one = next((d) => delete d.states.open!.states!.checking!.states!.papers, three);
    expect(codes(run, one)).toEqual(['state_gone open.checking.papers.look']);
    migrate(run, one, { states: { 'open.checking.papers': 'open.checking' } });
    expect(run.tasks).toEqual(['tax']);
  });

  test('what would be complete without anything following is refused', () => {
    const run = opened().act(anna, 'SUBMIT').act(karin, 'NUMBERS');
    const one = next((d) => delete d.states.open!.states!.checking!.states!.papers);
    const mapping = { states: { 'open.checking.papers': 'open.checking' } };
    expect(codes(run, one, mapping)).toEqual(['completed_inside open.checking']);
  });

  test('two sides cannot be in states that exclude each other', () => {
    const run = opened().act(anna, 'SUBMIT');
    const mapping = { states: { 'open.checking.papers': 'paused' } };
    expect(
      codes(
        run,
        next((d) => (d.title = text('x'))),
        mapping,
      ),
    ).toEqual(['mapping_conflict open.checking.papers.look']);
  });

  test('a paused instance goes back to where it was, under the new name', () => {
    const run = opened().act(anna, 'SUBMIT').act(karin, 'NUMBERS').act(karin, 'PAUSE');
    const renamed = next((d) => {
      const { look, ok } = d.states.open!.states!.checking!.states!.papers!.states!;
      d.states.open!.states!.checking!.states!.papers = { initial: 'read', states: { read: look!, ok: ok! } };
    });
    migrate(run, renamed, { states: { 'open.checking.papers.look': 'open.checking.papers.read' } });
    expect(run.act(karin, 'RESUME').state.activeStates).toEqual([
      'open.checking.numbers.ok',
      'open.checking.papers.read',
    ]);
  });
});

test('a task whose role went away passes on only where the mapping says so', () => {
  const run = opened().act(anna, 'SUBMIT');
  const to = next((d) => {
    delete d.roles.boss;
    d.states.open!.states!.checking!.states!.papers!.states!.look!.tasks!.papers!.for = 'firm';
  });
  expect(codes(run, to)).toEqual(['role_gone boss']);
  const { id } = run.state.tasks.find(({ name }) => name === 'papers')!;
  migrate(run, to, { roles: { boss: 'firm' } });
  expect(run.state.tasks.find(({ name }) => name === 'papers')).toMatchObject({ id, role: 'firm' });
});

test('what the new version leads on to at once happens, with its effects', () => {
  const to = next((d) => {
    const { waiting } = d.states.open!.states!;
    waiting!.always = { guard: 'context.rounds == 0', target: '#hand-in.paused' };
    d.states.paused!.entry = { type: 'notify', params: { template: 'late', to: 'firm' } };
  });
  const run = migrate(opened(), to);
  expect(run.state.activeStates).toEqual(['paused']);
  expect(run.mails().at(-1)).toContain('late firm');
});

test('an instance that has ended, is there already or belongs to another process is left alone', () => {
  const run = opened();
  const titled = next((d) => (d.title = text('x')));
  const other = { ...migrationTo(run, titled), to: compile({ ...handIn, id: 'other' }) };
  expect(planMigration(other, run.state, at).problems).toMatchObject([{ code: 'other_definition' }]);
  const migration = migrationTo(run, titled);
  migrate(run, titled);
  expect(planMigration(migration, run.state, at).problems).toMatchObject([{ code: 'already_there' }]);
  run.act(anna, 'SUBMIT').act(karin, 'NUMBERS').act(eva, 'PAPERS');
  expect(codes(run, first)).toEqual(['instance_closed null']);
});

describe('lists and calls', () => {
  const parties = next((d) => {
    d.activities = { ask: { title: text('Ask'), input: { type: 'object', properties: {} } } };
    d.events = { ANSWERED: { title: text('Answered') } };
    d.context = { note: '', rounds: 0, parties: ['a', 'b'] };
    const { waiting } = d.states.open!.states!;
    waiting!.entry = {
      type: 'call',
      params: { activity: 'ask', done: 'ANSWERED', timeout: 'P3D', timedOut: 'ANSWERED' },
    };
    waiting!.on = { ...waiting!.on, ANSWERED: { actions: { type: 'assign', params: { note: "'yes'" } } } };
    waiting!.tasks!.sign = { each: 'context.parties', for: 'firm', title: text('Sign ${item}'), event: 'SUBMIT' };
  });

  test('a task for each of a list stays for those who were in it', () => {
    const run = opened(parties);
    const ids = run.state.tasks.map(({ id }) => id);
    const to = next(
      (d) => (d.states.open!.states!.waiting!.tasks!.sign!.title = text('Please sign, ${item}')),
      parties,
    );
    migrate(run, to);
    expect(run.state.tasks.map(({ id }) => id)).toEqual(ids);
    expect(run.state.tasks.map(({ title }) => title.en)).toEqual(['Hand in', 'Please sign, a', 'Please sign, b']);
  });

  test('a call is not made again, and its answer or its time-out still arrives', () => {
    const titled = next((d) => (d.title = text('x')), parties);
    const run = migrate(opened(parties), titled);
    expect(run.effects.filter(({ type }) => type === 'call')).toHaveLength(1);
    expect(run.state.calls).toHaveLength(1);
    run.until('2026-10-24T08:00:00.000Z');
    expect(run.state).toMatchObject({ context: { note: 'yes' } });
    expect(run.state.calls).toBeUndefined();
  });

  test('a version that takes no answer waits until it has come', () => {
    const deaf = next((d) => {
      delete d.states.open!.states!.waiting!.on!.ANSWERED;
    }, parties);
    expect(codes(opened(parties), deaf)).toEqual(['call_unanswered ask']);
  });
});
