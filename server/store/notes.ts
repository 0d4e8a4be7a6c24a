import { type Access, reachable } from './access.ts';
import { noteChanges, staffOnly } from './changes.ts';
import { lock, type Row, type Scope } from './connection.ts';
import { newId } from './ids.ts';

export const noteStatuses = ['todo', 'doing', 'done'] as const;
export type NoteStatus = (typeof noteStatuses)[number];

export interface NoteChange {
  at: string;
  author: { id: string; name: string };
  fromStatus: NoteStatus | null;
  toStatus: NoteStatus | null;
  /** What stood there before, where the words changed. */
  fromText: string | null;
}

export interface Note {
  id: string;
  clientId: string;
  kind: 'comment' | 'todo';
  text: string;
  /** Of a to-do. */
  status: NoteStatus | null;
  author: { id: string; name: string };
  createdAt: string;
  deleted: boolean;
  /** Oldest first. */
  history: NoteChange[];
}

interface NoteWriter {
  userId: string;
  name: string;
}

/** Writes a note about a client; the author's same key again finds the first. */
export async function addNote(
  scope: Scope,
  input: Pick<Note, 'clientId' | 'kind' | 'text' | 'status'> & { author: NoteWriter; key: string; now: string },
): Promise<{ id: string; repeated: boolean }> {
  return scope.write(async (tx) => {
    await lock(tx.store, tx.db, `note/${tx.tenantId}/${input.author.userId}`);
    const known = await tx.from('notes').where({ author_id: input.author.userId, key: input.key }).first('id');
    if (known) return { id: known.id, repeated: true };
    const id = newId('o');
    await tx.insert('notes', {
      id,
      client_id: input.clientId,
      kind: input.kind,
      text: input.text,
      status: input.status,
      author_id: input.author.userId,
      author_name: input.author.name,
      key: input.key,
      created_at: input.now,
      deleted_at: null,
    });
    await noteChanges(tx, [{ topic: 'note', clientId: input.clientId, userId: staffOnly }]);
    return { id, repeated: false };
  });
}

/** Changes status or words, and keeps what was there before. What is as it was changes nothing. */
export async function changeNote(
  scope: Scope,
  input: { id: string; status?: NoteStatus; text?: string; deleted?: true; author: NoteWriter; now: string },
): Promise<void> {
  await scope.write(async (tx) => {
    await lock(tx.store, tx.db, `note/${tx.tenantId}/${input.id}`);
    const before: Row = await tx.from('notes').where({ id: input.id }).first();
    const status = input.status ?? before.status;
    const text = input.text ?? before.text;
    if (status === before.status && text === before.text && !input.deleted) return;
    const row = input.deleted ? { deleted_at: input.now } : { status, text };
    await tx.from('notes').where({ id: input.id }).update(row);
    const { n } = await tx.from('note_changes').where({ note_id: input.id }).count({ n: '*' }).first();
    await tx.insert('note_changes', {
      note_id: input.id,
      number: Number(n) + 1,
      at: input.now,
      author_id: input.author.userId,
      author_name: input.author.name,
      from_status: status === before.status ? null : before.status,
      to_status: status === before.status ? null : status,
      from_text: text === before.text ? null : before.text,
    });
    await noteChanges(tx, [{ topic: 'note', clientId: before.client_id, userId: staffOnly }]);
  });
}

/** A client's notes: what is to be done first, then the newest. */
export async function notePage(
  scope: Scope,
  clientId: string,
  page: { limit: number; after: [rank: string, createdAt: string, id: string] | null },
): Promise<(Note & { rank: string })[]> {
  const rank = "case when n.status in ('todo', 'doing') then 0 else 1 end";
  const query = scope.from('notes as n').where({ 'n.client_id': clientId }).whereNull('n.deleted_at');
  if (page.after) {
    const [at, createdAt, id] = page.after;
    query.whereRaw(`(${rank} > ? or (${rank} = ? and (n.created_at, n.id) < (?, ?)))`, [
      Number(at),
      Number(at),
      createdAt,
      id,
    ]);
  }
  const rows: Row[] = await query
    .select('n.*', scope.db.raw(`${rank} as rank_of`))
    .orderByRaw(`${rank}, n.created_at desc, n.id desc`)
    .limit(page.limit + 1);
  const notes = await withHistory(scope, rows);
  return notes.map((note, index) => ({ ...note, rank: String(rows[index]!.rank_of) }));
}

export async function noteById(scope: Scope, id: string): Promise<Note | null> {
  const row = await scope.from('notes').where({ id }).first();
  return row ? (await withHistory(scope, [row]))[0]! : null;
}

/** A note of a client that the user reaches, said in the look-up: another's takes the same work as one that is not there. */
export async function reachedNote(scope: Scope, access: Access, id: string): Promise<Note | null> {
  const row = await reachable(scope, access, scope.from('notes').where({ id }), 'client_id').first();
  return row ? (await withHistory(scope, [row]))[0]! : null;
}

async function withHistory(scope: Scope, rows: Row[]): Promise<Note[]> {
  const ids = rows.map((row) => row.id as string);
  const changes: Row[] =
    ids.length === 0 ? [] : await scope.from('note_changes').whereIn('note_id', ids).orderBy(['note_id', 'number']);
  return rows.map((row) => ({
    id: row.id,
    clientId: row.client_id,
    kind: row.kind,
    text: row.text,
    status: row.status,
    author: { id: row.author_id, name: row.author_name },
    createdAt: row.created_at,
    deleted: row.deleted_at !== null,
    history: changes
      .filter((change) => change.note_id === row.id)
      .map((change) => ({
        at: change.at,
        author: { id: change.author_id, name: change.author_name },
        fromStatus: change.from_status,
        toStatus: change.to_status,
        fromText: change.from_text,
      })),
  }));
}
