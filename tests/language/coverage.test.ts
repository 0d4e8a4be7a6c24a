import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  coveragePage,
  idsIn,
  misjudged,
  type Proofs,
  readCoverage,
  type Rules,
  saidByTest,
  stateOf,
} from '../../tools/docs/coverage.ts';

const { rules, proofs, problems } = readCoverage();

test('every rule that is named anywhere exists, and what is called partly there is proven in part', () => {
  expect(problems).toEqual([]);
});

test('docs/coverage.md is what `npm run docs` writes', () => {
  const written = readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8');
  expect(written).toBe(coveragePage(rules, proofs));
});

test('every rule has one line, with its state and links to files that are there', () => {
  const page = coveragePage(rules, proofs);
  for (const { id } of rules.rules) expect(page.split(`\n| ${id} | `)).toHaveLength(2);
  for (const [, path] of page.matchAll(/\]\((?:\.\.\/)([^)#]+)\)/g)) {
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), path).not.toBe('');
  }
});

describe('what counts as naming a rule', () => {
  const [first, second, third] = ['L', 'L', 'L'].map((letter, i) => `${letter}-0${i + 6}`);

  test('one, several, from one to another, and decisions', () => {
    expect(idsIn(`${first} is so`)).toEqual([first]);
    expect(idsIn(`(${third}, ${first})`)).toEqual([third, first]);
    expect(idsIn(`${first} to ${third}: so`)).toEqual([first, second, third]);
    expect(idsIn(`as ${['decision', 4].join(' ')} says`)).toEqual([['decision', 4].join(' ')]);
    expect(idsIn('UTF-8, K-1, act 1981:739')).toEqual([]);
  });

  test('titles and comments count, what a test handles does not', () => {
    const source = [
      `test.each([['x${second}']])('${first}: %s', () => expect('${second}').toBe(1));`,
      `  // ${third}: the same`,
    ].join('\n');
    expect(idsIn(saidByTest(source))).toEqual([first, third]);
  });
});

describe('what is judged', () => {
  const group = { id: 'L', title: 'One' };
  const rule = (id: number, partly?: string) => ({
    id: `L-${id}`,
    area: 'a',
    text: 't',
    ...(partly ? { partly } : {}),
  });
  const list = (...all: Rules['rules']): Rules => ({ products: [group], further: [], rules: all });
  const proven = (...ids: number[]): Proofs => new Map(ids.map((id) => [`L-${id}`, new Set(['tests/x.test.ts'])]));

  test('done needs a proof and no remark; without a proof it is not yet there', () => {
    expect(stateOf(rule(90), proven(90))).toBe('done');
    expect(stateOf(rule(90, 'half'), proven(90))).toBe('partly');
    expect(stateOf(rule(90), proven())).toBe('not yet');
  });

  test('the same id twice, an id of no group, and partly without any proof are mistakes', () => {
    expect(misjudged(list(rule(90), rule(91, 'half')), proven(91))).toEqual([]);
    expect(misjudged(list(rule(90), rule(90)), proven())).toEqual([`L-${90} is there twice in docs/rules.json.`]);
    expect(misjudged(list({ ...rule(90), id: `Q-${90}` }), proven())).toHaveLength(1);
    expect(misjudged(list(rule(90, 'half')), proven())).toHaveLength(1);
  });
});
