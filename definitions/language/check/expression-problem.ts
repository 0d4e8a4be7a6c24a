/** What CEL objects to, in plain words with a suggestion. */
import { FUNCTION_NAMES } from '../../engine/functions.ts';
import type { CelProblem, CelType, Scope } from '../../engine/cel.ts';
import type { Report } from '../findings.ts';
import type { FindingCode } from '../catalogue.ts';
import { nearest, suggestName } from '../near.ts';
import type { Json, JsonObject } from '../types.ts';

const FUNCTIONS = [
  ...FUNCTION_NAMES,
  ...'size has int double string bool timestamp duration startsWith endsWith contains exists all filter map split join'.split(
    ' ',
  ),
  ...'lowerAscii upperAscii trim getFullYear getMonth getDate getDayOfWeek getHours'.split(' '),
];
const DECLARED = {
  settings: 'setting_unknown',
  context: 'context_unknown',
  deadlines: 'deadline_unknown',
  dates: 'deadline_unknown',
  decisions: 'decision_unknown',
} as const;

/** Null: the name is declared and its declaration has a finding of its own. */
export function problemOf(problem: CelProblem, source: string, scope: Scope, raw: JsonObject): Report | null {
  const report = (code: FindingCode, message: string, suggestion: string | null = null): Report => ({
    code,
    message,
    suggestion,
  });
  switch (problem.code) {
    case 'unknown_variable': {
      const name = source.slice(problem.start, problem.end);
      const names = Object.keys(scope.types);
      const word = source.trim() === name && nearest(name, names) === null;
      const suggestion = word ? `A text in an expression stands in quotes: '${name}'.` : suggestName(name, names);
      return report('expression_unknown_name', `There is no "${name}" here.`, suggestion);
    }
    case 'no_such_key': {
      const name = /No such key: (.*)$/.exec(problem.message)?.[1] ?? source.slice(problem.start, problem.end);
      return unknownKey(name, source.slice(0, problem.start), scope, raw);
    }
    case 'no_such_overload': {
      const text = plain(problem.message.replace(/^no such overload: /i, ''));
      const suggestion = /Item\d+> \+ list/.test(problem.message)
        ? 'To add to a list, write append(list, {…}).'
        : (KINDS.find(([kinds]) => kinds.test(text))?.[1] ?? null);
      return report('expression_type', `These do not go together: ${text}.`, suggestion);
    }
    case 'no_matching_overload': {
      const called = /'(?:.*\.)?(\w+)\(/.exec(problem.message)?.[1] ?? '';
      if (called !== '' && !FUNCTIONS.includes(called)) {
        return report('expression_unknown_name', `There is no function "${called}".`, suggestName(called, FUNCTIONS));
      }
      return report(
        'expression_type',
        `The function "${called}" does not take this: ${plain(/'(.*)'/.exec(problem.message)?.[1] ?? '')}.`,
      );
    }
    case 'incompatible_ternary_branches':
      return report(
        'expression_type',
        `Both alternatives of "? :" must be of the same kind. ${plain(problem.message)}.`,
      );
    case 'invalid_logical_operand':
      return report(
        'expression_type',
        '"&&", "||" and "!" take only yes or no.',
        'Compare the value with something, for example != "".',
      );
    case 'limit_exceeded':
      return report('expression_too_complex', limitOf(problem.message));
    case 'nested_too_deep':
      return report('expression_too_complex', problem.message, 'Keep a part of the result in the context.');
    case 'matches_forbidden':
      return report('expression_forbidden', problem.message);
    case 'unexpected_token':
    case 'parse_error':
      return report('expression_syntax', unreadable(problem.message), syntaxHint(source));
    case 'expected_token':
    case 'unexpected_character':
      return report('expression_syntax', unfinished(problem, source), syntaxHint(source));
    default:
      return report(
        /overload|type|operand|bool|iterable|range/i.test(problem.code) ? 'expression_type' : 'expression_syntax',
        `${plain(problem.message)}.`,
        syntaxHint(source),
      );
  }
}

