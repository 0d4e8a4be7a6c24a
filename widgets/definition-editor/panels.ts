import { html, nothing, type TemplateResult } from 'lit';
import { cache } from 'lit/directives/cache.js';
import { step } from '../../definitions/language/findings.ts';
import type { Scenario, ScenarioFile } from '../../definitions/simulate/scenario.ts';
import { ArendeProblem } from '../base/problem.ts';
import type { ArendeDefinitionEditor } from './definition-editor.ts';
import type { OpenDocument } from './document.ts';
import { withScenario } from './scenarios/files.ts';
import type { TabKey } from './workbench.ts';

type GoTo = (pointer: string, focus: boolean) => void;

interface Panel {
  /** Fetched when it is looked at for the first time. */
  code: () => Promise<unknown>;
  show: (host: ArendeDefinitionEditor, open: OpenDocument, goTo: GoTo) => TemplateResult;
}

const panels: Record<TabKey, Panel> = {
  chart: {
    code: () => import('./chart/chart-view.ts'),
    show: (host, open, goTo) =>
      html`<arende-chart-view
        .definition=${open.definition}
        .language=${host.language}
        .selected=${host.path.map(step).join('')}
        .choose=${(pointer: string) => goTo(pointer, false)}
      ></arende-chart-view>`,
  },
  year: {
    code: () => import('./year/year-view.ts'),
    show: (host, open) =>
      html`<arende-year-view
        .definition=${open.definition}
        .language=${host.language}
        .stepThrough=${() => (host.tab = 'steps')}
      ></arende-year-view>`,
  },
  steps: {
    code: () => import('./steps/step-view.ts'),
    show: (host, open, goTo) =>
      html`<arende-step-view
        .definition=${open.definition}
        .language=${host.language}
        .keep=${(scenario: Scenario) => open.keep(withScenario(open.scenarios, scenario))}
        .choose=${(pointer: string) => goTo(pointer, false)}
      ></arende-step-view>`,
  },
  scenarios: {
    code: () => import('./scenarios/scenario-view.ts'),
    show: (host, open) =>
      html`<arende-scenario-view
        .definition=${open.definition}
        .language=${host.language}
        .file=${open.scenarios}
        .shipped=${open.shipped}
        .keep=${(file: ScenarioFile | null) => open.keep(file)}
      ></arende-scenario-view>`,
  },
  publish: {
    code: () => import('./publish/publish-view.ts'),
    show: (host, open, goTo) =>
      html`<arende-publish-view
        .host=${host}
        .open=${open}
        .definition=${open.definition}
        .language=${host.language}
        .stale=${open.stale}
        .dirty=${open.isDirty}
        .draft=${open.draft}
        .scenarios=${open.scenarios}
        .showScenarios=${() => (host.tab = 'scenarios')}
        .goTo=${(pointer: string) => goTo(pointer, true)}
      ></arende-publish-view>`,
  },
  versions: {
    code: () => import('./versions/version-view.ts'),
    show: (host, open) =>
      html`<arende-version-view
        .host=${host}
        .open=${open}
        .language=${host.language}
        .changes=${host.changes}
      ></arende-version-view>`,
  },
};

type Fetched = 'under way' | 'here' | 'failed';
/** Of each element: one that goes away while its code is on the way must not keep the next one waiting. */
const fetchedBy = new WeakMap<ArendeDefinitionEditor, Map<TabKey, Fetched>>();

function fetchedFor(host: ArendeDefinitionEditor): Map<TabKey, Fetched> {
  let fetched = fetchedBy.get(host);
  if (!fetched) fetchedBy.set(host, (fetched = new Map()));
  return fetched;
}

/** What stands beside the text, by tab. One that is left is as it was when one comes back to it. */
export function panel(host: ArendeDefinitionEditor, open: OpenDocument, goTo: GoTo): TemplateResult {
  const { t, tab } = host;
  const isStale = open.definition !== null && open.stale && tab !== 'versions';
  // One template whatever is in it: another one would throw away what is kept of the tabs that were left.
  return html`${isStale ? html`<p class="stale" role="status">${t.stale}</p>` : nothing}
  ${cache(inside(host, open, goTo))}`;
}

function inside(host: ArendeDefinitionEditor, open: OpenDocument, goTo: GoTo): TemplateResult {
  const { t, tab } = host;
  const { code, show } = panels[tab];
  const fetched = fetchedFor(host);
  if (!fetched.has(tab)) {
    fetched.set(tab, 'under way');
    host
      .need(code() as Promise<object>)
      .then(() => fetched.set(tab, 'here'))
      .catch(() => fetched.set(tab, 'failed'))
      .finally(() => host.requestUpdate());
  }
  if (fetched.get(tab) === 'failed') {
    const again = (): void => {
      fetched.delete(tab);
      host.requestUpdate();
    };
    return html`<div class="message">
      <p>${host.sentence(new ArendeProblem('code_not_fetched', 0, ''))}</p>
      <button type="button" @click=${again}>${t.tryAgain}</button>
    </div>`;
  }
  if (fetched.get(tab) !== 'here') return html`<div class="message"><span class="bone"></span></div>`;
  if (!open.definition && tab !== 'versions')
    return html`<p class="note">${open.findings ? t.mendFirst : t.checking}</p>`;
  return show(host, open, goTo);
}
