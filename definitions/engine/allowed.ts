/** What a user may do now, and if not, why. The same answer for the validator of the workflow and for the buttons. */
import type { ActionDeclaration, IsoInstant, Json, JsonObject, JsonSchema, Text, Tone } from '../language/types.ts';
import { canMove, move } from './chart.ts';
import { activePaths, taskDeclaration, type Ambient, type Compiled } from './compile.ts';
import { declarationsOf, transitionsOf, walk } from './walk.ts';
import { foreseenData, formErrors } from './forms.ts';
import { LimitError } from './limits.ts';
import { membership, type Membership } from './roles.ts';
import type { ActEvent, Actor, Affordance, InstanceState, Refusal, RefusalCode, Task } from './types.ts';
import { ambientOf, type Event } from './variables.ts';

/** Thrown by `step` for an act that is not allowed. `refusal` says why in both languages. */
export class RefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refused: Refusal) {
    super(refused.text.en);
    this.name = 'RefusedError';
    this.refusal = refused;
  }
}

const TEXTS: Record<RefusalCode, Text> = {
  instance_closed: { sv: 'Ärendet är avslutat.', en: 'This case is closed.' },
  stale: {
    sv: 'Någon annan har ändrat ärendet. Titta på det igen och försök på nytt.',
    en: 'Somebody else has changed this case. Look at it again and try once more.',
  },
  task_gone: {
    sv: 'Uppgiften är redan gjord eller inte längre aktuell.',
    en: 'This task is already done or no longer open.',
  },
  event_unknown: { sv: 'Det går inte att göra i den här processen.', en: 'This process has no such action.' },
  event_not_now: { sv: 'Det går inte att göra i det här läget.', en: 'This cannot be done in the present state.' },
  role_missing: { sv: 'Du har inte behörighet att göra detta.', en: 'You do not have the right to do this.' },
  separation_of_duties: {
    sv: 'Någon annan än du måste göra detta, eftersom du har gjort ett tidigare steg.',
    en: 'Somebody other than you must do this, because you did an earlier step.',
  },
  guard_refused: { sv: 'Villkoren för detta är inte uppfyllda.', en: 'The conditions for this are not met.' },
  limit_exceeded: {
    sv: 'Det blir för mycket för ärendet. Ta med färre uppgifter åt gången.',
    en: 'This is more than the case can hold. Send in less at a time.',
  },
  form_invalid: { sv: 'Något i formuläret behöver rättas.', en: 'Something in the form needs to be corrected.' },
};

export const refuse = (code: RefusalCode, text: Text = TEXTS[code]): Refusal => ({ code, text });

/** One way in which an event can be raised now: by performing a task, or by an action. */
interface Offer {
  task: Task | null;
  action: ActionDeclaration | null;
  form: JsonSchema | undefined;
  membership: Membership;
}

/** The ways to raise an event in this state, with how the actor stands to each. */
function offersOf(compiled: Compiled, state: InstanceState, event: string, actor: Actor, ambient: Ambient): Offer[] {
  const member = (role: string, item: Json = null) =>
    membership(compiled, state, role, actor, item === null ? ambient : { ...ambient, item });
  const best = (kinds: Membership[]): Membership =>
    kinds.includes('member') ? 'member' : kinds.includes('excluded') ? 'excluded' : 'stranger';
  const offers: Offer[] = [];
  for (const task of state.tasks.filter((candidate) => candidate.event === event)) {
    const roles = task.escalatedTo ? [task.role, task.escalatedTo] : [task.role];
    const kind = best(roles.map((role) => member(role, task.item)));
    offers.push({ task, action: null, form: taskDeclaration(compiled, task)?.form, membership: kind });
  }
  for (const path of activeNodes(state)) {
    const action = compiled.nodes.get(path)?.node.actions?.[event];
    if (action)
      offers.push({ task: null, action, form: action.form, membership: best(action.for.map((role) => member(role))) });
  }
  return offers;
}

const activeNodes = (state: InstanceState): string[] =>
  activePaths((state.snapshot as { value?: unknown } | null)?.value).reverse();

const handlesNow = (compiled: Compiled, state: InstanceState, event: string): boolean =>
  activeNodes(state).some((path) => transitionsOf(compiled.nodes.get(path)?.node.on?.[event]).length > 0);

const raisedBy = (actor: Actor, type: string, data: JsonObject, task: Task | null): Event => ({
  type,
  data,
  actor: { id: actor.userId, name: actor.name },
  item: task?.item ?? null,
});

/** Why an act is refused now; null if it is allowed. */
export const refusal = (compiled: Compiled, state: InstanceState, act: ActEvent, now: IsoInstant): Refusal | null =>
  judge(compiled, state, act, now).refused;

