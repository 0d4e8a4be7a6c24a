import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Definition } from '../../definitions/language/types.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import { callJson, readInstance } from '../base/client.ts';
import { ArendeElement } from '../base/element.ts';
import { comingUp, historyOf, settingsOf } from './parts.ts';
import { styles } from './styles.ts';
import { processTexts } from './texts.ts';

const chart = () => import('../definition-editor/chart/chart-view.ts');

/**
 * For consultants: a case on the statechart of its own version, what has happened, and what comes next with why that day.
 *
 * @tagname arende-process-view
 * @attr {string} instance-id - The case.
 * @csspart chart - The statechart.
 * @cssprop --arende-process-height - How high the statechart is on a desk. Default: most of the window.
 */
export class ArendeProcessView extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    instanceId: { type: String, attribute: 'instance-id' },
    instance: { state: true },
    definition: { state: true },
  };
  declare instanceId: string | null;
  /** @internal */
  declare instance: InstanceView | null;
  /** @internal */
  declare definition: Definition | null;
  #shown: string | null = null;
  #hash = '';

  constructor() {
    super();
    this.instanceId = null;
    this.instance = null;
    this.definition = null;
  }

  protected override get hasData(): boolean {
    return this.instanceId ? this.instance?.id === this.instanceId : true;
  }

  protected override get heading(): string {
    return processTexts[this.language].heading;
  }

  protected override clear(): void {
    this.instance = null;
    this.definition = null;
    this.#hash = '';
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('instanceId') || this.instanceId === this.#shown) return;
    this.#shown = this.instanceId;
    if (changed.get('instanceId') !== undefined) void this.reload();
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    const { instanceId } = this;
    if (!instanceId) return;
    const instance = await readInstance(instanceId, signal);
    if (instance.definition.hash !== this.#hash) {
      const path = `/v1/instances/${encodeURIComponent(instanceId)}/definition`;
      const [{ definition, hash }] = await Promise.all([
        callJson<{ definition: Definition; hash: string }>(path, { signal }),
        this.need(chart()),
      ]);
      this.definition = definition;
      this.#hash = hash;
    }
    this.instance = instance;
  }

  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ instanceId }) => instanceId === this.instanceId)) this.refresh();
  }

  protected override content(): TemplateResult {
    const { language, instance } = this;
    const t = processTexts[language];
    if (!this.instanceId || !instance) return this.message(t.emptyTitle, t.emptyText);
    const states = instance.course?.states ?? [];
    const active = states.flatMap((path) => {
      const parts = path.split('.');
      return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
    });
    return html`<div class="head">
        <h2>${[instance.client?.name, instance.label[language]].filter(Boolean).join(' · ')}</h2>
        ${
          instance.status
            ? html`<span class="badge ${instance.status.tone}">${instance.status.label[language]}</span>`
            : nothing
        }
        ${instance.done ? html`<span class="badge neutral">${t.closed}</span>` : nothing}
        <p class="muted small">
          ${instance.definition.title[language]}, ${t.version(instance.definition.version)} · ${t.responsible}:
          ${instance.responsible?.name ?? t.nobody}
        </p>
      </div>
      <div class="course">
        <arende-chart-view
          class="map"
          part="chart"
          .definition=${this.definition}
          .language=${language}
          .active=${active}
        ></arende-chart-view>
        <div class="side">
          ${comingUp(instance, language)} ${historyOf(instance, language)} ${settingsOf(instance, language)}
        </div>
      </div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`<div class="head"><span class="bone"></span></div>
      <div class="course">
        <div class="map"><span class="bone"></span><span class="bone"></span></div>
        <div class="side"><span class="bone"></span><span class="bone"></span><span class="bone"></span></div>
      </div>`;
  }
}

if (!customElements.get('arende-process-view')) customElements.define('arende-process-view', ArendeProcessView);

declare global {
  interface HTMLElementTagNameMap {
    'arende-process-view': ArendeProcessView;
  }
}
