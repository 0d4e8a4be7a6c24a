import { type Static, Type } from '@sinclair/typebox';
import { AnyObject, CivilDate, ClientRef, Instant, Nullable, Text } from '../common/schema.ts';
import { Author } from '../definitions/schema.ts';

const path = Type.String({ minLength: 1, maxLength: 400 });

/** What to do where the new version has no place of the same name. */
export const Mapping = Type.Object(
  {
    /** Dotted path of a state of the old version to one of the new; it holds for the states below it as well. */
    states: Type.Optional(Type.Record(path, path)),
    /** A role that went away to the one that takes over its tasks. */
    roles: Type.Optional(Type.Record(path, path)),
    /** Values for fields of the context: instead of the default of a new one, or where the type has changed. */
    context: Type.Optional(AnyObject),
    /** Run the entry actions (notices, calls…) of mapped states as if they were entered. Default: no. */
    runEntry: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type MappingView = Static<typeof Mapping>;

export const MigrationProblem = Type.Object({
  /** `state_gone`, `role_gone`, `context_type`, `input_invalid`, … */
  code: Type.String(),
  text: Text,
  /** What it is about: a state, a role, a context field. */
  subject: Nullable(Type.String()),
});

const Moved = Type.Object({
  name: Type.String(),
  title: Text,
  before: Nullable(CivilDate),
  after: Nullable(CivilDate),
});
const TaskRef = Type.Object({
  statePath: Type.String(),
  name: Type.String(),
  title: Text,
  role: Type.String(),
  dueDate: Nullable(CivilDate),
});
const MailRef = Type.Object({
  role: Type.String(),
  /** Set when the role is one person. */
  userId: Nullable(Type.String()),
  subject: Text,
  category: Type.Union([Type.Literal('notice'), Type.Literal('reminder'), Type.Literal('escalation')]),
  date: CivilDate,
});

/** What would become of one live instance. */
export const Fate = Type.Object({
  instanceId: Type.String(),
  label: Text,
  client: Nullable(ClientRef),
  fromVersion: Type.Integer(),
  /** Paths of the active states now. */
  states: Type.Array(Type.String()),
  outcome: Type.Union([Type.Literal('moves'), Type.Literal('refused'), Type.Literal('stays')]),
  /** Why it is refused (every reason), or stays as it is there already. */
  problems: Type.Array(MigrationProblem),
  /** Active states afterwards; empty unless it moves. */
  toStates: Type.Array(Type.String()),
  deadlines: Type.Array(Moved),
  tasksAppearing: Type.Array(TaskRef),
  tasksDisappearing: Type.Array(TaskRef),
  /** With nobody answering, until its end or `months` from now: what only one of the two versions sends. */
  mailsAppearing: Type.Array(MailRef),
  mailsDisappearing: Type.Array(MailRef),
  /** Tasks that both versions will open, with another due date. */
  dueDates: Type.Array(Type.Object({ task: TaskRef, before: Nullable(CivilDate), after: Nullable(CivilDate) })),
  /** False where looking ahead was left out or had to stop. */
  lookedAhead: Type.Boolean(),
});
export type FateView = Static<typeof Fate>;

const Examples = Type.Array(Type.Object({ instanceId: Type.String(), label: Text }), {
  description: 'at most five',
});
const Counted = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Object({ total: Type.Integer(), items: Type.Array(item, { description: 'at most 100' }) });

/** What a new text would do to what runs. */
export const BlastRadius = Type.Object({
  /** The text that was looked at, and the version that runs now (null: a new process). */
  hash: Type.String(),
  running: Nullable(Type.Integer()),
  at: Instant,
  instances: Type.Object({
    /** Open instances of the definition. */
    open: Type.Integer(),
    /** How many of them were looked at, and how many of these also ahead in time. */
    examined: Type.Integer(),
    lookedAhead: Type.Integer(),
    move: Type.Integer(),
    refused: Type.Integer(),
    stay: Type.Integer(),
  }),
  states: Type.Array(
    Type.Object({
      path: Type.String(),
      /** Whether the new text has it. */
      exists: Type.Boolean(),
      status: Nullable(Type.String()),
      instances: Type.Integer(),
      move: Type.Integer(),
      refused: Type.Integer(),
    }),
  ),
  problems: Type.Array(
    Type.Composite([MigrationProblem, Type.Object({ instances: Type.Integer(), examples: Examples })]),
  ),
  deadlines: Counted(Type.Composite([Moved, Type.Object({ instanceId: Type.String(), label: Text })])),
  tasksAppearing: Counted(Type.Composite([TaskRef, Type.Object({ instances: Type.Integer(), examples: Examples })])),
  tasksDisappearing: Counted(Type.Composite([TaskRef, Type.Object({ instances: Type.Integer(), examples: Examples })])),
  /** Tasks still to come whose due date differs. */
  dueDates: Counted(
    Type.Object({
      instanceId: Type.String(),
      label: Text,
      task: TaskRef,
      before: Nullable(CivilDate),
      after: Nullable(CivilDate),
    }),
  ),
  /** Per role (or person): how many mails each version would send, nobody answering. */
  people: Type.Array(
    Type.Object({
      role: Type.String(),
      title: Text,
      userId: Nullable(Type.String()),
      /** `newly`: none before; `no_longer`: none afterwards; `differently`: other mails or other days. */
      change: Type.Union([Type.Literal('newly'), Type.Literal('no_longer'), Type.Literal('differently')]),
      mailsBefore: Type.Integer(),
      mailsAfter: Type.Integer(),
      instances: Type.Integer(),
      examples: Examples,
    }),
  ),
  /** How far it was looked, and what was left out, in sentences. */
  bounds: Type.Object({
    months: Type.Integer(),
    mostInstances: Type.Integer(),
    mostLookedAhead: Type.Integer(),
    leftOut: Type.Array(Text),
  }),
});
export type BlastRadiusView = Static<typeof BlastRadius>;

/**
 * POST /v1/definitions/{definitionId}/blast-radius and …/dry-run. Exactly one of `text`, `draft`, `version`; none:
 * the running version, for what runs on older ones.
 */
export const ImpactBody = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    draft: Type.Optional(Type.String({ maxLength: 120 })),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    mapping: Type.Optional(Mapping),
    /** How far to look ahead. */
    months: Type.Optional(Type.Integer({ minimum: 0, maximum: 24, default: 6 })),
  },
  { additionalProperties: false },
);

