import { escapeHtml } from '../../server/mail/clean.ts';

/** Markup that has been escaped where it had to be. Only `html` and `raw` make it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | string | number | readonly Part[];

/** A template whose values are text; what is Html already stays as it is. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const written = parts.map((part, index) => markupOf(part) + strings[index + 1]!);
  return new Html(strings[0]! + written.join(''));
}

/** Fixed markup of our own. Never for anything that came from outside. */
export const raw = (markup: string): Html => new Html(markup);

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(markupOf).join('');
  return escapeHtml(String(part));
}
