/** Everything that can be said of a definition before it runs: its text, its form and its meaning. Pure. */
import { compile, CompileError } from '../engine/compile.ts';
import { catalogue, type FindingCode } from './catalogue.ts';
import { checkCalls } from './check/calls.ts';
import { checkChart, tooManyStates } from './check/chart.ts';
import { checkDecisions } from './check/decisions.ts';
import { checkExpressions } from './check/expressions.ts';
import { checkForms } from './check/forms.ts';
import { checkNames } from './check/names.ts';
import { checkNotices } from './check/notices.ts';
import { checkReserved } from './check/reserved.ts';
import { checkSchema } from './check/schema.ts';
import { checkStartable } from './check/startable.ts';
import type { Finding, Report } from './findings.ts';
import { parseText, type Place } from './positions.ts';
import { inBoth } from './swedish.ts';
import type { Definition, JsonObject } from './types.ts';

export { catalogue, type CodeEntry, type FindingCode } from './catalogue.ts';
export type { Finding, Severity } from './findings.ts';

/** Largest text that is read, in UTF-8. */
export const MAX_DEFINITION_BYTES = 512 * 1024;
const MAX_FINDINGS = 300;
/** Warnings that an error elsewhere can bring about: said when there are no errors. */
const FOLLOW_ON = new Set<FindingCode>([
  'role_unused',
  'status_unused',
  'template_unused',
  'setting_unused',
  'activity_unused',
  'decision_unused',
  'event_unhandled',
  'status_missing',
  'event_never_raised',
  'deadline_needs_period',
  'transition_unreachable',
  'decision_rule_unreachable',
]);
const START: Place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
const SYNTAX = {
  syntax: 'syntax',
  nesting: 'nesting_too_deep',
  duplicate: 'key_duplicate',
  forbidden: 'key_forbidden',
} as const;

/**
 * All findings at once, in the order of the text. A value instead of a text is placed as it would be written with two
 * spaces of indentation. Never throws for what a definition says.
 */
export function check(source: string | object): Finding[] {
  const text = typeof source === 'string' ? source : JSON.stringify(source, null, 2);
  const findings: Finding[] = [];
  const add = (pointer: string, report: Report, place: Place): void => {
    const { code, message, suggestion = null } = report;
    const { severity } = catalogue[code];
    const said = { message: inBoth(message), suggestion: suggestion === null ? null : inBoth(suggestion) };
    findings.push({ code, severity, pointer, ...place, ...said });
  };
  const size = bytesOf(text);
  if (size > MAX_DEFINITION_BYTES) {
    const message = `The definition is larger than ${MAX_DEFINITION_BYTES / 1024} kB.`;
    add('', { code: 'too_large', message, suggestion: catalogue.too_large.whatToDo }, START);
    return findings;
  }
  const parsed = parseText(text);
  for (const { kind, message, pointer, place } of parsed.problems) add(pointer, { code: SYNTAX[kind], message }, place);
  const readable = !parsed.problems.some(({ kind }) => kind === 'syntax' || kind === 'nesting');
  // A text that is half read would give findings about what is only not understood.
  if (readable) {
    const seen = new Set<string>();
    meaning(parsed.value, (pointer, report) => {
      const place = parsed.locate(pointer, report);
      const key = `${report.code} ${pointer} ${place.line}:${place.column} ${report.message}`;
      if (seen.has(key)) return;
      seen.add(key);
      add(pointer, report, place);
    });
  }
  if (findings.some(({ severity }) => severity === 'error')) {
    // What is misspelt in one place looks unused in another.
    findings.splice(0, findings.length, ...findings.filter(({ code }) => !FOLLOW_ON.has(code)));
  }
  findings.sort((a, b) => a.line - b.line || a.column - b.column || a.code.localeCompare(b.code));
  if (findings.length <= MAX_FINDINGS) return findings;
  const rest = findings.length - MAX_FINDINGS;
  findings.length = MAX_FINDINGS;
  const { line, column, endLine, endColumn } = findings.at(-1)!;
  const place = { line, column, endLine, endColumn };
  add('', { code: 'too_many_findings', message: `There are at least ${rest} more findings.` }, place);
  return findings;
}

function meaning(value: unknown, report: (pointer: string, report: Report) => void): void {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    report('', { code: 'type_wrong', message: 'A definition is a JSON object: it begins with "{".' });
    return;
  }
  const raw = value as JsonObject;
  const { findings, fitting } = checkSchema(raw);
  for (const { pointer, ...finding } of findings) report(pointer, finding);
  const definition = fitting as unknown as Definition;
  let errors = findings.length;
  const counted = (pointer: string, one: Report): void => {
    if (catalogue[one.code].severity === 'error') errors += 1;
    report(pointer, one);
  };
  if (tooManyStates(definition, report)) return;
  checkReserved(definition, counted);
  checkNames(definition, raw, counted);
  checkChart(definition, counted);
  checkCalls(definition, counted);
  checkDecisions(definition, counted);
  checkNotices(definition, counted);
  checkStartable(definition, counted);
  checkForms(definition, counted);
  checkExpressions(definition, raw, counted);
  if (errors > 0) return;
  try {
    compile(definition);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    report(error.pointer, { code: 'chart_invalid', message: error.message });
  }
}

/** Size in UTF-8 as far as it matters: stops counting beyond the limit. */
function bytesOf(text: string): number {
  if (text.length > MAX_DEFINITION_BYTES) return text.length;
  return new TextEncoder().encode(text).length;
}
