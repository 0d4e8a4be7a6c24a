import { expect, test } from 'vitest';
import { compile } from '../../definitions/index.ts';
import { blastRadius } from '../../definitions/versions/blast-radius.ts';
import { fateOf } from '../../definitions/versions/fate.ts';
import type { Mapping } from '../../definitions/versions/types.ts';
import { anna, karin, Run } from './support/run.ts';
import { first, migrationTo, next } from './support/versions.ts';

const at = '2026-10-20T08:00:00.000Z';
const until = '2027-04-20T08:00:00.000Z';
const text = (en: string) => ({ sv: en, en });

const runs = () => [
  new Run(first, { at }),
  new Run(first, { at }),
  new Run(first, { at }).act(anna, 'SUBMIT').act(karin, 'NUMBERS'),
];
const fates = (live: Run[], to = first, mapping: Mapping = {}, ahead: string | null = until) =>
  live.map((run) => fateOf(migrationTo(run, to, mapping), run.state, { now: at, until: ahead }));

/** One day more, a boss who is told when it is late, and the numbers need no look any more. */
const changed = next((d) => {
  d.deadlines!.last!.days = 11;
  const { waiting, checking } = d.states.open!.states!;
  waiting!.after = { last: { actions: { type: 'notify', params: { template: 'late', to: 'boss' } } } };
  waiting!.tasks!.submit!.reminders!.daysBefore = [];
  checking!.states!.papers!.states!.look!.tasks!.sign = { for: 'boss', title: text('Sign'), event: 'PAPERS' };
});

test('instances per state, dates before and after, tasks, and who is newly or no longer told', () => {
  const radius = blastRadius(compile(first), compile(changed), fates(runs(), changed));
  expect(radius.instances).toEqual({ examined: 3, lookedAhead: 3, move: 3, refused: 0, stay: 0 });
  expect(radius.states.map(({ path, instances }) => [path, instances])).toEqual([
    ['open.waiting', 2],
    ['open.checking.numbers.ok', 1],
    ['open.checking.papers.look', 1],
  ]);
  expect(radius.deadlines).toMatchObject({
    total: 3,
    items: [{ name: 'last', before: '2026-11-10', after: '2026-11-11' }, {}, {}],
  });
  expect(radius.tasksAppearing.items).toMatchObject([{ name: 'sign', role: 'boss', instances: 1 }]);
  expect(radius.dueDates.items).toMatchObject([
    { task: { name: 'submit' }, before: '2026-11-10', after: '2026-11-11' },
    { task: { name: 'submit' } },
  ]);
  expect(radius.people.map(({ role, change, instances }) => [role, change, instances])).toEqual([
    ['client', 'no_longer', 2],
    ['boss', 'newly', 2],
  ]);
});

test('what cannot move is counted by reason, with examples, and changes nothing for anybody', () => {
  const gone = next((d) => {
    delete d.states.open!.states!.waiting;
    d.states.open!.initial = 'checking';
  });
  const live = runs();
  const radius = blastRadius(compile(first), compile(gone), fates(live, gone));
  expect(radius.instances).toMatchObject({ move: 1, refused: 2 });
  expect(radius.states[0]).toMatchObject({ path: 'open.waiting', exists: false, refused: 2, move: 0 });
  expect(radius.problems).toMatchObject([
    { code: 'state_gone', subject: 'open.waiting', instances: 2, examples: [{ instanceId: 'one' }, {}] },
  ]);
  const mapped = fates(live, gone, { states: { 'open.waiting': 'open.checking' } });
  expect(mapped.map(({ outcome }) => outcome)).toEqual(['moves', 'moves', 'moves']);
  expect(mapped[0]).toMatchObject({
    tasksAppearing: [{ name: 'numbers' }, { name: 'papers' }],
    tasksDisappearing: [{ name: 'submit', dueDate: '2026-11-10' }],
    mailsAppearing: [],
  });
  expect(mapped[0]!.mailsDisappearing.length).toBeGreaterThan(5);
});

test('the same text changes nothing; without looking ahead, nothing is said about mails', () => {
  const [same] = fates(
    runs().slice(0, 1),
    next((d) => (d.title = text('x'))),
  );
  expect(same).toMatchObject({
    outcome: 'moves',
    deadlines: [],
    mailsAppearing: [],
    mailsDisappearing: [],
    dueDates: [],
  });
  expect(same!.mailCounts).toMatchObject([{ role: 'client', after: same!.mailCounts[0]!.before }]);
  const [near] = fates(runs().slice(0, 1), changed, {}, null);
  expect(near).toMatchObject({ outcome: 'moves', lookedAhead: false, mailCounts: [] });
});
