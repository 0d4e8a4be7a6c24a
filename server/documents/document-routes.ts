import type { Static } from '@sinclair/typebox';
import { refOf } from '../common/presenter.ts';
import { fileName } from '../files/incoming.ts';
import { notFound } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import {
  audit,
  changeDocument,
  documentNamed,
  documentRow,
  earlierVersion,
  earlierVersions,
  folderRow,
  freeName,
  restoreVersion,
  type Row,
  trashDocument,
  viewsOf,
} from '../store/index.ts';
import { serve } from './content.ts';
import { documentView, viewerOf } from './presenter.ts';
import { nameTaken, requireEdit, requireStaff, tried } from './refusals.ts';
import {
  Deleted,
  type DeletedView,
  Document,
  DocumentChange,
  type DocumentView,
  VersionList,
  type VersionListView,
  ViewList,
  type ViewListView,
} from './schema.ts';

const read = { any: ['document-tree' as const], right: 'read' as const };
const change = { any: ['document-tree' as const], right: 'upload' as const };

export const documentRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/:id',
    summary: 'What is known of a document',
    grant: read,
    answer: Document,
    async handler(call): Promise<DocumentView> {
      return documentView(await documentOf(call), viewerOf(call));
    },
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/documents/:id',
    summary: 'Renames a document, or moves it to another folder of its client',
    grant: change,
    body: DocumentChange,
    answer: Document,
    handler: changed,
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/documents/:id',
    summary: 'Puts a document into the trash',
    grant: change,
    answer: Deleted,
    async handler(call): Promise<DeletedView> {
      const row = await documentOf(call);
      requireEdit(call.access, row);
      const by = { userId: call.access.userId, now: call.now };
      const trashId = await tried(trashDocument(call.scope, row, by));
      await written(call, 'document.deleted', row.id, { name: row.name, trash: trashId });
      return { trashId };
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/:id/versions',
    summary: 'The versions of a document, the newest first',
    grant: read,
    answer: VersionList,
    async handler(call): Promise<VersionListView> {
      const row = await documentOf(call);
      const earlier = await earlierVersions(call.scope, row.id);
      return { items: [{ ...row, number: row.version }, ...earlier].map(versionView) };
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/:id/versions/:number/content',
    summary: 'The bytes of one version; understands Range',
    grant: read,
    answerType: 'application/octet-stream',
    async handler(call) {
      const row = await documentOf(call);
      return serve(call, row, await versionOf(call, row));
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/documents/:id/versions/:number/restore',
    summary: 'An earlier version becomes the newest; nothing is lost',
    grant: change,
    answer: Document,
    async handler(call): Promise<DocumentView> {
      const row = await documentOf(call);
      requireEdit(call.access, row);
      const { number } = await versionOf(call, row);
      if (number !== row.version) {
        await restoreVersion(call.scope, row.id, number, { userId: call.access.userId, now: call.now });
        await written(call, 'document.restored', row.id, { version: number });
      }
      return documentView(await documentOf(call), viewerOf(call));
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/documents/:id/views',
    summary: 'Who has opened or fetched a document; for staff',
    grant: read,
    answer: ViewList,
    async handler(call): Promise<ViewListView> {
      const row = await documentOf(call);
      requireStaff(call.access);
      const views = await viewsOf(call.scope, row.id);
      return {
        items: views.map((view) => ({
          user: refOf(view.user_id, view.name)!,
          side: view.role === 'client' ? 'client' : 'firm',
          firstAt: view.first_at,
          lastAt: view.last_at,
        })),
      };
    },
  }),
];

async function changed(call: BearerCall<unknown, Static<typeof DocumentChange>>): Promise<DocumentView> {
  const { scope, access, body } = call;
  const row = await documentOf(call);
  requireEdit(access, row);
  const folderId = body.folderId ?? row.folder_id;
  const folder = await folderRow(scope, access, folderId);
  if (!folder || folder.client_id !== row.client_id) throw notFound();
  requireEdit(access, folder);
  const wanted = body.name === undefined ? (row.name as string) : fileName(body.name);
  // Who renames chose the name; who moves did not, so that a number is added where it is taken.
  const taken = body.name !== undefined && (await documentNamed(scope, folderId, wanted, row.id)) !== null;
  if (taken) throw nameTaken();
  const name = await freeName(scope, folderId, wanted, row.id);
  await tried(changeDocument(scope, row, { folderId, name }));
  await written(call, 'document.changed', row.id, { name, folder: folderId });
  return documentView(await documentOf(call), viewerOf(call));
}

async function documentOf({ scope, access, params }: BearerCall): Promise<Row> {
  const row = await documentRow(scope, access, params.id!);
  if (!row) throw notFound();
  return row;
}

/** The document itself when it is the newest version that is asked for. */
async function versionOf({ scope, params }: BearerCall, row: Row): Promise<Row & { number: number }> {
  const number = /^\d{1,9}$/.test(params.number!) ? Number(params.number) : 0;
  const version = number === row.version ? row : await earlierVersion(scope, row.id, number);
  if (!version) throw notFound();
  return { ...version, number };
}

const versionView = (row: Row): VersionListView['items'][number] => ({
  number: row.number,
  mediaType: row.media_type,
  sizeBytes: Number(row.size_bytes),
  uploadedAt: row.uploaded_at,
  uploadedBy: refOf(row.uploaded_by, row.uploaded_by_name),
});

async function written(call: BearerCall, action: string, target: string, details: object): Promise<void> {
  const { scope, now, access, services } = call;
  await audit(scope, now, { actor: `user:${access.userId}`, action, target, details: { ...details } });
  services.feed.nudge();
}
