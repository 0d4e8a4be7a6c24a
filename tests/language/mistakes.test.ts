import { describe, expect, test } from 'vitest';
import { check } from '../../definitions/language/check.ts';
import { fixtureText, mistakes } from './support/definitions.ts';
import { growth } from './support/growth.ts';

describe('what an administrator mistypes is found where it stands, with what to write, and nothing else is', () => {
  test.each(mistakes)('$mistake ($in)', ({ in: name, find, write, findings }) => {
    const text = fixtureText(name);
    expect(text).toContain(find);
    const found = check(text.replace(find, () => write));
    expect(
      found.map(({ line, column, code, suggestion }) => ({
        at: `${line}:${column}`,
        code,
        ...(suggestion && { suggestion: suggestion.en }),
      })),
    ).toEqual(findings);
  });
});

describe('files that are no text as it should be', () => {
  const text = fixtureText('onboarding');
  const slip = text.replace('"PAUSE": "paused"', '"PAUSE": "pausd"');
  const place = (source: string) => check(source).map(({ code, line, column }) => `${line}:${column} ${code}`);
  const [found] = place(slip);

  test.each([
    ['with the ends of lines of Windows', slip.replaceAll('\n', '\r\n')],
    ['with those of an old Mac', slip.replaceAll('\n', '\r')],
    ['with the mark of a byte order', `\uFEFF${slip}`],
  ])('the place is the same %s', (_, source) => expect(place(source)).toEqual([found]));

  test('a mark of a byte order alone is no mistake', () => expect(place(`\uFEFF${text}`)).toEqual([]));

  test('UTF-16 and pictures are one finding', () => {
    const utf16 = Buffer.from(text, 'utf16le').toString('utf8');
    expect(place(utf16)).toEqual(['1:1 syntax']);
    expect(place(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 0]).toString('utf8'))).toEqual(['1:1 syntax']);
  });

  test('letters that were saved in another encoding are refused, not published as question marks', () => {
    const latin1 = Buffer.from(text, 'latin1').toString('utf8');
    const [first] = check(latin1);
    expect(first).toMatchObject({
      code: 'syntax',
      line: 4,
      message: { en: expect.stringContaining('Save the file as UTF-8') },
    });
  });

  test('10,000 states are refused, in time that grows as their number does', () => {
    const withStates = (count: number) => {
      const definition = JSON.parse(text) as { states: Record<string, unknown> };
      for (let n = 0; n < count; n += 1) definition.states[`s${n}`] = { on: { NEXT: 'done' } };
      return JSON.stringify(definition);
    };
    expect(check(withStates(10_000)).map(({ code }) => code)).toContain('too_many_states');
    expect(growth((count) => check(withStates(count)), 4_000)).toBeLessThan(4);
  });
});
