import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../definitions/index.ts';
import { catalogue, check, MAX_DEFINITION_BYTES, type FindingCode } from '../../definitions/language/check.ts';
import { checkSchema } from '../../definitions/language/check/schema.ts';
import type { Definition, Json, JsonObject } from '../../definitions/language/types.ts';
import {
  brokenPlaces,
  brokenText,
  fixture,
  fixtureText,
  mistakes,
  shipped,
  shippedIds,
  shippedText,
} from './support/definitions.ts';
import { growth } from './support/growth.ts';

const codes = (source: string | object) => check(source).map(({ code }) => code);
const base = (): JsonObject => fixture('four-eyes-approval') as unknown as JsonObject;

describe('a definition without mistakes', () => {
  test.each(shippedIds)('%s, as shipped, has no finding', (id) => {
    expect(check(shippedText(id))).toEqual([]);
    expect(checkSchema(shipped(id) as unknown as JsonObject).findings).toEqual([]);
  });

  test('so has one that was written for another house', () => {
    expect(check(fixtureText('four-eyes-approval'))).toEqual([]);
  });

  test('a parsed object is checked like its text', () => {
    expect(check(base())).toEqual([]);
  });
});

describe('each mistake is found where it is', () => {
  test.each(Object.entries(brokenPlaces))('%s', (code, place) => {
    const findings = check(brokenText(code));
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0]).toMatchObject(place);
    expect(findings[0]!.severity).toBe(catalogue[code as FindingCode].severity);
    expect(findings[0]!.message.en).toMatch(/^["A-Z(].*[.?]$/s);
  });

  test('every code of the catalogue has a fixture here, or a test of its own below', () => {
    const below: FindingCode[] = ['too_large', 'too_many_findings', 'chart_invalid'];
    const covered = [...Object.keys(brokenPlaces), ...below].sort();
    expect(covered).toEqual(Object.keys(catalogue).sort());
  });

  test('several at once, in the order of the text, each with a suggestion', () => {
    const text = fixtureText('four-eyes-approval')
      .replace('"members": "firm",\n      "not"', '"membres": "firm",\n      "not"')
      .replace('"for": "approver",\n', '"for": "aprover",\n')
      .replace('"APPROVE": "approved"', '"APPROVE": "aproved"')
      .replace('"amount": "event.data.amount"', '"amount": "event.data.titel"');
    const findings = check(text);
    expect(findings.map(({ code, suggestion }) => [code, suggestion?.en])).toEqual([
      ['key_missing', 'For example "members": "responsible"'],
      ['key_unknown', 'Did you mean "members"?'],
      ['expression_unknown_name', 'Did you mean "title"?'],
      ['role_unknown', 'Did you mean "approver"?'],
      ['target_unknown', 'Did you mean "approved"?'],
    ]);
  });

  test('a place inside an expression is right also behind escaped characters', () => {
    const text = '{\n  "id": "x", "initial": "a", "roles": {}, "statuses": {},\n  "title": { "sv": "a", "en": "b" },\n';
    const state = '  "states": { "a": { "always": { "guard": "\\"\\u00e5\\" == nope", "target": "a" } } }\n}';
    const finding = check(text + state).find(({ code }) => code === 'expression_unknown_name');
    expect(finding).toMatchObject({ line: 4, column: state.indexOf('nope') + 1, endColumn: state.indexOf('nope') + 5 });
  });

  test('several syntax errors are found in one reading', () => {
    const findings = check('{\n  "id": "x",,\n  // why\n  "title": truth\n  "key": 1\n}');
    expect(findings.every(({ code }) => code === 'syntax')).toBe(true);
    expect(findings.map(({ line }) => line)).toEqual(expect.arrayContaining([2, 3, 4, 5]));
  });
});

