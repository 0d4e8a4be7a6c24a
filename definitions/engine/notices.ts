/** What people are told: notices of the chart, reminders and escalations. */
import { localDate } from '../calendar/index.ts';
import type { IsoInstant, NotifyParams, TaskDeclaration, Text } from '../language/types.ts';
import type { Applying } from './apply.ts';
import { taskDeclaration, type Compiled } from './compile.ts';
import { LOG_TEXTS } from './log.ts';
import { personOf } from './roles.ts';
import { refreshTimers } from './timers.ts';
import type { Effect, InstanceState, StepResult, Task } from './types.ts';
import { ambientOf, NO_EVENT, renderText } from './variables.ts';

export function notice(
  compiled: Compiled,
  state: InstanceState,
  params: NotifyParams,
  category: 'notice' | 'reminder' | 'escalation',
  taskId: string | null,
  at: Pick<Applying, 'event' | 'now' | 'ambient'>,
): Effect {
  const template = compiled.definition.templates?.[params.template];
  if (!template) throw new Error(`"${compiled.definition.id}" has no template "${params.template}".`);
  const render = (text: Text) => renderText(compiled, text, at.ambient, state.context, at.event);
  return {
    type: 'notify',
    template: params.template,
    role: params.to,
    userId: personOf(compiled, state, params.to, at.ambient).assigneeId,
    subject: render(template.subject),
    body: render(template.body),
    link: template.link ? render(template.link) : null,
    category,
    taskId,
    localDate: localDate(at.now),
  };
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
  const role = kind === 'reminder' ? declaration.for : declaration.escalation!.to;
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
    effects: [notice(compiled, state, { template: rule.template, to: role }, kind, task.id, at)],
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
