/** What people are told: notices of the chart, reminders and escalations. */
import { afterQuietHours, localDate, nextDigest } from '../calendar/index.ts';
import type { Channel, DigestFrequency, IsoInstant, NotifyParams, TaskDeclaration, Text } from '../language/types.ts';
import type { Applying } from './apply.ts';
import { taskDeclaration, type Compiled } from './compile.ts';
import { LOG_TEXTS } from './log.ts';
import { addressOf, personOf } from './roles.ts';
import { renderAddress } from './template.ts';
import { refreshTimers } from './timers.ts';
import type { InstanceState, Notice, StepResult, Task } from './types.ts';
import { ambientOf, NO_EVENT, renderText } from './variables.ts';

type At = Pick<Applying, 'event' | 'now' | 'ambient'>;

type Frequency = DigestFrequency | 'now' | 'never';
export const FREQUENCIES: readonly string[] = ['now', 'daily', 'weekly', 'monthly', 'never'] satisfies Frequency[];
const isFrequency = (value: unknown): value is Frequency => typeof value === 'string' && FREQUENCIES.includes(value);
const DEFAULT_CHANNELS: Channel[] = ['email', 'portal'];

/** What goes out; nothing where nobody is to be told. */
export function notice(
  compiled: Compiled,
  state: InstanceState,
  params: NotifyParams,
  category: Notice['category'],
  taskId: string | null,
  at: At,
): Notice[] {
  if (params.each !== undefined) {
    const { each, ...rest } = params;
    const items = evaluate(compiled, state, each, at);
    return (Array.isArray(items) ? items : []).flatMap((item) =>
      notice(compiled, state, rest, category, taskId, { ...at, ambient: { ...at.ambient, item } }),
    );
  }
  const template = compiled.definition.templates?.[params.template];
  if (!template) throw new Error(`"${compiled.definition.id}" has no template "${params.template}".`);
  const outside = compiled.definition.roles[params.to]?.members === 'address';
  const address = addressOf(compiled, state, params.to, at.ambient);
  const frequency = frequencyOf(compiled, state, params, at);
  if (frequency === 'never' || (outside && !address)) return [];
  const channels = params.channels ?? (outside ? ['email'] : DEFAULT_CHANNELS);
  const digest = frequency === 'now' || !channels.includes('email') ? null : frequency;
  const sendAt = channels.some((channel) => channel !== 'portal') ? sendTime(compiled, params, digest, at.now) : null;
  const { assigneeId: userId, excludedIds } = personOf(compiled, state, params.to, at.ambient);
  const render = (text: Text) => renderText(compiled, text, at.ambient, state.context, at.event);
  const own = { context: state.context, event: at.event };
  return [
    {
      type: 'notify',
      template: params.template,
      role: params.to,
      userId,
      excludedIds,
      address,
      channels,
      sendAt,
      digest,
      subject: render(template.subject),
      body: render(template.body),
      link: template.link ? render(template.link) : null,
      ...(template.url && { url: renderAddress(template.url, compiled.scope(at.event.type || null), at.ambient, own) }),
      ...(template.unsubscribe && {
        unsubscribe: { event: template.unsubscribe, title: compiled.definition.title },
      }),
      category,
      taskId,
      localDate: localDate(sendAt ?? at.now),
    },
  ];
}

export interface MailWords {
  subject: Text;
  body: Text;
  link: Text | null;
}

/** What a template says of an instance as it is now, when nothing in particular has happened: to be looked at, not to be sent. */
export function mailWords(compiled: Compiled, state: InstanceState, template: string, now: IsoInstant): MailWords {
  const { subject, body, link } = compiled.definition.templates![template]!;
  const ambient = { ...ambientOf(compiled, { ...state, now }), item: state.tasks[0]?.item ?? null };
  const render = (text: Text) => renderText(compiled, text, ambient, state.context);
  return { subject: render(subject), body: render(body), link: link ? render(link) : null };
}

const evaluate = (compiled: Compiled, state: InstanceState, source: string, at: At) =>
  compiled.scope(at.event.type || null).evaluate(source, at.ambient, { context: state.context, event: at.event });

/** What is no frequency, which a check of the definition has warned of, goes out at once rather than not at all. */
function frequencyOf(compiled: Compiled, state: InstanceState, params: NotifyParams, at: At): Frequency {
  const { digest = 'now' } = params;
  if (isFrequency(digest)) return digest;
  const value = evaluate(compiled, state, digest, at);
  return isFrequency(value) ? value : 'now';
}

/** Null: at once. */
function sendTime(
  compiled: Compiled,
  params: NotifyParams,
  digest: DigestFrequency | null,
  now: IsoInstant,
): IsoInstant | null {
  const at = digest ? nextDigest(now, digest) : now;
  const quiet = params.quietHours === false ? undefined : compiled.definition.quietHours;
  const sendAt = quiet ? afterQuietHours(at, quiet) : at;
  return sendAt === now && !digest ? null : sendAt;
}

/** A reminder or an escalation: people are told, the chart stays where it is. */
export function remind(
  compiled: Compiled,
  before: InstanceState,
  kind: 'reminder' | 'escalation',
  taskId: string,
  now: IsoInstant,
): StepResult {
  const task = before.tasks.find((candidate) => candidate.id === taskId);
  const declaration: TaskDeclaration | undefined = task && taskDeclaration(compiled, task);
  const rule = kind === 'reminder' ? declaration?.reminders : declaration?.escalation;
  if (!task || !declaration || !rule) return { state: before, effects: [], log: [] };
  const role = rule.to ?? declaration.for;
  const told: Task =
    kind === 'reminder' ? { ...task, remindersSent: task.remindersSent + 1 } : { ...task, escalatedTo: role };
  const state: InstanceState = {
    ...before,
    sequence: before.sequence + 1,
    tasks: before.tasks.map((candidate) => (candidate === task ? told : candidate)),
  };
  state.timers = refreshTimers(compiled, state, now, before.deadlines);
  const ambient = { ...ambientOf(compiled, { ...state, now }), item: task.item ?? null };
  const at = { event: NO_EVENT, now, ambient };
  const who = compiled.definition.roles[role]?.title ?? { sv: role, en: role };
  const text = kind === 'reminder' ? LOG_TEXTS.reminded(task.title, who) : LOG_TEXTS.escalated(task.title, who);
  return {
    state,
    effects: notice(compiled, state, { ...rule, to: role }, kind, task.id, at),
    log: [
      {
        kind: 'notified',
        at: now,
        event: kind,
        actor: null,
        fromStatus: state.status,
        toStatus: state.status,
        text,
        data: null,
      },
    ],
  };
}
