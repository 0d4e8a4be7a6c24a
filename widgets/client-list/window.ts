import type { ReactiveController, ReactiveControllerHost } from 'lit';

const overscan = 15;

/** Which rows of a long list are in view; all rows are as high as the element `probe`. */
export class Window implements ReactiveController {
  start = 0;
  end = 40;
  rowHeight = 0;
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
    const rowHeight = this.#probe?.getBoundingClientRect().height ?? 0;
    if (!this.#scroller || rowHeight === 0) return;
    const first = Math.floor(this.#scroller.scrollTop / rowHeight);
    const inView = Math.ceil(this.#scroller.clientHeight / rowHeight);
    const start = Math.max(0, Math.floor((first - overscan) / 5) * 5);
    const end = Math.ceil((first + inView + overscan) / 5) * 5;
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

  /** Scrolls as little as is needed; the headings stay above the rows. */
  reveal(index: number): void {
    const scroller = this.#scroller;
    if (!scroller || this.rowHeight === 0) return;
    const head = scroller.querySelector('thead')?.getBoundingClientRect().height ?? 0;
    const top = index * this.rowHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.rowHeight + head > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top + this.rowHeight + head - scroller.clientHeight;
    }
    this.#measure();
  }
}
