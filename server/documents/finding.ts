import { type Static, Type } from '@sinclair/typebox';
import { addDays, localDate } from '../../definitions/calendar/index.ts';
import { refOf } from '../common/presenter.ts';
import { cursorFrom, cursorOf, pageOf } from '../http/cursor.ts';
import { notFound } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { audit, restoreTrash, searchDocuments, trashDays, trashOf, trashRow } from '../store/index.ts';
import { documentView, viewerOf } from './presenter.ts';
import { requireStaff, tried } from './refusals.ts';
import { FoundList, type FoundListView, Restored, type RestoredView, TrashList, type TrashListView } from './schema.ts';

const page = {
  client: Type.Optional(Type.String({ maxLength: 120, description: 'only what belongs to this client' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
  cursor: Type.Optional(Type.String({ maxLength: 1000 })),
};
const SearchQuery = Type.Object(
  { q: Type.String({ minLength: 1, maxLength: 200 }), ...page },
  { additionalProperties: false },
);
const TrashQuery = Type.Object(page, { additionalProperties: false });

/** Before the routes of one document, whose `:id` would take these words. */
export const findingRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/search',
    summary: 'Documents by words in their names and texts, as far as the user may read them',
    grant: { any: ['document-tree'], right: 'read' },
    query: SearchQuery,
    answer: FoundList,
    handler: search,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/trash',
    summary: 'What was deleted and can be taken back; for staff',
    grant: { any: ['document-tree'], right: 'read' },
    query: TrashQuery,
    answer: TrashList,
    handler: trash,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/trash/:id/restore',
    summary: 'Takes back what was deleted',
    grant: { any: ['document-tree'], right: 'upload' },
    answer: Restored,
    async handler({ services, scope, access, params, now }): Promise<RestoredView> {
      const row = await trashRow(scope, access, params.id!);
      if (!row) throw notFound();
      const restored = await tried(restoreTrash(scope, row));
      const details = { name: row.name as string, kind: row.kind as string };
      await audit(scope, now, {
        actor: `user:${access.userId}`,
        action: 'trash.restored',
        target: row.thing_id,
        details,
      });
      services.feed.nudge();
      return restored;
    },
  }),
];

async function search(call: BearerCall<Static<typeof SearchQuery>>): Promise<FoundListView> {
  const { scope, access, query } = call;
  const limit = query.limit ?? 30;
  const before = cursorFrom(query.cursor, 1)?.[0];
  const rows = await searchDocuments(scope, access, {
    q: query.q,
    clientId: query.client ?? null,
    before: before === undefined ? null : Number.parseInt(before, 10) || 0,
    limit,
  });
  const found = pageOf(rows, limit, (row) => [String(row.position)]);
  const viewer = viewerOf(call);
  return {
    items: found.rows.map((row) => ({
      document: documentView(row, viewer),
      client: { id: row.client_id, name: row.client_name },
      folder: { id: row.folder_id, name: row.folder_name },
    })),
    nextCursor: found.nextCursor,
  };
}

async function trash({ scope, access, query }: BearerCall<Static<typeof TrashQuery>>): Promise<TrashListView> {
  requireStaff(access);
  const limit = query.limit ?? 30;
  const after = cursorFrom(query.cursor, 2) as [string, string] | null;
  const rows = await trashOf(scope, access, { clientId: query.client ?? null, limit, after });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      id: row.id,
      client: { id: row.client_id, name: row.client_name },
      kind: row.kind,
      name: row.name,
      deletedAt: row.deleted_at,
      deletedBy: refOf(row.deleted_by, row.deleted_by_name),
      endsOn: addDays(localDate(row.deleted_at), trashDays),
    })),
    nextCursor: rows.length > limit ? cursorOf([last!.deleted_at, last!.id]) : null,
  };
}
