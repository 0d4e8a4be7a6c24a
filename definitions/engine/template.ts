/** `${CEL}` in texts. `$${` is a literal `${`. */
import { dateText } from '../calendar/index.ts';
import type { Json, Text } from '../language/types.ts';
import type { Scope } from './cel.ts';
import { speaking } from './functions.ts';

export type Segment = { literal: string } | { source: string; start: number };

/** Splits a template. Braces and quotes inside an expression are counted, so maps and strings may hold `}`. */
export function parseTemplate(template: string): Segment[] {
  const segments: Segment[] = [];
  let literal = '';
  let at = 0;
  while (at < template.length) {
    if (template.startsWith('$${', at)) {
      literal += '${';
      at += 3;
    } else if (template.startsWith('${', at)) {
      const end = endOfExpression(template, at + 2);
      if (end < 0) throw new TemplateError('"${" without its "}"', at);
      if (literal) segments.push({ literal });
      literal = '';
      segments.push({ source: template.slice(at + 2, end), start: at + 2 });
      at = end + 1;
    } else {
      literal += template[at];
      at += 1;
    }
  }
  if (literal) segments.push({ literal });
  return segments;
}

export class TemplateError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'TemplateError';
    this.at = at;
  }
}

function endOfExpression(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]!;
    if (quote) {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return -1;
}

const parsed = new WeakMap<Scope, Map<string, Segment[]>>();

/** The texts of a definition are parsed once. */
function segmentsOf(scope: Scope, template: string): Segment[] {
  let templates = parsed.get(scope);
  if (!templates) parsed.set(scope, (templates = new Map()));
  let segments = templates.get(template);
  if (!segments) templates.set(template, (segments = parseTemplate(template)));
  return segments;
}

/** A value as people read it in a text: dates written out, decimals with the language's mark. */
function readable(value: Json, language: keyof Text | null): string {
  if (value === null) return '';
  if (language === null) return typeof value === 'string' ? value : JSON.stringify(value);
  if (typeof value === 'number') return language === 'sv' ? String(value).replace('.', ',') : String(value);
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return dateText(value)[language];
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Fills in one language. A civil date (`2026-11-05`) is written out in that language; `null`: values stay as they are. */
export function renderTemplate(
  template: string,
  language: keyof Text | null,
  scope: Scope,
  variables: Record<string, unknown>,
  own?: Record<string, unknown>,
): string {
  if (!template.includes('${')) return template;
  return segmentsOf(scope, template)
    .map((part) =>
      'literal' in part
        ? part.literal
        : readable(
            speaking(language, () => scope.evaluate(part.source, variables, own)),
            language,
          ),
    )
    .join('');
}

/** Fills in the address of a page: what it begins with stays as it is, every value after that is encoded. */
export function renderAddress(
  template: string,
  scope: Scope,
  variables: Record<string, unknown>,
  own: Record<string, unknown>,
): string {
  return segmentsOf(scope, template)
    .map((part, index) => {
      if ('literal' in part) return part.literal;
      const value = readable(scope.evaluate(part.source, variables, own), null);
      return index === 0 ? value : encodeURIComponent(value);
    })
    .join('');
}
