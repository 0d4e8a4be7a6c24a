import { css, html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { colourOf, contrastWithWhite, leastContrast, readableColour } from '../base/contrast.ts';
import type { ArendeElement } from '../base/element.ts';
import { field } from '../base/fields.ts';
import { lookTexts } from './look-texts.ts';

export const defaultAccent = '#1d5fc4';
export const mostLogoBytes = 300_000;
const logoHeightPx = 40;

/** Name, colour and logo of a firm as they are typed, and beside them what clients will see. */
export class Look {
  name = '';
  /** As it is typed: it may be no colour yet. */
  accent = defaultAccent;
  greeting = { sv: '', en: '' };
  logoUrl: string | null = null;
  #host: ArendeElement;
  #changed: () => void;
  /** The page's policy lets no `blob:` picture in; a canvas needs none. */
  #drawn: HTMLCanvasElement | null = null;

  constructor(host: ArendeElement, changed: () => void = () => {}) {
    this.#host = host;
    this.#changed = changed;
  }

  /** The colour that is typed, or null when it is none. */
  get colour(): string | null {
    return colourOf(this.accent);
  }

  /** What is kept of it: null is the pages' own. */
  get chosen(): string | null {
    return this.colour === defaultAccent ? null : this.colour;
  }

  set(change: Partial<Pick<Look, 'name' | 'accent' | 'greeting' | 'logoUrl'>>): void {
    Object.assign(this, change);
    this.#changed();
    this.#host.requestUpdate();
  }

  /** Shows a file before it is sent; says what is wrong with it, or nothing. */
  async draw(file: File | null): Promise<string> {
    const t = lookTexts[this.#host.language];
    this.#drawn = null;
    this.#host.requestUpdate();
    if (!file) return '';
    if (file.size > mostLogoBytes) return t.logoLarge(Math.ceil(file.size / 1000));
    try {
      const bitmap = await createImageBitmap(file);
      const canvas = document.createElement('canvas');
      canvas.height = logoHeightPx * 2;
      canvas.width = Math.max(1, Math.round((bitmap.width / bitmap.height) * canvas.height));
      canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      canvas.className = 'logo';
      this.#drawn = canvas;
      this.#host.requestUpdate();
      return '';
    } catch {
      return t.logoUnreadable;
    }
  }

  nameField(): TemplateResult {
    const t = lookTexts[this.#host.language];
    const input = html`<input
      id="firm"
      name="firm"
      required
      maxlength="120"
      autocomplete="organization"
      .value=${this.name}
      @input=${(event: Event) => this.set({ name: (event.target as HTMLInputElement).value })}
    />`;
    return field(t.name, input, 'firm');
  }

  colourField(): TemplateResult {
    const t = lookTexts[this.#host.language];
    const type = (event: Event) => this.set({ accent: (event.target as HTMLInputElement).value });
    return html`<div class="field">
      <label for="accent">${t.accent}</label>
      <p class="muted small" id="accent-hint">${t.accentHint}</p>
      <div class="colour">
        <input type="color" aria-label=${t.pick} .value=${this.colour ?? defaultAccent} @input=${type} />
        <input
          id="accent"
          maxlength="9"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="accent-hint accent-said"
          aria-invalid=${this.colour ? 'false' : 'true'}
          .value=${this.accent}
          @input=${type}
        />
      </div>
      ${this.#verdict()}
    </div>`;
  }

  #verdict(): TemplateResult {
    const t = lookTexts[this.#host.language];
    const { colour } = this;
    if (!colour) return html`<p class="mistake" id="accent-said" role="status">${t.noColour}</p>`;
    const ratio = contrastWithWhite(colour);
    // Cut off, not rounded: 4.46 is not 4.5.
    const said = (Math.floor(ratio * 10) / 10).toLocaleString(this.#host.language, { minimumFractionDigits: 1 });
    if (ratio >= leastContrast) return html`<p class="small good" id="accent-said" role="status">${t.good(said)}</p>`;
    const better = readableColour(colour);
    return html`<div class="notice warned" id="accent-said" role="status">
      <p>${t.weak(said)}</p>
      <button type="button" @click=${() => this.set({ accent: better })}>
        <span class="swatch" ${ref((swatch) => paint(swatch, better))}></span>${t.use(better)}
      </button>
    </div>`;
  }

  preview(): TemplateResult {
    const t = lookTexts[this.#host.language];
    const shown = this.colour ?? defaultAccent;
    const logo = this.#drawn ?? (this.logoUrl ? html`<img class="logo" src=${this.logoUrl} alt="" />` : nothing);
    const greeting = this.greeting[this.#host.language] || this.greeting.sv || this.greeting.en;
    return html`<figure class="preview" ${ref((figure) => paint(figure, shown))}>
      <figcaption class="muted small">${t.preview}</figcaption>
      <div class="card" aria-hidden="true">
        ${logo}
        <b>${t.logInTo(this.name.trim() || t.yourFirm)}</b>
        ${greeting ? html`<span class="muted">${greeting}</span>` : nothing}
        <span class="primary-like">${t.logIn}</span>
        <span class="link-like">${t.other}</span>
      </div>
    </figure>`;
  }
}

/** The firm's colour as the pages use it: lighter in the dark, where the same would hardly be seen. */
function paint(element: Element | undefined, colour: string): void {
  (element as HTMLElement | undefined)?.style.setProperty(
    '--_accent',
    `light-dark(${colour}, oklch(from ${colour} max(l, 0.78) c h))`,
  );
}

export const lookStyles = css`
  .colour {
    display: flex;
    gap: 0.6em;
    align-items: center;
  }
  .colour input {
    min-height: 44px;
  }
  .colour input:not([type='color']) {
    width: 8em;
  }
  .good {
    color: var(--_success);
  }
  .warned {
    display: grid;
    gap: 0.6em;
    justify-items: start;
    background: color-mix(in srgb, var(--_warning) 12%, transparent);
  }
  .warned button {
    display: inline-flex;
    gap: 0.6em;
    align-items: center;
  }
  .swatch {
    width: 1.2em;
    height: 1.2em;
    border-radius: 50%;
    background: var(--_accent);
  }
  .logo {
    max-width: 12em;
    max-height: 40px;
    object-fit: contain;
    object-position: left;
  }
  .preview {
    display: grid;
    gap: 0.4em;
    margin: 0;
  }
  .card {
    display: grid;
    gap: 0.75em;
    justify-items: start;
    padding: 1.5em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }
  .card b {
    font-size: 1.125em;
  }
  .primary-like {
    padding: 0.6em 1em;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 500;
  }
  .link-like {
    color: var(--_accent);
    text-decoration: underline;
  }
`;
