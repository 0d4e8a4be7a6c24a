import type { Static } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import { taskDue } from '../common/presenter.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { idempotencyHeader, idempotencyKey } from '../http/idempotency.ts';
import { Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { requireClient, requireRight } from '../policies/index.ts';
import { audit, bookkeepersOf, clientById, firmTasksOf, queueMail } from '../store/index.ts';
import { Outstanding, type OutstandingView, ReminderAnswer, ReminderBody } from './schema.ts';

const any = ['client-list' as const, 'client' as const];

/** "Meddela redovisningskonsulter" (P-23). */
export const colleagueRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/clients/:id/outstanding',
    summary: 'What the firm has left to do for a client, and whom a reminder of it would go to',
    grant: { any, right: 'act' },
    answer: Outstanding,
    handler: outstanding,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/clients/:id/reminders',
    summary: 'Reminds the bookkeepers of a client of tasks, in one mail to each',
    grant: { any, right: 'act' },
    headers: idempotencyHeader,
    body: ReminderBody,
    answer: ReminderAnswer,
    status: 201,
    handler: remind,
  }),
];

async function outstanding({ scope, access, params, now }: BearerCall<unknown, unknown>): Promise<OutstandingView> {
  const clientId = params.id!;
  await requireClient(scope, access, clientId);
  await requireRight(scope, access, 'notify-colleagues', clientId);
  const tasks: OutstandingView['tasks'] = [];
  for (const { id, taskId, state } of await firmTasksOf(scope, clientId)) {
    const task = state.tasks.find((one) => one.id === taskId);
    if (!task) continue;
    const compiled = await compiledByHash(scope.store, state.input.definition.hash);
    tasks.push({
      id,
      instanceId: state.input.instanceId,
      title: task.title,
      label: state.label,
      due: taskDue(compiled, state, task, now),
    });
  }
  const recipients = await bookkeepersOf(scope, clientId);
  return {
    client: { id: clientId, name: (await clientById(scope, clientId))!.name },
    tasks,
    recipients: recipients.map(({ userId, name }) => ({ id: userId, name })),
  };
}

async function remind(call: BearerCall<unknown, Static<typeof ReminderBody>>): Promise<Static<typeof ReminderAnswer>> {
  const { services, scope, access, params, body, now, http } = call;
  const clientId = params.id!;
  const view = await outstanding(call);
  const key = idempotencyKey(http);
  // What somebody has finished meanwhile is no reason to write.
  const chosen = view.tasks.filter(({ id }) => body.tasks.includes(id));
  if (chosen.length === 0) {
    throw new Problem(409, 'tasks_done', 'None of these tasks is open any more. Fetch the list again.', {
      text: {
        sv: 'Ingen av uppgifterna är kvar att göra. Öppna listan igen.',
        en: 'None of these tasks is left to do. Open the list again.',
      },
    });
  }
  if (view.recipients.length === 0) {
    throw new Problem(409, 'no_bookkeeper', 'Nobody works with this client. Choose who is responsible for it.', {
      text: {
        sv: 'Ingen arbetar med kunden. Välj vem som är ansvarig först.',
        en: 'Nobody works with this client. Choose who is responsible first.',
      },
    });
  }
  const words = (language: 'sv' | 'en'): string => {
    const line = ({ title, label, due }: OutstandingView['tasks'][number]) =>
      `– ${title[language]}: ${label[language]}${due ? ` (${due.dueDate})` : ''}`;
    const lead = { sv: `${access.name} påminner om det här:`, en: `${access.name} reminds you of this:` };
    return [lead[language], chosen.map(line).join('\n'), body.comment?.trim() ?? ''].filter(Boolean).join('\n\n');
  };
  const { name } = view.client;
  for (const { id } of view.recipients) {
    await queueMail(scope.store, {
      tenantId: scope.tenantId,
      key: `colleagues/${access.userId}/${key}/${id}`,
      userId: id,
      category: 'notice',
      localDate: localDate(now),
      item: {
        subject: { sv: `Påminnelse om ${name}`, en: `Reminder about ${name}` },
        body: { sv: words('sv'), en: words('en') },
        link: { sv: 'Öppna', en: 'Open' },
        target: { clientId, ...(chosen.length === 1 && { instanceId: chosen[0]!.instanceId }) },
      },
      now,
    });
  }
  const details = { tasks: chosen.map(({ id }) => id), recipients: view.recipients.map(({ id }) => id) };
  await audit(scope, now, { actor: `user:${access.userId}`, action: 'colleagues.reminded', target: clientId, details });
  services.feed.nudge();
  return { recipients: view.recipients, tasks: chosen.length };
}
