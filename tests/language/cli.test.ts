import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { arende } from '../support/arende.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const library = (id: string, file = 'definition.json') => path.join(root, 'definitions/library', id, file);
const broken = (code: string) => path.join(root, 'tests/fixtures/broken', `${code}.json`);

describe('arende check', () => {
  test('good definitions: exit 0', async () => {
    const { code, out } = await arende('check', library('period-bookkeeping'), library('period-payroll'));
    expect({ code, out }).toEqual({ code: 0, out: '2 files, 0 errors, 0 warnings.' });
  });

  test('FILE:LINE:COLUMN CODE message, with what to do, and exit 1', async () => {
    const file = broken('target_unknown');
    const { code, out } = await arende('check', file);
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 2)).toEqual([
      `${file}:66:25 target_unknown "clsoed" leads to no state.`,
      '    Did you mean "closed"?',
    ]);
  });

  test('in Swedish', async () => {
    const file = broken('target_unknown');
    const { code, out } = await arende('check', '--language', 'sv', file);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        `${file}:66:25 target_unknown "clsoed" leder inte till något läge.`,
        '    Menade du "closed"?',
        '1 fil, 1 fel, 0 varningar.',
      ].join('\n'),
    );
    expect(await arende('check', '--language', 'fi', file)).toMatchObject({ code: 2 });
  });

  test('a warning alone does not fail', async () => {
    const { code, out } = await arende('check', broken('template_unused'));
    expect(code).toBe(0);
    expect(out).toContain('warning template_unused');
  });

  test('as JSON', async () => {
    const { code, out } = await arende('check', '--json', broken('role_unknown'));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { findings: [{ code: 'role_unknown', line: 58, column: 18, pointer: '/states/answering/tasks/answer/for' }] },
    ]);
  });
});

describe('arende test', () => {
  test('runs the library, and names the rules', async () => {
    const { code, out } = await arende('test');
    expect(code).toBe(0);
    expect(out).toContain('✓ A month that goes as it should (B-18');
    expect(out).toMatch(/\d+ scenarios, 0 wrong\.$/);
  });

  test('a scenario that does not hold: what was found instead, and exit 1', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'arende-'));
    await writeFile(path.join(folder, 'definition.json'), await readFile(library('period-payroll'), 'utf8'));
    const scenarios = await readFile(library('period-payroll', 'scenarios.json'), 'utf8');
    await writeFile(path.join(folder, 'scenarios.json'), scenarios.replace('2027-01-18', '2027-01-17'));
    const { code, out } = await arende('test', folder);
    expect(code).toBe(1);
    expect(out).toContain('is {"declarationDay":"2027-01-18"}, not {"declarationDay":"2027-01-17"}');
  });
});

describe('arende simulate', () => {
  test('the timeline of a year, with the reason for each day', async () => {
    const { code, out } = await arende(
      'simulate',
      library('period-bookkeeping'),
      '--from',
      '2026-03-01',
      '--months',
      '2',
    );
    expect(code).toBe(0);
    expect(out).toContain('2026-03-26 Thu 00:00 opens    Bookkeeping March 2026 [waiting]');
    expect(out).toMatch(/task {5}Hand in the papers for March 2026 → The company due 2026-04-07 \(.*Easter Monday/);
    expect(out).toContain('2026-04-08 Wed 00:00 time     Last hand-in day has passed [late]');
  });

  test('in Swedish, with people who answer and another setting', async () => {
    const { out } = await arende(
      ...['simulate', library('period-bookkeeping'), '--from', '2026-03-01', '--months', '2', '--language', 'sv'],
      ...['--answer', '1', '--setting', 'lastHandInDay=10'],
    );
    expect(out).toMatch(/uppgift {2}Lämna in underlag för mars 2026 → Företaget senast 2026-04-10/);
    expect(out).toContain('gör      Skicka till din ekonom (Anna Exempel) [new]');
  });

  test('a scenario as a timeline', async () => {
    const file = library('period-bookkeeping', 'scenarios.json');
    const { code, out } = await arende('simulate', library('period-bookkeeping'), '--scenario', file);
    expect(code).toBe(0);
    expect(out).toContain('# Sent back before the last day');
  });

  test('what cannot be worked out is said in a sentence', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'arende-'));
    const text = await readFile(library('period-bookkeeping'), 'utf8');
    const file = path.join(folder, 'definition.json');
    await writeFile(file, text.replace('"from": "period.end"', '"from": "fiscalYear.end"'));
    const { code, errors } = await arende('simulate', file, '--from', '2026-01-01');
    expect({ code, errors }).toMatchObject({ code: 1, errors: expect.stringContaining('Give the client one.') });
    const { out } = await arende('simulate', file, '--from', '2026-01-01', '--client', 'fiscalYearEnd=12-31');
    expect(out).toContain('due 2027-01-05');
  });
});

test('arende explore: covered, and each finding at its line with the way there', async () => {
  const good = await arende('explore', library('period-bookkeeping'), '--from', '2026-10-16');
  expect(good).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^12 of 12 states in \d+ situations, 0 findings\.$/),
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'arende-'));
  const file = path.join(folder, 'definition.json');
  const text = await readFile(library('period-payroll'), 'utf8');
  await writeFile(
    file,
    text
      .replace('"P30D": "closed"', '"P30D": "limbo"')
      .replace('"closed": {', '"limbo": { "status": "done" }, "closed": {'),
  );
  const bad = await arende('explore', file, '--from', '2026-10-16');
  expect(bad.code).toBe(1);
  expect(bad.out).toMatch(
    /:\d+:\d+ dead_end In "limbo" .*\n {4}1\. Karin does FINISH\n {4}2\. wait until 2026-11-15 \(P30D\)\n/,
  );
  expect(bad.out).toContain('state_unreachable Nothing leads to "closed".');
});

test('arende dates: due instants with how they were worked out', async () => {
  const args = ['--deadline', 'lastDay', '--from', '2026-05', '--to', '2026-06', '--json'];
  const { code, out } = await arende('dates', library('period-bookkeeping'), ...args);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    { period: '2026-05', moment: { dueDate: '2026-06-05', dueAt: '2026-06-05T22:00:00.000Z' } },
    { period: '2026-06', moment: { dueDate: '2026-07-06' } },
  ]);
});

test.each([
  [[]],
  [['fly']],
  [['check']],
  [['check', '/does/not/exist.json']],
  [['check', '--fast', 'x.json']],
  [['simulate', library('period-payroll'), '--from', 'yesterday']],
  [['simulate', library('period-payroll'), '--months', '0']],
  [['simulate', library('period-payroll'), '--setting', 'nope=1']],
  [['dates', library('period-payroll')]],
  [['dates', library('period-payroll'), '--deadline', 'declarationDya', '--from', '2026-01', '--to', '2026-02']],
  [['dates', library('period-payroll'), '--deadline', 'declarationDay', '--from', '2026-13', '--to', '2026-02']],
  [['test', '/does/not/exist']],
])('wrong use is exit 2 with a sentence: %j', async (args) => {
  const { code, out, errors } = await arende(...args);
  expect(code).toBe(2);
  expect(`${out}${errors}`).not.toBe('');
});

test('the program itself starts, prints and exits', async () => {
  const program = path.join(root, 'tools/cli/arende.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'check', library('period-payroll')]);
  expect(stdout).toBe('1 file, 0 errors, 0 warnings.\n');
  const failed = promisify(execFile)(process.execPath, [program, 'check', broken('syntax')]);
  await expect(failed).rejects.toMatchObject({ code: 1 });
});
