import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BoardItemView } from '../../server/board/schema.ts';

export interface DragHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
  dropped(item: BoardItemView, status: string, at: { left: number; top: number; bottom: number }): void;
  announceDrag(item: BoardItemView): void;
}

const startsAfterPx = 6;
const edgePx = 48;
const edgeStepPx = 14;

/**
 * Dragging a card with the mouse or a pen. A finger scrolls; it has the menu. Pointer events and not HTML drag and
 * drop: that one cannot show which columns refuse, and stops the page from scrolling.
 */
export class DragController implements ReactiveController {
  item: BoardItemView | null = null;
  /** Status of the column under the pointer. */
  over: string | null = null;
  #host: DragHost;
  #stop: AbortController | null = null;
  #ghost: HTMLElement | null = null;
  #frame = 0;
  #at = { x: 0, y: 0 };

  constructor(host: DragHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.cancel();
  }

  /** A press on a card; becomes a drag when the pointer has moved far enough. */
  press(event: PointerEvent, item: BoardItemView): void {
    if (event.button !== 0 || event.pointerType === 'touch' || this.#stop) return;
    if ((event.target as Element).closest('[data-menu], .note')) return;
    const card = event.currentTarget as HTMLElement;
    const start = { x: event.clientX, y: event.clientY };
    const id = event.pointerId;
    this.#stop = new AbortController();
    const options = { signal: this.#stop.signal, capture: true };
    const on = <K extends keyof DocumentEventMap>(type: K, listener: (event: DocumentEventMap[K]) => void) =>
      document.addEventListener(type, listener, options);
    on('pointermove', (move) => {
      if (move.pointerId !== id) return;
      this.#at = { x: move.clientX, y: move.clientY };
      const far = Math.hypot(move.clientX - start.x, move.clientY - start.y) >= startsAfterPx;
      if (!this.item && far) this.#begin(item, card, start);
      if (this.item) this.#follow(move);
    });
    on('pointerup', (up) => up.pointerId === id && this.#drop());
    on('pointercancel', (cancel) => cancel.pointerId === id && this.cancel());
    on('keydown', (key) => {
      if (key.key !== 'Escape' || !this.item) return;
      key.preventDefault();
      key.stopPropagation();
      this.cancel();
    });
    window.addEventListener('blur', () => this.cancel(), { signal: this.#stop.signal });
  }

  #begin(item: BoardItemView, card: HTMLElement, start: { x: number; y: number }): void {
    this.item = item;
    const box = card.getBoundingClientRect();
    const ghost = document.createElement('div');
    ghost.className = 'ghost';
    ghost.popover = 'manual';
    ghost.inert = true;
    ghost.setAttribute('aria-hidden', 'true');
    const copy = card.cloneNode(true) as HTMLElement;
    for (const element of copy.querySelectorAll('[id]')) element.removeAttribute('id');
    for (const element of copy.querySelectorAll('[data-id]')) element.removeAttribute('data-id');
    ghost.append(copy);
    ghost.style.setProperty('width', `${box.width}px`);
    ghost.style.setProperty('left', `${box.left - start.x}px`);
    ghost.style.setProperty('top', `${box.top - start.y}px`);
    this.#host.renderRoot.append(ghost);
    ghost.showPopover();
    this.#ghost = ghost;
    document.getSelection()?.removeAllRanges();
    this.#host.announceDrag(item);
    this.#frame = requestAnimationFrame(this.#scrollAtEdge);
    this.#host.requestUpdate();
  }

  #follow(event: PointerEvent): void {
    event.preventDefault();
    this.#ghost?.style.setProperty('translate', `${this.#at.x}px ${this.#at.y}px`);
    this.#look();
  }

  #look(): void {
    const root = this.#host.renderRoot as unknown as DocumentOrShadowRoot;
    const column = root.elementFromPoint(this.#at.x, this.#at.y)?.closest<HTMLElement>('[data-status]');
    const over = column?.dataset.status ?? null;
    if (over === this.over) return;
    this.over = over;
    this.#host.requestUpdate();
  }

  #scrollAtEdge = (): void => {
    const columns = this.#host.renderRoot.querySelector('.columns');
    if (columns) {
      const { left, right } = columns.getBoundingClientRect();
      if (this.#at.x < left + edgePx) columns.scrollLeft -= edgeStepPx;
      else if (this.#at.x > right - edgePx) columns.scrollLeft += edgeStepPx;
      this.#look();
    }
    this.#frame = requestAnimationFrame(this.#scrollAtEdge);
  };

  #drop(): void {
    const { item, over } = this;
    const { x, y } = this.#at;
    if (item) swallowNextClick();
    this.cancel();
    if (item && over !== null) this.#host.dropped(item, over, { left: x, top: y, bottom: y });
  }

  cancel(): void {
    this.#stop?.abort();
    this.#stop = null;
    cancelAnimationFrame(this.#frame);
    this.#ghost?.remove();
    this.#ghost = null;
    if (!this.item) return;
    this.item = null;
    this.over = null;
    this.#host.requestUpdate();
  }
}

/** Letting go over the card it began on would open it. */
function swallowNextClick(): void {
  const stop = new AbortController();
  document.addEventListener(
    'click',
    (event) => {
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true, once: true, signal: stop.signal },
  );
  setTimeout(() => stop.abort());
}