/** Whether an act is allowed now, which task it performs, if any, and what expressions see. */
export function judge(
  compiled: Compiled,
  state: InstanceState,
  act: ActEvent,
  now: IsoInstant,
): { refused: Refusal } | { refused: null; task: Task | null; ambient: Ambient } {
  const no = (refused: Refusal) => ({ refused });
  if (state.done) return no(refuse('instance_closed'));
  if (act.taskId !== undefined && !state.tasks.some((task) => task.id === act.taskId)) return no(refuse('task_gone'));
  if (act.expectedSequence !== undefined && act.expectedSequence < state.movedSequence) return no(refuse('stale'));
  const ambient = ambientOf(compiled, { ...state, now });
  const offers = offersOf(compiled, state, act.type, act.actor, ambient).filter(
    (offer) => act.taskId === undefined || offer.task?.id === act.taskId,
  );
  if (offers.length === 0 || !handlesNow(compiled, state, act.type)) {
    const { tasks, actions } = declarationsOf(compiled.definition, act.type);
    return no(refuse(tasks.length + actions.length > 0 ? 'event_not_now' : 'event_unknown'));
  }
  const offer = offers.find((candidate) => candidate.membership === 'member');
  if (!offer) {
    return no(refuse(offers.some((o) => o.membership === 'excluded') ? 'separation_of_duties' : 'role_missing'));
  }
  const fields = formErrors(offer.form, act.data);
  if (fields.length > 0) return no({ ...refuse('form_invalid'), fields });
  const { task } = offer;
  const raised = raisedBy(act.actor, act.type, act.data, task);
  try {
    if (canMove(compiled, state, ambient, raised)) return { refused: null, task, ambient };
  } catch (error) {
    if (error instanceof LimitError) return no(refuse('limit_exceeded'));
    throw error;
  }
  return no(refuse('guard_refused', offer.action?.refusedBecause));
}

/** Every event that people may raise, in the order in which the definition names them. */
function eventsOf(compiled: Compiled): string[] {
  const events = new Set<string>();
  for (const { node } of walk(compiled.definition)) {
    for (const task of Object.values(node.tasks ?? {})) events.add(task.event);
    for (const event of Object.keys(node.actions ?? {})) events.add(event);
  }
  return [...events];
}

/** What this user may do with the instance now: tasks first, then actions. What their roles lack is left out. */
export function affordances(compiled: Compiled, state: InstanceState, actor: Actor, now: IsoInstant): Affordance[] {
  if (state.done) return [];
  const ambient = ambientOf(compiled, { ...state, now });
  const found: Affordance[] = [];
  for (const event of eventsOf(compiled)) {
    if (!handlesNow(compiled, state, event)) continue;
    const offers = offersOf(compiled, state, event, actor, ambient).filter((o) => o.membership !== 'stranger');
    // Where a task offers the event already, the action that would do the same is not shown beside it.
    const asTask = offers.some((offer) => offer.task !== null && offer.membership === 'member');
    for (const offer of offers) {
      if (offer.task !== null || !asTask) found.push(affordance(compiled, state, event, offer, actor, ambient));
    }
  }
  return found.sort((a, b) => Number(b.taskId !== null) - Number(a.taskId !== null));
}

function affordance(
  compiled: Compiled,
  state: InstanceState,
  event: string,
  offer: Offer,
  actor: Actor,
  ambient: Ambient,
): Affordance {
  const raised = raisedBy(actor, event, foreseenData(offer.form), offer.task);
  const leads = canMove(compiled, state, ambient, raised);
  const declaration = offer.task ? taskDeclaration(compiled, offer.task) : undefined;
  // With a form, the guard may depend on what is filled in: only the act itself can tell.
  const guarded = !leads && !offer.form ? refuse('guard_refused', offer.action?.refusedBecause) : null;
  const refused = offer.membership === 'excluded' ? refuse('separation_of_duties') : guarded;
  return {
    event,
    label: offer.action?.label ?? declaration?.submit ?? offer.task?.title ?? { sv: event, en: event },
    taskId: offer.task?.id ?? null,
    form: offer.form ?? null,
    confirm: offer.action?.confirm ?? null,
    tone: (offer.action?.tone ?? (offer.task ? 'success' : 'neutral')) as Tone,
    toStatus: leads ? statusAfter(compiled, state, ambient, raised) : null,
    allowed: refused === null,
    refusal: refused,
  };
}

function statusAfter(compiled: Compiled, state: InstanceState, ambient: Ambient, event: Event): string | null {
  const paths = move(compiled, state, ambient, event).paths;
  return statusOf(compiled, paths);
}

/** The board column: that of the deepest active state that names one; of two as deep, the column further left. */
export function statusOf(compiled: Compiled, paths: string[]): string | null {
  const rank = (key: string) => compiled.definition.statuses[key]?.order ?? 0;
  const candidates = paths
    .map((path) => compiled.nodes.get(path)!)
    .filter((node) => node.node.status !== undefined)
    .sort((a, b) => b.depth - a.depth || rank(a.node.status!) - rank(b.node.status!));
  return candidates[0]?.node.status ?? null;
}
