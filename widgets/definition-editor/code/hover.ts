import { hoverTooltip, type Tooltip } from '@codemirror/view';
import { getLocation } from 'jsonc-parser';
import type { CompletionOptions } from './complete.ts';
import { kindsOf, namesIn } from './names.ts';
import { schemasAt, wordsAt } from './schema-at.ts';
import { card, wordsOf } from './words.ts';

const HOVER_MS = 350;

/** What the language says of the key or value under the pointer. */
export const hoverDocs = (options: CompletionOptions) =>
  hoverTooltip((view, pos) => docsAt(view.state.sliceDoc(), pos, options), { hoverTime: HOVER_MS });

export function docsAt(text: string, pos: number, options: CompletionOptions): Tooltip | null {
  const location = getLocation(text, pos);
  const node = location.previousNode;
  if (!node || pos < node.offset || pos > node.offset + node.length) return null;
  const path = location.path.filter((step) => step !== '');
  const { language, exampleLabel } = options;
  const whole = options.value();
  const place = wordsAt(path, whole);
  if (!place) return null;
  const words = wordsOf(place.key, place.schema, language);
  const name = String(path.at(-1) ?? '');
  const dom = card(words, exampleLabel, location.isAtPropertyKey ? name : '');
  if (!location.isAtPropertyKey && typeof node.value === 'string') {
    const kinds = schemasAt(path, whole).flatMap(({ key }) => kindsOf(key, path));
    const referred = [...new Set(kinds)]
      .flatMap((kind) => namesIn(whole, kind, path))
      .find((one) => one.name === node.value);
    if (referred?.title) {
      const line = document.createElement('p');
      line.className = 'doc-refers';
      line.textContent = `${referred.name}: ${referred.title[language]}`;
      dom.prepend(line);
    }
  }
  if (dom.childElementCount === 0) return null;
  return { pos: node.offset, end: node.offset + node.length, above: true, create: () => ({ dom }) };
}
