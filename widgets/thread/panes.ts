import type { ArendeElement } from '../base/element.ts';

const phonePx = 720;

/** A list beside what is chosen in it; on a phone one of the two. In the list arrows move and Enter opens: one tab stop. */
export class Panes {
  shown: 'list' | 'detail' = 'list';
  activeId: string | null = null;
  #host: ArendeElement;
  #ids: () => string[];

  constructor(host: ArendeElement, ids: () => string[]) {
    this.#host = host;
    this.#ids = ids;
    host.addEventListener('keydown', (event) => this.#key(event));
  }

  get isPhone(): boolean {
    return this.#host.offsetWidth < phonePx;
  }

  tabIndexOf(id: string): '0' | '-1' {
    const ids = this.#ids();
    const active = this.activeId !== null && ids.includes(this.activeId) ? this.activeId : ids[0];
    return id === active ? '0' : '-1';
  }

  /** Shows what was chosen, with focus on its heading on a phone, where it comes instead of the list. */
  open(id: string | null): void {
    if (id !== null) this.activeId = id;
    this.shown = 'detail';
    this.#host.requestUpdate();
    if (!this.isPhone) return;
    void this.#host.updateComplete.then(() => {
      this.#host.renderRoot.querySelector<HTMLElement>('.pane h2')?.focus();
      this.#host.scrollIntoView({ block: 'start' });
    });
  }

  back(): void {
    this.shown = 'list';
    this.#host.requestUpdate();
    void this.#focusRow();
  }

  async #focusRow(): Promise<void> {
    await this.#host.updateComplete;
    const root = this.#host.renderRoot;
    const row = root.querySelector<HTMLElement>('.row[tabindex="0"]') ?? root.querySelector<HTMLElement>('.search');
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0] as HTMLElement;
    if (event.key === 'Escape' && this.shown === 'detail' && this.isPhone && !target.matches('textarea')) {
      event.preventDefault();
      return this.back();
    }
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined || !target.matches('.row')) return;
    event.preventDefault();
    const ids = this.#ids();
    const from = ids.indexOf(target.dataset.id!);
    this.activeId = ids[Math.max(0, Math.min(ids.length - 1, from + by))] ?? null;
    this.#host.requestUpdate();
    void this.#focusRow();
  }
}
