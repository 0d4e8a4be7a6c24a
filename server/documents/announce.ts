import { localDate } from '../../definitions/calendar/index.ts';
import { clientById, clientFacts, queueMail, type Scope, usersOfAudience } from '../store/index.ts';

/** A mail about an upload waits for the rest of the burst. */
const waitMs = 3 * 60_000;

/** Tells the other side that there is something new (L-09, L-16): one mail for a burst of uploads, linking to the tree. */
export async function announceUpload(
  scope: Scope,
  upload: {
    clientId: string;
    folderId: string;
    documentId: string;
    side: 'client' | 'firm';
    clientAccess: string;
    now: string;
  },
): Promise<void> {
  const { clientId, folderId, documentId, side, now } = upload;
  // K-08: of what lies in the firm's own folders the client is told nothing.
  if (side === 'firm' && !['read', 'edit'].includes(upload.clientAccess)) return;
  const facts = await clientFacts(scope, clientId);
  const firm = facts.responsibleId ? `user:${facts.responsibleId}` : 'admin';
  const people = await usersOfAudience(scope, side === 'firm' ? 'client' : firm, clientId);
  const client = await clientById(scope, clientId);
  const body = {
    sv: 'Det finns nya dokument i dokumentarkivet.',
    en: 'There are new documents in the document archive.',
  };
  for (const { userId } of people) {
    await queueMail(scope.store, {
      tenantId: scope.tenantId,
      key: `upload/${documentId}/${userId}`,
      userId,
      category: 'upload',
      localDate: localDate(now),
      burst: `upload/${clientId}`,
      item: {
        subject: { sv: `Nya dokument: ${client!.name}`, en: `New documents: ${client!.name}` },
        body,
        link: { sv: 'Öppna dokumenten', en: 'Open the documents' },
        target: { clientId, folderId },
        unsubscribe: { kind: 'upload', title: { sv: 'Mejl om nya dokument', en: 'Mails about new documents' } },
      },
      now,
      sendAt: new Date(Date.parse(now) + waitMs).toISOString(),
    });
  }
}
