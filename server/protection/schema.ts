import { type Static, Type } from '@sinclair/typebox';
import { AnyObject, CivilDate, Instant, Nullable, Text, UserRef } from '../common/schema.ts';

/** GET /v1/people/{id}/personal-data */
export const PersonalData = Type.Object({
  user: Type.String(),
  at: Instant,
  /** How the person logs in; the personal number only where this installation keeps them. */
  login: Nullable(
    Type.Object({
      name: Type.String(),
      personalNumber: Nullable(Type.String()),
      loginEmail: Nullable(Type.String()),
      since: Instant,
    }),
  ),
  held: Type.Array(
    Type.Object({ table: Type.String(), what: Text, purpose: Text, rows: Type.Array(AnyObject) }, { title: 'Held' }),
  ),
});
export type PersonalDataView = Static<typeof PersonalData>;

/** GET /v1/protection/register: what is held about people, why, and what an erasure does with it. */
export const Register = Type.Object({
  items: Type.Array(
    Type.Object({
      what: Text,
      purpose: Text,
      atErasure: Type.Union([Type.Literal('removed'), Type.Literal('unnamed'), Type.Literal('kept')]),
    }),
  ),
});
export type RegisterView = Static<typeof Register>;

/** POST /v1/people/{id}/erasure */
export const ErasureBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, description: 'who asked for it and when' }) },
  { additionalProperties: false },
);
export const Erasure = Type.Object({
  userId: Type.String(),
  reason: Type.String(),
  erasedAt: Instant,
  erasedBy: UserRef,
  keptUntil: CivilDate,
  finishedAt: Nullable(Instant),
});
export const ErasureList = Type.Object({ items: Type.Array(Erasure) });
export type ErasureListView = Static<typeof ErasureList>;

export const LogQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    before: Type.Optional(Type.Integer({ minimum: 1, description: 'lines with smaller numbers' })),
    action: Type.Optional(Type.String({ maxLength: 100, description: 'the beginning of what was done: `login`' })),
    actor: Type.Optional(Type.String({ maxLength: 120, description: 'user:<id>, key:<id> or system' })),
  },
  { additionalProperties: false },
);
/** GET /v1/protection/log: the audit log for people to read, newest first. */
export const LogPage = Type.Object({
  items: Type.Array(
    Type.Object({
      number: Type.Integer(),
      at: Instant,
      actor: Type.Object({ kind: Type.String(), id: Nullable(Type.String()), name: Nullable(Type.String()) }),
      action: Type.String(),
      target: Nullable(Type.String()),
      details: AnyObject,
    }),
  ),
  nextBefore: Nullable(Type.Integer()),
});
export type LogPageView = Static<typeof LogPage>;

/** GET /v1/protection/log/check */
export const LogCheck = Type.Object({
  lines: Type.Integer(),
  brokenAt: Nullable(Type.Integer({ description: 'the first line that is missing or was altered' })),
});
