import type { Static } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import { type MailWords, mailWords } from '../../definitions/index.ts';
import { compiledByHash } from '../engine/compiled.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { requireRight } from '../policies/index.ts';
import {
  definitionByHash,
  type DueMail,
  firmProfile,
  latestVersions,
  newestInstance,
  newId,
  queueMail,
  recentMails,
  tenantById,
} from '../store/index.ts';
import { renderMail } from './render.ts';
import { Mailings, type MailingsView, Preview, PreviewBody, type PreviewView } from './schema.ts';

const any = ['settings' as const];

/** What goes out in the firm's name, looked at before and after, with the very code that makes it. */
export const mailRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/mailings',
    summary: 'The mails that the firm’s processes can send, and those that went out last',
    grant: { any, right: 'read' },
    answer: Mailings,
    handler: mailings,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/mail-previews',
    summary: 'A mail as its recipient sees it: one that went out, or a template with the newest case of its process',
    grant: { any, right: 'act' },
    body: PreviewBody,
    answer: Preview,
    handler: preview,
  }),
];

async function mailings({ scope, access }: BearerCall): Promise<MailingsView> {
  await requireRight(scope, access, 'manage-settings');
  const processes: MailingsView['processes'] = [];
  for (const { definitionId, hash } of await latestVersions(scope.store, scope.tenantId)) {
    const { id, title, templates } = (await definitionByHash(scope.store, hash))!;
    const named = Object.entries(templates ?? {}).map(([name, { subject }]) => ({ name, subject }));
    if (named.length === 0) continue;
    const about = (await newestInstance(scope, definitionId))?.label ?? null;
    processes.push({ definition: { id, title }, about, templates: named });
  }
  const mails = (await recentMails(scope)).map(({ mailId: id, recipient, items, status, sendAt }) => ({
    id,
    to: recipient.name || recipient.email,
    subject: items[0]!.subject,
    items: items.length,
    status,
    sendAt,
  }));
  return { processes, mails };
}

async function preview(call: BearerCall<unknown, Static<typeof PreviewBody>>): Promise<PreviewView> {
  const { scope, access, body } = call;
  await requireRight(scope, access, 'manage-settings');
  if (!('mail' in body)) return template(call as never, body);
  const mail = (await recentMails(scope)).find(({ mailId }) => mailId === body.mail);
  if (!mail) throw notFound();
  return viewOf(mail, mail.unsubscribeToken !== null);
}

async function template(
  { scope, access, now, services }: BearerCall,
  { definition: id, template: name, language, send }: Exclude<Static<typeof PreviewBody>, { mail: string }>,
): Promise<PreviewView> {
  const version = (await latestVersions(scope.store, scope.tenantId)).find(({ definitionId }) => definitionId === id);
  if (!version) throw notFound();
  const compiled = await compiledByHash(scope.store, version.hash);
  if (!Object.hasOwn(compiled.definition.templates ?? {}, name)) throw notFound();
  const state = await newestInstance(scope, id);
  if (!state) throw noCase();
  let words: MailWords;
  try {
    words = mailWords(compiled, state, name, now);
  } catch {
    throw noCase();
  }
  const item = { ...words, target: { instanceId: state.input.instanceId, clientId: state.input.clientId } };
  const firm = (await tenantById(scope.store, scope.tenantId))!;
  const { senderName } = await firmProfile(scope);
  const declinable = compiled.definition.templates![name]!.unsubscribe !== undefined;
  if (send) {
    await queueMail(scope.store, {
      tenantId: scope.tenantId,
      key: `preview/${newId('k')}`,
      userId: access.userId,
      channels: ['email'],
      category: 'notice',
      localDate: localDate(now),
      item,
      now,
    });
    services.feed.nudge();
  }
  return viewOf(
    {
      firm: { name: senderName ?? firm.name, portalUrl: firm.portalUrl },
      recipient: { userId: access.userId, name: access.name, email: '', language },
      category: 'notice',
      digest: null,
      items: [item],
    },
    declinable,
  );
}

const noCase = () =>
  new Problem(409, 'no_case_to_show', 'The process has no case with which this mail can be shown. Start one first.', {
    text: {
      sv: 'Processen har inget ärende som mejlet kan visas med. Starta ett först.',
      en: 'The process has no case with which this mail can be shown. Start one first.',
    },
  });

/** The link for saying no is shown and leads nowhere: who looks at a mail is not who it is for. */
function viewOf(
  mail: Pick<DueMail, 'firm' | 'recipient' | 'category' | 'digest' | 'items'>,
  declinable: boolean,
): PreviewView {
  const { name, email } = mail.recipient;
  const { firm } = mail;
  return { from: firm.name, to: name || email, ...renderMail({ ...mail, unsubscribeUrl: declinable ? '#' : null }) };
}
