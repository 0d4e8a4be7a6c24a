import type { Static } from '@sinclair/typebox';
import { fileName } from '../files/incoming.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { requireAdministrator } from '../policies/index.ts';
import {
  audit,
  changeFolder,
  createFolder,
  folderRow,
  type Row,
  setClientRight,
  setRetention,
  trashFolder,
} from '../store/index.ts';
import { folderView, viewerOf } from './presenter.ts';
import { requireOwnFolder, requireStaff, tried } from './refusals.ts';
import {
  Deleted,
  type DeletedView,
  Folder,
  FolderChange,
  type FolderView,
  NewFolder,
  RetentionChange,
  RightChange,
} from './schema.ts';
import { folderZip } from './zip.ts';

const change = { any: ['document-tree' as const], right: 'upload' as const };

export const folderRoutes = [
  bearerRoute({
    method: 'POST',
    path: '/v1/folders/:id/folders',
    summary: 'A new folder in a folder; for staff',
    grant: change,
    body: NewFolder,
    answer: Folder,
    status: 201,
    async handler(call: BearerCall<unknown, Static<typeof NewFolder>>): Promise<FolderView> {
      const parent = await folderOf(call);
      requireStaff(call.access);
      const name = fileName(call.body.name);
      const id = await tried(createFolder(call.scope, parent, name));
      await written(call, 'folder.created', id, { name, parent: parent.id });
      return viewOf(call, id);
    },
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/folders/:id',
    summary: 'Renames or moves a folder; for staff. Years, areas and months stay',
    grant: change,
    body: FolderChange,
    answer: Folder,
    async handler(call: BearerCall<unknown, Static<typeof FolderChange>>): Promise<FolderView> {
      const { scope, access, body } = call;
      const folder = await folderOf(call);
      requireStaff(access);
      requireOwnFolder(folder);
      const parentId = body.parentId ?? folder.parent_id;
      const parent = await folderRow(scope, access, parentId);
      if (!parent || parent.client_id !== folder.client_id) throw notFound();
      const name = body.name === undefined ? folder.name : fileName(body.name);
      await tried(changeFolder(scope, folder, { name, parentId }));
      await written(call, 'folder.changed', folder.id, { name, parent: parentId });
      return viewOf(call, folder.id);
    },
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/folders/:id',
    summary: 'Puts a folder with all that is in it into the trash; for staff',
    grant: change,
    answer: Deleted,
    async handler(call): Promise<DeletedView> {
      const folder = await folderOf(call);
      requireStaff(call.access);
      requireOwnFolder(folder);
      const by = { userId: call.access.userId, now: call.now };
      const trashId = await tried(trashFolder(call.scope, folder, by));
      await written(call, 'folder.deleted', folder.id, { name: folder.name, trash: trashId });
      return { trashId };
    },
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/folders/:id/client-right',
    summary: "What the client's users may do in a folder and below it (K-08); for staff",
    grant: change,
    body: RightChange,
    answer: Folder,
    async handler(call: BearerCall<unknown, Static<typeof RightChange>>): Promise<FolderView> {
      const folder = await folderOf(call);
      requireStaff(call.access);
      await setClientRight(call.scope, folder, call.body.right);
      await written(call, 'folder.right', folder.id, { right: call.body.right });
      return viewOf(call, folder.id);
    },
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/folders/:id/retention',
    summary: "For how many years a client's archive keeps accounting material; for administrators",
    grant: change,
    body: RetentionChange,
    answer: Folder,
    async handler(call: BearerCall<unknown, Static<typeof RetentionChange>>): Promise<FolderView> {
      const folder = await folderOf(call);
      requireAdministrator(call.access);
      if (folder.parent_id !== '') {
        throw new Problem(
          409,
          'folder_not_root',
          "Retention is set on a client's root folder, for all of its archive.",
        );
      }
      await setRetention(call.scope, folder, call.body.years);
      await written(call, 'folder.retention', folder.id, { years: call.body.years });
      return viewOf(call, folder.id);
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/folders/:id/zip',
    summary: 'A folder with all that the user may read in it and below, as a ZIP file',
    grant: { any: ['document-tree'], right: 'read' },
    answerType: 'application/zip',
    handler: folderZip,
  }),
];

async function folderOf({ scope, access, params }: BearerCall): Promise<Row> {
  const folder = await folderRow(scope, access, params.id!);
  if (!folder) throw notFound();
  return folder;
}

async function viewOf(call: BearerCall, id: string): Promise<FolderView> {
  call.services.feed.nudge();
  return folderView((await folderRow(call.scope, call.access, id))!, viewerOf(call));
}

function written({ scope, now, access }: BearerCall, action: string, target: string, details: object): Promise<void> {
  return audit(scope, now, { actor: `user:${access.userId}`, action, target, details: { ...details } });
}
