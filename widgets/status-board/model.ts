import type { BoardItemView } from '../../server/board/schema.ts';
import type { StatusView } from '../../server/common/schema.ts';
import type { Language } from '../base/locale.ts';
import type { BoardData } from './data.ts';
import type { BoardTexts } from './texts.ts';

/** What both views are drawn from, and what they can ask the element to do. */
export interface BoardModel {
  t: BoardTexts;
  language: Language;
  data: BoardData;
  /** The columns that are shown, in order. */
  statuses: StatusView[];
  items: BoardItemView[];
  /** Acts on their way, by instance: the status that the card is shown in meanwhile. */
  pending: ReadonlyMap<string, { toStatus: string | null }>;
  /** Why an act was not done, by instance. */
  notes: ReadonlyMap<string, { text: string }>;
  /** Cards that somebody else changed since they were last looked at. */
  fresh: ReadonlySet<string>;
  /** The card that is being dragged, and the column under it. */
  drag: { item: BoardItemView; over: string | null } | null;
  menuFor: string | null;
  /** Cards that the user has moved; drawn however far down they belong. */
  moved: ReadonlySet<string>;
  /** How many cards of a list are drawn, by column key. */
  drawn: (key: string) => number;
  tabStop: (ids: (string | null)[]) => string | null;
  more: (key: string) => void;
  press: (event: PointerEvent, item: BoardItemView) => void;
  open: (item: BoardItemView) => void;
  menu: (event: Event, item: BoardItemView) => void;
  dismiss: (id: string) => void;
}

export function shownStatus(model: Pick<BoardModel, 'pending'>, item: BoardItemView): string {
  return model.pending.get(item.instanceId)?.toStatus ?? item.status;
}
