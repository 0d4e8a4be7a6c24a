import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { chartGraph } from '../../../definitions/draw/graph.ts';
import { layout, type PlacedChart } from '../../../definitions/draw/layout.ts';
import { toSvg } from '../../../definitions/draw/svg.ts';
import type { Definition, StateNode } from '../../../definitions/language/types.ts';
import type { Language } from '../../base/locale.ts';
import { baseStyles } from '../../base/styles.ts';
import { measureWith } from './measure.ts';
import { chartStyles } from './styles.ts';
import { chartTexts } from './texts.ts';

const DRAW_AFTER_MS = 120;
const ZOOM = { step: 1.25, least: 0.1, most: 2.5, readable: 0.55 };

/**
 * A definition as a statechart: what is selected in the text is marked, what is pressed is told. One tab stop; the arrows
 * go from state to transition in the order of the text. Used inside the workbench and the view of an instance.
 *
 * @tagname arende-chart-view
 */
export class ArendeChartView extends LitElement {
  static override styles = [...baseStyles, chartStyles];
  static override properties: PropertyDeclarations = {
    definition: { attribute: false },
    language: { attribute: false },
    selected: { attribute: false },
    active: { attribute: false },
    visited: { attribute: false },
    zoom: { state: true },
    chart: { state: true },
    failed: { state: true },
  };
  declare definition: Definition | null;
  declare language: Language;
  /** JSON pointer of what is marked. */
  declare selected: string | null;
  /** Paths of the states that an instance is in, and of what it came through. */
  declare active: string[];
  declare visited: string[];
  /** `whole`: all of it in the room. Null: as large as the room allows, but to be read. */
  declare zoom: number | 'whole' | null;
  declare chart: PlacedChart | null;
  declare failed: boolean;
  /** Called with a JSON pointer. */
  declare choose: ((pointer: string) => void) | null;

  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A picture of the latest text is still to be made. */
  #isDue = false;
  #drawn = '';
  #current: string | null = null;
  #shownScale: number | null = null;
  /** The process that stands where it opens; nobody who has moved it since is moved back. */
  #opened: string | null = null;

  constructor() {
    super();
    this.definition = null;
    this.language = 'sv';
    this.selected = null;
    this.active = [];
    this.visited = [];
    this.zoom = null;
    this.chart = null;
    this.failed = false;
    this.choose = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A browser forgets how far what it takes out of the page was scrolled.
    this.#opened = null;
    if (this.#isDue) void this.#place();
    else if (this.chart) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('definition') && !changed.has('language')) return;
    clearTimeout(this.#timer);
    this.#isDue = true;
    // The first picture at once; while somebody writes, when they pause.
    this.#timer = setTimeout(() => void this.#place(), this.chart ? DRAW_AFTER_MS : 0);
  }

  async #place(): Promise<void> {
    const { definition, language } = this;
    if (!definition) return;
    try {
      const chart = await layout(chartGraph(definition, language), measureWith(this));
      if (definition !== this.definition || language !== this.language) return;
      this.chart = chart;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.#isDue = false;
  }

  protected override updated(): void {
    const { chart } = this;
    const room = this.renderRoot.querySelector<HTMLElement>('.room');
    if (!chart || !room) return;
    const middle = { x: room.scrollLeft + room.clientWidth / 2, y: room.scrollTop + room.clientHeight / 2 };
    const selected = this.selected ?? undefined;
    const highlight = { active: this.active, visited: this.visited, ...(selected === undefined ? {} : { selected }) };
    const source = toSvg(chart, { theme: 'page', highlight, interactive: this.choose !== null });
    if (source !== this.#drawn) {
      this.#drawn = source;
      this.#put(room, source);
    }
    this.#resize(room, chart, middle);
    const isOpened = this.#opened === chart.id;
    this.#opened = chart.id;
    if (this.selected || this.active.length > 0) this.#follow(room);
    else if (!isOpened) this.#open(room);
  }

  #put(room: HTMLElement, source: string): void {
    const hadFocus = room.contains(this.shadowRoot!.activeElement);
    // XML, so that what an author wrote can be nothing but text.
    const { documentElement } = new DOMParser().parseFromString(source, 'image/svg+xml');
    room.replaceChildren(document.importNode(documentElement, true));
    const stops = this.#stops();
    const current = stops.find((stop) => stop.dataset.pointer === this.#current) ?? stops[0];
    for (const stop of stops) {
      stop.setAttribute('tabindex', stop === current ? '0' : '-1');
      name(stop);
    }
    if (hadFocus) current?.focus();
  }

  #stops(): SVGGElement[] {
    return [...this.renderRoot.querySelectorAll<SVGGElement>('.room [role="button"]')];
  }

  /** What stood in the middle stays there. */
  #resize(room: HTMLElement, chart: PlacedChart, middle: { x: number; y: number }): void {
    const svg = room.querySelector('svg');
    if (!svg) return;
    const scale = this.#scale(room, chart);
    svg.setAttribute('width', String(Math.round(chart.width * scale)));
    svg.setAttribute('height', String(Math.round(chart.height * scale)));
    const factor = scale / (this.#shownScale ?? scale);
    this.#shownScale = scale;
    room.scrollLeft = middle.x * factor - room.clientWidth / 2;
    room.scrollTop = middle.y * factor - room.clientHeight / 2;
  }

