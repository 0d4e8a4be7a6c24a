import type { JsonObject } from '../../definitions/language/types.ts';
import type { BoardItemView } from '../../server/board/schema.ts';
import type { AffordanceView } from '../../server/common/schema.ts';
import type { ActRequest, InstanceView } from '../../server/instances/schema.ts';
import { act } from '../base/client.ts';
import type { ArendeElement } from '../base/element.ts';
import { type ArendeProblem, asProblem } from '../base/problem.ts';
import { ArendeActedEvent } from '../events/acted.ts';
import { ArendeBeforeActEvent } from '../events/before-act.ts';
import type { Values } from '../form/fields.ts';
import { itemAfter } from './data.ts';
import { hasForm } from './moves.ts';
import { boardTexts } from './texts.ts';
import { nameOf, statusOf } from './words.ts';

export interface Outcome {
  /** An act is on its way; the card is shown where it leads. */
  sent: (item: BoardItemView) => void;
  acted: (after: BoardItemView, instance: InstanceView) => void;
  /** What is shown may not be how it stands. */
  stale: () => void;
  /** A dialog has closed. */
  returnFocus: (id: string) => void;
}

/** Performs what a user does with a card, asking first where the definition says so, and knows what is on its way. */
export class Acting {
  /** Acts on their way, by instance, and the status that each leads to. */
  readonly pending = new Map<string, { toStatus: string | null }>();
  /** Why the last attempt was not done, by instance. */
  readonly notes = new Map<string, { name: string; text: string }>();
  #host: ArendeElement;
  #outcome: Outcome;
  #drafts = new Map<string, Values>();

  constructor(host: ArendeElement, outcome: Outcome) {
    this.#host = host;
    this.#outcome = outcome;
  }

  get #t() {
    return boardTexts[this.#host.language];
  }

  clear(): void {
    this.pending.clear();
    this.notes.clear();
    this.#drafts.clear();
  }

  note(item: BoardItemView, text: string): void {
    const name = nameOf(item, this.#host.language);
    this.notes.set(item.instanceId, { name, text });
    this.#host.announce(`${name}: ${text}`);
  }

  /** Asks for what the action needs — its form, a confirmation — and performs it. */
  async choose(item: BoardItemView, action: AffordanceView): Promise<void> {
    if (this.pending.has(item.instanceId)) return;
    if (hasForm(action) || action.confirm) return this.#ask(item, action);
    await this.#perform(item, action, {});
  }

  /** Most moves ask for nothing: what asks is fetched when somebody first needs it, with the form. */
  async #ask(item: BoardItemView, action: AffordanceView): Promise<void> {
    const host = this.#host;
    try {
      const { confirmed, filledIn } = await host.need(import('./asking.ts'));
      const asked = { host, item, action };
      if (!hasForm(action)) {
        const yes = await confirmed(asked);
        this.#outcome.returnFocus(item.instanceId);
        if (yes) await this.#perform(item, action, {});
        return;
      }
      const key = `${item.instanceId} ${action.event}`;
      const draft = this.#drafts.get(key) ?? new Map();
      this.#drafts.set(key, draft);
      await filledIn(asked, draft, async (data) => {
        const problem = await this.#perform(item, action, data);
        if (!problem) this.#drafts.delete(key);
        return problem;
      });
      this.#outcome.returnFocus(item.instanceId);
    } catch (error) {
      this.note(item, host.sentence(asProblem(error)));
    }
  }

  /** Gives the problem when it was not done; one without fields has been told on the card. */
  async #perform(item: BoardItemView, action: AffordanceView, data: JsonObject): Promise<ArendeProblem | null> {
    const host = this.#host;
    const id = item.instanceId;
    const request: ActRequest = {
      event: action.event,
      data,
      expectedSequence: item.sequence,
      ...(action.taskId ? { taskId: action.taskId } : {}),
    };
    if (!host.dispatchEvent(new ArendeBeforeActEvent(id, request))) return null;
    const name = nameOf(item, host.language);
    this.notes.delete(id);
    this.pending.set(id, { toStatus: action.toStatus });
    host.announce(this.#t.sendingSaid(name));
    this.#outcome.sent(item);
    try {
      const answer = await act(id, request);
      this.pending.delete(id);
      const after = itemAfter(item, answer.instance);
      this.#outcome.acted(after, answer.instance);
      const status = host.say(statusOf(answer.instance.statuses, after.status).label);
      const moved = after.status !== item.status;
      host.announce(moved ? this.#t.movedSaid(name, status) : this.#t.doneSaid(name, host.say(action.label)));
      host.dispatchEvent(new ArendeActedEvent(id, request, answer));
      return null;
    } catch (error) {
      this.pending.delete(id);
      const problem = asProblem(error);
      if (hasForm(action) && problem.fields.length > 0) host.requestUpdate();
      else this.#notDone(item, problem);
      return problem;
    }
  }

  #notDone(item: BoardItemView, problem: ArendeProblem): void {
    const host = this.#host;
    const sentence = host.sentence(problem);
    if (problem.code === 'session_expired') host.fail(problem);
    // Nobody knows whether it was done: the sentence says so, and the server is asked how it stands.
    if (problem.code === 'outcome_unknown') this.note(item, sentence);
    else this.note(item, this.#t.notMoved(problem.isConflict ? `${sentence} ${this.#t.conflict}` : sentence));
    if (problem.isConflict || problem.code === 'outcome_unknown') this.#outcome.stale();
  }
}
