import { localDate } from '../../definitions/calendar/index.ts';
import { toldOf } from '../policies/threads.ts';
import { type Scope, queueMail, type Thread, type Writer } from '../store/index.ts';

/** A mail waits for the rest of what somebody writes in one go. */
const waitMs = 60_000;

/** Tells those whom a message is for (K-25): who wrote and where to answer, never what. One mail for a burst. */
export async function announceMessage(
  scope: Scope,
  { thread, author, messageId, now }: { thread: Thread; author: Writer; messageId: string; now: string },
): Promise<void> {
  const about = thread.client?.name ?? '';
  const comment = thread.kind === 'shared' || thread.kind === 'firm';
  const subject = comment
    ? { sv: `Ny kommentar: ${about}`, en: `New comment: ${about}` }
    : { sv: `Nytt meddelande: ${about}`, en: `New message: ${about}` };
  const body = comment
    ? {
        sv: `${author.name} har skrivit en kommentar i portalen.`,
        en: `${author.name} has written a comment in the portal.`,
      }
    : {
        sv: `${author.name} har skrivit ett meddelande i portalen.`,
        en: `${author.name} has written a message in the portal.`,
      };
  for (const { userId } of await toldOf(scope, thread, author)) {
    await queueMail(scope.store, {
      tenantId: scope.tenantId,
      key: `message/${messageId}/${userId}`,
      userId,
      category: 'message',
      localDate: localDate(now),
      burst: `message/${thread.id}`,
      item: {
        subject,
        body,
        link: { sv: 'Läs och svara', en: 'Read and answer' },
        target: { clientId: thread.client?.id ?? null, threadId: thread.id },
        unsubscribe: { kind: 'message', title: { sv: 'Mejl om nya meddelanden', en: 'Mails about new messages' } },
      },
      now,
      sendAt: new Date(Date.parse(now) + waitMs).toISOString(),
    });
  }
}
