import { type Static, type TSchema, Type } from '@sinclair/typebox';

/** Shapes that several resources share. The same objects validate requests and make the OpenAPI document. */

export const Text = Type.Object({ sv: Type.String(), en: Type.String() });
export const Tone = Type.Union(['neutral', 'info', 'success', 'warning', 'danger'].map((t) => Type.Literal(t)));
export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });
export const CivilDate = Type.String({ format: 'date', description: 'civil date in Europe/Stockholm' });
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const AnyObject = Type.Record(Type.String(), Type.Unknown());

export const ClientRef = Type.Object({ id: Type.String(), name: Type.String() });
export const UserRef = Type.Object({ id: Type.String(), name: Type.String() });

export const Status = Type.Object({
  key: Type.String(),
  label: Text,
  tone: Tone,
  order: Type.Integer(),
  description: Nullable(Text),
});
export type StatusView = Static<typeof Status>;

export const Refusal = Type.Object({
  code: Type.String(),
  text: Text,
  fields: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), text: Text }))),
});

/** What this user may do now. Widgets render it and decide nothing. */
export const Affordance = Type.Object({
  event: Type.String(),
  label: Text,
  taskId: Nullable(Type.String()),
  form: Nullable(AnyObject),
  confirm: Nullable(Text),
  tone: Tone,
  toStatus: Nullable(Type.String()),
  allowed: Type.Boolean(),
  refusal: Nullable(Refusal),
});
export type AffordanceView = Static<typeof Affordance>;

export const Due = Type.Object({
  dueDate: CivilDate,
  dueAt: Instant,
  /** Whole days from today in Stockholm to the due date; negative when it has passed. */
  daysLeft: Type.Integer(),
  late: Type.Boolean(),
  provenance: Type.Array(Type.Object({ rule: Type.String(), date: CivilDate, text: Text })),
});
export type DueView = Static<typeof Due>;

/** A column that the definition asks for (`facts`), e.g. B-30 "Uppdaterad av företag". Null: not known yet. */
export const Fact = Type.Object({
  name: Type.String(),
  title: Text,
  format: Type.Union(['text', 'number', 'date', 'dateTime'].map((f) => Type.Literal(f))),
  value: Nullable(Type.Union([Type.String(), Type.Number()])),
});
export type FactView = Static<typeof Fact>;

/** RFC 9457. `code` is stable; `detail` is a sentence that says what to do. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  instance: Type.Optional(Type.String()),
  text: Type.Optional(Text),
  fields: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), text: Text }))),
});
export type ProblemView = Static<typeof Problem>;
