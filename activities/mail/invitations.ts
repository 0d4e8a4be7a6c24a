import { type DueMail, newInvitationToken, type Store } from '../../server/store/index.ts';

/** Where an invitation is accepted; the token stands in the fragment, which no server along the way sees or logs. */
const page = '/portal/invitation';

/**
 * Gives the invitations in a mail their links, just before it goes out: a link that stood in the outbox could be read
 * there. One that is not open any more gets none.
 */
export async function withInvitationLinks(
  store: Store,
  mail: DueMail,
  options: { publicUrl: string; now: string },
): Promise<DueMail> {
  const items: DueMail['items'] = [];
  for (const item of mail.items) {
    const { invitationId } = item.target;
    const scope = store.tenant(mail.tenantId);
    const token = invitationId ? await newInvitationToken(scope, { invitationId, now: options.now }) : null;
    items.push(token === null ? item : { ...item, url: `${options.publicUrl}${page}#${token}` });
  }
  return { ...mail, items };
}
