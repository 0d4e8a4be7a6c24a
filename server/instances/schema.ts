import { type Static, Type } from '@sinclair/typebox';
import {
  Affordance,
  AnyObject,
  ClientRef,
  Due,
  Fact,
  Instant,
  Nullable,
  Status,
  Text,
  UserRef,
} from '../common/schema.ts';
import { Document } from '../documents/schema.ts';
import { TaskItem } from '../tasks/schema.ts';

export const HistoryLine = Type.Object({
  sequence: Type.Integer(),
  kind: Type.String(),
  at: Instant,
  event: Type.String(),
  actor: Nullable(UserRef),
  fromStatus: Nullable(Type.String()),
  toStatus: Nullable(Type.String()),
  text: Text,
  data: Nullable(AnyObject),
  /** Files that came with it and that the user may read; left out where there are none. */
  documents: Type.Optional(Type.Array(Document)),
});

/** A setting as it is for one instance; the nearest wins: instance, client, firm, definition. */
export const SettingOfInstance = Type.Object({
  name: Type.String(),
  title: Text,
  value: Type.Unknown(),
  origin: Type.Union([
    Type.Literal('instance'),
    Type.Literal('client'),
    Type.Literal('firm'),
    Type.Literal('definition'),
  ]),
});

/** Where an instance is on its statechart, and what happens by itself if nobody does anything. */
const Course = Type.Object({
  /** Dotted paths of the active states. */
  states: Type.Array(Type.String()),
  /** Soonest first. */
  next: Type.Array(
    Type.Object({
      kind: Type.Union([
        Type.Literal('after'),
        Type.Literal('reminder'),
        Type.Literal('escalation'),
        Type.Literal('call'),
      ]),
      at: Instant,
      /** Name of the deadline, or the ISO 8601 duration. */
      rule: Type.String(),
      /** The deadline, or the task that it is about. */
      title: Nullable(Text),
    }),
  ),
});

/** GET /v1/instances/{id} */
export const Instance = Type.Object({
  id: Type.String(),
  definition: Type.Object({ id: Type.String(), title: Text, version: Type.Integer(), hash: Type.String() }),
  label: Text,
  client: Nullable(ClientRef),
  responsible: Nullable(UserRef),
  period: Nullable(Type.String()),
  sequence: Type.Integer(),
  status: Nullable(Status),
  statusSince: Instant,
  statuses: Type.Array(Status),
  openedAt: Instant,
  closedAt: Nullable(Instant),
  done: Type.Boolean(),
  deadlines: Type.Array(Type.Composite([Type.Object({ name: Type.String(), title: Text }), Due])),
  facts: Type.Array(Fact),
  tasks: Type.Array(TaskItem),
  actions: Type.Array(Affordance),
  history: Type.Array(HistoryLine),
  /** For staff. */
  settings: Type.Optional(Type.Array(SettingOfInstance)),
  /** For staff. */
  course: Type.Optional(Course),
});
export type InstanceView = Static<typeof Instance>;

/** POST /v1/instances/{id}/acts, header `Idempotency-Key` (8 to 128 characters) required. */
export const ActBody = Type.Object(
  {
    event: Type.String({ minLength: 1, maxLength: 100 }),
    data: Type.Optional(AnyObject),
    taskId: Type.Optional(Type.String({ maxLength: 300 })),
    expectedSequence: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
export type ActRequest = Static<typeof ActBody>;

export const ActAnswer = Type.Object({
  /** The sequence that this act gave. A repeated key gives the first answer's. */
  sequence: Type.Integer(),
  repeated: Type.Boolean(),
  instance: Instance,
});
export type ActAnswerView = Static<typeof ActAnswer>;

/** POST /v1/instances/{id}/documents: what stands in the form's list, and what the person sees. */
export const Attached = Type.Object({ id: Type.String(), name: Type.String(), sizeBytes: Type.Integer() });
export type AttachedView = Static<typeof Attached>;

/** POST /v1/instances/{id}/events, secret key, header `Idempotency-Key` (8 to 128 characters) required. */
export const EventBody = Type.Object(
  {
    event: Type.String({ minLength: 1, maxLength: 100 }),
    /** As the definition's `events` declare it. */
    data: Type.Optional(AnyObject),
  },
  { additionalProperties: false },
);
export const EventAnswer = Type.Object({ sequence: Type.Integer(), repeated: Type.Boolean() });

/** GET /v1/instances/{id}/definition: the text that the instance runs on, for staff. */
export const InstanceDefinition = Type.Object({
  version: Type.Integer(),
  hash: Type.String(),
  definition: AnyObject,
});

/** POST /v1/instances, secret key. Starting twice with what gives the same key finds the first. */
export const StartBody = Type.Object(
  {
    /** Id of the definition; its newest version is used. */
    definition: Type.String({ minLength: 1, maxLength: 100 }),
    /** External id of the client. */
    client: Type.Optional(Type.String({ maxLength: 200 })),
    /** `2026-10`, `2026-Q3` or `2025-05--2026-04`. */
    period: Type.Optional(Type.String({ maxLength: 30 })),
    input: Type.Optional(AnyObject),
  },
  { additionalProperties: false },
);

export const StartAnswer = Type.Object({
  id: Type.String(),
  /** False when an instance with this key was there already. */
  created: Type.Boolean(),
});
