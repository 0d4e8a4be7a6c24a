import { type DueMail, newInvitationToken, newPasswordToken, type Store } from '../../server/store/index.ts';

/** Where a link leads; the token stands in the fragment, which no server along the way sees or logs. */
const invitationPage = '/portal/invitation';
const passwordPage = '/login';

/**
 * Gives what opens something its link, just before the mail goes out: one that stood in the outbox could be read there. An
 * invitation that is not open any more gets none.
 */
export async function withInvitationLinks(
  store: Store,
  mail: DueMail,
  options: { publicUrl: string; now: string },
): Promise<DueMail> {
  const items: DueMail['items'] = [];
  for (const item of mail.items) {
    const url = await linkOf(store, mail, item.target, options);
    items.push(url === null ? item : { ...item, url });
  }
  return { ...mail, items };
}

async function linkOf(
  store: Store,
  { tenantId }: DueMail,
  { invitationId, passwordOf }: DueMail['items'][number]['target'],
  { publicUrl, now }: { publicUrl: string; now: string },
): Promise<string | null> {
  if (passwordOf)
    return `${publicUrl}${passwordPage}#reset=${await newPasswordToken(store, { personId: passwordOf, now })}`;
  const token = invitationId ? await newInvitationToken(store.tenant(tenantId), { invitationId, now }) : null;
  return token === null ? null : `${publicUrl}${invitationPage}#${token}`;
}
