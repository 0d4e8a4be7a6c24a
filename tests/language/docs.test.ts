import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Definition, JsonObject } from '../../definitions/index.ts';
import { check } from '../../definitions/language/check.ts';
import type { Scope } from '../../definitions/engine/cel.ts';
import { scopesOf } from '../../definitions/engine/scopes.ts';
import { languageReference } from '../../tools/docs/language.ts';
import { Run, type anna } from './support/run.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schema = JSON.parse(read('definitions/language/definition.schema.json'));

test('docs/language.md is what `npm run docs` writes', async () => {
  expect(read('docs/language.md')).toBe(await languageReference());
});

test('every key of the language has a title, a description and an example', () => {
  const lacking: string[] = [];
  const visit = (node: any, path: string): void => {
    for (const [key, value] of Object.entries<any>(node.properties ?? {})) {
      const target = value.$ref ? schema.$defs[value.$ref.slice('#/$defs/'.length)] : {};
      const whole = { ...target, ...value };
      // What tells the effects apart is described in each of them.
      const tag = path === '/$defs/effect';
      if (!tag && !(whole.title && whole.description && whole.examples?.length > 0)) lacking.push(`${path}/${key}`);
    }
    if (node.properties && path !== '/$defs/effect') expect(node.additionalProperties, path).toBe(false);
  };
  visit(schema, '');
  for (const [name, def] of Object.entries(schema.$defs)) visit(def, `/$defs/${name}`);
  expect(lacking).toEqual([]);
});

describe('the worked example', () => {
  const definition = JSON.parse(read('tools/docs/example.json')) as Definition;
  const person = (userId: string, group: (typeof anna.groups)[number]) => ({ userId, name: userId, groups: [group] });
  const [emil, maja, karin] = [person('emil', 'client'), person('maja', 'client'), person('karin', 'responsible')];
  const ask = (days: number) =>
    new Run(definition, { period: null, input: { reference: 'h1' }, at: '2026-11-02T08:00:00.000Z' }).act(emil, 'ASK', {
      firstDay: '2026-12-21',
      days,
    });

  test('has no finding', () => expect(check(read('tools/docs/example.json'))).toEqual([]));

  test('does what the text says of it', () => {
    expect(ask(1).state).toMatchObject({ done: true, status: 'granted' });
    expect(ask(5).state.tasks).toMatchObject([{ dueDate: '2026-11-05', excludedIds: ['emil'] }]);
    expect(ask(5).refused(emil, 'GRANT')).toBe('separation_of_duties');
    expect(ask(5).act(maja, 'REFUSE').state.status).toBe('refused');
    const late = ask(5).until('2026-11-06T00:00:00.000Z');
    expect(late.mails()).toEqual(['2026-11-05T23:00:00.000Z stillWaiting consultant']);
    expect(late.act(karin, 'GRANT').state.status).toBe('granted');
  });
});

test.each([
  ['date(now)', 'string'],
  ['addDays(today, 3)', 'string'],
  ['addBankDays(today, 3)', 'string'],
  ['daysBetween(opened, today)', 'double'],
  ['isBankDay(today)', 'bool'],
  ['size(client.name) + size(["a"])', 'int'],
  ['client.name.contains("AB") || client.name.startsWith("D") || client.name.endsWith("B")', 'bool'],
  ['["a"].exists(x, x == "a") && ["a"].all(x, x == "a")', 'bool'],
  ['["a"].filter(x, x == "a").map(x, x + "b")', 'list<string>'],
  ['has(event.data.x)', 'bool'],
  ['now + duration("36h") > now', 'bool'],
  ['period.id + period.start + period.end + period.label + firm.name + event.actor.name', 'string'],
])('the reference names it, and it exists: %s', (source, type) => {
  const definition = { context: {} as JsonObject, roles: {}, statuses: {}, states: {} } as unknown as Definition;
  const scope: Scope = scopesOf(definition)('RAISED_BY_A_SYSTEM');
  expect(scope.check(source)).toEqual({ type });
});
