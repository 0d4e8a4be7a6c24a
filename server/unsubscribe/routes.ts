import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../definitions/language/types.ts';
import { EngineRefusal, EngineUnavailable } from '../engine/port.ts';
import { engineUnavailable, notFound } from '../http/problem.ts';
import { bearerRoute, type Call, openRoute } from '../http/route.ts';
import type { Services } from '../services.ts';
import {
  acceptMails,
  areRefused,
  audit,
  type DeclinableMail,
  dropRefusal,
  instanceRow,
  mailOfToken,
  refusalsOf,
  refuseMails,
} from '../store/index.ts';
import { MailRefusals, type MailRefusalsView, Unsubscribe, type UnsubscribeView } from './schema.ts';

const any = ['settings' as const];

/**
 * Saying no to mails, by the link that stands in them: nobody logs in for that, and whoever has the link can do no more with
 * it. Only a POST does anything, because programs open links to look at them (RFC 8058).
 */
export const unsubscribeRoutes = [
  openRoute({
    method: 'GET',
    path: '/v1/unsubscribe/:token',
    summary: 'What the link in a mail would stop',
    answer: Unsubscribe,
    async handler(call) {
      return viewOf(call, await mailFor(call));
    },
  }),
  // The first is what Arende's own page asks, the second what mail programs post to, with a form that says nothing more.
  ...['/v1/unsubscribe/:token', '/unsubscribe/:token'].map((path) =>
    openRoute({
      method: 'POST',
      path,
      summary: 'Stops mails like the one with this link; again changes nothing',
      bodyType: 'application/x-www-form-urlencoded',
      answer: Unsubscribe,
      handler: unsubscribe,
    }),
  ),
  openRoute({
    method: 'DELETE',
    path: '/v1/unsubscribe/:token',
    summary: 'Takes it back, where no process keeps it',
    answer: Unsubscribe,
    async handler(call) {
      const mail = await mailFor(call);
      const scope = call.services.store.tenant(mail.tenantId);
      await acceptMails(scope, mail);
      await audit(scope, call.now, lineOf(mail, 'mail.resubscribed'));
      return viewOf(call, mail);
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/mail-refusals',
    summary: 'Which mails the user has said no to',
    grant: { any, right: 'read' },
    answer: MailRefusals,
    async handler({ scope, access }): Promise<MailRefusalsView> {
      return { items: await refusalsOf(scope, access.userId) };
    },
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/mail-refusals/:id',
    summary: 'The user wants these mails again',
    grant: { any, right: 'act' },
    answer: MailRefusals,
    async handler({ scope, access, params, now }): Promise<MailRefusalsView> {
      if (!(await dropRefusal(scope, access.userId, params.id!))) throw notFound();
      const actor = `user:${access.userId}`;
      await audit(scope, now, { actor, action: 'mail.resubscribed', target: params.id!, details: {} });
      return { items: await refusalsOf(scope, access.userId) };
    },
  }),
];

async function mailFor({ services, params }: Call): Promise<DeclinableMail> {
  const mail = /^u[a-z0-9]{24}$/.test(params.token!) ? await mailOfToken(services.store, params.token!) : null;
  if (!mail) throw notFound();
  return mail;
}

async function unsubscribe(call: Call): Promise<UnsubscribeView> {
  const { services, now } = call;
  const mail = await mailFor(call);
  const scope = services.store.tenant(mail.tenantId);
  for (const { unsubscribe: no, target } of mail.items) {
    if (no.event && target.instanceId) await raise(services, mail, target.instanceId, no.event);
  }
  await refuseMails(scope, mail, now);
  await audit(scope, now, lineOf(mail, 'mail.unsubscribed'));
  services.feed.nudge();
  return { ...(await viewOf(call, mail)), unsubscribed: true };
}

/** The process hears of it; one that is past that has nothing more to send. */
async function raise(services: Services, mail: DeclinableMail, instanceId: string, event: string): Promise<void> {
  const { tenantId, mailId, userId, email } = mail;
  const row = await instanceRow(services.store.tenant(tenantId), instanceId);
  if (!row) return;
  const address = { tenantId, definitionId: row.definition_id as string, key: row.key as string };
  const data: JsonObject = userId === null ? { email } : {};
  try {
    await services.engine.raise(address, { event, data, key: `unsubscribe/${mailId}` });
  } catch (error) {
    if (error instanceof EngineUnavailable) throw engineUnavailable();
    if (!(error instanceof EngineRefusal)) throw error;
  }
}

const lineOf = ({ mailId, userId, items }: DeclinableMail, action: string) => ({
  actor: userId === null ? 'link' : `user:${userId}`,
  action,
  target: mailId,
  details: { kinds: [...new Set(items.map(({ unsubscribe }) => unsubscribe.kind))] },
});

async function viewOf({ services }: Call, mail: DeclinableMail): Promise<UnsubscribeView> {
  const { firm, language, items } = mail;
  const isKept = items.every(({ unsubscribe }) => !unsubscribe.event);
  const titles = items.map(({ unsubscribe }) => unsubscribe.title);
  return {
    firm,
    language,
    titles: titles.filter((title, at) => titles.findIndex((other) => isDeepStrictEqual(other, title)) === at),
    unsubscribed: isKept && (await areRefused(services.store.tenant(mail.tenantId), mail)),
    again: isKept ? 'here' : mail.userId === null ? 'firm' : 'settings',
  };
}
