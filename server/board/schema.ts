import { type Static, Type } from '@sinclair/typebox';
import { Affordance, ClientRef, Due, Fact, Instant, Nullable, Status, Text, UserRef } from '../common/schema.ts';

/** GET /v1/board/definitions: the processes that this user can see on a board, with their columns and periods. */
export const BoardDefinition = Type.Object({
  id: Type.String(),
  title: Text,
  area: Nullable(Type.String()),
  statuses: Type.Array(Status),
  /** Period ids that have instances, newest first. */
  periods: Type.Array(Type.String()),
});
export type BoardDefinitionView = Static<typeof BoardDefinition>;

export const BoardQuery = Type.Object(
  {
    definition: Type.String(),
    period: Type.Optional(Type.String()),
    client: Type.Optional(Type.String()),
    /** Only clients that the user is responsible for. */
    mine: Type.Optional(Type.Boolean()),
    status: Type.Optional(Type.String()),
    late: Type.Optional(Type.Boolean()),
    q: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 400 })),
  },
  { additionalProperties: false },
);

export const BoardItem = Type.Object({
  instanceId: Type.String(),
  sequence: Type.Integer(),
  label: Text,
  client: Nullable(ClientRef),
  responsible: Nullable(UserRef),
  period: Nullable(Type.String()),
  status: Type.String(),
  statusSince: Instant,
  due: Nullable(Due),
  /** In the order of the definition; the pure function `factsOf` of `definitions` gives them. */
  facts: Type.Array(Fact),
  done: Type.Boolean(),
  actions: Type.Array(Affordance),
});
export type BoardItemView = Static<typeof BoardItem>;

export const Board = Type.Object({
  definition: BoardDefinition,
  /** Per status key, over all pages and with the same filters. */
  counts: Type.Record(Type.String(), Type.Integer()),
  items: Type.Array(BoardItem),
  nextCursor: Nullable(Type.String()),
});
export type BoardView = Static<typeof Board>;
