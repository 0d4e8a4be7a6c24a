import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable, UserRef } from '../common/schema.ts';
import { noteStatuses } from '../store/notes.ts';

const longest = 10_000;

const Kind = Type.Union([Type.Literal('comment'), Type.Literal('todo')]);
const NoteStatus = Type.Union(noteStatuses.map((status) => Type.Literal(status)));

/** A comment or a to-do about a client, for staff (B-61 to B-64). */
export const Note = Type.Object({
  id: Type.String(),
  kind: Kind,
  /** Plain text. */
  text: Type.String(),
  /** Of a to-do. */
  status: Nullable(NoteStatus),
  /** As they were called when they wrote. */
  author: UserRef,
  createdAt: Instant,
  /** What has been changed since, oldest first. */
  history: Type.Array(
    Type.Object({
      at: Instant,
      author: UserRef,
      fromStatus: Nullable(NoteStatus),
      toStatus: Nullable(NoteStatus),
      fromText: Nullable(Type.String()),
    }),
  ),
});
export type NoteView = Static<typeof Note>;

/** GET /v1/notes?client: what is to be done first, then the newest. */
export const NoteQuery = Type.Object(
  {
    client: Type.String({ maxLength: 120 }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 400 })),
  },
  { additionalProperties: false },
);
export const NoteList = Type.Object({
  items: Type.Array(Note),
  nextCursor: Nullable(Type.String()),
  mayWrite: Type.Boolean(),
});
export type NoteListView = Static<typeof NoteList>;

/** POST /v1/notes, header `Idempotency-Key` required. A to-do has a status to begin with. */
export const NoteBody = Type.Object(
  {
    client: Type.String({ maxLength: 120 }),
    kind: Kind,
    text: Type.String({ maxLength: longest }),
    status: Type.Optional(NoteStatus),
  },
  { additionalProperties: false },
);

/** PUT /v1/notes/{id} */
export const NoteChange = Type.Object(
  { text: Type.Optional(Type.String({ maxLength: longest })), status: Type.Optional(NoteStatus) },
  { additionalProperties: false },
);
