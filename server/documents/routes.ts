import { type Static, Type } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import { cursorFrom, cursorOf, pageOf } from '../http/cursor.ts';
import { notFound } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import {
  childFolders,
  documentRow,
  ensureYearOnce,
  folderDocuments,
  folderLineage,
  folderRow,
  markDocumentSeen,
  markFolderSeen,
  mayRead,
  recordViews,
  rootFolders,
} from '../store/index.ts';
import { content } from './content.ts';
import { documentRoutes } from './document-routes.ts';
import { findingRoutes } from './finding.ts';
import { folderRoutes } from './folder-routes.ts';
import { documentView, folderView, viewerOf } from './presenter.ts';
import {
  Children,
  type ChildrenView,
  Document,
  FolderPlace,
  type FolderPlaceView,
  RootList,
  type RootListView,
  SeenAnswer,
  type SeenAnswerView,
} from './schema.ts';
import { upload } from './upload.ts';
import { uploadRoutes } from './uploads.ts';

const read = { any: ['document-tree' as const], right: 'read' as const };
const cursor = Type.Optional(Type.String({ maxLength: 1000 }));
const ListQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })), cursor },
  { additionalProperties: false },
);
const RootQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 100, description: 'part of the client name' })),
    client: Type.Optional(Type.String({ maxLength: 120, description: 'only this client' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor,
  },
  { additionalProperties: false },
);

export const archiveRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/roots',
    summary: 'The clients whose documents the user sees, each with its root folder',
    grant: read,
    query: RootQuery,
    answer: RootList,
    handler: roots,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/folders/:id',
    summary: 'Where a folder stands: its client, and the folders from the root down to it',
    grant: read,
    answer: FolderPlace,
    handler: place,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/folders/:id/children',
    summary: 'What is directly in a folder: folders by name, then documents, newest first',
    grant: read,
    query: ListQuery,
    answer: Children,
    handler: children,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/folders/:id/documents',
    summary: 'Uploads one document in one go; the body is its bytes. What is large goes in parts: `/uploads`',
    grant: { any: ['document-tree'], right: 'upload' },
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }, { additionalProperties: false }),
    headers: {
      'Idempotency-Key': {
        description: 'an upload that is sent again with the same key is kept once',
        schema: Type.String({ minLength: 8, maxLength: 128 }),
      },
    },
    bodyType: 'application/octet-stream',
    answer: Document,
    status: 201,
    handler: upload,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/:id/content',
    summary: 'The bytes of a document; understands Range',
    grant: read,
    answerType: 'application/octet-stream',
    handler: content,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/documents/:id/seen',
    summary: 'The user has seen the document; dots that go out',
    grant: read,
    answer: SeenAnswer,
    async handler({ services, scope, access, params, now }): Promise<SeenAnswerView> {
      const row = await documentRow(scope, access, params.id!);
      if (!row) throw notFound();
      const { userId } = access;
      const seen = { userId, documentId: row.id, folderId: row.folder_id, clientId: row.client_id };
      const cleared = await markDocumentSeen(scope, seen);
      await recordViews(scope, userId, [row.id], now);
      services.feed.nudge();
      return { cleared };
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/folders/:id/seen',
    summary: 'The user has seen everything in the folder and below it; dots that go out',
    grant: read,
    answer: SeenAnswer,
    async handler({ services, scope, access, params }): Promise<SeenAnswerView> {
      const row = await folderRow(scope, access, params.id!);
      if (!row) throw notFound();
      const cleared = await markFolderSeen(scope, { userId: access.userId, folderId: row.id, clientId: row.client_id });
      services.feed.nudge();
      return { cleared };
    },
  }),
  ...findingRoutes,
  ...uploadRoutes,
  ...folderRoutes,
  ...documentRoutes,
];

async function roots(call: BearerCall<Static<typeof RootQuery>>): Promise<RootListView> {
  const { scope, access, query } = call;
  const limit = query.limit ?? 50;
  const after = cursorFrom(query.cursor, 2) as [string, string] | null;
  const rows = await rootFolders(scope, access, {
    limit,
    after,
    q: query.q?.trim() || null,
    clientId: query.client ?? null,
  });
  const page = pageOf(rows, limit, (row) => [row.search, row.client_id]);
  const viewer = viewerOf(call);
  return {
    items: page.rows.map((row) => ({
      client: { id: row.client_id, name: row.client_name },
      folder: folderView(row, viewer),
    })),
    nextCursor: page.nextCursor,
    maxUploadBytes: call.services.settings.maxUploadBytes,
  };
}

async function place(call: BearerCall): Promise<FolderPlaceView> {
  const { scope, access, params } = call;
  const rows = await folderLineage(scope, access, params.id!);
  const root = rows[0];
  if (!root) throw notFound();
  const viewer = viewerOf(call);
  return {
    client: { id: root.client_id, name: root.client_name },
    path: rows.map((row) => folderView(row, viewer)),
  };
}

/** Folders come first, then documents; a page may hold the last of the one and the first of the other. */
async function children(call: BearerCall<Static<typeof ListQuery>>): Promise<ChildrenView> {
  const { scope, access, query, params, now } = call;
  const folder = await folderRow(scope, access, params.id!);
  if (!folder) throw notFound();
  if (folder.parent_id === '') await ensureYearOnce(scope, folder.client_id, Number(localDate(now).slice(0, 4)));
  const limit = query.limit ?? 100;
  const position = cursorFrom(query.cursor, 3);
  const at = (kind: string) => (position?.[0] === kind ? ([position[1]!, position[2]!] as [string, string]) : null);
  const folders = position?.[0] === 'd' ? [] : await childFolders(scope, access, folder.id, { limit, after: at('f') });
  const shownFolders = folders.slice(0, limit);
  const left = limit - shownFolders.length;
  const more = folders.length > limit;
  const skipped = more || !mayRead(access, folder);
  const documents = skipped ? [] : await folderDocuments(scope, access, folder.id, { limit: left, after: at('d') });
  const shownDocuments = documents.slice(0, left);
  const viewer = viewerOf(call);
  return {
    folders: shownFolders.map((row) => folderView(row, viewer)),
    documents: shownDocuments.map((row) => documentView(row, viewer)),
    documentCount: folder.document_count,
    nextCursor: nextCursor(),
  };

  function nextCursor(): string | null {
    const lastFolder = shownFolders.at(-1);
    if (more) return cursorOf(['f', lastFolder!.sort, lastFolder!.id]);
    if (documents.length <= left) return null;
    const last = shownDocuments.at(-1);
    // The folders filled the page: the next one begins with the newest document.
    return last ? cursorOf(['d', last.uploaded_at, last.id]) : cursorOf(['f', lastFolder!.sort, lastFolder!.id]);
  }
}
