import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Rows kept ready above and below what is seen, so that a flick of the finger meets no white. */
const overscan = 12;

/** Which rows of a long list are in view. All rows are as high as the element `probe`. */
export class Viewport implements ReactiveController {
  rowHeight = 0;
  start = 0;
  end = 40;
  #host: ReactiveControllerHost;
  #scroller: HTMLElement | null = null;
  #probe: HTMLElement | null = null;
  // Not in the observer's own turn: a new height there is reported to the page as an error.
  #observer = new ResizeObserver(() => requestAnimationFrame(this.#measure));

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.attach(null, null);
  }

  /** To be called after each rendering with the elements that it made. */
  attach(scroller: HTMLElement | null, probe: HTMLElement | null): void {
    if (scroller === this.#scroller && probe === this.#probe) return;
    this.#observer.disconnect();
    this.#scroller?.removeEventListener('scroll', this.#measure);
    this.#scroller = scroller;
    this.#probe = probe;
    if (!scroller || !probe) return;
    scroller.addEventListener('scroll', this.#measure, { passive: true });
    this.#observer.observe(scroller);
    this.#observer.observe(probe);
    this.#measure();
  }

  #measure = (): void => {
    if (!this.#scroller || !this.#probe) return;
    const rowHeight = this.#probe.getBoundingClientRect().height;
    if (rowHeight === 0) return;
    const first = Math.floor(this.#scroller.scrollTop / rowHeight);
    const inView = Math.ceil(this.#scroller.clientHeight / rowHeight);
    // In steps, so that not every pixel makes new rows.
    const start = Math.max(0, Math.floor((first - overscan) / 4) * 4);
    const end = Math.ceil((first + inView + overscan) / 4) * 4;
    if (start === this.start && end === this.end && rowHeight === this.rowHeight) return;
    Object.assign(this, { start, end, rowHeight });
    this.#host.requestUpdate();
  };

  get rowsInView(): number {
    return this.#scroller && this.rowHeight > 0 ? Math.floor(this.#scroller.clientHeight / this.rowHeight) : 10;
  }

  toTop(): void {
    if (this.#scroller) this.#scroller.scrollTop = 0;
  }

  /** Scrolls as little as is needed; a table's headings stay above its rows. */
  reveal(index: number): void {
    const scroller = this.#scroller;
    if (!scroller || this.rowHeight === 0) return;
    const top = index * this.rowHeight;
    const bottom = top + this.rowHeight + (scroller.querySelector('thead')?.offsetHeight ?? 0);
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
    this.#measure();
  }
}
