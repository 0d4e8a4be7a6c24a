import { type Access, filesOfMessages, type Message, type MessageFile, type Scope } from '../store/index.ts';
import type { MessageFileView, MessageView } from './schema.ts';

/** For so long somebody may change or take back what they wrote. */
const changeableMs = 15 * 60_000;

/** Until when this user may change a message; null where they may not, or no longer. */
export function changeableUntil(access: Access, message: Message, now: string): string | null {
  if (message.author.userId !== access.userId || message.deletedAt !== null) return null;
  const until = new Date(Date.parse(message.createdAt) + changeableMs).toISOString();
  return until > now ? until : null;
}

export async function messageViews(
  scope: Scope,
  access: Access,
  messages: Message[],
  now: string,
): Promise<MessageView[]> {
  const files = await filesOfMessages(
    scope,
    messages.map(({ id }) => id),
  );
  return messages.map((message) => ({
    id: message.id,
    threadId: message.threadId,
    number: message.number,
    author: { id: message.author.userId, name: message.author.name },
    side: message.author.side,
    own: message.author.userId === access.userId,
    text: message.text,
    at: message.createdAt,
    editedAt: message.editedAt,
    deleted: message.deletedAt !== null,
    files: files.filter(({ messageId }) => messageId === message.id).map(fileView),
    changeableUntil: changeableUntil(access, message, now),
  }));
}

export const fileView = ({ id, name, mediaType, sizeBytes }: MessageFile): MessageFileView => ({
  id,
  name,
  mediaType,
  sizeBytes,
});
