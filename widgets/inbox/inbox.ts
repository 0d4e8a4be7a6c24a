import { html, type PropertyDeclarations } from 'lit';
import type { TaskListView } from '../../server/tasks/schema.ts';
import { listTasks } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { formatDue } from '../base/format.ts';
import { inboxTexts } from './texts.ts';

/**
 * The tasks that the user may perform, soonest due first.
 *
 * @tagname arende-inbox
 */
export class ArendeInbox extends ArendeElement {
  static override properties: PropertyDeclarations = { list: { state: true } };
  /** @internal */
  declare list: TaskListView | null;

  constructor() {
    super();
    this.list = null;
  }

  get #t() {
    return inboxTexts[this.language];
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.list !== null;
  }

  protected clear() {
    this.list = null;
  }

  protected async load(signal: AbortSignal) {
    this.list = await listTasks({ limit: 50 }, signal);
  }

  protected content() {
    if (this.list!.items.length === 0) return this.message(this.#t.emptyTitle, this.#t.emptyText);
    return html`<ul>
      ${this.list!.items.map(
        (task) =>
          html`<li>${this.say(task.title)} ${task.client?.name} ${task.due && formatDue(task.due, this.language)}</li>`,
      )}
    </ul>`;
  }

  protected skeleton() {
    return html`${Array.from({ length: 6 }, () => html`<span class="bone"></span>`)}`;
  }
}

customElements.define('arende-inbox', ArendeInbox);

declare global {
  interface HTMLElementTagNameMap {
    'arende-inbox': ArendeInbox;
  }
}
