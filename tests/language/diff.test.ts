import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { diff } from '../../definitions/diff/diff.ts';
import { matchStates } from '../../definitions/diff/match.ts';
import { peopleChanges } from '../../definitions/diff/people.ts';
import { structuralChanges } from '../../definitions/diff/structure.ts';
import type { Definition, StateNode } from '../../definitions/language/types.ts';
import { arende } from '../support/arende.ts';
import { fixture, shipped, shippedIds } from './support/definitions.ts';

const today = '2026-11-22';
const definitions: [string, Definition][] = [
  ...shippedIds.map((id): [string, Definition] => [id, shipped(id)]),
  ['four-eyes-approval', fixture('four-eyes-approval')],
  ['hard-chart', fixture('hard-chart')],
];

/** A copy of a definition that was edited. */
function edited(definition: Definition, edit: (copy: Definition) => void): Definition {
  const copy = structuredClone(definition);
  edit(copy);
  return copy;
}

type Bag = Record<string | number, unknown>;
interface Mutation {
  name: string;
  definition: Definition;
}

/** So many edits of one definition are tried at most, spread over the text. */
const MOST = 600;

/** Every single edit of a text: each value changed, each key taken away, each list shorter, and a key that nobody knows yet. */
function* mutations(definition: Definition): Generator<Mutation> {
  const places: (string | number)[][] = [[]];
  const visit = (value: unknown, keys: (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      places.push([...keys, key]);
      visit((value as Bag)[key], [...keys, key]);
    }
  };
  visit(definition, []);
  const stride = Math.ceil((places.length * 2) / MOST);
  const edit = (
    name: string,
    keys: (string | number)[],
    change: (holder: Bag, key: string | number) => void,
  ): Mutation => {
    const copy = { definition: structuredClone(definition) };
    let holder = copy as unknown as Bag;
    const whole = ['definition', ...keys];
    for (const key of whole.slice(0, -1)) holder = holder[key] as Bag;
    change(holder, whole.at(-1)!);
    return { name: `${name} /${keys.join('/')}`, definition: copy.definition };
  };
  for (const keys of places.filter((_place, index) => index % stride === 0)) {
    const value = keys.reduce<unknown>((bag, key) => (bag as Bag)[key], definition);
    if (keys.length > 0) {
      yield edit('without', keys, (holder, key) => {
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
      });
    }
    if (typeof value === 'string') yield edit('changed', keys, (holder, key) => (holder[key] = `${value}x`));
    if (typeof value === 'number') yield edit('changed', keys, (holder, key) => (holder[key] = value + 1));
    if (typeof value === 'boolean') yield edit('changed', keys, (holder, key) => (holder[key] = !value));
    if (Array.isArray(value))
      yield edit('longer', keys, (holder, key) => (holder[key] = [...value, value[0] ?? 'new']));
    else if (typeof value === 'object' && value !== null) {
      yield edit('more in', keys, (holder, key) => ((holder[key] as Bag).comesTomorrow = { much: 1 }));
    }
  }
}

