import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { DocumentView } from '../../../server/documents/schema.ts';
import type { Language } from '../../base/locale.ts';
import { type ArendeProblem, asProblem } from '../../base/problem.ts';
import { baseStyles } from '../../base/styles.ts';
import { baseTexts } from '../../base/texts.ts';
import { readContent } from '../download.ts';
import { icons } from '../icons.ts';
import { treeTexts } from '../texts.ts';
import { Pages } from './pages.ts';
import { previewStyles } from './styles.ts';
import { previewTexts } from './texts.ts';

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const maxImageSide = 4096;

/**
 * A document over the page: PDF or image, drawn on canvases, because the page's policy allows neither images nor frames.
 * Used inside `arende-document-tree`.
 *
 * @tagname arende-document-preview
 */
export class DocumentPreview extends LitElement {
  static override styles = [...baseStyles, previewStyles];
  static override properties: PropertyDeclarations = {
    document: { state: true },
    problem: { state: true },
    loading: { state: true },
    zoom: { state: true },
  };
  /** @internal */
  declare document: DocumentView | null;
  /** @internal */
  declare problem: ArendeProblem | null;
  /** @internal */
  declare loading: boolean;
  /** 1 fits the width. @internal */
  declare zoom: number;

  language: Language = 'sv';
  sentence: (problem: ArendeProblem) => string = (problem) => problem.message;
  siblings: () => DocumentView[] = () => [];
  shown: (document: DocumentView) => void = () => {};
  download: (document: DocumentView) => Promise<void> = async () => {};
  closed: () => void = () => {};

  #loading: AbortController | null = null;
  #pages = new Pages((page, pages) => previewTexts[this.language].pageOf(page, pages));
  #image: HTMLCanvasElement | null = null;

  constructor() {
    super();
    this.document = null;
    this.problem = null;
    this.loading = false;
    this.zoom = 1;
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  async open(view: DocumentView): Promise<void> {
    await this.updateComplete;
    if (!this.#dialog.open) this.#dialog.showModal();
    await this.#show(view);
  }

  close(): void {
    if (this.isConnected) this.#dialog.close();
  }

  async #show(view: DocumentView): Promise<void> {
    this.#stop();
    const loading = new AbortController();
    const { signal } = loading;
    this.#loading = loading;
    Object.assign(this, { document: view, problem: null, loading: true, zoom: 1 });
    await this.updateComplete;
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage')!;
    stage.scrollTo(0, 0);
    try {
      if (view.preview) {
        const content = await readContent(view, signal);
        if (view.preview === 'pdf') await this.#pages.show(await content.arrayBuffer(), stage, signal);
        else await this.#showImage(content, view, stage, signal);
        signal.throwIfAborted();
      }
      this.loading = false;
      if (view.preview) this.shown(view);
    } catch (error) {
      if (signal.aborted) return;
      this.#pages.clear();
      this.loading = false;
      this.problem = asProblem(error);
    }
  }

  async #showImage(content: Blob, view: DocumentView, stage: HTMLElement, signal: AbortSignal): Promise<void> {
    const bitmap = await createImageBitmap(content, { imageOrientation: 'from-image' });
    signal.throwIfAborted();
    const scale = Math.min(1, maxImageSide / Math.max(bitmap.width, bitmap.height));
    const canvas = window.document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    canvas.className = 'image';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', view.name);
    this.#image = canvas;
    stage.replaceChildren(canvas);
  }

