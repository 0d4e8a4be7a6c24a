import { type Static, Type } from '@sinclair/typebox';
import { Stage } from '../clients/schema.ts';
import { AnyObject, Nullable } from '../common/schema.ts';

/** PUT /v1/clients/{externalId}, secret key. Creates or changes a client company. */
export const ClientBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    organisationNumber: Type.Optional(Type.String({ maxLength: 20 })),
    /** What definitions may ask for: vatPeriod, fiscalYearEnd, employees, services … */
    properties: Type.Optional(AnyObject),
    /** External id of the responsible consultant. */
    responsible: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    /** First month for which processes open, `2026-10` (B-08). */
    startMonth: Type.Optional(Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' })),
    /** Settings of definitions for this client: { "period-bookkeeping": { "lastHandInDay": 8 } } */
    settings: Type.Optional(Type.Record(Type.String(), AnyObject)),
    /** `invitation`: the client asks the firm (P-05); `verification`: the firm has asked it (P-06). Default `active`. */
    stage: Type.Optional(Stage),
    active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ClientRequest = Static<typeof ClientBody>;

/** PUT /v1/users/{externalId}, secret key. */
export const UserBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.String({ format: 'email', maxLength: 320 }),
    language: Type.Optional(Type.Union([Type.Literal('sv'), Type.Literal('en')])),
    /** For text messages, with the country: `+46701740605` (E.164). Absent: as it was; null: none. */
    phone: Type.Optional(Nullable(Type.String({ pattern: '^\\+[1-9]\\d{6,14}$' }))),
    /** `admin` and `consultant` are staff of the firm; `client` is a user of the clients named. */
    role: Type.Union([Type.Literal('admin'), Type.Literal('consultant'), Type.Literal('client')]),
    /** External ids: for `client` the companies; for `consultant` those worked with, absent = all. */
    clients: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 10000 })),
    active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type UserRequest = Static<typeof UserBody>;

export const ClientAnswer = Type.Object({
  id: Type.String({ description: 'our own id, as it stands in views and events' }),
  externalId: Type.String(),
  name: Type.String(),
  organisationNumber: Nullable(Type.String()),
  properties: AnyObject,
  responsible: Nullable(Type.String({ description: 'external id' })),
  startMonth: Nullable(Type.String()),
  stage: Stage,
  active: Type.Boolean(),
});

export const UserAnswer = Type.Object({
  id: Type.String(),
  externalId: Type.String(),
  name: Type.String(),
  email: Type.String(),
  language: Type.String(),
  role: Type.String(),
  active: Type.Boolean(),
});