describe.each(definitions)('%s', (_, definition) => {
  test('does not differ from itself, however it is written', () => {
    const nothing = { people: [], structure: [], mapping: {}, safety: { class: 'compatible', everywhere: [] } };
    expect(diff(definition, structuredClone(definition), { today })).toMatchObject(nothing);
    const turned = JSON.parse(
      JSON.stringify(definition, (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toReversed())
          : value,
      ),
    ) as Definition;
    expect(diff(definition, turned, { today }).structure).toEqual([]);
  });

  test('no edit is silent, in either direction: it is in the text, and somebody is told in both languages', () => {
    const silent: string[] = [];
    for (const { name, definition: other } of mutations(definition)) {
      for (const [before, after] of [
        [definition, other],
        [other, definition],
      ] as const) {
        // Without its states or statuses it is no definition any more.
        if (!before.states || !after.states || !before.statuses || !after.statuses || !before.roles || !after.roles)
          continue;
        const changes = structuralChanges(before, after, matchStates(before, after));
        const told = peopleChanges(before, after, changes, new Map());
        if (changes.length === 0 || told.length === 0) silent.push(name);
        if (told.some(({ text }) => !text.sv || !text.en || /undefined|\[object/.test(text.sv + text.en)))
          silent.push(`words of ${name}`);
      }
    }
    expect(silent).toEqual([]);
  });

  test('every pointer leads to a value of its version', () => {
    for (const { name, definition: other } of [...mutations(definition)].filter((_one, index) => index % 7 === 0)) {
      if (!other.states || !other.statuses || !other.roles) continue;
      for (const { oldPointer, newPointer } of structuralChanges(definition, other, matchStates(definition, other))) {
        expect([name, oldPointer === null || resolves(definition, oldPointer)]).toEqual([name, true]);
        expect([name, newPointer === null || resolves(other, newPointer)]).toEqual([name, true]);
      }
    }
  });
});

function resolves(definition: Definition, pointer: string): boolean {
  let value: unknown = definition;
  for (const name of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Bag)[name.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value !== undefined;
}

test('any two processes can be compared', () => {
  for (const [, before] of definitions) {
    for (const [, after] of definitions) {
      const found = diff(before, after, { today });
      expect(found.safety.class).toBe(before.id === after.id ? 'compatible' : 'breaking');
      expect(found.people.every(({ text }) => text.sv !== '' && text.en !== '')).toBe(true);
    }
  }
});

describe('what changes for people', () => {
  const bookkeeping = shipped('period-bookkeeping');
  const told = (edit: (copy: Definition) => void) =>
    diff(bookkeeping, edited(bookkeeping, edit), { today }).people.map(({ area, text }) => [area, text.sv, text.en]);

  test('B-41 a setting moves its deadline: the dates of the next twelve periods', () => {
    const after = edited(bookkeeping, (copy) => (copy.settings!.lastHandInDay!.default = 7));
    const { people, safety } = diff(bookkeeping, after, { today });
    expect(people[0]).toMatchObject({ area: 'deadline', newPointer: '/deadlines/lastDay' });
    // 6 January is a holiday, 7 January a Thursday; 5 and 7 December are a Saturday and a Monday.
    expect(people[0]!.dates).toContainEqual({
      period: '2026-12',
      oldDate: '2027-01-05',
      newDate: '2027-01-07',
      oldDueAt: '2027-01-05T23:00:00.000Z',
      newDueAt: '2027-01-07T23:00:00.000Z',
    });
    expect(people[0]!.dates!.map(({ period }) => period)).not.toContain('2026-11');
    expect(people.map(({ text }) => text.en)).toContain(
      'The setting “Last hand-in day of the month”, the default: 5 → 7.',
    );
    expect(safety.class).toBe('compatible');
  });

  test('a task for another role, a field that must be filled in, and reminders', () => {
    const changes = told((copy) => {
      const task = copy.states.collecting!.tasks!.handIn!;
      task.for = 'consultant';
      task.form!.required = ['documents', 'statements', 'comment'];
      task.reminders!.thenEvery = 1;
    });
    expect(changes).toContainEqual([
      'task',
      'Uppgiften ”Lämna in underlag för perioden” (i ”Collecting”) är nu för Konsulten (tidigare Företaget).',
      'The task “Hand in the papers for the period” (in “Collecting”) is now for The consultant (before: The company).',
    ]);
    expect(changes).toContainEqual([
      'task',
      'Uppgiften ”Lämna in underlag för perioden” (i ”Collecting”): ”Meddelande till din ekonom” måste fyllas i.',
      'The task “Hand in the papers for the period” (in “Collecting”): “Message to your accountant” must be filled in.',
    ]);
    expect(changes.map(([area]) => area)).toContain('reminder');
  });

  test('a message that goes to somebody else, and one that nobody gets any more', () => {
    const changes = told((copy) => {
      const [first, second] = copy.states.books!.on!.REOPEN as { actions: { params: { to: string } }[] }[];
      first!.actions[1]!.params.to = 'consultant';
      second!.actions.pop();
    });
    expect(changes).toEqual([
      [
        'notice',
        'Skicka tillbaka (i ”Books”): meddelandet går nu till ”Konsulten” (tidigare ”Företaget”).',
        'Send back (in “Books”): the message now goes to “The consultant” (before: “The company”).',
      ],
      [
        'notice',
        'Skicka tillbaka (i ”Books”): Företaget får inte längre meddelandet ”Underlaget för perioden behöver kompletteras”.',
        'Send back (in “Books”): The company no longer gets the message “The papers for the period need to be completed”.',
      ],
    ]);
  });

  test('a new state brings its work with it', () => {
    const changes = told((copy) => {
      copy.states.books!.states!.review = {
        status: 'working',
        tasks: { review: { for: 'consultant', title: { sv: 'Granska', en: 'Review' }, event: 'FINISH' } },
        on: { FINISH: 'done' },
      };
    });
    expect(changes.map(([, , en]) => en)).toEqual([
      'The state “In progress” (books.review) is new.',
      'The task “Review” (in “In progress”) is new, for The consultant.',
    ]);
  });

  test('a way that leads elsewhere, and its condition', () => {
    const changes = told((copy) => {
      copy.states.books!.states!.new!.on!.FINISH = { target: 'working', guard: 'now < deadlines.lastDay' };
    });
    expect(changes.map(([, , en]) => en)).toEqual(
      [
        'Start (in “New”) now leads to “In progress” (before: “Done”).',
        'The condition of Start (in “New”), new: “now < deadlines.lastDay”.',
      ].map((text) => text.replaceAll('Start', 'Set to Done')),
    );
  });
});

describe('states that were renamed', () => {
  const approval = fixture('four-eyes-approval');

  test('are known by what they do, and what leads to them is no change', () => {
    const after = edited(approval, (copy) => {
      const { late, ...rest } = copy.states.approving!.states!;
      copy.states.approving!.states = { ...rest, overdue: late! };
      rest.waiting!.after = { decisionDay: 'overdue' };
    });
    const found = diff(approval, after, { today });
    expect(found.mapping).toEqual({ 'approving.late': 'approving.overdue' });
    expect(found.structure).toMatchObject([
      {
        change: 'renamed',
        oldPointer: '/states/approving/states/late',
        newPointer: '/states/approving/states/overdue',
      },
    ]);
    expect(found.safety).toMatchObject({
      class: 'needs_mapping',
      states: [
        { state: 'preparing', fate: 'as_is', to: 'preparing' },
        { state: 'approving.waiting', fate: 'as_is' },
        { state: 'approving.late', fate: 'mapping', to: 'approving.overdue', reasons: [{ code: 'state_renamed' }] },
      ],
    });
  });

  test('with the states within them', () => {
    const after = edited(approval, (copy) => {
      const { approving, ...rest } = copy.states;
      copy.states = { ...rest, deciding: approving! };
      (copy.states.preparing!.on!.PREPARE as { target: string }).target = 'deciding';
    });
    expect(diff(approval, after, { today }).mapping).toEqual({
      approving: 'deciding',
      'approving.waiting': 'deciding.waiting',
      'approving.late': 'deciding.late',
    });
  });
});

describe('running instances', () => {
  const approval = fixture('four-eyes-approval');
  const safe = (edit: (copy: Definition) => void) => diff(approval, edited(approval, edit), { today }).safety;
  const stateOf = (safety: ReturnType<typeof safe>, state: string) => safety.states.find((one) => one.state === state);

  test('a state that is gone needs somebody to say where its instances go', () => {
    const safety = safe((copy) => {
      delete copy.states.approving!.states!.late;
      delete copy.states.approving!.states!.waiting!.after;
    });
    expect(safety.class).toBe('breaking');
    expect(stateOf(safety, 'approving.late')).toMatchObject({
      fate: 'mapping',
      to: null,
      reasons: [{ code: 'state_removed' }],
    });
    expect(stateOf(safety, 'approving.waiting')).toMatchObject({ fate: 'loses', reasons: [{ code: 'timer_removed' }] });
  });

  test('a state that is only renamed, with another delay, is known again: its instances move there and lose nothing', () => {
    const waits = (delay: string): StateNode => ({ status: 'a', after: { [delay]: 'late' } });
    const process = (states: Record<string, StateNode>, first: string): Definition => ({
      id: 'p',
      title: { sv: 'P', en: 'P' },
      roles: { staff: { title: { sv: 'P', en: 'P' }, members: 'firm' } },
      statuses: { a: { label: { sv: 'A', en: 'A' }, tone: 'info', order: 1 } },
      initial: first,
      states: { ...states, late: { type: 'final', status: 'a' } },
    });
    const begin = (to: string): StateNode => ({ status: 'a', on: { GO: to } });
    const old = process({ begin: begin('waiting'), waiting: waits('P5D') }, 'begin');
    const { safety } = diff(old, process({ begin: begin('pending'), pending: waits('P7D') }, 'begin'), { today });
    expect(safety.class).toBe('needs_mapping');
    expect(stateOf(safety, 'waiting')).toMatchObject({
      fate: 'mapping',
      to: 'pending',
      reasons: [{ code: 'state_renamed' }, { code: 'timer_changed', weight: 'note' }],
    });
    // A delay that leads elsewhere is another one.
    const elsewhere = process({ begin: begin('waiting'), waiting: { status: 'a', after: { P7D: 'begin' } } }, 'begin');
    expect(diff(old, elsewhere, { today }).safety.class).toBe('breaking');
  });

  test.each<[string, string, (copy: Definition) => void]>([
    ['context_removed', 'breaking', (copy) => delete copy.context!.returnReason],
    ['context_type_changed', 'breaking', (copy) => (copy.context!.amount = '')],
    ['input_required', 'breaking', (copy) => (copy.input!.required = ['reference', 'more'])],
    ['setting_removed', 'compatible', (copy) => delete copy.settings!.decisionBankDays],
    ['setting_schema_changed', 'breaking', (copy) => (copy.settings!.decisionBankDays!.schema = { type: 'string' })],
    ['task_removed', 'breaking', (copy) => delete copy.states.preparing!.tasks],
    [
      'task_added',
      'compatible',
      (copy) => (copy.states.approving!.tasks!.more = copy.states.approving!.tasks!.approve!),
    ],
    ['task_role_changed', 'compatible', (copy) => (copy.states.approving!.tasks!.approve!.for = 'preparer')],
    [
      'task_form_changed',
      'breaking',
      (copy) => delete (copy.states.preparing!.tasks!.prepare!.form!.properties as Bag).amount,
    ],
    ['task_event_changed', 'compatible', (copy) => (copy.states.approving!.tasks!.approve!.event = 'SEND_BACK')],
    ['timer_removed', 'breaking', (copy) => delete copy.states.approving!.states!.waiting!.after],
    ['timer_added', 'compatible', (copy) => (copy.states.preparing!.after = { P9D: 'approved' })],
    ['timer_changed', 'compatible', (copy) => (copy.deadlines!.decisionDay!.bankDays = 9)],
    ['action_removed', 'compatible', (copy) => delete copy.states.approving!.actions],
    ['event_dropped', 'compatible', (copy) => delete copy.states.approving!.on!.SEND_BACK],
    ['no_way_out', 'breaking', (copy) => delete copy.states.preparing!.on],
    ['id_changed', 'breaking', (copy) => (copy.id = 'another')],
    ['key_changed', 'compatible', (copy) => (copy.key = '${client.id}')],
    [
      'state_kind_changed',
      'needs_mapping',
      (copy) => (copy.states.preparing = { ...copy.states.preparing, initial: 'a', states: { a: {} } }),
    ],
  ])('%s: %s', (code, expected, edit) => {
    const safety = safe(edit);
    const reasons = [...safety.everywhere, ...safety.states.flatMap((state) => state.reasons)];
    expect(reasons.map((reason) => reason.code)).toContain(code);
    expect(safety.class).toBe(expected);
  });

  test('an answer that is under way must be taken: dropping a system event is a loss', () => {
    const before = edited(approval, (copy) => (copy.states.preparing!.on!.PAID = 'approved'));
    expect(diff(before, approval, { today }).safety).toMatchObject({
      class: 'breaking',
      states: [{ reasons: [{ code: 'event_dropped', weight: 'loss' }] }, {}, {}],
    });
  });

  test('a state that became one with others in it is entered where it begins; other regions need a mapping', () => {
    const safety = safe(
      (copy) => (copy.states.preparing = { ...copy.states.preparing, initial: 'a', states: { a: {} } }),
    );
    expect(stateOf(safety, 'preparing')).toMatchObject({ fate: 'mapping', to: 'preparing.a' });
    const hard = fixture('hard-chart');
    const more = edited(hard, (copy) => (copy.states.work!.states!.payment = { initial: 'due', states: { due: {} } }));
    expect(diff(hard, more, { today }).safety.states[0]!.reasons.map(({ code }) => code)).toContain('regions_changed');
  });
});

describe('arende diff', () => {
  const file = fileURLToPath(new URL('../../definitions/library/period-bookkeeping/definition.json', import.meta.url));
  const written = async (edit: (copy: Definition) => void): Promise<string> => {
    const to = path.join(await mkdtemp(path.join(tmpdir(), 'arende-diff-')), 'new.json');
    await writeFile(to, JSON.stringify(edited(shipped('period-bookkeeping'), edit)));
    return to;
  };

  test('exit 0 where running instances can go on, with the dates that move', async () => {
    const to = await written((copy) => (copy.settings!.lastHandInDay!.default = 7));
    const { code, out } = await arende('diff', file, to, '--from', today, '--language', 'sv');
    expect(code).toBe(0);
    expect(out).toContain('2026-12  2027-01-05 → 2027-01-07');
    expect(out).toContain('Ärenden som pågår: compatible');
  });

  test('exit 1 where some lose something, and as JSON', async () => {
    const to = await written(
      (copy) =>
        delete copy.context!.submittedAt && delete copy.facts && (copy.states.collecting!.on!.SUBMIT = 'books.new'),
    );
    const { code, out } = await arende('diff', file, to, '--json', '--from', today);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      safety: { class: 'breaking', everywhere: [{ code: 'context_removed', oldPointer: '/context/submittedAt' }] },
    });
  });

  test('nothing differs, and wrong use', async () => {
    expect(await arende('diff', file, file)).toMatchObject({ code: 0, out: 'Nothing differs.' });
    expect(await arende('diff', file)).toMatchObject({ code: 2, errors: expect.stringContaining('the old one first') });
    expect(await arende('diff', file, file, '--from', 'soon')).toMatchObject({ code: 2 });
  });
});
