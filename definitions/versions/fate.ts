/** What would become of one live instance: whether it moves, and what is different for people then. */
import type { Compiled } from '../engine/compile.ts';
import type { InstanceState, StepResult, Task } from '../engine/types.ts';
import { lookAhead, taskRef } from './forward.ts';
import { planMigration } from './plan.ts';
import type { Fate, LookAhead, MailRef, Migration, MigrationProblem } from './types.ts';

/** Never throws for what a definition says: an expression that fails is a reason to refuse. */
export function fateOf(migration: Migration, state: InstanceState, { now, until }: LookAhead): Fate {
  const { from, to } = migration;
  const { input } = state;
  const fate: Fate = {
    instanceId: input.instanceId,
    label: state.label,
    client: input.clientId === null ? null : { id: input.clientId, name: String(input.client.name ?? '') },
    fromVersion: input.definition.version,
    states: state.activeStates,
    status: state.status,
    outcome: 'moves',
    problems: [],
    toStates: [],
    deadlines: [],
    tasksAppearing: [],
    tasksDisappearing: [],
    mailsAppearing: [],
    mailsDisappearing: [],
    mailCounts: [],
    dueDates: [],
    lookedAhead: false,
  };
  try {
    const { result, problems } = planMigration(migration, state, now);
    if (!result) {
      const stays = problems.every(({ code }) => code === 'already_there' || code === 'instance_closed');
      return { ...fate, outcome: stays ? 'stays' : 'refused', problems };
    }
    const moved: Fate = {
      ...fate,
      toStates: result.state.activeStates,
      deadlines: deadlinesOf(from, to, state, result.state),
      ...tasksOf(state.tasks, result.state.tasks),
    };
    return until === null ? moved : { ...moved, ...compared(from, to, state, result, now, until) };
  } catch (error) {
    return { ...fate, outcome: 'refused', problems: [failed(error)] };
  }
}

const failed = (error: unknown): MigrationProblem => {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'not_computable',
    text: {
      sv: `Den nya versionen går inte att räkna ut för ärendet: ${reason}`,
      en: `The new version cannot be worked out for this case: ${reason}`,
    },
    subject: null,
  };
};

function deadlinesOf(from: Compiled, to: Compiled, before: InstanceState, after: InstanceState): Fate['deadlines'] {
  const names = new Set([...Object.keys(before.deadlines), ...Object.keys(after.deadlines)]);
  return [...names].flatMap((name) => {
    const [old, now] = [before.deadlines[name], after.deadlines[name]];
    if (old?.dueAt === now?.dueAt) return [];
    const rule = to.definition.deadlines?.[name] ?? from.definition.deadlines?.[name];
    const title = rule?.title ?? { sv: name, en: name };
    return [{ name, title, before: old?.dueDate ?? null, after: now?.dueDate ?? null }];
  });
}

function tasksOf(before: Task[], after: Task[]): Pick<Fate, 'tasksAppearing' | 'tasksDisappearing'> {
  const without = (tasks: Task[], others: Task[]) =>
    tasks.filter(({ id }) => !others.some((other) => other.id === id)).map(taskRef);
  return { tasksAppearing: without(after, before), tasksDisappearing: without(before, after) };
}

function compared(
  from: Compiled,
  to: Compiled,
  state: InstanceState,
  { state: after, effects }: StepResult,
  now: string,
  until: string,
): Pick<Fate, 'mailsAppearing' | 'mailsDisappearing' | 'mailCounts' | 'dueDates' | 'lookedAhead'> {
  const old = lookAhead(from, state, until, now);
  const next = lookAhead(to, after, until, now, effects);
  const keyOf = (mail: MailRef & { template: string }) =>
    [mail.role, mail.userId, mail.template, mail.category, mail.date].join('\n');
  const without = (mails: typeof old.mails, others: typeof old.mails): MailRef[] => {
    const left = new Map<string, number>();
    for (const mail of others) left.set(keyOf(mail), (left.get(keyOf(mail)) ?? 0) + 1);
    return mails.flatMap((mail) => {
      const count = left.get(keyOf(mail)) ?? 0;
      left.set(keyOf(mail), count - 1);
      const { template: _template, ...ref } = mail;
      return count > 0 ? [] : [ref];
    });
  };
  const dueDates = [...old.tasks].flatMap(([key, task]) => {
    const same = next.tasks.get(key);
    return !same || same.dueDate === task.dueDate ? [] : [{ task: same, before: task.dueDate, after: same.dueDate }];
  });
  return {
    mailsAppearing: without(next.mails, old.mails),
    mailsDisappearing: without(old.mails, next.mails),
    mailCounts: countsOf(old.mails, next.mails),
    dueDates,
    lookedAhead: old.complete && next.complete,
  };
}

function countsOf(before: MailRef[], after: MailRef[]): Fate['mailCounts'] {
  const counts = new Map<string, Fate['mailCounts'][number]>();
  const count = (mails: MailRef[], side: 'before' | 'after') => {
    for (const { role, userId } of mails) {
      const key = `${role}\n${userId ?? ''}`;
      const entry = counts.get(key) ?? { role, userId, before: 0, after: 0 };
      counts.set(key, { ...entry, [side]: entry[side] + 1 });
    }
  };
  count(before, 'before');
  count(after, 'after');
  return [...counts.values()];
}
