import { type Static, Type } from '@sinclair/typebox';
import { fileName, receiveFile } from '../files/incoming.ts';
import { idempotencyHeader, idempotencyKey } from '../http/idempotency.ts';
import { dispositionOf } from '../http/disposition.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { grants } from '../policies/index.ts';
import { heardBy, readersOf, requireThread, threadComponents } from '../policies/threads.ts';
import {
  addMessage,
  addMessageFile,
  audit,
  changeMessage,
  FileNotYours,
  findMessages,
  markRead,
  type Message as StoredMessage,
  messageById,
  messagePage,
  ownClients,
  reachedMessage,
  reachedMessageFile,
  readNumber,
  type Thread,
  unreadByThread,
  userNames,
} from '../store/index.ts';
import { announceMessage } from './announce.ts';
import { channels, visibleChannels } from './channels.ts';
import { changeableUntil, fileView, messageViews } from './presenter.ts';
import {
  ChannelList,
  ChannelQuery,
  FindQuery,
  Found,
  type FoundView,
  Message,
  MessageBody,
  MessageChange,
  MessageFile,
  type MessageFileView,
  MessagePage,
  type MessagePageView,
  MessageQuery,
  type MessageView,
  ReadAnswer,
  ReadBody,
} from './schema.ts';

const any = threadComponents;
const foundAtMost = 50;

export const messageRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/channels',
    summary: 'The channels between firm and clients that the user reads',
    grant: { any: ['messages'], right: 'read' },
    query: ChannelQuery,
    answer: ChannelList,
    handler: channels,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/messages',
    summary: 'Messages in channels that hold these words, newest first',
    grant: { any: ['messages'], right: 'read' },
    query: FindQuery,
    answer: Found,
    handler: find,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/threads/:id/messages',
    summary: 'What has been written in a channel, or as comments on an instance',
    grant: { any, right: 'read' },
    query: MessageQuery,
    answer: MessagePage,
    handler: page,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/threads/:id/messages',
    summary: 'Writes a message or a comment; whoever it is for is told by mail, without what it says',
    grant: { any, right: 'act' },
    headers: idempotencyHeader,
    body: MessageBody,
    answer: Message,
    status: 201,
    handler: write,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/threads/:id/files',
    summary: 'Uploads a file that goes with the next message; the body is its bytes',
    grant: { any, right: 'upload' },
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }, { additionalProperties: false }),
    bodyType: 'application/octet-stream',
    answer: MessageFile,
    status: 201,
    handler: attach,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/threads/:id/read',
    summary: 'The user has seen everything up to a message',
    grant: { any, right: 'read' },
    body: ReadBody,
    answer: ReadAnswer,
    handler: read,
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/messages/:id',
    summary: 'Changes the words of an own message, within a quarter of an hour',
    grant: { any, right: 'act' },
    body: MessageChange,
    answer: Message,
    handler: change,
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/messages/:id',
    summary: 'Takes an own message back, within a quarter of an hour',
    grant: { any, right: 'act' },
    answer: Message,
    handler: takeBack,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/message-files/:id/content',
    summary: 'The bytes of a file that goes with a message; always a download',
    grant: { any, right: 'read' },
    answerType: 'application/octet-stream',
    handler: content,
  }),
];

async function page(call: BearerCall<Static<typeof MessageQuery>>): Promise<MessagePageView> {
  const { scope, access, bearer, query, params, now } = call;
  const thread = await requireThread(call, params.id!, 'read');
  const limit = query.limit ?? 50;
  const newest = await messagePage(scope, thread.id, { limit, before: query.before ?? null });
  const shown = newest.slice(0, limit).toReversed();
  const readers = await readersOf(scope, thread);
  const names = await userNames(scope, readers);
  const may = (right: 'act' | 'upload') =>
    (thread.instanceId === null ? (['messages'] as const) : (['case', 'inbox', 'status-board'] as const)).some(
      (component) => grants(bearer.components, component, right),
    );
  const { id, kind, client, user, instanceId, lastNumber } = thread;
  return {
    thread: {
      id,
      kind,
      client,
      user,
      instanceId,
      readers: readers.map((userId) => ({ id: userId, name: names.get(userId) ?? '' })),
      readNumber: await readNumber(scope, access.userId, id),
      lastNumber,
      mayWrite: may('act'),
      mayAttach: may('upload'),
    },
    items: await messageViews(scope, access, shown, now),
    before: newest.length > limit ? shown[0]!.number : null,
  };
}

async function write(call: BearerCall<unknown, Static<typeof MessageBody>>): Promise<MessageView> {
  const { services, scope, access, params, body, now, http } = call;
  const key = idempotencyKey(http);
  const thread = await requireThread(call, params.id!, 'act');
  const fileIds = body.files ?? [];
  const text = wordsOf(body.text, fileIds.length > 0);
  const author = { userId: access.userId, name: access.name, side: sideOf(access.role) };
  const changes = await heardBy(scope, thread);
  const { messageId, repeated } = await addMessage(scope, { thread, author, text, fileIds, key, now, changes }).catch(
    (error: unknown) => {
      if (!(error instanceof FileNotYours)) throw error;
      throw new Problem(422, 'file_unknown', 'A file is not there, or went with another message. Upload it again.', {
        text: {
          sv: 'En bilaga finns inte kvar. Ta bort den och lägg till den igen.',
          en: 'An attachment is no longer there. Remove it and add it again.',
        },
      });
    },
  );
  if (!repeated) {
    await announceMessage(scope, { thread, author, messageId, now });
    const details = { thread: thread.id, files: fileIds.length };
    await audit(scope, now, { actor: `user:${access.userId}`, action: 'message.written', target: messageId, details });
    services.feed.nudge();
  }
  return viewOf(call, (await messageById(scope, messageId))!);
}

