import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable } from '../common/schema.ts';
import { Author, Scenarios } from '../definitions/schema.ts';

export const DraftStatus = Type.Union([
  Type.Literal('draft'),
  /** Waits for another administrator. */
  Type.Literal('in_review'),
  /** May be published. Every change of the text takes it back to `draft`. */
  Type.Literal('approved'),
  Type.Literal('published'),
]);

/** A draft in lists. The text may be anything: it is checked when it is submitted and when it is published. */
export const DraftItem = Type.Object({
  id: Type.String(),
  definitionId: Type.String(),
  status: DraftStatus,
  comment: Nullable(Type.String()),
  /** The version that ran when the draft was begun; null for a new process. */
  basedOn: Nullable(Type.Integer()),
  createdAt: Instant,
  createdBy: Author,
  updatedAt: Instant,
  updatedBy: Author,
  /** Everybody who wrote something of it; none of them may approve it. */
  authors: Type.Array(Author),
  reviewedBy: Nullable(Author),
  reviewedAt: Nullable(Instant),
  /** What the reviewer said; set when it was approved or sent back. */
  reviewComment: Nullable(Type.String()),
  publishedVersion: Nullable(Type.Integer()),
  /** Also in the header `ETag`; send it back as `If-Match`. */
  etag: Type.String(),
  /** What the caller may do now. */
  may: Type.Object({
    update: Type.Boolean(),
    submit: Type.Boolean(),
    withdraw: Type.Boolean(),
    approve: Type.Boolean(),
    publish: Type.Boolean(),
    remove: Type.Boolean(),
  }),
});

export const Draft = Type.Composite([
  DraftItem,
  Type.Object({
    text: Type.String(),
    /** What the firm expects of the text; it goes with it into the version. */
    scenarios: Nullable(Scenarios),
  }),
]);
export type DraftView = Static<typeof Draft>;

export const DraftList = Type.Object({ items: Type.Array(DraftItem), nextCursor: Nullable(Type.String()) });
export type DraftListView = Static<typeof DraftList>;

/** GET /v1/drafts; newest change first, without the published ones unless asked for. */
export const DraftsQuery = Type.Object(
  {
    definition: Type.Optional(Type.String({ maxLength: 100 })),
    status: Type.Optional(DraftStatus),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
    cursor: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);

/** As many characters a text may have; the body, with its escapes, twice as many bytes. */
const text = Type.String({ maxLength: 1_000_000 });
const comment = Type.Optional(Type.String({ maxLength: 2000 }));
/** As `scenarios.json` of the library. Left out: those of the draft so far, of a new draft those of the running version. */
const scenarios = Type.Optional(Nullable(Scenarios));

/** POST /v1/drafts */
export const DraftBody = Type.Object(
  {
    /** Id of the definition, `^[a-z][a-z0-9-]*$`; the text must name the same one when it is published. */
    definitionId: Type.String({ minLength: 1, maxLength: 100, pattern: '^[a-z][a-z0-9-]*$' }),
    text,
    comment,
    scenarios,
  },
  { additionalProperties: false },
);

/** PUT /v1/drafts/{id}, header `If-Match` */
export const DraftUpdateBody = Type.Object({ text, comment, scenarios }, { additionalProperties: false });

/** POST /v1/drafts/{id}/submit | withdraw | approve | reject | publish, header `If-Match` */
export const DraftStepBody = Type.Object({ comment }, { additionalProperties: false });

/** POST /v1/drafts/{id}/publish */
export const DraftPublishBody = Type.Object(
  {
    comment,
    /** Refuse with 409 `version_outdated` unless this version runs now; 0: none does yet. */
    expectedVersion: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  },
  { additionalProperties: false },
);