  #scale(room: HTMLElement, chart: PlacedChart): number {
    const wide = Math.min(1, (room.clientWidth || chart.width) / chart.width);
    if (this.zoom === null) return Math.max(wide, ZOOM.readable);
    if (this.zoom !== 'whole') return this.zoom;
    return Math.max(0.02, Math.min(wide, (room.clientHeight || chart.height) / chart.height));
  }

  /** A chart that is larger than its room begins where a case begins, not in a corner where nothing stands. */
  #open(room: HTMLElement): void {
    const first = room.querySelector(`.arende-chart-state[data-path="${CSS.escape(initialPath(this.definition!))}"]`);
    if (!first) return;
    const [box, view] = [first.getBoundingClientRect(), room.getBoundingClientRect()];
    if (box.bottom > view.bottom) room.scrollTop += box.top - view.top - view.height / 3;
    if (box.right > view.right) room.scrollLeft += box.left + box.width / 2 - view.left - view.width / 2;
  }

  /** Brings what is marked into sight, if it is not. */
  #follow(room: HTMLElement): void {
    const marked =
      room.querySelector('.is-selected') ?? [...room.querySelectorAll('.arende-chart-state.is-active')].at(-1);
    if (!marked) return;
    const [box, view] = [marked.getBoundingClientRect(), room.getBoundingClientRect()];
    if (box.bottom > view.bottom || box.top < view.top) room.scrollTop += box.top - view.top - view.height / 3;
    if (box.right > view.right || box.left < view.left) room.scrollLeft += box.left - view.left - view.width / 3;
  }

  #pressed(event: Event): void {
    const target = (event.target as Element).closest<SVGGElement>('[data-pointer]');
    if (!target || !this.choose) return;
    this.#current = target.dataset.pointer!;
    this.choose(target.dataset.pointer!);
  }

  #onKey(event: KeyboardEvent): void {
    const stops = this.#stops();
    const index = stops.findIndex((stop) => stop === this.shadowRoot!.activeElement);
    if (index < 0) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#pressed(event);
      return;
    }
    const to = {
      ArrowDown: index + 1,
      ArrowRight: index + 1,
      ArrowUp: index - 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: stops.length - 1,
    }[event.key];
    const next = to === undefined ? undefined : stops[to];
    if (!next) return;
    event.preventDefault();
    this.#current = next.dataset.pointer!;
    stops[index]!.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  }

  protected override render(): TemplateResult {
    const t = chartTexts[this.language];
    if (this.failed && !this.chart) return html`<p class="note">${t.failed}</p>`;
    if (!this.definition) return html`<p class="note">${t.nothing}</p>`;
    const scale = (factor: number) => {
      const room = this.renderRoot.querySelector<HTMLElement>('.room');
      const now = room && this.chart ? this.#scale(room, this.chart) : 1;
      this.zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, now * factor));
    };
    return html`<div class="chart">
      <div class="zoom" role="group" aria-label=${t.size}>
        <button type="button" aria-label=${t.smaller} @click=${() => scale(1 / ZOOM.step)}>−</button>
        <button type="button" aria-label=${t.larger} @click=${() => scale(ZOOM.step)}>+</button>
        <button
          type="button"
          aria-pressed=${this.zoom === 'whole' ? 'true' : 'false'}
          @click=${() => (this.zoom = this.zoom === 'whole' ? null : 'whole')}
        >
          ${t.fit}
        </button>
      </div>
      <div
        class="room"
        role="region"
        aria-label=${t.chart}
        tabindex=${this.choose ? nothing : '0'}
        @click=${(event: Event) => this.#pressed(event)}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
      ></div>
      ${this.chart ? nothing : html`<div class="waiting" aria-hidden="true"><span class="bone"></span><span class="bone"></span><span class="bone"></span></div>`}
    </div>`;
  }
}

/** Path of the innermost state that a case opens in; of parallel ones the first. */
function initialPath(definition: Definition): string {
  const path: string[] = [];
  for (let node: StateNode = definition; node.states;) {
    const next = node.initial ?? Object.keys(node.states)[0]!;
    if (!node.states[next]) break;
    path.push(next);
    node = node.states[next];
  }
  return path.join('.');
}

/** Who speaks to the page says what stands there (WCAG 2.5.3), so the name begins with it, word by word. */
function name(stop: SVGGElement): void {
  const texts = [...stop.querySelectorAll('text')];
  const seen = texts.map(({ textContent }) => textContent.trim()).join(' ');
  for (const text of texts) text.after(' ');
  const told = stop.getAttribute('aria-label')?.split('\n')[0] ?? '';
  stop.setAttribute('aria-label', stop.matches('.arende-chart-transition') ? `${seen} – ${told}` : seen || told);
}

if (!customElements.get('arende-chart-view')) customElements.define('arende-chart-view', ArendeChartView);

declare global {
  interface HTMLElementTagNameMap {
    'arende-chart-view': ArendeChartView;
  }
}
