import { type Static, Type } from '@sinclair/typebox';
import { ClientRef, Instant, Nullable, UserRef } from '../common/schema.ts';

/** The tree: client root "dokument" / year / area / "08. Augusti" (L-06 to L-08, L-30). */
export const Folder = Type.Object({
  id: Type.String(),
  parentId: Nullable(Type.String()),
  name: Type.String(),
  hasChildren: Type.Boolean(),
  /** Yellow dot: something unseen here or below (L-17, L-18). */
  unseen: Type.Boolean(),
  canUpload: Type.Boolean(),
});
export type FolderView = Static<typeof Folder>;

export const Document = Type.Object({
  id: Type.String(),
  folderId: Type.String(),
  name: Type.String(),
  /** Found from the content, never from the name. */
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
  sha256: Type.String(),
  uploadedAt: Instant,
  uploadedBy: Nullable(UserRef),
  unseen: Type.Boolean(),
  preview: Type.Union([Type.Literal('pdf'), Type.Literal('image'), Type.Null()]),
});
export type DocumentView = Static<typeof Document>;

/** GET /v1/documents/roots?q&limit&cursor: the clients whose trees this user sees, by name, each with its root folder. */
export const RootList = Type.Object({
  items: Type.Array(Type.Object({ client: ClientRef, folder: Folder })),
  nextCursor: Nullable(Type.String()),
  /** Largest file that is taken (`ARENDE_MAX_UPLOAD_BYTES`), so that a page can refuse before it sends. */
  maxUploadBytes: Type.Integer(),
});
export type RootListView = Static<typeof RootList>;

/** GET /v1/folders/{id}/children?limit&cursor: folders first (by name, numeric), then documents (newest first). */
export const Children = Type.Object({
  folders: Type.Array(Folder),
  documents: Type.Array(Document),
  /** Number of documents directly in this folder. */
  documentCount: Type.Integer(),
  nextCursor: Nullable(Type.String()),
});
export type ChildrenView = Static<typeof Children>;

/** GET /v1/folders/{id}: where a folder stands, for links to it. */
export const FolderPlace = Type.Object({
  client: ClientRef,
  /** From the client's root down to the folder itself. */
  path: Type.Array(Folder),
});
export type FolderPlaceView = Static<typeof FolderPlace>;

export const SeenAnswer = Type.Object({
  /** Folders whose dot went out, from the document's folder up to the root. */
  cleared: Type.Array(Type.String()),
});
export type SeenAnswerView = Static<typeof SeenAnswer>;
