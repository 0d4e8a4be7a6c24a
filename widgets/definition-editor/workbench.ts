import { html, nothing, type TemplateResult } from 'lit';
import { asProblem } from '../base/problem.ts';
import { readDraft } from './api.ts';
import type { ArendeCodeEditor } from './code/code-editor.ts';
import './code/code-editor.ts';
import type { ArendeDefinitionEditor } from './definition-editor.ts';
import { OpenDocument } from './document.ts';
import { outline } from './outline.ts';
import { panel } from './panels.ts';
import { problemList } from './problems.ts';
import { saveDraft, take } from './saving.ts';
import { filled, together } from './scenarios/files.ts';
import { sized } from './sized.ts';
import { splitter } from './splitter.ts';
import { tabList } from '../base/tabs.ts';
import { editorKeys, type editorTexts } from './texts.ts';
import { workbenchStyles as styles } from './workbench-styles.ts';

export { filled, OpenDocument, saveDraft, styles, together };

export type TabKey = keyof typeof editorTexts.sv.tabs;

const codeOf = (host: ArendeDefinitionEditor): ArendeCodeEditor | null =>
  host.renderRoot.querySelector('arende-code-editor');

/** Moves the cursor to what a JSON pointer names; with `focus`, the keyboard too. */
export function goToPointer(host: ArendeDefinitionEditor, pointer: string, focus: boolean): void {
  codeOf(host)?.goToPointer(pointer, focus);
}

/** Text on one side, what comes of it on the other. */
export function workbench(host: ArendeDefinitionEditor, open: OpenDocument): TemplateResult {
  const { t } = host;
  const tabs = (Object.keys(t.tabs) as TabKey[]).map((key) => ({ key, label: t.tabs[key] }));
  const findings = open.findings ?? [];
  return html`<div class="bench">
    ${header(host, open)} ${notices(host, open)}
    <div class="sides" ${sized(host.percent)}>
      <section class="text" part="text" aria-label=${t.code}>
        <arende-code-editor
          .document=${open}
          .text=${open.text}
          .language=${host.language}
          .findings=${findings}
          .readOnly=${!host.mayWrite}
          .changed=${(text: string) => open.write(text)}
          .moved=${(path: (string | number)[]) => (host.path = path)}
          .save=${() => void host.save()}
        ></arende-code-editor>
        ${tabList({
          id: 'lower',
          label: t.below,
          tabs: [
            { key: 'problems', label: t.problems, count: findings.length },
            { key: 'outline', label: t.outline },
          ],
          chosen: host.lower,
          choose: (key) => (host.lower = key),
        })}
        <div class="lower" id="lower-panel" role="tabpanel" tabindex="0" aria-labelledby=${`lower-tab-${host.lower}`}>
          ${
            host.lower === 'outline'
              ? outline(open.value, host.language, (pointer) => goToPointer(host, pointer, true))
              : open.findings
                ? problemList(findings, host.language, ({ line, column }) => codeOf(host)?.goTo(line, column))
                : html`<p class="calm muted">${t.checking}</p>`
          }
        </div>
      </section>
      ${splitter({ label: t.splitter, percent: host.percent, set: (percent) => (host.percent = percent) })}
      <section class="beside" part="panel" aria-label=${t.beside}>
        ${tabList({ id: 'beside', label: t.beside, tabs, chosen: host.tab, choose: (key) => (host.tab = key) })}
        <div
          class="panel ${host.tab}"
          id="beside-panel"
          role="tabpanel"
          tabindex="0"
          aria-labelledby=${`beside-tab-${host.tab}`}
        >
          ${panel(host, open, (pointer, focus) => goToPointer(host, pointer, focus))}
        </div>
      </section>
    </div>
  </div>`;
}

function header(host: ArendeDefinitionEditor, open: OpenDocument): TemplateResult {
  const { t, language } = host;
  const title = (open.definition ?? open.running?.definition)?.title as { sv: string; en: string } | undefined;
  const code = () => codeOf(host);
  return html`<div class="bench-head">
    <button type="button" class="back bare" @click=${() => void host.leave()}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M10 3 5 8l5 5" fill="none" stroke="currentColor" stroke-width="1.75" />
      </svg>
      ${t.back}
    </button>
    <div class="names">
      <h2 tabindex="-1">${title?.[language] ?? open.definitionId}</h2>
      <p class="muted small"><code>${open.definitionId}</code> · ${stateOf(host, open)}</p>
    </div>
    <div class="buttons">
      ${checkBadge(host, open)}
      <button type="button" class="bare" @click=${() => code()?.search()}>${t.search}</button>
      <button type="button" class="bare" aria-label=${t.keys} @click=${() => void showKeys(host)}>?</button>
      ${
        host.mayWrite
          ? html`<button type="button" class="bare" @click=${() => code()?.format()}>${t.format}</button>
              <button
                type="button"
                class="primary save"
                aria-disabled=${open.isDirty && !host.saving ? 'false' : 'true'}
                @click=${() => void host.save()}
              >
                ${host.saving ? t.saving : t.save}
              </button>`
          : html`<span class="badge neutral">${t.readOnly}</span>`
      }
    </div>
  </div>`;
}

async function showKeys(host: ArendeDefinitionEditor): Promise<void> {
  try {
    const { openHelp } = await host.need(import('../base/help.ts'));
    await openHelp(host, host.t.keys, editorKeys);
  } catch (error) {
    await host.tell(host.t.keys, asProblem(error));
  }
}

function stateOf({ t }: ArendeDefinitionEditor, open: OpenDocument): string {
  const version = open.running ? t.version(open.running.version) : t.newProcess;
  if (open.isDirty) return `${version} · ${t.unsaved}`;
  return `${version} · ${open.draft ? t.status[open.draft.status] : t.untouched}`;
}

function checkBadge(host: ArendeDefinitionEditor, open: OpenDocument): TemplateResult {
  const { t } = host;
  if (!open.findings) return html`<span class="badge neutral">${t.checking}</span>`;
  const { errors } = open;
  const warnings = open.findings.length - errors;
  const tone = errors > 0 ? 'danger' : warnings > 0 ? 'warning' : 'success';
  const first = open.findings.find(({ severity }) => severity === 'error') ?? open.findings[0];
  if (!first) return html`<span class="badge success">${t.noProblems}</span>`;
  return html`<button
    type="button"
    class="bare to-problem"
    @click=${() => codeOf(host)?.goTo(first.line, first.column)}
  >
    <span class="badge ${tone}">${t.problemCount(errors, warnings)}</span>
  </button>`;
}

/** What happened elsewhere to what is open here. */
function notices(host: ArendeDefinitionEditor, open: OpenDocument): TemplateResult | typeof nothing {
  const { t } = host;
  const theirs = host.drafts.find(({ id }) => id === open.draft?.id);
  const newer = host.items?.find(({ id }) => id === open.definitionId)?.running.version ?? 0;
  if (theirs && open.draft && theirs.etag !== open.draft.etag && !host.saving) {
    const fetchTheirs = async (): Promise<void> => {
      try {
        take(open, await readDraft(theirs.id));
      } catch (error) {
        await host.tell(t.notOpened, asProblem(error));
      }
    };
    return html`<div class="banner" role="status">
      <span>${t.changedElsewhere}</span>
      <button type="button" @click=${() => void fetchTheirs()}>${t.fetchTheirs}</button>
    </div>`;
  }
  if (open.running && newer > open.running.version) {
    return html`<div class="banner" role="status">${t.newerVersion(newer)}</div>`;
  }
  return nothing;
}