/** …/dry-run: one fate per live instance, 100 a page, in the order of the ids. */
export const DryRunBody = Type.Composite(
  [
    ImpactBody,
    Type.Object({
      /** Only these; default: all that are open. */
      instances: Type.Optional(Type.Array(Type.String({ maxLength: 120 }), { minItems: 1, maxItems: 100 })),
      cursor: Type.Optional(Type.String({ maxLength: 1000 })),
    }),
  ],
  { additionalProperties: false },
);
export const DryRun = Type.Object({
  to: Type.Object({ version: Nullable(Type.Integer()), hash: Type.String() }),
  items: Type.Array(Fate),
  nextCursor: Nullable(Type.String()),
});
export type DryRunView = Static<typeof DryRun>;

/** POST /v1/migrations: writes down which instances are to be moved, and begins. */
export const MigrationBody = Type.Object(
  {
    definition: Type.String({ minLength: 1, maxLength: 100 }),
    /** A published version. */
    to: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** Only what runs on this version; default: on any other. */
    from: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    /** Only these; default: all that are open. */
    instances: Type.Optional(Type.Array(Type.String({ maxLength: 120 }), { minItems: 1, maxItems: 10_000 })),
    mapping: Type.Optional(Mapping),
    comment: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
);
export type MigrationRequest = Static<typeof MigrationBody>;

export const MigrationStatus = Type.Union([
  Type.Literal('running'),
  Type.Literal('stopped'),
  /** Every instance has been taken up; some may have been refused. */
  Type.Literal('done'),
]);
export const RowOutcome = Type.Union([
  Type.Literal('planned'),
  Type.Literal('moved'),
  /** It cannot be moved; the reason says why. Nothing of it has changed. */
  Type.Literal('refused'),
  /** It had ended, or ran on that version already. */
  Type.Literal('skipped'),
  /** Nobody answered, several times. `start` tries again. */
  Type.Literal('failed'),
]);

/** GET /v1/migrations/{id} */
export const Migration = Type.Object({
  id: Type.String(),
  definitionId: Type.String(),
  to: Type.Object({ version: Type.Integer(), hash: Type.String() }),
  from: Nullable(Type.Integer()),
  mapping: Mapping,
  comment: Nullable(Type.String()),
  status: MigrationStatus,
  createdAt: Instant,
  createdBy: Author,
  finishedAt: Nullable(Instant),
  counts: Type.Object({
    planned: Type.Integer(),
    moved: Type.Integer(),
    refused: Type.Integer(),
    skipped: Type.Integer(),
    failed: Type.Integer(),
  }),
});
export type MigrationView = Static<typeof Migration>;

export const MigrationList = Type.Object({ items: Type.Array(Migration) });

/** GET /v1/migrations/{id}/instances */
export const MigrationRow = Type.Object({
  instanceId: Type.String(),
  label: Text,
  client: Nullable(ClientRef),
  fromVersion: Type.Integer(),
  outcome: RowOutcome,
  problem: Nullable(MigrationProblem),
  /** Sequence of the instance that the move gave. */
  sequence: Nullable(Type.Integer()),
  at: Nullable(Instant),
});
export const MigrationRows = Type.Object({ items: Type.Array(MigrationRow), nextCursor: Nullable(Type.String()) });
export const MigrationRowsQuery = Type.Object(
  {
    outcome: Type.Optional(RowOutcome),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
    cursor: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);

/** GET /v1/definitions/{definitionId}/instances: what runs, for administrators. */
export const LiveInstancesQuery = Type.Object(
  {
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
    cursor: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);
export const LiveInstances = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Text,
      client: Nullable(ClientRef),
      period: Nullable(Type.String()),
      version: Type.Integer(),
      hash: Type.String(),
      states: Type.Array(Type.String()),
      status: Nullable(Type.String()),
      openedAt: Instant,
      dueAt: Nullable(Instant),
    }),
  ),
  nextCursor: Nullable(Type.String()),
});
