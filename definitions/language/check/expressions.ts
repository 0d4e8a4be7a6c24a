/** Every expression and every text with expressions in it, checked against the types of what it may name. */
import { TIMESTAMP, Scope, celTypeOf, celTypeOfValue, type CelType } from '../../engine/cel.ts';
import { commonTypes, scopesOf } from '../../engine/scopes.ts';
import { parseTemplate, TemplateError } from '../../engine/template.ts';
import type { Definition, Json, JsonObject, JsonSchema, Text } from '../types.ts';
import { step, type Reporter } from '../findings.ts';
import { nearest, suggestName } from '../near.ts';
import { choicesOf, strayChoices, type Choices } from './choices.ts';
import { constantPart } from './constant.ts';
import { problemOf } from './expression-problem.ts';
import { digestSource } from './notices.ts';
import { checkUnfilled } from './unfilled.ts';
import { effectsAt, statesOf, transitionsAt } from './walk.ts';

/** What an expression is to give. `dyn`: anything; `print`: something that can stand in a text. */
export type Wanted =
  'bool' | 'number' | 'text' | 'numbers' | 'list' | 'documents' | 'moment' | 'shown' | 'print' | 'dyn';

const NUMBERS = ['double', 'int', 'uint'];
const GIVES: Record<Wanted, { types: string[]; says: string }> = {
  bool: { types: ['bool'], says: 'yes or no' },
  number: { types: NUMBERS, says: 'a number' },
  text: { types: ['string'], says: 'a text' },
  numbers: { types: ['list', 'list<dyn>', ...NUMBERS.map((type) => `list<${type}>`)], says: 'a list of numbers' },
  moment: { types: ['string', TIMESTAMP], says: 'a date or an instant' },
  shown: { types: ['string', ...NUMBERS, TIMESTAMP], says: 'a text, a number or a moment' },
  print: { types: ['string', 'bool', ...NUMBERS, TIMESTAMP], says: 'a text, a number or yes or no' },
  list: { types: [], says: 'a list' },
  documents: { types: ['string', 'list', 'list<dyn>', 'list<string>'], says: 'a document or a list of them' },
  dyn: { types: [], says: 'anything' },
};

export class ExpressionChecker {
  readonly #report: Reporter;
  readonly #raw: JsonObject;
  readonly #choices: Choices;
  /** Settings and decision tables that some expression reads. */
  readonly settingsRead = new Set<string>();
  readonly decisionsRead = new Set<string>();
  /** Pointers of texts that are filled in. */
  readonly templates = new Set<string>();

  constructor(raw: JsonObject, report: Reporter, choices: Choices) {
    this.#raw = raw;
    this.#report = report;
    this.#choices = choices;
  }

