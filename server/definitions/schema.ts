import { type Static, Type } from '@sinclair/typebox';
import type { ScenarioFile } from '../../definitions/simulate/scenario.ts';
import { AnyObject, Instant, Nullable, Text } from '../common/schema.ts';

/** Who did something: a user of the firm, the firm's backend with its key, or Arende itself (a shipped version). */
export const Author = Type.Object({
  kind: Type.Union([Type.Literal('user'), Type.Literal('key'), Type.Literal('system')]),
  /** Id of the user or of the key; null for the system. */
  id: Nullable(Type.String()),
  name: Type.String(),
});
export type AuthorView = Static<typeof Author>;

export const Origin = Type.Union([Type.Literal('firm'), Type.Literal('shipped')]);

export const VersionRef = Type.Object({ version: Type.Integer(), hash: Type.String(), origin: Origin });

/** GET /v1/definitions: the newest version of every process that the firm may use. */
export const DefinitionItem = Type.Object({
  id: Type.String(),
  title: Text,
  area: Nullable(Type.String()),
  running: VersionRef,
  publishedAt: Instant,
  /** Instances that have not ended, of all versions. */
  openInstances: Type.Integer(),
  /** Of these, such that run on another text than the newest. */
  openElsewhere: Type.Integer(),
  /** Drafts that are not published yet. */
  openDrafts: Type.Integer(),
});
export const DefinitionList = Type.Object({ items: Type.Array(DefinitionItem) });
export type DefinitionListView = Static<typeof DefinitionList>;

/** One line of GET /v1/definitions/{definitionId}/versions, newest first. A published version never changes. */
export const VersionItem = Type.Object({
  version: Type.Integer(),
  hash: Type.String(),
  origin: Origin,
  /** True for the version that new instances get. */
  running: Type.Boolean(),
  publishedAt: Instant,
  publishedBy: Author,
  comment: Nullable(Type.String()),
  /** The version whose text it is, where it is a rollback. */
  rollbackOf: Nullable(Type.Integer()),
  /** Who approved it, where a second administrator did. */
  approvedBy: Nullable(Author),
  openInstances: Type.Integer(),
});
export const VersionList = Type.Object({ items: Type.Array(VersionItem) });
export type VersionListView = Static<typeof VersionList>;

/**
 * GET /v1/definitions/{definitionId}/scenarios: as `scenarios.json` of the library; empty for a process of the firm's own.
 * A firm's own scenarios come with its drafts and versions.
 */
export const Scenarios = Type.Unsafe<ScenarioFile>(
  Type.Object({ people: AnyObject, scenarios: Type.Array(AnyObject) }),
);
export type ScenariosView = Static<typeof Scenarios>;

/** GET /v1/definitions/{definitionId}/versions/{version}: with its text. */
export const Version = Type.Composite([
  VersionItem,
  Type.Object({
    definition: AnyObject,
    /** The same as a text, indented by two. */
    text: Type.String(),
    /** What the firm expects of it; null where it has said nothing, and of a shipped version. */
    scenarios: Nullable(Scenarios),
  }),
]);
export type VersionView = Static<typeof Version>;

export const PublishAnswer = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  hash: Type.String(),
  /** False when this content was the newest version already. */
  created: Type.Boolean(),
});
export type PublishAnswerView = Static<typeof PublishAnswer>;

const comment = Type.Optional(Type.String({ maxLength: 2000 }));

/** POST /v1/definitions/{definitionId}/versions/{version}/rollback: publishes that text as a new version. */
export const RollbackBody = Type.Object({ comment }, { additionalProperties: false });

/** GET /v1/definitions/{definitionId}/compare?from=3&to=5 or &draft=d… */
export const CompareQuery = Type.Object(
  {
    /** A version; default: the running one. */
    from: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    /** A version; default: the running one. */
    to: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    /** A draft, instead of `to`. */
    draft: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false },
);

export const Difference = Type.Object({
  pointer: Type.String({ description: 'JSON pointer in the definition' }),
  kind: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]),
  /** Left out where it is not there. */
  before: Type.Optional(Type.Unknown()),
  after: Type.Optional(Type.Unknown()),
});

export const Comparison = Type.Object({
  from: Type.Object({ version: Type.Integer(), hash: Type.String(), text: Type.String() }),
  to: Type.Object({ version: Nullable(Type.Integer()), hash: Type.String(), text: Type.String() }),
  /** Where the two differ, in the order of the text; at most 1,000. */
  differences: Type.Array(Difference),
});
export type ComparisonView = Static<typeof Comparison>;

/** GET and PUT /v1/firm/settings */
export const FirmSettings = Type.Object(
  {
    /** A draft is published only after another administrator than those who wrote it has approved it. */
    reviewBeforePublish: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type FirmSettingsView = Static<typeof FirmSettings>;