function unknownKey(name: string, before: string, scope: Scope, raw: JsonObject): Report | null {
  const path = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\.\s*$/.exec(before)?.[1] ?? '';
  const [root = '', ...rest] = path.split('.');
  let type: CelType | undefined = scope.types[root];
  const fields = (one: CelType | undefined) => (typeof one === 'object' && !Array.isArray(one) ? one : {});
  for (const part of rest) type = fields(type)[part];
  const known = Object.keys(fields(type));
  const suggestion = suggestName(name, known);
  const section = root === 'dates' ? 'deadlines' : root;
  if (rest.length === 0 && Object.hasOwn(DECLARED, root)) {
    if (isDeclared(raw[section], name)) {
      if (section !== 'deadlines') return null;
      const message = `The deadline "${name}" stands after this one, and so is not known here.`;
      return { code: 'deadline_order', message, suggestion: `Move this rule below "${name}".` };
    }
    const code = DECLARED[root as keyof typeof DECLARED];
    const what = {
      setting_unknown: 'setting',
      context_unknown: 'key of the context',
      deadline_unknown: 'deadline',
      decision_unknown: 'decision table',
    }[code];
    return { code, message: `There is no ${what} "${name}".`, suggestion };
  }
  const owner = raw[root] as JsonObject | undefined;
  if (rest.length === 0 && (root === 'client' || root === 'input') && isDeclared(owner?.properties, name)) return null;
  const where = path === '' ? 'here' : `in "${path}"`;
  const missing = path === 'event.data' && known.length === 0 ? 'The event brings no form.' : suggestion;
  return { code: 'expression_unknown_name', message: `There is no "${name}" ${where}.`, suggestion: missing };
}

const isDeclared = (section: Json | undefined, name: string): boolean =>
  section !== null && typeof section === 'object' && Object.hasOwn(section, name);

/** CEL's names of types in everybody's words. */
const plain = (message: string): string =>
  message
    .replaceAll('google.protobuf.Timestamp', 'instant')
    .replaceAll('google.protobuf.Duration', 'duration')
    .replaceAll(/\bItem\d+\b/g, 'item')
    .replaceAll(/\b(double|int|uint)\b/g, 'number')
    .replaceAll(/\bstring\b/g, 'text')
    .replaceAll(/\bbool\b/g, 'yes-or-no');

const TOKENS: Record<string, string> = {
  EOF: 'the end',
  RPAREN: '")"',
  LPAREN: '"("',
  RBRACKET: '"]"',
  LBRACKET: '"["',
  RBRACE: '"}"',
  LBRACE: '"{"',
  COLON: '":"',
  COMMA: '","',
  DOT: '"."',
  ASSIGN: '"="',
};
const tokens = (message: string): string =>
  (message.charAt(0).toLowerCase() + message.slice(1)).replaceAll(
    /\b[A-Z]{2,}\b/g,
    (name) => TOKENS[name] ?? name.toLowerCase(),
  );

const unreadable = (message: string): string =>
  /EOF/.test(message) ? 'The expression is not finished.' : `This cannot be read: ${tokens(message)}.`;

const limitOf = (message: string): string => {
  const [, limit = '', most = ''] = /max(\w+) \((\d+)\)/.exec(message) ?? [];
  const parts: Record<string, string> = { AstNodes: 'parts', Depth: 'levels of brackets', ListElements: 'list items' };
  return most === ''
    ? `The expression is too large: ${message}.`
    : `The expression has more than ${most} ${parts[limit] ?? 'entries'}.`;
};

/** What is missing, or does not fit. */
function unfinished({ message, start }: CelProblem, source: string): string {
  const [, wanted = '', found = ''] = /^Expected (\w+), got (\w+)/.exec(message) ?? [];
  if (wanted === '') return `"${/^(\w+|.)/u.exec(source.slice(start))?.[0] ?? ''}" does not fit here.`;
  const name = TOKENS[wanted] ?? wanted.toLowerCase();
  return found === 'EOF' ? `A ${name} is missing at the end.` : `Here ${name} is expected.`;
}

/** Kinds that are mixed, and what was most likely meant. */
const KINDS: [RegExp, string][] = [
  [/null/, 'What is not set is empty: compare with "" or 0.'],
  [/^text [+-] number$/, 'To count days from a date, write addDays(date, n).'],
  [/^(text .* instant|instant .* text)$/, 'The day of an instant is date(instant).'],
  [/^(text .* number|number .* text)$/, 'Days and other texts stand in quotes, numbers do not.'],
];

function syntaxHint(source: string): string | null {
  if (/^\p{L}[\p{L}\d]*( [\p{L}\d,.!?:;-]+){2,}$/u.test(source.trim())) {
    return `A text in an expression stands in quotes: '${source.trim()}'.`;
  }
  if (/===|!==/.test(source)) return 'To compare, write "==" or "!=".';
  if (/(^|[^=!<>])=([^=]|$)/.test(source)) return 'To compare, write "==".';
  if (/\band\b/i.test(source)) return 'Write "&&" for "and".';
  if (/\bor\b/i.test(source)) return 'Write "||" for "or".';
  if (/\bnot\b/i.test(source)) return 'Write "!" for "not".';
  return null;
}
