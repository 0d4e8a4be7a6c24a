import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { BoardItemView } from '../../server/board/schema.ts';
import type { StatusView } from '../../server/common/schema.ts';
import { cardTemplate } from './card.ts';
import { type BoardModel, shownStatus } from './model.ts';
import { moveTo } from './moves.ts';
import { countText } from './words.ts';

/** The cards of each column as they are shown, those on their way in the column that they go to. */
export function cardsByStatus(model: Pick<BoardModel, 'statuses' | 'items' | 'pending'>): BoardItemView[][] {
  const lists = new Map<string, BoardItemView[]>(model.statuses.map(({ key }) => [key, []]));
  for (const item of model.items) lists.get(shownStatus(model, item))?.push(item);
  return [...lists.values()];
}

export function drawnCards(model: BoardModel, key: string, items: BoardItemView[]): BoardItemView[] {
  const limit = model.drawn(key);
  return items.filter(({ instanceId }, index) => index < limit || model.moved.has(instanceId));
}

/** The statuses as columns (B-17); on a phone as a list under their headings. */
export function columnsTemplate(model: BoardModel, cards: BoardItemView[][], drawn: BoardItemView[][]): TemplateResult {
  return html`<div class="columns" part="columns">
    ${repeat(
      model.statuses,
      ({ key }) => key,
      (status, index) => columnTemplate(model, status, cards[index]!, drawn[index]!),
    )}
  </div>`;
}

function columnTemplate(
  model: BoardModel,
  status: StatusView,
  items: BoardItemView[],
  drawn: BoardItemView[],
): TemplateResult {
  const { t, language, data, drag } = model;
  const { key } = status;
  const tabStop = model.tabStop(drawn.map(({ instanceId }) => instanceId));
  const count = countText(shownCount(model, key), language);
  const hasMore = drawn.length < items.length || (items.length < (data.counts[key] ?? 0) && data.hasMore(key));
  const move = drag && key !== drag.item.status ? moveTo(drag.item, key) : null;
  const target = !move ? '' : move.actions.length > 0 ? 'target' : 'no-target';
  const over = drag?.over === key ? 'over' : '';
  const label = status.label[language];
  return html`<section
    class="column ${target} ${over}"
    part="column"
    data-status=${key}
    aria-labelledby=${`status-${key}`}
  >
    <header>
      <h2 id=${`status-${key}`} title=${status.description?.[language] ?? nothing}>
        <span class="badge ${status.tone}" part="badge">${label}</span>
        <span class="count muted" aria-hidden="true">${count}</span>
        <span class="sr">${t.hits(count)}</span>
      </h2>
      ${
        move && over && move.actions.length === 0
          ? html`<p class="why-not">${move.refusal?.text[language] ?? t.notHere}</p>`
          : nothing
      }
    </header>
    <ul aria-label=${t.cases(label, count)}>
      ${repeat(
        drawn,
        ({ instanceId }) => instanceId,
        (item) => html`<li>${cardTemplate(model, item, item.instanceId === tabStop)}</li>`,
      )}
      ${items.length === 0 ? html`<li class="none muted">${t.emptyColumn}</li>` : nothing}
      ${
        hasMore
          ? html`<li class="more" data-more=${key}>
              <button type="button" class="bare" @click=${() => model.more(key)}>${t.more}</button>
            </li>`
          : nothing
      }
    </ul>
  </section>`;
}

/** The server's count, with the cards on their way counted where they are shown. */
function shownCount({ data, items, pending }: BoardModel, key: string): number {
  let count = data.counts[key] ?? 0;
  if (pending.size === 0) return count;
  for (const item of items) {
    const to = pending.get(item.instanceId)?.toStatus;
    if (!to || to === item.status) continue;
    if (to === key) count += 1;
    if (item.status === key) count -= 1;
  }
  return count;
}
