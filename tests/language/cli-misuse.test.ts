import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { arende } from '../support/arende.ts';
import { fixtureText } from './support/definitions.ts';

const file = (name: string) => fileURLToPath(new URL(`../fixtures/definitions/${name}.json`, import.meta.url));
const overdue = file('overdue-policy');

describe('wrong use is a sentence that says what to write, and exit 2', () => {
  test.each([
    [['check', 'nope.json'], 'There is no file "nope.json".'],
    [['check', tmpdir()], 'is a folder. Name a file in it.'],
    [['chekc', overdue], 'There is no command "chekc". Did you mean "check"?'],
    [['simulate'], 'Name the file.'],
    [['simulate', overdue, overdue], 'Name one file, not 2.'],
    [['simulate', overdue, '--form=2027-01-01'], 'There is no option "--form". Did you mean "from"?'],
    [['simulate', overdue, '--from'], '--from needs a value.'],
    [['simulate', overdue, '--answer', '-1'], 'Write --answer=VALUE for a value that begins with "-".'],
    [['simulate', overdue, '--months', '0'], '--months is a whole number from 1 to 60.'],
    [['simulate', overdue, '--months', '99999'], '--months is a whole number from 1 to 60.'],
    [['simulate', overdue, '--from', '2027-02-30'], '"2027-02-30" is not a date.'],
    [['simulate', overdue, '--setting', 'warnAftr=5'], 'There is no setting "warnAftr". Did you mean "warnAfter"?'],
    [['simulate', overdue, '--setting', 'warnAfter=-5'], 'The setting "warnAfter" cannot be -5. Enter at least 0.'],
    [['simulate', overdue, '--input', 'unpayd=5'], 'There is no input "unpayd". Did you mean "unpaid"?'],
    [['dates', overdue, '--deadline', 'warnDay', '--from', '2027-05', '--to', '2027-02'], 'is after --to 2027-02.'],
  ])('%j', async (args, sentence) => {
    const { code, errors } = await arende(...args);
    expect(errors).toContain(sentence);
    expect(code).toBe(2);
  });

  test('--help shows how, behind any command', async () => {
    expect(await arende('simulate', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--months N') });
  });
});

test('input on the command line gives a deadline its dates, also in a file with the mark of a byte order', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-'));
  await writeFile(path.join(folder, 'definition.json'), `\uFEFF${fixtureText('overdue-policy')}`);
  const range = ['--from', '2027-03', '--to', '2027-03', '--input', 'dueDate=2027-02-24'];
  const { out } = await arende('dates', path.join(folder, 'definition.json'), '--deadline', 'blockDay', ...range);
  // 30 days later is Good Friday; the bank day after it is the Tuesday after Easter.
  expect(out).toContain('2027-03-30');
});

describe('a file of scenarios with a slip in it', () => {
  const good = {
    people: { anna: { name: 'Anna Exempel', groups: ['client'] } },
    scenarios: [
      {
        title: 'One',
        input: { invoice: '1', unpaid: 5, dueDate: '2027-02-24' },
        opens: '2027-02-25 09:00',
        steps: [{ at: '2027-02-26 09:00', expect: { status: 'clear' } }],
      },
    ],
  };
  const tried = async (change: (text: string) => string) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'arende-'));
    await writeFile(path.join(folder, 'definition.json'), fixtureText('overdue-policy'));
    await writeFile(path.join(folder, 'scenarios.json'), change(JSON.stringify(good, null, 2)));
    const { code, out } = await arende('test', folder);
    return `${code} ${out}`;
  };

  test('without one it is good', async () => expect(await tried((text) => text)).toMatch(/^0 /));
  test.each([
    ['"expect"', '"expcet"', /json:20:9 "expcet" is not a key that can stand here. Did you mean "expect"\?/],
    ['"2027-02-26 09:00"', '"2027-02-26"', /json:21:11 Write a day and a time, for example "2026-11-05 09:00"/],
    ['"steps": [', '"steps": [,', /json:19:17 Here a value is expected/],
    ['"unpaid": 5', '"unpaid": "5"', /The input does not fit: \/unpaid The value is of the wrong kind/],
    [
      '"title": "One"',
      '"title": "One", "settings": { "warnAftr": 1 }',
      /no setting "warnAftr". Did you mean "warnAfter"/,
    ],
    ['"title": "One"', '"title": "One", "period": "2027-13"', /One\n.*"2027-13" is not a period/],
  ])('%s as %s is said with its place', async (find, write, said) => {
    const result = await tried((text) => text.replace(find, write));
    expect(result).toMatch(said);
    expect(result).toMatch(/^1 /);
  });
});