describe('what is found is said in both languages', () => {
  const slips = mistakes.map(({ in: name, find, write }) => fixtureText(name).replace(find, () => write));
  const all = [...Object.keys(brokenPlaces).map(brokenText), ...slips].flatMap((text) => check(text));

  test('every code, with its suggestion', () => {
    const said = all.flatMap(({ message, suggestion }) => (suggestion ? [message, suggestion] : [message]));
    expect(said.filter(({ sv, en }) => sv === en)).toEqual([]);
    // No value is left out, and no word of the other language is left in.
    expect(said.filter(({ sv }) => /\{\w+\}|undefined/.test(sv.replaceAll(/"[^"]*"/g, '')))).toEqual([]);
    const english = /\b(the|is|must|here|there|does|not|and|with)\b/;
    const words = (sv: string) => sv.replaceAll(/"[^"]*"|'[^']*'|\{.*\}|\(.*\)/g, '');
    expect(said.map(({ sv }) => words(sv)).filter((sv) => english.test(sv))).toEqual([]);
  });

  test.each([
    ['type_wrong', '"order" ska vara ett heltal, inte en text.', 'Skriv 2 utan citattecken.'],
    ['expression_result', 'Det här ger ett tal; här behövs ja eller nej.', undefined],
    ['target_unknown', '"clsoed" leder inte till något läge.', 'Menade du "closed"?'],
    ['default_wrong', 'Förvalet för "limit" passar inte sitt eget schema. Det ska vara minst 0.', undefined],
  ])('%s as a colleague would say it', (code, message, suggestion) => {
    const [found] = check(brokenText(code));
    expect([found!.message.sv, found!.suggestion?.sv]).toEqual([message, suggestion]);
  });
});

describe('types of expressions', () => {
  const withGuard = (guard: string) => {
    const definition = base() as any;
    definition.states.approving.on.APPROVE = { target: 'approved', guard };
    return check(definition);
  };
  test.each([
    'context.amount > 100',
    'now < deadlines.decisionDay',
    'event.actor.id != context.preparerId',
    'settings.decisionBankDays in [1, 2, 3]',
    'daysBetween(today, dates.decisionDay) < 2',
  ])('%s is taken', (guard) => expect(withGuard(guard)).toEqual([]));

  test.each([
    ['context.amount', 'expression_result'],
    ['event.data.amount > 1', 'expression_unknown_name'],
    ['context.title > 5', 'expression_type'],
    ['context.title = "a"', 'expression_syntax'],
    ['fetch("http://example.com")', 'expression_unknown_name'],
    ['context.title == null', 'expression_type'],
  ])('%s is refused: %s', (guard, code) => expect(withGuard(guard).map((f) => f.code)).toEqual([code]));

  test('a key of the context keeps its type', () => {
    const definition = base() as any;
    definition.states.preparing.on.PREPARE.actions.params.amount = 'event.data.title';
    expect(codes(definition)).toEqual(['expression_result']);
  });

  test('a key of an instance may not depend on what changes', () => {
    const definition = base() as any;
    definition.key = '${client.id}/${settings.decisionBankDays}';
    expect(codes(definition)).toEqual(['expression_unknown_name']);
  });
});

describe('hostile input', () => {
  test('5 MB are refused without being read', () => {
    // No string and no object ever ends here, which whoever reads it would say.
    expect(codes(`{"id":"${'x'.repeat(5 * 1024 * 1024)}`)).toEqual(['too_large']);
  });

  test('the limit counts bytes, not characters', () => {
    expect(codes(`"${'å'.repeat(MAX_DEFINITION_BYTES / 2)}"`)).toEqual(['too_large']);
  });

  test('a million brackets do not exhaust the stack', () => {
    expect(codes('['.repeat(500_000))).toEqual(['nesting_too_deep']);
    expect(codes('{"a":'.repeat(100_000))).toEqual(['nesting_too_deep']);
  });

  test('half a megabyte of mistakes is answered with the first 300, in time that grows as the text does', () => {
    const wrong = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n}":[1,2,3]`).join(',')}}`;
    const findings = check(wrong(20_000));
    expect(findings).toHaveLength(301);
    expect(findings.at(-1)!.code).toBe('too_many_findings');
    expect(growth((count) => check(wrong(count)), 4_000)).toBeLessThan(4);
  });

  test('keys that mean something to JavaScript change nothing', () => {
    check('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    for (const name of ['toString', 'valueOf', 'hasOwnProperty']) {
      const definition = base() as any;
      definition.states.approving.tasks.approve.for = name;
      expect(codes(definition)).toEqual(['role_unknown']);
    }
  });

  test.each(['', ' ', 'null', '[]', '"x"', '12', '{', '}', '{}', '\u0000', '\uFEFF{}'])(
    '%j is answered, not thrown',
    (text) => {
      expect(check(text).length).toBeGreaterThan(0);
    },
  );
});

test('what an instance remembers may have keys that no expression can write as a field', () => {
  const definition = {
    ...base(),
    context: { ...(base().context as object), byOrder: { '(7)': 1, 'å ä': { '': null } } },
  };
  expect(check(definition).filter(({ severity }) => severity === 'error')).toEqual([]);
  compile(definition as unknown as Definition);
});

/** Every place of a value, to change one at a time. */
function places(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]))];
}

test('whatever is changed in a good definition, the check answers, and what it lets through compiles', () => {
  const original = base();
  const all = places(original).filter((path) => path.length > 0);
  const texts = all
    .map((path) => path.reduce<any>((at, key) => at[key], original))
    .filter((v) => typeof v === 'string');
  const value = fc.oneof(fc.constantFrom(...texts), fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(all.length - 1), value), { minLength: 1, maxLength: 3 }), (changes) => {
      const changed = structuredClone(original) as any;
      for (const [index, replacement] of changes) {
        const path = all[index]!;
        const owner = path
          .slice(0, -1)
          .reduce<any>((at, key) => (at && typeof at === 'object' ? at[key] : undefined), changed);
        if (!owner || typeof owner !== 'object') continue;
        if (replacement === undefined && !Array.isArray(owner)) delete owner[path.at(-1)!];
        else owner[path.at(-1)!] = replacement ?? null;
      }
      const findings = check(changed);
      expect(findings.map(({ code }) => code)).not.toContain('chart_invalid');
      if (!findings.some(({ severity }) => severity === 'error')) compile(changed as Definition);
    }),
    { numRuns: 400 },
  );
});
