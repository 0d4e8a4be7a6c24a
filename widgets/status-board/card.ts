import { html, nothing, type TemplateResult } from 'lit';
import type { BoardItemView } from '../../server/board/schema.ts';
import { factText, formatDate, formatDaysLeft } from '../base/format.ts';
import type { BoardModel } from './model.ts';
import { canMove } from './moves.ts';
import { dueTone, nameOf } from './words.ts';

export function cardTemplate(model: BoardModel, item: BoardItemView, isTabStop: boolean): TemplateResult {
  const { t, language, pending, notes, fresh, drag } = model;
  const id = item.instanceId;
  const act = pending.get(id);
  const facts = item.facts.filter((fact) => fact.value !== null);
  const classes = [
    'card',
    act ? 'pending' : canMove(item) ? 'movable' : '',
    notes.has(id) ? 'refused' : '',
    fresh.has(id) ? 'fresh' : '',
    drag?.item.instanceId === id ? 'dragged' : '',
  ].filter(Boolean);
  return html`<div
    class=${classes.join(' ')}
    part="card"
    aria-busy=${act ? 'true' : nothing}
    @pointerdown=${(event: PointerEvent) => model.press(event, item)}
  >
    <div class="first">
      <button
        type="button"
        class="open"
        data-id=${id}
        tabindex=${isTabStop ? 0 : -1}
        aria-describedby=${`more-${id}`}
        @click=${() => model.open(item)}
      >
        ${item.client?.name ?? item.label[language]}
      </button>
      ${menuButton(model, item, isTabStop)}
    </div>
    <div class="rest" id=${`more-${id}`}>
      ${item.client ? html`<div class="muted">${item.label[language]}</div>` : nothing}
      ${
        item.due
          ? html`<div class=${dueTone(item.due)}>
              <span class="whole">${formatDate(item.due.dueDate, language)},</span>
              <span class="whole">${formatDaysLeft(item.due, language)}</span>
            </div>`
          : nothing
      }
      ${facts.map((fact) => html`<div class="muted">${fact.title[language]} <span class=${fact.format ? 'whole' : ''}>${factText(fact, language)}</span></div>`)}
      ${item.responsible ? html`<div class="muted">${item.responsible.name}</div>` : nothing}
    </div>
    ${act ? html`<div class="state">${act.toStatus ? t.moving : t.sending}</div>` : nothing} ${noteTemplate(model, id)}
  </div>`;
}

export function menuButton(model: BoardModel, item: BoardItemView, isTabStop: boolean): TemplateResult {
  const open = model.menuFor === item.instanceId;
  return html`<button
    type="button"
    class="bare icon actions"
    data-menu=${item.instanceId}
    tabindex=${isTabStop ? 0 : -1}
    aria-haspopup="menu"
    aria-expanded=${open ? 'true' : 'false'}
    aria-label=${model.t.actionsFor(nameOf(item, model.language))}
    @click=${(event: Event) => model.menu(event, item)}
  >
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="currentColor">
      <circle cx="3" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="13" cy="8" r="1.4" />
    </svg>
  </button>`;
}

export function noteTemplate(model: BoardModel, id: string): TemplateResult | typeof nothing {
  const note = model.notes.get(id);
  if (!note) return nothing;
  return html`<div class="note">
    <span>${note.text}</span>
    <button type="button" class="bare icon" aria-label=${model.t.dismiss} @click=${() => model.dismiss(id)}>
      ${cross}
    </button>
  </div>`;
}

const cross = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
  <path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" stroke-width="1.5" />
</svg>`;
