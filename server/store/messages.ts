import { type Access, reachable } from './access.ts';
import { type Change, noteChanges } from './changes.ts';
import { joined, lock, type Row, type Scope } from './connection.ts';
import { searchText } from './directory.ts';
import { newId } from './ids.ts';
import { containing } from './inbox.ts';
import type { Thread } from './threads.ts';

export interface Writer {
  userId: string;
  name: string;
  side: 'client' | 'firm';
}

export interface Message {
  id: string;
  threadId: string;
  number: number;
  /** As they were called when they wrote: a name stays when the account is gone. */
  author: Writer;
  text: string;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
}

export interface MessageFile {
  id: string;
  threadId: string;
  messageId: string | null;
  name: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
}

/** A file that is not there, is another's, or goes with another message already. */
export class FileNotYours extends Error {}

const messageOf = (row: Row): Message => ({
  id: row.id,
  threadId: row.thread_id,
  number: row.number,
  author: { userId: row.author_id, name: row.author_name, side: row.side },
  text: row.text,
  createdAt: row.created_at,
  editedAt: row.edited_at,
  deletedAt: row.deleted_at,
});
const fileOf = (row: Row): MessageFile => ({
  id: row.id,
  threadId: row.thread_id,
  messageId: row.message_id,
  name: row.name,
  mediaType: row.media_type,
  sizeBytes: Number(row.size_bytes),
  sha256: row.sha256,
});

async function keepThread(tx: Scope, thread: Thread, now: string): Promise<void> {
  const row = {
    id: thread.id,
    kind: thread.kind,
    client_id: thread.client?.id ?? null,
    instance_id: thread.instanceId,
    user_id: thread.user?.id ?? null,
    user_name: thread.user?.name ?? null,
    last_number: 0,
    last_at: now,
  };
  await tx.insert('threads', row).onConflict(['tenant_id', 'id']).ignore();
}

/** Writes a message in a thread. The author's same key again finds the first. Throws FileNotYours. */
export async function addMessage(
  scope: Scope,
  input: {
    thread: Thread;
    author: Writer;
    text: string;
    fileIds: string[];
    key: string;
    now: string;
    /** Who hears of it. */
    changes: Change[];
  },
): Promise<{ messageId: string; repeated: boolean }> {
  const { thread, author, text, fileIds, key, now } = input;
  return scope.write(async (tx) => {
    await lock(tx.store, tx.db, `thread/${tx.tenantId}/${thread.id}`);
    const known = await tx.from('messages').where({ author_id: author.userId, key }).first('id');
    if (known) return { messageId: known.id, repeated: true };
    await keepThread(tx, thread, now);
    const { last_number: last } = await tx.from('threads').where({ id: thread.id }).first('last_number');
    const number = last + 1;
    const messageId = newId('w');
    await tx.insert('messages', {
      id: messageId,
      thread_id: thread.id,
      number,
      author_id: author.userId,
      author_name: author.name,
      side: author.side,
      text,
      search: searchText(text),
      key,
      created_at: now,
      edited_at: null,
      deleted_at: null,
    });
    const free = { thread_id: thread.id, uploaded_by: author.userId, message_id: null };
    const taken = await tx.from('message_files').where(free).whereIn('id', fileIds).update({ message_id: messageId });
    if (taken !== fileIds.length) throw new FileNotYours('A file is not there to be sent.');
    await tx.from('threads').where({ id: thread.id }).update({ last_number: number, last_at: now });
    await keepRead(tx, { userId: author.userId, threadId: thread.id, number });
    await noteChanges(tx, input.changes);
    return { messageId, repeated: false };
  });
}

/** The user has seen everything up to this message; the mark never goes back. */
export async function markRead(
  scope: Scope,
  input: { userId: string; threadId: string; number: number; changes: Change[] },
): Promise<void> {
  await scope.write(async (tx) => {
    const thread = await tx.from('threads').where({ id: input.threadId }).first('last_number');
    if (!thread) return;
    await keepRead(tx, { ...input, number: Math.min(input.number, thread.last_number) });
    await noteChanges(tx, input.changes);
  });
}

async function keepRead(tx: Scope, read: { userId: string; threadId: string; number: number }): Promise<void> {
  await tx
    .insert('thread_reads', { user_id: read.userId, thread_id: read.threadId, number: read.number })
    .onConflict(['tenant_id', 'user_id', 'thread_id'])
    .merge(['number'])
    .where('thread_reads.number', '<', read.number);
}

/** The last message of the thread that the user has seen; 0: none. */
export async function readNumber(scope: Scope, userId: string, threadId: string): Promise<number> {
  const row = await scope.from('thread_reads').where({ user_id: userId, thread_id: threadId }).first('number');
  return row?.number ?? 0;
}

