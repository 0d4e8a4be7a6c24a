import { type Static, Type } from '@sinclair/typebox';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { idempotencyHeader, idempotencyKey } from '../http/idempotency.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { grants, requireReach } from '../policies/index.ts';
import {
  addNote,
  audit,
  changeNote,
  clientById,
  type Note as StoredNote,
  noteById,
  notePage,
  reachedNote,
} from '../store/index.ts';
import { Note, NoteBody, NoteChange, NoteList, type NoteListView, NoteQuery, type NoteView } from './schema.ts';

const act = { any: ['client' as const], right: 'act' as const };

export const noteRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/notes',
    summary: 'Comments and to-dos about a client, for staff',
    grant: { any: ['client'], right: 'read' },
    query: NoteQuery,
    answer: NoteList,
    handler: list,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/notes',
    summary: 'Writes a comment or a to-do about a client',
    grant: act,
    headers: idempotencyHeader,
    body: NoteBody,
    answer: Note,
    status: 201,
    handler: add,
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/notes/:id',
    summary: 'Changes the words of a note or the status of a to-do; what was there before is kept',
    grant: act,
    body: NoteChange,
    answer: Note,
    handler: change,
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/notes/:id',
    summary: 'Takes a note away',
    grant: act,
    answer: Type.Object({ id: Type.String() }),
    handler: takeAway,
  }),
];

async function list(call: BearerCall<Static<typeof NoteQuery>>): Promise<NoteListView> {
  const { scope, bearer, query } = call;
  const clientId = await clientOf(call, query.client);
  const limit = query.limit ?? 50;
  const after = cursorFrom(query.cursor, 3) as [string, string, string] | null;
  if (after && !/^[01]$/.test(after[0]))
    throw new Problem(400, 'cursor_invalid', 'The cursor is not one of this list.');
  const page = pageOf(await notePage(scope, clientId, { limit, after }), limit, (note) => [
    note.rank,
    note.createdAt,
    note.id,
  ]);
  return {
    items: page.rows.map(noteView),
    nextCursor: page.nextCursor,
    mayWrite: grants(bearer.components, 'client', 'act'),
  };
}

async function add(call: BearerCall<unknown, Static<typeof NoteBody>>): Promise<NoteView> {
  const { services, scope, access, body, now, http } = call;
  const key = idempotencyKey(http);
  const clientId = await clientOf(call, body.client);
  const text = wordsOf(body.text);
  const { kind } = body;
  if (kind === 'comment' && body.status !== undefined) throw statusRefused('A comment has no status.');
  if (kind === 'todo' && body.status === undefined)
    throw statusRefused('Choose the status that the to-do begins with.');
  const author = { userId: access.userId, name: access.name };
  const status = body.status ?? null;
  const { id, repeated } = await addNote(scope, { clientId, kind, text, status, author, key, now });
  if (!repeated) {
    const details = { kind, client: clientId };
    await audit(scope, now, { actor: `user:${access.userId}`, action: 'note.written', target: id, details });
    services.feed.nudge();
  }
  return noteView((await noteById(scope, id))!);
}

async function change(call: BearerCall<unknown, Static<typeof NoteChange>>): Promise<NoteView> {
  const { services, scope, access, body, now } = call;
  const note = await noteOf(call);
  if (note.kind === 'comment' && body.status !== undefined) throw statusRefused('A comment has no status.');
  if (body.text !== undefined && note.author.id !== access.userId && access.role !== 'admin') throw notYours();
  const author = { userId: access.userId, name: access.name };
  const text = body.text === undefined ? {} : { text: wordsOf(body.text) };
  await changeNote(scope, { id: note.id, author, now, ...text, ...(body.status ? { status: body.status } : {}) });
  services.feed.nudge();
  return noteView((await noteById(scope, note.id))!);
}

async function takeAway(call: BearerCall): Promise<{ id: string }> {
  const { services, scope, access, now } = call;
  const note = await noteOf(call);
  if (note.author.id !== access.userId && access.role !== 'admin') throw notYours();
  await changeNote(scope, { id: note.id, deleted: true, author: { userId: access.userId, name: access.name }, now });
  const details = { client: note.clientId };
  await audit(scope, now, { actor: `user:${access.userId}`, action: 'note.deleted', target: note.id, details });
  services.feed.nudge();
  return { id: note.id };
}

/** Notes are the firm's own: for a client's user there are none. */
async function clientOf({ scope, access }: Pick<BearerCall, 'scope' | 'access'>, id: string): Promise<string> {
  const client = access.role === 'client' ? null : await clientById(scope, id);
  await requireReach(scope, access, client && { client_id: client.id });
  return client!.id;
}

async function noteOf(call: BearerCall<unknown, unknown>): Promise<StoredNote> {
  const { scope, access, params } = call;
  const note = access.role === 'client' ? null : await reachedNote(scope, access, params.id!);
  if (!note) throw notFound();
  if (note.deleted) throw new Problem(409, 'note_deleted', 'The note has been taken away.');
  return note;
}

const noteView = ({ id, kind, text, status, author, createdAt, history }: StoredNote): NoteView => ({
  id,
  kind,
  text,
  status,
  author,
  createdAt,
  history,
});

const notYours = () => new Problem(403, 'not_yours', 'Only who wrote a note, or an administrator, may do this.');

const statusRefused = (detail: string) =>
  new Problem(422, 'status_invalid', detail, {
    fields: [{ pointer: '/status', text: { sv: 'Välj en status.', en: detail } }],
  });

function wordsOf(text: string): string {
  const words = text.replace(/\r\n?/g, '\n').trim();
  if (words !== '') return words;
  const said = { sv: 'Skriv något.', en: 'Write something.' };
  throw new Problem(422, 'note_empty', 'A note has words.', { text: said, fields: [{ pointer: '/text', text: said }] });
}
