import { notFound, Problem } from '../http/problem.ts';
import { readAll } from '../http/body.ts';
import { type Call, openRoute } from '../http/route.ts';
import { localDate } from '../../definitions/calendar/index.ts';
import {
  audit,
  mailBounced,
  mailOfToken,
  queueMail,
  refuseMails,
  reportText,
  type Scope,
  sentMail,
} from '../store/index.ts';
import { readReport } from './delivery-report.ts';

const mostBytes = 10_000;
/** A report may bring back the whole mail. */
const mostMailBytes = 10_000_000;

/** What those who carry messages tell of how it went; the token in the address is all that they have to know. */
export const reportRoutes = [
  openRoute({
    method: 'POST',
    path: '/v1/sms-reports/:token',
    summary: 'The gateway reports whether a text message was delivered',
    bodyType: 'application/x-www-form-urlencoded',
    status: 204,
    handler: textReport,
  }),
  openRoute({
    method: 'POST',
    path: '/v1/mail-reports/:token',
    summary: 'A mail server hands over what came back to the address of one mail',
    bodyType: 'message/rfc822',
    status: 204,
    handler: mailReport,
  }),
];

async function textReport({ services, params, http, now }: Call): Promise<void> {
  const form = new URLSearchParams((await readAll(http.req, mostBytes)).toString('utf8'));
  const status = form.get('status');
  if (status !== 'delivered' && status !== 'failed') {
    throw new Problem(400, 'status_unknown', 'Say in "status" whether it was delivered or failed.');
  }
  const text = /^r[a-z0-9]{24}$/.test(params.token!) ? await reportText(services.store, params.token!, status) : null;
  if (!text) throw notFound();
  const entry = { actor: 'gateway', action: `text.${status}`, target: text.key, details: {} };
  await audit(services.store.tenant(text.tenantId), now, entry);
  http.status = 204;
}

/** The mail as it came to `bounces+<token>@…`. What is no report is taken and changes nothing. */
async function mailReport({ services, params, http, now }: Call): Promise<void> {
  const raw = await readAll(http.req, mostMailBytes);
  const mail = /^u[a-z0-9]{24}$/.test(params.token!) ? await sentMail(services.store, params.token!) : null;
  if (!mail) throw notFound();
  const scope = services.store.tenant(mail.tenantId);
  const report = await readReport(raw);
  if (report.kind === 'complaint') {
    const declinable = await mailOfToken(services.store, params.token!);
    if (declinable) await refuseMails(scope, declinable, now);
  } else if (report.kind !== 'other') {
    const { reason, kind } = report;
    await mailBounced(scope, mail.mailId, { reason, lasting: kind === 'bounced' });
    if (kind === 'bounced' && mail.userId) await tellOfBounce(scope, mail.mailId, mail.userId, reason, now);
  }
  if (report.kind !== 'other') {
    const details = { userId: mail.userId, ...('reason' in report && { reason: report.reason }) };
    await audit(scope, now, { actor: 'mail-server', action: `mail.${report.kind}`, target: mail.mailId, details });
  }
  http.status = 204;
}

/** Where mail does not reach somebody, the bell does. */
async function tellOfBounce(scope: Scope, mailId: string, userId: string, reason: string, now: string): Promise<void> {
  await queueMail(scope.store, {
    tenantId: scope.tenantId,
    key: `bounce/${mailId}`,
    userId,
    channels: ['portal'],
    category: 'notice',
    localDate: localDate(now),
    item: {
      subject: { sv: 'Mejl till dig kommer inte fram', en: 'Mail does not reach you' },
      body: {
        sv: `Din e-postadress tar inte emot mejl: ${reason}\n\nBe byrån rätta adressen.`,
        en: `Your e-mail address does not take mail: ${reason}\n\nAsk the firm to correct it.`,
      },
      link: null,
      target: {},
    },
    now,
  });
}
