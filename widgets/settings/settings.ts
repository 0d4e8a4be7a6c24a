import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ChangeView } from '../../server/events/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { asProblem, type ArendeProblem } from '../base/problem.ts';
import { tabList } from '../base/tabs.ts';
import { readMe, readRights } from './api.ts';
import { type SettingsTab, settingsTabs, type Who } from './registry.ts';
import { styles } from './styles.ts';
import { settingsTexts } from './texts.ts';

/**
 * What a user may set: people and rights, absence, and whatever else has a tab for them. A client's user finds the users
 * of their own company.
 *
 * @tagname arende-settings
 * @attr {string} tab - The tab that is open: `people`, `absence` …; the first one where it is not for this user.
 * @csspart panel - What the open tab shows.
 */
export class ArendeSettings extends ArendeElement {
  static override styles = [...ArendeElement.styles, [styles]];
  static override properties: PropertyDeclarations = {
    ...ArendeElement.properties,
    tab: { type: String, reflect: true },
    who: { state: true },
    module: { state: true },
    missing: { state: true },
  };
  declare tab: string | null;
  /** @internal */
  declare who: Who | null;
  /** @internal The code of the open tab. */
  declare module: { key: string; view(who: Who): TemplateResult } | null;
  /** @internal Why the tab's code is not there. */
  declare missing: ArendeProblem | null;
  #fetching = '';

  constructor() {
    super();
    this.tab = null;
    this.clear();
  }

  protected override get hasData(): boolean {
    return this.who !== null;
  }

  protected override get heading(): string {
    return settingsTexts[this.language].heading;
  }

  protected override clear(): void {
    this.who = null;
    this.module = null;
    this.missing = null;
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    const [me, rights] = await Promise.all([readMe(signal), readRights(signal)]);
    this.who = { me, rights };
  }

  /** One's own rights may be among what has changed; the tabs look after the rest themselves. */
  protected override changed(changes: ChangeView[]): void {
    if (changes.some(({ topic }) => topic === 'people')) this.refresh();
  }

  get #tabs(): SettingsTab[] {
    return this.who ? settingsTabs.filter((tab) => tab.isFor(this.who!)) : [];
  }

  get #open(): SettingsTab | undefined {
    const tabs = this.#tabs;
    return tabs.find(({ key }) => key === this.tab) ?? tabs[0];
  }

  protected override updated(): void {
    const open = this.#open;
    if (open && this.module?.key !== open.key && !this.missing) void this.#fetch(open);
  }

  async #fetch({ key, load }: SettingsTab): Promise<void> {
    if (this.#fetching === key) return;
    this.#fetching = key;
    try {
      const { view } = await this.need(load());
      if (this.#open?.key === key) this.module = { key, view };
    } catch (error) {
      if (this.#open?.key === key) this.missing = asProblem(error);
    } finally {
      this.#fetching = '';
      this.requestUpdate();
    }
  }

  #choose(key: string): void {
    this.tab = key;
    this.missing = null;
  }

  protected override content(): TemplateResult {
    const t = settingsTexts[this.language];
    const tabs = this.#tabs;
    const open = this.#open;
    if (!open) return this.message(t.nothingTitle, t.nothingText);
    return html`${
        tabs.length > 1
          ? tabList({
              id: 'settings',
              label: t.heading,
              tabs: tabs.map(({ key, label }) => ({ key, label: this.say(label(this.who!)) })),
              chosen: open.key,
              choose: (key) => this.#choose(key),
            })
          : ''
      }
      <div
        part="panel"
        id="settings-panel"
        role=${tabs.length > 1 ? 'tabpanel' : 'group'}
        aria-label=${this.say(open.label(this.who!))}
      >
        ${this.#panel(open)}
      </div>`;
  }

  #panel({ key }: SettingsTab): TemplateResult {
    const t = settingsTexts[this.language];
    if (this.module?.key === key) return this.module.view(this.who!);
    if (!this.missing) return this.skeleton();
    return html`<div class="banner danger" role="alert">
      <span>${t.notFetched}</span>
      <button type="button" @click=${() => (this.missing = null)}>${t.tryAgain}</button>
    </div>`;
  }

  protected override skeleton(): TemplateResult {
    return html`${[1, 2, 3, 4].map(() => html`<p><span class="bone"></span></p>`)}`;
  }
}

if (!customElements.get('arende-settings')) customElements.define('arende-settings', ArendeSettings);

declare global {
  interface HTMLElementTagNameMap {
    'arende-settings': ArendeSettings;
  }
}
