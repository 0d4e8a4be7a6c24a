import { type Static, Type } from '@sinclair/typebox';
import { CivilDate, ClientRef, Instant, Nullable, UserRef } from '../common/schema.ts';

/** The tree: client root "dokument" / year / area / "08. Augusti" (L-06 to L-08, L-30). */
export const Folder = Type.Object({
  id: Type.String(),
  parentId: Nullable(Type.String()),
  name: Type.String(),
  hasChildren: Type.Boolean(),
  /** Yellow dot: something unseen here or below (L-17, L-18). */
  unseen: Type.Boolean(),
  canUpload: Type.Boolean(),
  /** Folders may be made in it, and rights given (K-07, K-08). */
  canArrange: Type.Boolean(),
  /** It may be renamed, moved and deleted; years, areas and months stay, because filing rules look for them. */
  canChange: Type.Boolean(),
  /** K-08, for staff: what the client's users may do here, and whether that was said here or of a folder above. */
  clientRight: Nullable(
    Type.Object({
      right: Type.Union([Type.Literal('none'), Type.Literal('read'), Type.Literal('edit')]),
      own: Type.Boolean(),
    }),
  ),
  /** On a client's root, for who may change it: how many years its accounting material is kept; null: as the law asks. */
  retention: Nullable(Type.Object({ years: Nullable(Type.Integer()), lawYears: Type.Integer() })),
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
  /** 1 for what was uploaded once; an upload of the same name to the same folder is the next. */
  version: Type.Integer(),
  /** It may be renamed, moved, deleted, and an earlier version taken back. */
  canChange: Type.Boolean(),
  /** What the virus scanner said; `unscanned`: there is none, or it has not come to it. */
  scan: Type.Union([Type.Literal('unscanned'), Type.Literal('clean'), Type.Literal('infected')]),
  /** Accounting material is not ended before this day, bokföringslagen 7 kap. 2 §; null: nothing holds it. */
  lockedUntil: Nullable(CivilDate),
  /** The calendar year in which the fiscal year ends that it belongs to; null: it is no accounting material. */
  materialYear: Nullable(Type.Integer()),
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

/** POST /v1/folders/{id}/folders */
export const NewFolder = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 120 }) },
  { additionalProperties: false },
);

/** PUT /v1/folders/{id}: another name, another place, or both. */
export const FolderChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    parentId: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** PUT /v1/folders/{id}/client-right (K-08); null: as in the folder above. */
export const RightChange = Type.Object(
  {
    right: Type.Union([Type.Literal('none'), Type.Literal('read'), Type.Literal('edit'), Type.Null()]),
  },
  { additionalProperties: false },
);

/** PUT /v1/folders/{id}/retention, of a client's root; null: seven years, 0: nothing is held. */
export const RetentionChange = Type.Object(
  { years: Nullable(Type.Integer({ minimum: 0, maximum: 50 })) },
  { additionalProperties: false },
);

/** PUT /v1/documents/{id}: another name, another folder of the same client, or both. */
export const DocumentChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    folderId: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** What was deleted can be taken back with this: POST /v1/trash/{id}/restore. */
export const Deleted = Type.Object({ trashId: Type.String() });
export type DeletedView = Static<typeof Deleted>;

export const Restored = Type.Object({ folderId: Type.String() });
export type RestoredView = Static<typeof Restored>;

/** GET /v1/documents/{id}/versions: the newest first; the first one is the document as it is. */
export const VersionList = Type.Object({
  items: Type.Array(
    Type.Object({
      number: Type.Integer(),
      mediaType: Type.String(),
      sizeBytes: Type.Integer(),
      uploadedAt: Instant,
      uploadedBy: Nullable(UserRef),
    }),
  ),
});
export type VersionListView = Static<typeof VersionList>;

/** GET /v1/documents/{id}/views, for staff: who has opened or fetched it, the latest first. */
export const ViewList = Type.Object({
  items: Type.Array(
    Type.Object({
      user: UserRef,
      side: Type.Union([Type.Literal('client'), Type.Literal('firm')]),
      firstAt: Instant,
      lastAt: Instant,
    }),
  ),
});
export type ViewListView = Static<typeof ViewList>;

/** GET /v1/documents/search: documents with all the words in name or text, each word as a beginning; the newest first. */
export const FoundList = Type.Object({
  items: Type.Array(
    Type.Object({
      document: Document,
      client: ClientRef,
      folder: Type.Object({ id: Type.String(), name: Type.String() }),
    }),
  ),
  nextCursor: Nullable(Type.String()),
});
export type FoundListView = Static<typeof FoundList>;

/** GET /v1/documents/trash, for staff: what was deleted in the last 30 days, and what retention still holds. */
export const TrashList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      client: ClientRef,
      kind: Type.Union([Type.Literal('folder'), Type.Literal('document')]),
      name: Type.String(),
      deletedAt: Instant,
      deletedBy: Nullable(UserRef),
      /** From this day on it may be ended for good, if nothing holds it. */
      endsOn: CivilDate,
    }),
  ),
  nextCursor: Nullable(Type.String()),
});
export type TrashListView = Static<typeof TrashList>;

/** POST /v1/folders/{id}/uploads, GET and PATCH /v1/uploads/{uploadId}: an upload in parts by the tus protocol. */
export const UploadState = Type.Object({
  id: Type.String(),
  /** Bytes that have arrived. */
  offsetBytes: Type.Integer(),
  sizeBytes: Type.Integer(),
  /** Set when all has arrived and been filed; also in the header `Arende-Document`. */
  documentId: Nullable(Type.String()),
});
export type UploadStateView = Static<typeof UploadState>;
