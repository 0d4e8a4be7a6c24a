/** Texts that look as if something should be filled in, and will be shown as they are. */
import type { Definition, Json } from '../types.ts';
import { step, type Reporter } from '../findings.ts';

const BRACES =
  /(?<![$\w])\{\{?\s*((?:context|input|client|settings|dates|period|firm|item|event|decisions)\.\w[\w.]*)\s*\}\}?/g;

/** `templates`: pointers of the texts that are filled in. */
export function checkUnfilled(definition: Definition, templates: ReadonlySet<string>, report: Reporter): void {
  const visit = (value: Json, pointer: string): void => {
    if (typeof value === 'string') {
      if (templates.has(pointer)) braces(value, pointer, report);
      else if (/\/(sv|en)$/.test(pointer)) plain(value, pointer, report);
    } else if (value !== null && typeof value === 'object') {
      for (const [key, child] of Object.entries(value)) visit(child as Json, pointer + step(key));
    }
  };
  visit({ ...definition, context: {} } as unknown as Json, '');
}

function braces(text: string, pointer: string, report: Reporter): void {
  for (const { 0: whole, 1: name, index } of text.matchAll(BRACES)) {
    const range = { start: index, end: index + whole.length };
    const message = 'This is written out as it stands here.';
    report(pointer, { code: 'text_unfilled', message, suggestion: `Write "\${${name}}".`, range });
  }
}

function plain(text: string, pointer: string, report: Reporter): void {
  const start = text.indexOf('${');
  if (start < 0 || text[start - 1] === '$') return;
  const message = 'Nothing is filled in here: buttons, headings and names are the same for all instances.';
  report(pointer, { code: 'text_unfilled', message, range: { start, end: start + 2 } });
}