  #stop(): void {
    this.#loading?.abort();
    this.#pages.clear();
    this.#image = null;
    this.renderRoot.querySelector('.stage')?.replaceChildren();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('zoom')) return;
    this.#pages.zoom(this.zoom);
    const image = this.#image;
    image?.style.setProperty('max-width', this.zoom === 1 ? '' : 'none');
    image?.style.setProperty('max-height', this.zoom === 1 ? '' : 'none');
    image?.style.setProperty('width', this.zoom === 1 ? '' : `${this.zoom * 100}%`);
  }

  #index(siblings: DocumentView[]): number {
    return siblings.findIndex(({ id }) => id === this.document?.id);
  }

  #move(by: number): void {
    const siblings = this.siblings();
    const next = siblings[this.#index(siblings) + by];
    if (next) void this.#show(next);
  }

  #zoomBy(by: number): void {
    this.zoom = zooms[zooms.indexOf(this.zoom) + by] ?? this.zoom;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, () => void> = {
      '+': () => this.#zoomBy(1),
      '-': () => this.#zoomBy(-1),
      ...(this.zoom <= 1 && { ArrowLeft: () => this.#move(-1), ArrowRight: () => this.#move(1) }),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  protected override render(): TemplateResult {
    const t = { ...treeTexts[this.language], ...previewTexts[this.language] };
    const view = this.document;
    const siblings = this.siblings();
    const index = this.#index(siblings);
    const zoomable = !this.loading && !this.problem && view?.preview != null;
    const tool = (label: string, icon: unknown, disabled: boolean, run: () => void) =>
      html`<button
        type="button"
        class="bare tool"
        aria-label=${label}
        title=${label}
        aria-disabled=${disabled ? 'true' : nothing}
        @click=${() => (disabled ? undefined : run())}
      >
        ${icon}
      </button>`;
    return html`<dialog
      class="preview"
      part="preview"
      lang=${this.language}
      aria-labelledby="name"
      @keydown=${this.#key}
      @close=${() => {
        this.#stop();
        this.closed();
      }}
    >
      <header>
        <h2 id="name" title=${view?.name ?? ''}>${view?.name}</h2>
        <div class="tools">
          ${tool(t.previous, icons.previous, index <= 0, () => this.#move(-1))}
          <span class="muted small position" role="status">
            ${index >= 0 ? t.positionOf(index + 1, siblings.length) : nothing}
          </span>
          ${tool(t.next, icons.chevron, index < 0 || index >= siblings.length - 1, () => this.#move(1))}
          <span class="gap"></span>
          ${tool(t.zoomOut, icons.minus, !zoomable || this.zoom === zooms[0], () => this.#zoomBy(-1))}
          <span class="muted small percent" role="status">${t.percent(this.zoom * 100)}</span>
          ${tool(t.zoomIn, icons.plus, !zoomable || this.zoom === zooms.at(-1), () => this.#zoomBy(1))}
          <span class="gap"></span>
          ${tool(view ? t.downloadOf(view.name) : t.download, icons.download, !view, () => void this.download(view!))}
          ${tool(baseTexts[this.language].close, icons.cross, false, () => this.close())}
        </div>
      </header>
      <div class="body">
        <div class="stage" tabindex="0" autofocus role="region" aria-label=${t.preview} aria-busy=${this.loading}></div>
        ${this.#overlay(view)}
      </div>
    </dialog>`;
  }

  #overlay(view: DocumentView | null): TemplateResult | typeof nothing {
    const t = { ...treeTexts[this.language], ...previewTexts[this.language] };
    if (this.loading) {
      return html`<div class="over">
        <span class="sr" role="status">${t.loading}</span><span class="bone sheet"></span>
      </div>`;
    }
    if (!view || (view.preview && !this.problem)) return nothing;
    const text = this.problem?.view || this.problem?.isOffline ? this.sentence(this.problem) : t.noPreviewText;
    return html`<div class="over message" role="alert">
      <h2>${this.problem ? t.previewFailedTitle : t.noPreviewTitle}</h2>
      <p>${text}</p>
      <div class="choices">
        ${
          this.problem
            ? html`<button type="button" @click=${() => void this.#show(view)}>
                ${baseTexts[this.language].tryAgain}
              </button>`
            : nothing
        }
        <button type="button" class="primary" @click=${() => void this.download(view)}>${t.download}</button>
      </div>
    </div>`;
  }
}

customElements.define('arende-document-preview', DocumentPreview);