async function attach(call: BearerCall<{ name: string }>): Promise<MessageFileView> {
  const { scope, access, params, query, now } = call;
  const name = fileName(query.name);
  const thread = await requireThread(call, params.id!, 'upload');
  const file = await receiveFile(call);
  return fileView(await addMessageFile(scope, { thread, name, file, userId: access.userId, now }));
}

async function read(call: BearerCall<unknown, Static<typeof ReadBody>>): Promise<Static<typeof ReadAnswer>> {
  const { services, scope, access, params, body } = call;
  const thread = await requireThread(call, params.id!, 'read');
  const { userId } = access;
  const [change] = await heardBy(scope, thread);
  await markRead(scope, { userId, threadId: thread.id, number: body.number, changes: [{ ...change!, userId }] });
  services.feed.nudge();
  return { unread: (await unreadByThread(scope, userId, [thread.id])).get(thread.id) ?? 0 };
}

async function change(call: BearerCall<unknown, Static<typeof MessageChange>>): Promise<MessageView> {
  const { thread, message } = await changeable(call);
  return changed(call, thread, message, wordsOf(call.body.text, false));
}

async function takeBack(call: BearerCall): Promise<MessageView> {
  const { thread, message } = await changeable(call);
  return changed(call, thread, message, null);
}

async function changed(
  call: BearerCall,
  thread: Thread,
  { id }: StoredMessage,
  text: string | null,
): Promise<MessageView> {
  const { services, scope, access, now } = call;
  await changeMessage(scope, { id, text, now, changes: await heardBy(scope, thread) });
  const action = text === null ? 'message.deleted' : 'message.changed';
  await audit(scope, now, { actor: `user:${access.userId}`, action, target: id, details: { thread: thread.id } });
  services.feed.nudge();
  return viewOf(call, (await messageById(scope, id))!);
}

/** The user's own message, while it may still be changed. */
async function changeable(call: BearerCall): Promise<{ thread: Thread; message: StoredMessage }> {
  const { scope, access, params, now } = call;
  const message = await reachedMessage(scope, access, params.id!);
  if (!message) throw notFound();
  const thread = await requireThread(call, message.threadId, 'act');
  if (message.author.userId !== access.userId) {
    throw new Problem(403, 'not_yours', 'Only who wrote a message may change it.');
  }
  if (changeableUntil(access, message, now) !== null) return { thread, message };
  throw new Problem(409, 'too_late_to_change', 'A message can be changed for a quarter of an hour.', {
    text: {
      sv: 'Ett meddelande går att ändra eller ta bort i en kvart. Skriv ett nytt i stället.',
      en: 'A message can be changed or deleted for a quarter of an hour. Write another one instead.',
    },
  });
}

async function content(call: BearerCall): Promise<unknown> {
  const { services, scope, access, params, http, now } = call;
  const file = await reachedMessageFile(scope, access, params.id!);
  if (!file) throw notFound();
  await requireThread(call, file.threadId, 'read');
  if (!(await services.files.has(file.sha256))) {
    services.log.error({ fileId: file.id, sha256: file.sha256 }, 'the bytes of an attachment are missing on disk');
    throw new Problem(503, 'file_missing', 'The file cannot be read right now.', { headers: { 'Retry-After': '60' } });
  }
  const actor = `user:${access.userId}`;
  await audit(scope, now, { actor, action: 'attachment.read', target: file.id, details: { thread: file.threadId } });
  http.set('Content-Type', file.mediaType);
  http.set('Content-Disposition', dispositionOf(file.name));
  http.set('Cache-Control', 'private, no-store');
  http.length = file.sizeBytes;
  return services.files.read(file.sha256);
}

async function find(call: BearerCall<Static<typeof FindQuery>>): Promise<FoundView> {
  const { scope, access, query, now } = call;
  const own = access.role === 'client' ? await visibleChannels(scope, access, await ownClients(scope, access)) : null;
  const found = await findMessages(scope, access, {
    q: query.q.trim(),
    clientId: query.client ?? null,
    threadIds: own && own.map(({ id }) => id),
    limit: foundAtMost,
  });
  const views = await messageViews(scope, access, found, now);
  return {
    items: views.map((message, index) => ({
      message,
      client: { id: found[index]!.clientId, name: found[index]!.clientName },
    })),
  };
}

const viewOf = async ({ scope, access, now }: BearerCall<unknown, unknown>, message: StoredMessage) =>
  (await messageViews(scope, access, [message], now))[0]!;

const sideOf = (role: string): 'client' | 'firm' => (role === 'client' ? 'client' : 'firm');

function wordsOf(text: string, mayBeEmpty: boolean): string {
  const words = text.replace(/\r\n?/g, '\n').trim();
  if (words !== '' || mayBeEmpty) return words;
  const said = { sv: 'Skriv något.', en: 'Write something.' };
  throw new Problem(422, 'message_empty', 'A message has words or files.', {
    text: said,
    fields: [{ pointer: '/text', text: said }],
  });
}
