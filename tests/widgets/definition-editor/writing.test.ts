import { userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import { check } from '../../../definitions/language/check.ts';
import { languageSv } from '../../../widgets/definition-editor/code/language-sv.ts';
import { keysAt } from '../../../widgets/definition-editor/code/schema-at.ts';
import { sentenceOf } from '../../../widgets/definition-editor/findings/sentences.ts';
import { press } from '../support/keys.ts';
import { expectAccessible, visibleText } from '../support/page.ts';
import { bookkeeping, codeOf, cursorAfter, inCode, openBench, textOf } from './fixture.ts';

const brokenFiles = (import.meta as unknown as { glob: (files: string, how: object) => Record<string, string> }).glob(
  '../../fixtures/broken/*.json',
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);
const expected = JSON.parse(brokenFiles['../../fixtures/broken/expected.json']!) as Record<string, { code: string }>;
const options = (element: Parameters<typeof inCode>[0]) =>
  inCode(element, '.cm-tooltip-autocomplete li .cm-completionLabel').map((item) => item.textContent);

test('every mistake that the command line finds is found in the browser, at the same place', () => {
  const names = Object.keys(brokenFiles).filter((name) => !/(expected|mistakes)\.json$/.test(name));
  expect(names.length).toBeGreaterThan(40);
  for (const name of names) {
    const codes = check(brokenFiles[name]!).map(({ code }) => code);
    expect(codes, name).toContain(/(\w+)\.json$/.exec(name)![1]);
  }
  expect(Object.keys(expected).length).toBeGreaterThan(40);
});

test('a mistake is underlined where it is, listed with its line and code, and mended', async () => {
  const { element } = await openBench();
  await cursorAfter(element, '"initial": "waiting');
  await userEvent.keyboard('x');
  await expect
    .poll(() => inCode(element, '.cm-lintRange-error').map((mark) => mark.textContent))
    .toEqual(['"waitingx"']);
  expect(visibleText(element)).toMatch(/line \d+ · initial_unknown/);
  expect(visibleText(element)).toContain('Did you mean "waiting"?');
  await press('{Backspace}');
  await expect.poll(() => inCode(element, '.cm-lintRange-error').length).toBe(0);
  expect(visibleText(element)).toContain('No mistakes');
});

test('what the language and the check say can be read in Swedish', () => {
  const said = Object.entries(brokenFiles)
    .filter(([name]) => !name.endsWith('expected.json'))
    .flatMap(([, text]) => check(text));
  const english = said.filter((finding) => sentenceOf(finding, 'sv').includes(finding.message.en));
  expect(english.map(({ code, message }) => `${code}: ${message.en}`)).toEqual([]);
  const paths = [
    [],
    ['states', 'x'],
    ['states', 'x', 'tasks', 'y'],
    ['deadlines', 'x'],
    ['roles', 'x'],
    ['templates', 'x'],
  ];
  const untold = paths
    .flatMap((path) => keysAt(path, {}))
    .filter(({ at: { key } }) => !(key in languageSv))
    .map(({ at: { key } }) => key);
  expect(untold).toEqual([]);
});

test('keys that may stand at the cursor are offered with what they mean, in the language of the reader', async () => {
  const { element } = await openBench();
  await cursorAfter(element, '"status": "waiting",');
  await press('{Enter}', '"');
  await expect.poll(() => options(element)).toContain('entry');
  expect(options(element)).not.toContain('status');
  await userEvent.keyboard('entr');
  await expect.poll(() => options(element)).toEqual(['entry']);
  await expect
    .poll(() =>
      inCode(element, '.doc')
        .map((card) => card.textContent)
        .join(),
    )
    .toContain('On entry');
});

test.each([
  ['"for": "', ['client', 'consultant', 'responsible']],
  ['"due": "', ['lastDay']],
  ['"template": "', ['reminder', 'reopened']],
  ['"initial": "', ['collecting', 'books']],
  ['"tone": "', ['neutral', 'info', 'success', 'warning', 'danger']],
])('after %s the names and values that there are are offered', async (words, names) => {
  const { element } = await openBench();
  await cursorAfter(element, words);
  const value = /^[^"]*/.exec(element.open!.text.slice(element.open!.text.indexOf(words) + words.length))![0];
  for (let index = 0; index < value.length; index += 1) await press('{Delete}');
  await press('{Control>} {/Control}');
  await expect.poll(() => options(element)).toEqual(expect.arrayContaining(names));
});

test('inside an expression its settings, client properties and dates are offered', async () => {
  const { element } = await openBench();
  await cursorAfter(element, '"day": "settings.');
  await press('{Control>} {/Control}');
  await expect.poll(() => options(element)).toContain('workBankDays');
});

test('Tab indents in the text and, after Escape, leaves it', async () => {
  const { element } = await openBench();
  await cursorAfter(element, '"initial": "waiting"');
  await press('{Escape}', '{Tab}');
  expect(element.open!.isDirty).toBe(false);
  await expect.poll(() => codeOf(element)!.matches(':focus-within')).toBe(false);
});

test('the text can be tidied up, searched and undone', async () => {
  const { element } = await openBench();
  const text = textOf(bookkeeping);
  await cursorAfter(element, '"initial": "waiting"');
  codeOf(element)!.format();
  await expect.poll(() => element.open!.text.trim()).toBe(text.trim());
  await press('{Control>}f{/Control}');
  await expect.poll(() => inCode(element, '.cm-search').length).toBe(1);
});

test.each(['sv', 'en'] as const)('nothing that axe complains of, in %s', async (language) => {
  const { element } = await openBench({ language });
  await expectAccessible(element);
});
