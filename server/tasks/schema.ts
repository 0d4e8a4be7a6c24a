import { type Static, Type } from '@sinclair/typebox';
import { Affordance, CivilDate, ClientRef, Due, Instant, Nullable, Status, Text, UserRef } from '../common/schema.ts';

/** GET /v1/tasks: the inbox, soonest due first (late ones before all), then oldest. */
export const TaskListQuery = Type.Object(
  {
    /** `all` that the user may perform; `mine`: assigned to me, or I am responsible for the client. */
    filter: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('mine'), Type.Literal('late')])),
    client: Type.Optional(Type.String()),
    q: Type.Optional(Type.String({ maxLength: 100, description: 'part of the client name or the title' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 400 })),
  },
  { additionalProperties: false },
);

export const TaskItem = Type.Object({
  id: Type.String({ description: 'unique over all instances: instance id, colon, task id' }),
  taskId: Type.String(),
  instanceId: Type.String(),
  sequence: Type.Integer(),
  definition: Type.Object({ id: Type.String(), title: Text }),
  title: Text,
  description: Nullable(Text),
  /** The instance's name: "Bokföring oktober 2026". */
  label: Text,
  client: Nullable(ClientRef),
  assignee: Nullable(UserRef),
  status: Nullable(Status),
  due: Nullable(Due),
  openedAt: Instant,
  /** The event of the task itself first, then other actions on the instance. */
  actions: Type.Array(Affordance),
});
export type TaskItemView = Static<typeof TaskItem>;

export const TaskList = Type.Object({
  items: Type.Array(TaskItem),
  nextCursor: Nullable(Type.String()),
  counts: Type.Object({ open: Type.Integer(), late: Type.Integer(), mine: Type.Integer() }),
  /** For an empty inbox: what opens next by recurrence, and the first day of it. */
  next: Type.Optional(Nullable(Type.Object({ label: Text, opensDate: CivilDate }))),
});
export type TaskListView = Static<typeof TaskList>;
