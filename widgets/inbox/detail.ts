import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { JsonObject } from '../../definitions/language/types.ts';
import type { AffordanceView } from '../../server/common/schema.ts';
import type { DocumentView } from '../../server/documents/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import type { TaskItemView } from '../../server/tasks/schema.ts';
import { factText, formatDate, formatDue, formatInstant, formatSize } from '../base/format.ts';
import type { ArendeElement } from '../base/element.ts';
import type { Language } from '../base/locale.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import '../form/form.ts';
import type { Values } from '../form/fields.ts';
import { dueTone } from './list.ts';
import type { InboxTexts } from './texts.ts';

export interface DetailModel {
  t: InboxTexts;
  language: Language;
  task: TaskItemView;
  /** Null until it has been fetched. */
  instance: InstanceView | null;
  /** What is to be known before anything else, in a sentence. */
  notice?: string;
  sending: boolean;
  problem: ArendeProblem | null;
  sentence: (problem: ArendeProblem) => string;
  draft: Values;
  back: () => void;
  perform: (action: AffordanceView, data: JsonObject) => void;
  choose: (action: AffordanceView) => void;
  openFile: (file: DocumentView, all: DocumentView[]) => void;
}

/** The event that the task itself asks for. */
export function primaryOf(task: TaskItemView): AffordanceView | undefined {
  return task.actions.find((action) => action.taskId === task.taskId);
}

/** The task that the user may perform; where there is none, the instance in its place, with what else can be done. */
export function taskOf(instance: InstanceView): TaskItemView {
  const own = instance.tasks.find((task) =>
    task.actions.some(({ taskId, allowed }) => taskId === task.taskId && allowed),
  );
  if (own) return own;
  const { id, sequence, definition, label, client, status, openedAt, actions } = instance;
  return {
    id,
    taskId: id,
    instanceId: id,
    sequence,
    definition,
    title: label,
    description: null,
    label: definition.title,
    client,
    assignee: null,
    status,
    due: instance.tasks[0]?.due ?? null,
    openedAt,
    actions: actions.filter(({ taskId }) => taskId === null),
  };
}

export function taskDetail(model: DetailModel): TemplateResult {
  const { t, language, task, problem } = model;
  return html`<article class="task" part="detail" aria-labelledby="task-title">
    <button type="button" class="back bare" @click=${model.back}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M10 3 5 8l5 5" fill="none" stroke="currentColor" stroke-width="1.75" />
      </svg>
      ${t.back}
    </button>
    <header>
      <p class="muted">${[task.client?.name, task.label[language]].filter(Boolean).join(' · ')}</p>
      <h2 id="task-title" tabindex="-1">${task.title[language]}</h2>
      <div class="facts">
        ${
          task.status
            ? html`<span class="badge ${task.status.tone}" part="badge">${task.status.label[language]}</span>`
            : nothing
        }
        ${task.due ? html`<span class=${dueTone(task.due)}>${formatDue(task.due, language)}</span>` : nothing}
      </div>
      ${why(model)} ${facts(model)}
    </header>
    ${model.notice ? html`<p class="banner">${model.notice}</p>` : nothing}
    ${task.description ? html`<p class="text">${task.description[language]}</p>` : nothing}
    ${
      problem && problem.fields.length === 0
        ? html`<div class="banner danger" role="alert" tabindex="-1">
            <span>${model.sentence(problem)} ${problem.isConflict ? t.conflict : nothing}</span>
          </div>`
        : nothing
    }
    ${newestFiles(model)} ${performing(model)} ${others(model)} ${history(model)}
  </article>`;
}

/** What is to be looked at stands before what is to be done. */
function newestFiles(model: DetailModel): TemplateResult | typeof nothing {
  const files = model.instance?.history.findLast(({ documents }) => documents)?.documents;
  if (!files) return nothing;
  return html`<section aria-labelledby="files-title">
    <h3 id="files-title">${model.t.files}</h3>
    ${fileList(model, files)}
  </section>`;
}

/** Few cases have files, and what shows them is large: it is fetched when one is opened. */
export async function openFileOf(element: ArendeElement, file: DocumentView, all: DocumentView[]): Promise<void> {
  try {
    const { openFile } = await element.need(import('./files.ts'));
    await openFile(element, file, all);
  } catch (error) {
    await element.tell(file.name, asProblem(error));
  }
}

function fileList({ language, openFile }: DetailModel, files: DocumentView[]): TemplateResult {
  return html`<ul class="files">
    ${files.map(
      (file) =>
        html`<li>
          <button type="button" @click=${() => openFile(file, files)}>
            <bdi>${file.name}</bdi> <span class="muted small">${formatSize(file.sizeBytes, language)}</span>
          </button>
        </li>`,
    )}
  </ul>`;
}

