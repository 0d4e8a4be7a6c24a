import { type Static, Type } from '@sinclair/typebox';
import { AnyObject, ClientRef, Due, Instant, Nullable, Status, Text } from '../common/schema.ts';

/** GET /v1/cases: instances that people may start by hand, those that moved last first. */
export const CaseQuery = Type.Object(
  {
    client: Type.Optional(Type.String({ maxLength: 120 })),
    q: Type.Optional(Type.String({ maxLength: 100, description: 'part of the client name or the label' })),
    show: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('all')], {
        description: 'open: somebody has something to do in it',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 400 })),
  },
  { additionalProperties: false },
);

export const Case = Type.Object({
  instanceId: Type.String(),
  definition: Type.Object({ id: Type.String(), title: Text }),
  label: Text,
  client: Nullable(ClientRef),
  status: Nullable(Status),
  statusSince: Instant,
  due: Nullable(Due),
  done: Type.Boolean(),
  /** Whether it is the user who has something to do. */
  yourTurn: Type.Boolean(),
  /** Comments of others that the user has not seen. */
  unread: Type.Integer(),
});
export type CaseView = Static<typeof Case>;

export const CaseList = Type.Object({ items: Type.Array(Case), nextCursor: Nullable(Type.String()) });
export type CaseListView = Static<typeof CaseList>;

/** GET /v1/cases/kinds?client: what the user may start for this client, each with its form. */
export const KindQuery = Type.Object({ client: Type.String({ maxLength: 120 }) }, { additionalProperties: false });
export const KindList = Type.Object({
  items: Type.Array(
    Type.Object({
      definition: Type.Object({ id: Type.String(), title: Text, summary: Nullable(Text) }),
      /** Text of the button. */
      label: Text,
      form: AnyObject,
    }),
  ),
});
export type KindListView = Static<typeof KindList>;

/** GET /v1/cases/clients?q: whom a case may be opened for, by name; `many`: there are more, to be found by `q`. */
export const ClientQuery = Type.Object(
  { q: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
);
export const CaseClients = Type.Object({ items: Type.Array(ClientRef), many: Type.Boolean() });
export type CaseClientsView = Static<typeof CaseClients>;

/** POST /v1/cases, header `Idempotency-Key` (8 to 128 characters) required. */
export const CaseBody = Type.Object(
  {
    definition: Type.String({ minLength: 1, maxLength: 100 }),
    client: Type.String({ maxLength: 120 }),
    /** What was written in the form. */
    input: AnyObject,
  },
  { additionalProperties: false },
);