/** Newest first; one more than the limit when there is more. */
export async function messagePage(
  scope: Scope,
  threadId: string,
  page: { limit: number; before: number | null },
): Promise<Message[]> {
  const query = scope.from('messages').where({ thread_id: threadId });
  if (page.before !== null) query.where('number', '<', page.before);
  const rows: Row[] = await query.orderBy('number', 'desc').limit(page.limit + 1);
  return rows.map(messageOf);
}

export async function messageById(scope: Scope, id: string): Promise<Message | null> {
  const row = await scope.from('messages').where({ id }).first();
  return row ? messageOf(row) : null;
}

/** A message that a user may come to; see `withinReach`. */
export async function reachedMessage(scope: Scope, access: Access, id: string): Promise<Message | null> {
  const row = await withinReach(scope, access, 'messages').where('m.id', id).first('m.*');
  return row ? messageOf(row) : null;
}

/**
 * Rows of threads that a user may come to, said in the look-up itself: what stands where they do not reach takes the same
 * work as what is not there, so that a refusal's time tells nothing. What else a thread asks for is asked afterwards.
 */
function withinReach(scope: Scope, access: Access, table: 'messages' | 'message_files') {
  const query = joined(scope.from(`${table} as m`), 'threads as t', 't.id', 'm.thread_id');
  if (access.role === 'client') {
    query.whereNot('t.kind', 'firm').where((own) => own.whereNot('t.kind', 'user').orWhere('t.user_id', access.userId));
  }
  return reachable(scope, access, query, 't.client_id');
}

/** Changes the words of a message, or takes words and files away. Null as text deletes. */
export async function changeMessage(
  scope: Scope,
  input: { id: string; text: string | null; now: string; changes: Change[] },
): Promise<void> {
  const { id, text, now } = input;
  await scope.write(async (tx) => {
    if (text === null) {
      await tx.from('messages').where({ id }).update({ text: '', search: '', deleted_at: now });
      await tx.from('message_files').where({ message_id: id }).del();
    } else {
      await tx
        .from('messages')
        .where({ id })
        .update({ text, search: searchText(text), edited_at: now });
    }
    await noteChanges(tx, input.changes);
  });
}

/** Staff who have written in a thread. */
export async function staffInThread(scope: Scope, threadId: string): Promise<string[]> {
  return scope.from('messages').where({ thread_id: threadId, side: 'firm' }).distinct('author_id').pluck('author_id');
}

/** Messages in channels that hold these words, newest first. A user of clients finds those of the threads named. */
export async function findMessages(
  scope: Scope,
  access: Access,
  input: { q: string; clientId: string | null; threadIds: string[] | null; limit: number },
): Promise<(Message & { clientId: string; clientName: string })[]> {
  const query = joined(scope.from('messages as m'), 'threads as t', 't.id', 'm.thread_id');
  joined(query, 'clients as c', 'c.id', 't.client_id')
    .whereIn('t.kind', ['general', 'user'])
    .whereRaw("m.search like ? escape '\\'", [containing(input.q)]);
  reachable(scope, access, query, 't.client_id');
  if (input.clientId !== null) query.where('t.client_id', input.clientId);
  if (input.threadIds !== null) query.whereIn('m.thread_id', input.threadIds);
  const rows: Row[] = await query
    .select('m.*', 't.client_id', 'c.name as client_name')
    .orderBy([
      { column: 'm.created_at', order: 'desc' },
      { column: 'm.id', order: 'desc' },
    ])
    .limit(input.limit);
  return rows.map((row) => ({ ...messageOf(row), clientId: row.client_id, clientName: row.client_name }));
}

/** Keeps the record of a file that has come in, to go with the uploader's next message. */
export async function addMessageFile(
  scope: Scope,
  input: {
    thread: Thread;
    name: string;
    file: { mediaType: string; sizeBytes: number; sha256: string };
    userId: string;
    now: string;
  },
): Promise<MessageFile> {
  const id = newId('a');
  const row = {
    id,
    thread_id: input.thread.id,
    message_id: null,
    name: input.name,
    media_type: input.file.mediaType,
    size_bytes: input.file.sizeBytes,
    sha256: input.file.sha256,
    uploaded_by: input.userId,
    uploaded_at: input.now,
  };
  await scope.write(async (tx) => {
    await keepThread(tx, input.thread, input.now);
    await tx.insert('message_files', row);
  });
  return fileOf(row);
}

export async function filesOfMessages(scope: Scope, messageIds: string[]): Promise<MessageFile[]> {
  if (messageIds.length === 0) return [];
  const rows: Row[] = await scope
    .from('message_files')
    .whereIn('message_id', messageIds)
    .orderBy(['uploaded_at', 'id']);
  return rows.map(fileOf);
}

/** A file that has been sent, or that this user is about to send. */
export async function reachedMessageFile(scope: Scope, access: Access, id: string): Promise<MessageFile | null> {
  const row: Row | undefined = await withinReach(scope, access, 'message_files')
    .where('m.id', id)
    .where((sent) => sent.whereNotNull('m.message_id').orWhere('m.uploaded_by', access.userId))
    .first('m.*');
  return row ? fileOf(row) : null;
}
