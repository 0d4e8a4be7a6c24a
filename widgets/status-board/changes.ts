import type { BoardItemView } from '../../server/board/schema.ts';
import type { Language } from '../base/locale.ts';
import type { BoardData } from './data.ts';
import { boardTexts } from './texts.ts';
import { nameOf, statusOf } from './words.ts';

/** Which cards came or changed status between two states of the board, and a sentence about it all; null when nothing did. */
export function changesBetween(
  before: BoardItemView[],
  { items, definition }: BoardData,
  language: Language,
): { moved: BoardItemView[]; sentence: string | null } {
  const t = boardTexts[language];
  const old = new Map(before.map((item) => [item.instanceId, item]));
  const moved = [...items.values()].filter((item) => old.get(item.instanceId)?.status !== item.status);
  const gone = before.filter((item) => !items.has(item.instanceId));
  const count = moved.length + gone.length;
  if (count === 0) return { moved, sentence: null };
  if (count > 1) return { moved, sentence: t.changedSaid(count) };
  const item = moved[0] ?? gone[0]!;
  const name = nameOf(item, language);
  if (gone.length === 1) return { moved, sentence: t.goneSaid(name) };
  if (!old.has(item.instanceId)) return { moved, sentence: t.newSaid(name) };
  return { moved, sentence: t.movedSaid(name, statusOf(definition.statuses, item.status).label[language]) };
}
