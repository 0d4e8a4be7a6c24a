import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { periodFromId } from '../../definitions/calendar/index.ts';
import { formErrors, type Definition } from '../../definitions/index.ts';
import { dueDates } from '../../definitions/simulate/dates.ts';
import { EndlessError } from '../../definitions/simulate/instance.ts';
import { sampleData } from '../../definitions/simulate/sample.ts';
import {
  runScenario,
  scenarioFindings,
  type Scenario,
  type ScenarioFile,
} from '../../definitions/simulate/scenario.ts';
import { simulateYear } from '../../definitions/simulate/year.ts';
import { fixture, shipped, shippedIds } from './support/definitions.ts';

const scenariosOf = (id: string): ScenarioFile => {
  const file = new URL(`../../definitions/library/${id}/scenarios.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as ScenarioFile;
};

describe('the scenarios of the library', () => {
  test.each(shippedIds)('%s: each happens as it is written', (id) => {
    const file = scenariosOf(id);
    expect(scenarioFindings(file)).toEqual([]);
    for (const scenario of file.scenarios) {
      const { title, failures } = runScenario(shipped(id), file.people, scenario);
      expect({ title, failures }).toEqual({ title, failures: [] });
    }
  });

  test('every rule of the statuses and of handing in is in one of them', () => {
    const proven = shippedIds.flatMap((id) => scenariosOf(id).scenarios.flatMap(({ rules }) => rules ?? []));
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `B-${from + i}`);
    const wanted = [...range(18, 23), 'B-30', ...range(32, 45), 'B-51', 'decision 4', 'decision 5', 'decision 8'];
    expect(wanted.filter((rule) => !proven.includes(rule))).toEqual([]);
  });
});

describe('a scenario that does not hold', () => {
  const people = scenariosOf('period-bookkeeping').people;
  const failures = (steps: Scenario['steps']) =>
    runScenario(shipped('period-bookkeeping'), people, {
      title: 't',
      period: '2026-10',
      opens: '2026-10-26 07:00',
      steps,
    }).failures;

  test.each([
    [
      { at: '2026-11-06 00:00', expect: { status: 'waiting' } },
      'statusen är "late", inte "waiting"',
      'the status is "late"',
    ],
    [{ at: '2026-11-03 00:00', expect: { mails: [] } }, 'breven är', '2026-11-02 reminder client'],
    [{ at: '2026-10-26 08:00', expect: { tasks: { handIn: '2026-11-06' } } }, 'öppna uppgifter', '2026-11-05'],
    [{ at: '2026-10-26 08:00', expect: { may: { anna: [] } } }, 'det som anna får göra', 'SUBMIT'],
    [{ at: '2026-10-26 08:00', expect: { facts: { submittedAt: 'x' } } }, 'uppgifterna', 'the facts'],
    [{ at: '2026-10-26 08:00', act: 'START', by: 'karin' }, 'nekades', 'was refused: event_not_now'],
    [{ at: '2026-10-26 08:00', act: 'SUBMIT', by: 'anna', refused: 'stale' }, 'nekades', 'was refused: form_invalid'],
    [{ at: '2026-10-26 08:00', act: 'SUBMIT', by: 'nobody' }, 'ska vara någon av', 'must name one of the people'],
    [
      { at: '2026-10-26 08:00', act: 'SUBMT', by: 'anna' },
      'ingen händelse "SUBMT". Menade du "SUBMIT"?',
      'no event "SUBMT". Did you mean "SUBMIT"?',
    ],
    [{ at: '2026-10-26 08:00', system: 'PAID' }, 'ingen händelse "PAID". Det finns', 'no event "PAID". There is'],
    [{ at: '2026-10-26 08:00', answer: 'pay', data: {} }, 'Inget anropar', 'Nothing calls the activity "pay".'],
    [
      { at: '2026-11-03 00:00', expect: { said: [{ mail: 'reminder client', says: ['nope'] }] } },
      'säger inte "nope"',
      'does not say "nope"',
    ],
    [{ at: '2026-11-03 00:00', expect: { said: [{ mail: 'other client' }] } }, 'inget brev är', 'no mail is "other'],
    [
      { at: '2026-11-03 00:00', expect: { called: [{ activity: 'pay', input: {} }] } },
      'anropades inte med',
      'was not called with',
    ],
    [
      { at: '2026-11-03 00:00', expect: { sends: [{ event: 'X', to: 'a b', data: {} }] } },
      'det som skickats vidare',
      'what was sent',
    ],
    [{ at: '2026-10-25 08:00', expect: {} }, 'före steget ovanför', 'before the step above'],
  ])('%j says so, in both languages', (step, sv, en) => {
    expect(failures([step])).toEqual([{ sv: expect.stringContaining(sv), en: expect.stringContaining(en) }]);
  });

  test('what happens can be taken as what must happen; a refusal cannot', () => {
    const definition = shipped('period-bookkeeping');
    definition.settings!.lastHandInDay!.default = 12;
    const play = (scenario: Scenario) => runScenario(definition, people, scenario);
    for (const scenario of scenariosOf('period-bookkeeping').scenarios) {
      const { accepted } = play(scenario);
      expect(play(accepted!).failures).toEqual([]);
      const happening = ({ steps }: Scenario) => steps.map((step) => ({ ...step, expect: null }));
      expect(happening(accepted!)).toEqual(happening(scenario));
    }
    const opens = '2026-10-26 07:00';
    const refused = { at: '2026-10-26 08:00', act: 'START', by: 'karin' };
    expect(play({ title: 't', period: '2026-10', opens, steps: [refused] }).accepted).toBeNull();
  });

  test('a misspelt key is refused, not ignored', () => {
    const file = {
      people: {},
      scenarios: [{ title: 't', opens: '2026-10-26 07:00', steps: [{ at: '2026-10-26 07:00', expcet: {} }] }],
    };
    expect(scenarioFindings(file)).toEqual([
      {
        pointer: '/scenarios/0/steps/0',
        message: {
          sv: '"expcet" är ingen nyckel som kan stå här. Menade du "expect"?',
          en: '"expcet" is not a key that can stand here. Did you mean "expect"?',
        },
      },
    ]);
  });
});

describe("a client's year", () => {
  const year = (definition: Definition, answerAfterDays: number | null, more = {}) =>
    simulateYear({ definition, from: '2026-01-01', months: 12, answerAfterDays, ...more });

  test('nobody answers: twelve months open, each turns late at the midnight after its last day', () => {
    const { timeline, instances } = year(shipped('period-bookkeeping'), null);
    expect(instances).toHaveLength(12);
    const late = timeline.filter(({ kind, status }) => kind === 'timer' && status === 'late');
    expect(late.map(({ date, time }) => `${date} ${time}`)).toEqual(
      // The day after the 5th, rolled: Easter, Labour Day and the national day are in the way.
      '02-06 03-06 04-08 05-06 06-06 07-07 08-06 09-08 10-06 11-06 12-08'.split(' ').map((day) => `2026-${day} 00:00`),
    );
  });

  test('why a day is the day stands beside each task', () => {
    const { timeline } = year(shipped('period-bookkeeping'), null);
    const april = timeline.find(({ kind, dueDate }) => kind === 'task' && dueDate === '2026-04-07')!;
    expect(april.why.map(({ en }) => en).join('; ')).toMatch(/Easter Sunday.*Easter Monday.*7 April/);
  });

  test('decision 4: to the same people at most one reminder a day is a mail of its own', () => {
    const { timeline } = year(shipped('period-bookkeeping'), null);
    const sent = timeline.filter(({ category, merged }) => category === 'reminder' && !merged);
    expect(new Set(sent.map(({ date }) => date)).size).toBe(sent.length);
    expect(timeline.some(({ merged }) => merged)).toBe(true);
  });

  test('everybody answers within two days: all but the newest are finished, nobody is reminded, and each is told of its reports', () => {
    const { timeline, instances } = year(shipped('period-bookkeeping'), 2);
    expect(instances.slice(0, 11).every(({ status }) => status === 'done')).toBe(true);
    expect(instances.slice(0, 10).every(({ done }) => done)).toBe(true);
    const mails = timeline.filter(({ kind }) => kind === 'mail').map(({ text }) => text.en);
    expect(mails).toHaveLength(11);
    expect(mails.every((text) => /^The reports for .* are in the portal$/.test(text))).toBe(true);
  });

  test('a process that does not open by itself is opened once; separated duties find two people', () => {
    const { instances, timeline } = year(fixture('four-eyes-approval'), 1, { input: { reference: 'A-1' } });
    expect(instances).toMatchObject([{ key: 'client/A-1', status: 'approved', done: true }]);
    const [preparer, approver] = timeline.filter(({ kind }) => kind === 'act').map(({ who }) => who!.sv);
    expect(preparer).not.toBe(approver);
  });

  test('settings move what depends on them', () => {
    const { timeline } = year(shipped('period-bookkeeping'), null, { settings: { lastHandInDay: 20 } });
    expect(timeline.find(({ dueDate }) => dueDate)!.dueDate).toBe('2026-02-20');
  });

  test('who is asked for the same thing again and again stops answering', () => {
    const order = shipped('signing-order');
    const result = simulateYear({ definition: order, from: '2026-01-01', months: 12, client: {}, answerAfterDays: 2 });
    const asked = result.timeline.filter(({ kind }) => kind === 'task').map(({ text }) => text.en);
    expect(Math.max(...asked.map((title) => asked.filter((other) => other === title).length))).toBeLessThanOrEqual(24);
  });

  test('a process whose time never passes is stopped with a sentence', () => {
    const definition = structuredClone(fixture('four-eyes-approval'));
    definition.states.preparing = { status: 'draft', after: { PT0S: 'again' } };
    definition.states.again = { status: 'draft', after: { PT0S: 'preparing' } };
    expect(() => year(definition, null)).toThrow(EndlessError);
  });
});

test('due dates of a deadline over a year are the golden ones of Skatteverket for 2022', () => {
  const months = Array.from({ length: 12 }, (_, i) => (i === 0 ? '2021-12' : `2022-${String(i).padStart(2, '0')}`));
  const rows = dueDates({
    definition: shipped('period-payroll'),
    deadline: 'declarationDay',
    periods: months.map(periodFromId),
  });
  expect(rows.map(({ moment }) => moment!.dueDate.slice(5)).join(' ')).toBe(
    '01-17 02-14 03-14 04-12 05-12 06-13 07-12 08-17 09-12 10-12 11-14 12-12',
  );
});

test.each([
  { type: 'string', minLength: 12, maxLength: 14 },
  { type: 'string', format: 'date' },
  { type: 'string', format: 'email' },
  { type: 'integer', minimum: 3, maximum: 3 },
  { type: 'number', exclusiveMinimum: 0 },
  { type: 'integer', maximum: -5 },
  { type: 'number', minimum: 0.3, multipleOf: 0.5 },
  { type: 'array', items: { type: 'string', enum: ['a'] }, minItems: 2 },
  { type: 'string', oneOf: [{ const: 'x', title: 'X' }] },
  { const: true },
])('made-up data fits %j', (field) => {
  const form = { type: 'object', properties: { field }, required: ['field'] };
  expect(formErrors(form, sampleData(form, '2026-11-05'))).toEqual([]);
});
