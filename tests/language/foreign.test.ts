import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explore } from '../../definitions/explore/explore.ts';
import { check } from '../../definitions/language/check.ts';
import type { Definition } from '../../definitions/language/types.ts';
import { runScenario, scenarioFindings, type ScenarioFile } from '../../definitions/simulate/scenario.ts';
import { simulateYear } from '../../definitions/simulate/year.ts';
import { fixture, fixtureText } from './support/definitions.ts';

const scenariosOf = (name: string): ScenarioFile =>
  JSON.parse(
    readFileSync(new URL(`../fixtures/definitions/${name}.scenarios.json`, import.meta.url), 'utf8'),
  ) as ScenarioFile;

/** The dates in the scenarios are worked out by hand from acts 1989:253 and 1930:173. */
describe.each(['overdue-policy', 'invoice-approval', 'leave-request'])('a process of another field: %s', (name) => {
  const file = scenariosOf(name);

  test('is taken without a finding', () => {
    expect(check(fixtureText(name))).toEqual([]);
    expect(scenarioFindings(file)).toEqual([]);
  });

  test.each(file.scenarios)('runs as written: $title', (scenario) => {
    expect(runScenario(fixture(name), file.people, scenario).failures).toEqual([]);
  });
});

describe('a simulated year of a process with people and systems of its own', () => {
  const year = (name: string, more: object = {}) =>
    simulateYear({
      definition: fixture(name),
      from: '2027-01-04',
      months: 6,
      answerAfterDays: 2,
      ...more,
    }).timeline.map(({ date, kind, text, who, status }) => [date, kind, who?.en ?? text.en, status].join(' '));

  test('a system that is called by a timer answers, too', () => {
    const input = { number: 'F1', amountMinor: 100, category: 'misc', payableOn: '2027-06-26' };
    expect(year('invoice-approval', { input }).slice(-2)).toEqual([
      '2027-06-25 effect → payOut payment',
      '2027-06-25 system PAID paid',
    ]);
  });

  test('people whom the process names do their tasks, with a date that the guard takes', () => {
    const lines = year('leave-request', { client: { bossId: 'bo' } });
    expect(lines).toContain('2027-01-06 act Exempel waiting');
    expect(lines).toContain('2027-01-08 act Bo Exempel granted');
  });
});

test('the scenario of the guide happens to the example of the guide', () => {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../tools/docs/${name}.json`, import.meta.url), 'utf8'));
  const { people, scenarios } = read('scenarios') as ScenarioFile;
  expect(scenarioFindings({ people, scenarios })).toEqual([]);
  for (const one of scenarios) expect(runScenario(read('example') as Definition, people, one).failures).toEqual([]);
});

test.each([
  ['overdue-policy', {}],
  ['invoice-approval', {}],
  ['leave-request', { bossId: 'bo' }],
  ['onboarding', {}],
])('every state of %s is found: by amounts at its settings, and by days soon and far', (name, client) => {
  const { covered, findings } = explore({ definition: fixture(name), from: '2027-01-04', client });
  expect(covered.states).toBe(covered.of);
  const wrong = ['state_unreachable', 'delay_never_fires', 'dead_end', 'task_for_nobody'];
  expect(findings.filter(({ code }) => wrong.includes(code))).toEqual([]);
});
