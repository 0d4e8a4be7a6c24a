import { html, nothing } from 'lit';
import type { JsonObject } from '../../definitions/language/types.ts';
import type { AffordanceView } from '../../server/common/schema.ts';
import type { InstanceView } from '../../server/instances/schema.ts';
import type { TaskItemView } from '../../server/tasks/schema.ts';
import { act } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { baseTexts } from '../base/texts.ts';
import { ArendeActedEvent } from '../events/acted.ts';
import { ArendeBeforeActEvent } from '../events/before-act.ts';
import { ArendeErrorEvent } from '../events/error.ts';
import type { Values } from '../form/fields.ts';
import '../form/form.ts';

export interface Outcome {
  acted: (task: TaskItemView, instance: InstanceView, action: AffordanceView) => void;
  notActed: (task: TaskItemView, problem: ArendeProblem) => void;
}

/** Sends what a user does with a task, asking first where the definition says so, and knows what is on its way. */
export class Acting {
  readonly sendingIds = new Set<string>();
  /** What went wrong, by task, until the next attempt. */
  readonly problems = new Map<string, ArendeProblem>();
  #host: ArendeElement;
  #outcome: Outcome;
  #drafts = new Map<string, Values>();
  #dialogFor: string | null = null;
  #dialogErrors: ArendeProblem['fields'] = [];
  /** Performed here; an older answer that still holds them must not bring them back. A task's id never returns. */
  #doneIds = new Set<string>();

  constructor(host: ArendeElement, outcome: Outcome) {
    this.#host = host;
    this.#outcome = outcome;
  }

  clear(): void {
    this.#drafts.clear();
    this.problems.clear();
  }

  /** What is being sent stays until the answer is there, and what was answered stays away. */
  truthful(tasks: TaskItemView[], shown: TaskItemView[]): TaskItemView[] {
    const open = tasks.filter((task) => !this.#doneIds.has(task.id));
    shown.forEach((task, index) => {
      if (this.sendingIds.has(task.id) && !open.some(({ id }) => id === task.id)) open.splice(index, 0, task);
    });
    return open;
  }

  /** What is typed so far in the form of a task, or of another of its actions. */
  draft(task: TaskItemView, action?: AffordanceView): Values {
    const key = action ? `${task.id} ${action.event}` : task.id;
    let draft = this.#drafts.get(key);
    if (!draft) this.#drafts.set(key, (draft = new Map()));
    return draft;
  }

  /** An action's button was pressed: its form, its confirmation, or at once. */
  async choose(task: TaskItemView, action: AffordanceView): Promise<void> {
    if (this.sendingIds.has(task.id)) return;
    const hasFields = Object.keys((action.form?.properties as object | undefined) ?? {}).length > 0;
    if (!hasFields) return this.perform(task, action, {});
    this.#dialogErrors = [];
    this.#dialogFor = task.id;
    await this.#host.dialog.open({
      title: this.#host.say(action.label),
      body: () => this.#dialogForm(task, action),
      // What a file holds is shown as a table.
      wide: JSON.stringify(action.form).includes('"readFrom"'),
      buttons: [],
    });
    this.#dialogFor = null;
  }

  #dialogForm(task: TaskItemView, action: AffordanceView) {
    return html`${action.confirm ? html`<p class="text">${this.#host.say(action.confirm)}</p>` : nothing}
      <arende-form
        exportparts="field, submit, error-summary"
        .schema=${action.form}
        .instanceId=${task.instanceId}
        .language=${this.#host.language}
        .submitLabel=${this.#host.say(action.label)}
        .submitKind=${action.tone === 'danger' ? 'danger' : 'primary'}
        .busy=${this.sendingIds.has(task.id)}
        .errors=${this.#dialogErrors}
        .draft=${this.draft(task, action)}
        .send=${(data: JsonObject) => void this.#send(task, action, data)}
        ><button type="button" @click=${() => this.#host.dialog.close('')}>${this.#cancel}</button></arende-form
      >`;
  }

  get #cancel(): string {
    return baseTexts[this.#host.language].cancel;
  }

  /** The task's own form was sent in. */
  async perform(task: TaskItemView, action: AffordanceView, data: JsonObject): Promise<void> {
    if (action.confirm) {
      const { confirm } = action;
      const label = this.#host.say(action.label);
      const answer = await this.#host.dialog.open({
        title: `${label}?`,
        body: () => html`<p class="text">${this.#host.say(confirm)}</p>`,
        buttons: [
          { value: '', label: this.#cancel },
          { value: 'send', label, kind: action.tone === 'danger' ? 'danger' : 'primary' },
        ],
      });
      if (answer !== 'send') return;
    }
    await this.#send(task, action, data);
  }

  async #send(task: TaskItemView, action: AffordanceView, data: JsonObject): Promise<void> {
    if (this.sendingIds.has(task.id)) return;
    const request = {
      event: action.event,
      data,
      expectedSequence: task.sequence,
      ...(action.taskId ? { taskId: action.taskId } : {}),
    };
    if (!this.#host.dispatchEvent(new ArendeBeforeActEvent(task.instanceId, request))) return;
    this.problems.delete(task.id);
    this.#dialogErrors = [];
    this.sendingIds.add(task.id);
    this.#host.requestUpdate();
    try {
      const answer = await act(task.instanceId, request);
      this.sendingIds.delete(task.id);
      this.#closeDialog(task);
      this.#host.dispatchEvent(new ArendeActedEvent(task.instanceId, request, answer));
      if (!answer.instance.tasks.some(({ id }) => id === task.id)) this.#done(task);
      this.#outcome.acted(task, answer.instance, action);
    } catch (error) {
      this.sendingIds.delete(task.id);
      this.#failed(task, asProblem(error));
    }
  }

  #done(task: TaskItemView): void {
    this.#doneIds.add(task.id);
    this.#drafts.delete(task.id);
    for (const { event } of task.actions) this.#drafts.delete(`${task.id} ${event}`);
  }

  #failed(task: TaskItemView, problem: ArendeProblem): void {
    if (problem.code === 'session_expired') {
      this.#closeDialog(task);
      return this.#host.fail(problem);
    }
    this.#host.dispatchEvent(new ArendeErrorEvent(problem));
    if (this.#dialogFor === task.id && problem.fields.length > 0) {
      this.#dialogErrors = problem.fields;
      return this.#host.requestUpdate();
    }
    this.#closeDialog(task);
    this.problems.set(task.id, problem);
    this.#outcome.notActed(task, problem);
  }

  #closeDialog(task: TaskItemView): void {
    if (this.#dialogFor === task.id) this.#host.dialog.close('');
  }
}