function facts({ instance, language }: DetailModel): TemplateResult | typeof nothing {
  const known = (instance?.facts ?? []).filter(({ value }) => value !== null && value !== '');
  if (known.length === 0) return nothing;
  return html`<dl class="known">
    ${known.map(
      (fact) =>
        html`<div>
          <dt>${fact.title[language]}</dt>
          <dd>${factText(fact, language)}</dd>
        </div>`,
    )}
  </dl>`;
}

function why({ t, language, task }: DetailModel): TemplateResult | typeof nothing {
  const steps = task.due?.provenance ?? [];
  if (steps.length === 0) return nothing;
  return html`<details>
    <summary>${t.whyThisDay}</summary>
    <ol>
      ${steps.map(
        (step) =>
          html`<li>
            <span class="date">${formatDate(step.date, language)}</span><span>${step.text[language]}</span>
          </li>`,
      )}
    </ol>
  </details>`;
}

function performing(model: DetailModel): TemplateResult | typeof nothing {
  const { task, language } = model;
  const action = primaryOf(task);
  if (!action) return nothing;
  if (!action.allowed) return refused(model, action);
  return html`${keyed(
    task.id,
    html`<arende-form
      class="primary-form"
      exportparts="field, submit, error-summary"
      .schema=${action.form}
      .instanceId=${task.instanceId}
      .language=${language}
      .submitLabel=${action.label[language]}
      .submitKind=${action.tone === 'danger' ? 'danger' : 'primary'}
      .busy=${model.sending}
      .errors=${model.problem?.fields ?? noErrors}
      .draft=${model.draft}
      .send=${(data: JsonObject) => model.perform(action, data)}
    ></arende-form>`,
  )}`;
}

const noErrors: ArendeProblem['fields'] = [];

function refused({ t, language }: DetailModel, action: AffordanceView): TemplateResult {
  return html`<div class="refused">
    <button type="button" aria-disabled="true" aria-describedby=${`why-${action.event}`}>
      ${action.label[language]}
    </button>
    <p id=${`why-${action.event}`} class="muted small">${action.refusal?.text[language] ?? t.notNow}</p>
  </div>`;
}

function others(model: DetailModel): TemplateResult | typeof nothing {
  const { task, t, language } = model;
  const primary = primaryOf(task);
  const actions = task.actions.filter((action) => action !== primary);
  if (actions.length === 0) return nothing;
  return html`<section class="others" aria-labelledby="others-title">
    <h3 id="others-title">${t.otherActions}</h3>
    <div class="buttons">
      ${actions
        .filter((action) => action.allowed)
        .map(
          (action) =>
            html`<button
              type="button"
              class=${action.tone === 'danger' ? 'danger' : 'quiet'}
              part="action"
              aria-disabled=${model.sending ? 'true' : 'false'}
              @click=${() => model.choose(action)}
            >
              ${action.label[language]}
            </button>`,
        )}
    </div>
    ${actions.filter((action) => !action.allowed).map((action) => refused(model, action))}
  </section>`;
}

function history(model: DetailModel): TemplateResult {
  const { t, instance } = model;
  return html`<section class="history" aria-labelledby="history-title" aria-busy=${instance ? 'false' : 'true'}>
    <h3 id="history-title">${t.history}</h3>
    ${instance ? historyLines(model, instance) : html`<span class="bone"></span><span class="bone"></span>`}
  </section>`;
}

function historyLines(model: DetailModel, { history: lines, statuses }: InstanceView): TemplateResult {
  const { t, language } = model;
  return html`<ol>
    ${lines.toReversed().map((line) => {
      const status = line.toStatus === line.fromStatus ? null : statuses.find(({ key }) => key === line.toStatus);
      const record = line.kind === 'record';
      // What the process has put into the history itself is not said twice.
      const said = lines.filter(({ kind, sequence }) => kind === 'record' && sequence === line.sequence);
      const written = Object.values(line.data ?? {}).filter(
        (value) => typeof value === 'string' && !said.some(({ text }) => text.sv === value),
      );
      return html`<li>
        ${record ? html`<q>${line.text[language]}</q>` : html`<span>${line.text[language]}</span>`}
        ${status ? html`<span class="badge ${status.tone}">${status.label[language]}</span>` : nothing}
        ${written.map((text) => html`<q>${text}</q>`)} ${line.documents ? fileList(model, line.documents) : nothing}
        <span class="muted small">${line.actor?.name ?? t.system}, ${formatInstant(line.at, language)}</span>
      </li>`;
    })}
  </ol>`;
}

export function detailSkeleton(): TemplateResult {
  return html`<div class="task">
    <span class="bone short"></span><span class="bone title"></span><span class="bone"></span><span class="bone"></span>
  </div>`;
}