  /** Reports what is wrong; gives the type, null if there is none. `offset`: where the source begins in its text. */
  expression(scope: Scope, source: string, pointer: string, wanted: Wanted, offset = 0): string | null {
    for (const [, name] of source.matchAll(/\bsettings\s*(?:\.\s*|\[\s*["'])(\w+)/g)) this.settingsRead.add(name!);
    for (const [, name] of source.matchAll(/\bdecisions\s*(?:\.\s*|\[\s*["'])(\w+)/g)) this.decisionsRead.add(name!);
    const result = scope.check(source);
    const range = (start: number, end: number) => ({ start: offset + start, end: offset + end });
    if ('problem' in result) {
      const { start, end } = result.problem;
      const found = problemOf(result.problem, source, scope, this.#raw);
      const whole = found?.code === 'expression_too_complex';
      if (found) this.#report(pointer, { ...found, range: whole ? range(0, source.length) : range(start, end) });
      return null;
    }
    for (const stray of strayChoices(source, this.#choices)) {
      this.#report(pointer, { ...stray, range: range(stray.range!.start, stray.range!.end) });
    }
    const { types, says } = GIVES[wanted];
    const given = wanted === 'list' ? result.type.startsWith('list') : types.includes(result.type);
    if (wanted !== 'dyn' && result.type !== 'dyn' && !given) {
      const message = `This gives ${inWords(result.type)}; here ${says} is needed.`;
      this.#report(pointer, { code: 'expression_result', message, range: range(0, source.length) });
    }
    return result.type;
  }

  template(scope: Scope, text: string, pointer: string): void {
    this.templates.add(pointer);
    try {
      for (const part of parseTemplate(text)) {
        if (!('source' in part)) continue;
        const type = this.expression(scope, part.source, pointer, 'print', part.start);
        if (type !== TIMESTAMP) continue;
        const message = 'This stands in the text as an instant in UTC.';
        const suggestion = 'Use dates.name instead of deadlines.name, or date(…) around it.';
        const range = { start: part.start, end: part.start + part.source.length };
        this.#report(pointer, { code: 'text_instant', message, suggestion, range });
      }
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const range = { start: error.at, end: error.at + 2 };
      this.#report(pointer, { code: 'text_template', message: 'This "${" has no closing "}".', range });
    }
  }

  text(scope: Scope, text: Text | undefined, pointer: string): void {
    for (const language of ['sv', 'en'] as const)
      if (text) this.template(scope, text[language], `${pointer}/${language}`);
  }

  all(scope: Scope, sources: Record<string, string> | undefined, pointer: string): void {
    for (const [name, source] of Object.entries(sources ?? {}))
      this.expression(scope, source, pointer + step(name), 'dyn');
  }

  /** Each expression gives what its schema asks for. `called`: what the names are. */
  fitting(
    scope: Scope,
    schemas: Record<string, JsonSchema>,
    sources: Record<string, string> | undefined,
    pointer: string,
    called: string,
  ): void {
    for (const [name, source] of Object.entries(sources ?? {})) {
      const type = this.expression(scope, source, pointer + step(name), 'dyn');
      if (type === null || !Object.hasOwn(schemas, name)) continue;
      const wanted = celTypeOf(schemas[name]);
      if (fits(wanted, type)) continue;
      const message = `This gives ${inWords(type)}; the ${called} "${name}" is ${inWords(wanted)}.`;
      const range = { start: 0, end: source.length };
      this.#report(pointer + step(name), { code: 'expression_result', message, range });
    }
  }

  assign(scope: Scope, context: JsonObject, params: Record<string, string>, pointer: string): void {
    for (const [name, source] of Object.entries(params)) {
      const at = pointer + step(name);
      const type = this.expression(scope, source, at, 'dyn');
      if (type === null || !Object.hasOwn(context, name)) continue;
      const wanted = celTypeOfValue(context[name] as Json);
      if (fits(wanted, type)) continue;
      const message = `This gives ${inWords(type)}; "${name}" of the context is ${inWords(wanted)}.`;
      this.#report(at, { code: 'expression_result', message, range: { start: 0, end: source.length } });
    }
  }
}

/** True if a value of a type may be kept in a key of the context. Moments are kept as texts. */
function fits(wanted: CelType, type: string): boolean {
  if (wanted === 'dyn' || type === 'dyn') return true;
  if (Array.isArray(wanted)) return ['list', 'list<dyn>'].includes(type) || /^list<(Item|map)/.test(type);
  if (typeof wanted === 'object' || wanted.startsWith('map')) return /^(map|\$|Item\d)/.test(type);
  if (wanted === 'double') return NUMBERS.includes(type);
  if (wanted === 'string') return type === 'string' || type === TIMESTAMP;
  if (!wanted.startsWith('list')) return wanted === type;
  if (!type.startsWith('list')) return false;
  const item = /^list<(.*)>$/.exec(type)?.[1] ?? 'dyn';
  return fits(/^list<(.*)>$/.exec(wanted)?.[1] ?? 'dyn', item);
}

function inWords(type: CelType): string {
  if (Array.isArray(type)) return 'a list';
  if (typeof type === 'object' || /^(\$|Item\d)/.test(type) || type.startsWith('map')) return 'an object';
  if (NUMBERS.includes(type)) return 'a number';
  if (type.startsWith('list')) return 'a list';
  const words: Record<string, string> = {
    string: 'a text',
    bool: 'yes or no',
    [TIMESTAMP]: 'an instant',
    null: 'null',
  };
  return words[type] ?? `a value of type ${type}`;
}

export function checkExpressions(definition: Definition, raw: JsonObject, report: Reporter): void {
  const checker = new ExpressionChecker(raw, report, choicesOf(definition));
  const scopeOf = scopesOf(definition);
  const any = scopeOf(null);
  const perItem = withItem(any);
  const common = commonTypes(definition);
  const only = (...names: string[]) => new Scope(Object.fromEntries(names.map((name) => [name, common[name]!])));

  checker.text(any, definition.label, '/label');
  if (definition.key !== undefined) checker.template(only('client', 'period', 'input'), definition.key, '/key');
  if (definition.recurrence) {
    const scope = only('client', 'settings', 'firm', 'today', 'now');
    const { every, when, openDaysBeforeEnd: days } = definition.recurrence;
    if (typeof every !== 'string') checker.expression(scope, every.cel, '/recurrence/every/cel', 'text');
    checker.expression(scope, when, '/recurrence/when', 'bool');
    if (typeof days === 'string') checker.expression(scope, days, '/recurrence/openDaysBeforeEnd', 'number');
  }
  for (const [name, role] of Object.entries(definition.roles)) {
    const at = `/roles${step(name)}`;
    if (role.person !== undefined) checker.expression(perItem, role.person, `${at}/person`, 'text');
    for (const [index, source] of (role.not ?? []).entries())
      checker.expression(perItem, source, `${at}/not/${index}`, 'text');
    for (const [key, source] of Object.entries(role.address ?? {}))
      checker.expression(perItem, source, `${at}/address/${key}`, 'text');
  }
  for (const [name, fact] of Object.entries(definition.facts ?? {})) {
    const wanted: Wanted = fact.format === 'number' ? 'number' : fact.format === 'text' ? 'shown' : 'moment';
    checker.expression(any, fact.value, `/facts${step(name)}/value`, wanted);
  }
  checkTables(definition, checker, any);
  checkRules(definition, checker, common);
  checkStates(definition, checker, scopeOf, report, raw);
  checkUnfilled(definition, checker.templates, report);
  for (const name of Object.keys(definition.decisions ?? {})) {
    if (checker.decisionsRead.has(name)) continue;
    const message = `No expression reads the table "${name}".`;
    report(`/decisions${step(name)}`, { code: 'decision_unused', message, key: true });
  }
  for (const name of Object.keys(definition.settings ?? {})) {
    if (checker.settingsRead.has(name)) continue;
    report(`/settings${step(name)}`, {
      code: 'setting_unused',
      message: `No expression reads the setting "${name}".`,
      key: true,
    });
  }
}

/** What a task with `each`, and the role that it is for, see beside everything else. */
const withItem = (scope: Scope, item: CelType = 'dyn'): Scope => new Scope({ ...scope.types, item });

function checkTables(definition: Definition, checker: ExpressionChecker, any: Scope): void {
  for (const [name, table] of Object.entries(definition.decisions ?? {})) {
    const at = `/decisions${step(name)}`;
    checker.all(any, table.inputs, `${at}/inputs`);
    for (const [index, { then }] of table.rules.entries()) {
      checker.fitting(any, table.outputs, then, `${at}/rules/${index}/then`, 'output');
    }
    checker.fitting(any, table.outputs, table.otherwise, `${at}/otherwise`, 'output');
  }
}

/** An expression of a deadline sees the deadlines before it. */
function checkRules(definition: Definition, checker: ExpressionChecker, common: Record<string, CelType>): void {
  const before: { deadlines: Record<string, CelType>; dates: Record<string, CelType> } = { deadlines: {}, dates: {} };
  for (const [name, rule] of Object.entries(definition.deadlines ?? {})) {
    const at = `/deadlines${step(name)}`;
    const sources: [string, string, Wanted][] = [];
    for (const key of ['months', 'day', 'days', 'bankDays'] as const) {
      const value = rule[key];
      if (typeof value === 'string') sources.push([value, `${at}/${key}`, 'number']);
    }
    if (typeof rule.from === 'object' && 'cel' in rule.from) sources.push([rule.from.cel, `${at}/from/cel`, 'moment']);
    if (sources.length > 0) {
      const scope = new Scope({ ...common, deadlines: { ...before.deadlines }, dates: { ...before.dates } });
      for (const [source, pointer, wanted] of sources) checker.expression(scope, source, pointer, wanted);
    }
    before.deadlines[name] = TIMESTAMP;
    before.dates[name] = 'string';
  }
}

/** Stands for "not an event, but a task for an item" among the senders of a template. */
const ITEM = '#item';

const portOf = (definition: Definition, activity: string): Record<string, JsonSchema> =>
  (definition.activities?.[activity]?.input?.properties ?? {}) as Record<string, JsonSchema>;

function checkStates(
  definition: Definition,
  checker: ExpressionChecker,
  scopeOf: (event: string | null) => Scope,
  report: Reporter,
  raw: JsonObject,
): void {
  const any = scopeOf(null);
  const context = definition.context ?? {};
  const known = raw.context && typeof raw.context === 'object' ? Object.keys(raw.context) : [];
  /** Which events lead to a template being sent: its expressions must fit all of them. */
  const senders = new Map<string, Set<string | null>>();
  const sentOn = (template: string, event: string | null) =>
    senders.set(template, (senders.get(template) ?? new Set()).add(event));

  for (const state of statesOf(definition)) {
    for (const [name, task] of Object.entries(state.node.tasks ?? {})) {
      const at = `${state.pointer}/tasks${step(name)}`;
      const list = task.each === undefined ? null : checker.expression(any, task.each, `${at}/each`, 'list');
      const own = task.each === undefined ? any : withItem(any, any.itemType(list ?? 'list<dyn>'));
      checker.text(own, task.title, `${at}/title`);
      checker.text(own, task.description, `${at}/description`);
      if (task.reminders) {
        const { daysBefore, thenEvery, template } = task.reminders;
        if (typeof daysBefore === 'string')
          checker.expression(any, daysBefore, `${at}/reminders/daysBefore`, 'numbers');
        if (typeof thenEvery === 'string') checker.expression(any, thenEvery, `${at}/reminders/thenEvery`, 'number');
        sentOn(template, task.each === undefined ? null : ITEM);
      }
      if (task.escalation) sentOn(task.escalation.template, task.each === undefined ? null : ITEM);
    }
    for (const { kind, name, pointer, transition } of transitionsAt(state)) {
      if (transition.guard === undefined) continue;
      const { guard } = transition;
      const type = checker.expression(scopeOf(kind === 'on' ? name : null), guard, `${pointer}/guard`, 'bool');
      const constant = type === 'bool' ? constantPart(guard) : null;
      if (constant) report(`${pointer}/guard`, constant);
    }
    for (const { effect, pointer, event } of effectsAt(state)) {
      const scope = scopeOf(event);
      const at = `${pointer}/params`;
      switch (effect.type) {
        case 'assign':
          for (const name of Object.keys(effect.params).filter((key) => !known.includes(key))) {
            report(at + step(name), {
              code: 'context_unknown',
              message: `The context has no "${name}".`,
              suggestion: nearest(name, known)
                ? suggestName(name, known)
                : `Add "${name}" to "context" with its first value.`,
              key: true,
            });
          }
          checker.assign(scope, context, effect.params, at);
          break;
        case 'notify':
          if (effect.params.each !== undefined) checker.expression(scope, effect.params.each, `${at}/each`, 'list');
          if (digestSource(effect.params)) checker.expression(scope, effect.params.digest!, `${at}/digest`, 'text');
          sentOn(effect.params.template, effect.params.each === undefined ? event : ITEM);
          break;
        case 'record':
          checker.text(scope, effect.params.text, `${at}/text`);
          break;
        case 'file':
          checker.expression(scope, effect.params.document, `${at}/document`, 'documents');
          checker.template(scope, effect.params.path, `${at}/path`);
          if (effect.params.name !== undefined) checker.template(scope, effect.params.name, `${at}/name`);
          break;
        case 'start':
          checker.all(scope, effect.params.input, `${at}/input`);
          if (effect.params.key !== undefined) checker.template(scope, effect.params.key, `${at}/key`);
          break;
        case 'send':
          if (effect.params.to !== undefined) checker.expression(scope, effect.params.to, `${at}/to`, 'text');
          if (effect.params.key !== undefined) checker.template(scope, effect.params.key, `${at}/key`);
          checker.all(scope, effect.params.data, `${at}/data`);
          break;
        case 'call':
          checker.fitting(
            scope,
            portOf(definition, effect.params.activity),
            effect.params.input,
            `${at}/input`,
            'input',
          );
          break;
      }
    }
  }
  for (const [name, template] of Object.entries(definition.templates ?? {})) {
    for (const event of senders.get(name) ?? [null]) {
      const scope = event === ITEM ? withItem(any) : scopeOf(event);
      for (const part of ['subject', 'body', 'link'] as const)
        checker.text(scope, template[part], `/templates${step(name)}/${part}`);
      if (template.url !== undefined) checker.template(scope, template.url, `/templates${step(name)}/url`);
    }
  }
}
