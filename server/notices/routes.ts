import type { Static } from '@sinclair/typebox';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { notFound } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { requireRight } from '../policies/index.ts';
import {
  audit,
  failedMails,
  markNotificationsSeen,
  type Notification as Stored,
  notificationPage,
  portalFragment,
  retryMail,
  unseenNotifications,
} from '../store/index.ts';
import { colleagueRoutes } from './colleagues.ts';
import {
  MailFailures,
  type MailFailuresView,
  NotificationList,
  type NotificationListView,
  NotificationQuery,
  type NotificationView,
  SeenAnswer,
  SeenBody,
} from './schema.ts';
import { noticeSettingRoutes } from './settings.ts';
import { reportRoutes } from './reports.ts';

const any = ['notifications' as const];

export const noticeRoutes = [
  ...colleagueRoutes,
  ...noticeSettingRoutes,
  ...reportRoutes,
  bearerRoute({
    method: 'GET',
    path: '/v1/notifications',
    summary: 'What the user has been told, newest first, and how much of it is new',
    grant: { any, right: 'read' },
    query: NotificationQuery,
    answer: NotificationList,
    handler: list,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/notifications/seen',
    summary: 'The user has seen some, or all up to a moment',
    grant: { any, right: 'read' },
    body: SeenBody,
    answer: SeenAnswer,
    handler: seen,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/mail-failures',
    summary: 'Mails that the receiving server refused for good, or that were given up, newest first',
    grant: { any: ['settings'], right: 'read' },
    answer: MailFailures,
    async handler({ scope, access }): Promise<MailFailuresView> {
      await requireRight(scope, access, 'manage-settings');
      return { items: (await failedMails(scope)).map(({ mailId: id, ...failure }) => ({ id, ...failure })) };
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/mail-failures/:id/retry',
    summary: 'Sends a mail that failed once more, and takes its address for good again',
    grant: { any: ['settings'], right: 'act' },
    status: 204,
    async handler({ scope, access, params, now, http }) {
      await requireRight(scope, access, 'manage-settings');
      if (!(await retryMail(scope, params.id!, now))) throw notFound();
      const actor = `user:${access.userId}`;
      await audit(scope, now, { actor, action: 'mail.retried', target: params.id!, details: {} });
      http.status = 204;
    },
  }),
];

async function list(call: BearerCall<Static<typeof NotificationQuery>>): Promise<NotificationListView> {
  const { scope, access, query } = call;
  const limit = query.limit ?? 30;
  const after = cursorFrom(query.cursor, 2) as [string, string] | null;
  const rows = await notificationPage(scope, access, { limit, after, unseenOnly: query.unseen ?? false });
  const page = pageOf(rows, limit, ({ createdAt, id }) => [createdAt, id]);
  return {
    items: page.rows.map(viewOf),
    unseen: await unseenNotifications(scope, access),
    nextCursor: page.nextCursor,
  };
}

async function seen(call: BearerCall<unknown, Static<typeof SeenBody>>): Promise<Static<typeof SeenAnswer>> {
  const { services, scope, access, body, now } = call;
  await markNotificationsSeen(scope, access, body, now);
  services.feed.nudge();
  return { unseen: await unseenNotifications(scope, access) };
}

function viewOf({ id, item, client, createdAt, seenAt }: Stored): NotificationView {
  const { subject, body, link, target } = item;
  return { id, subject, body, link, fragment: portalFragment(target), client, createdAt, seen: seenAt !== null };
}
