import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable, Text, UserRef } from '../common/schema.ts';

/** What a component may do: `read` shows, `act` also performs tasks and actions, `upload` also adds documents. */
export const ComponentGrant = Type.Object(
  { read: Type.Optional(Type.Boolean()), act: Type.Optional(Type.Boolean()), upload: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

/** What each component of the page may do; those that are not named may nothing. */
export const Components = Type.Object(
  {
    inbox: Type.Optional(ComponentGrant),
    'status-board': Type.Optional(ComponentGrant),
    'document-tree': Type.Optional(ComponentGrant),
    /** For administrators: `read` shows definitions and what they would change, `act` also publishes and migrates. */
    'definition-editor': Type.Optional(ComponentGrant),
    /** For staff: an instance on its statechart. */
    'process-view': Type.Optional(ComponentGrant),
    /** For staff: the firm's clients. */
    'client-list': Type.Optional(ComponentGrant),
    /** One client company with its details, notes and people. */
    client: Type.Optional(ComponentGrant),
    messages: Type.Optional(ComponentGrant),
    /** Cases and comments on instances; `act` also opens and answers. */
    case: Type.Optional(ComponentGrant),
    /** The bell, and how often its user is told by mail. */
    notifications: Type.Optional(ComponentGrant),
    /** People, rights and the firm's own settings, each as far as the user's rights go. */
    settings: Type.Optional(ComponentGrant),
  },
  { minProperties: 1, additionalProperties: false },
);

/** POST /v1/widget-sessions, `Authorization: Bearer <secret key>` from the firm's backend. */
export const WidgetSessionBody = Type.Object(
  {
    /** The firm's own id of the user, as given to PUT /v1/users/{externalId}. */
    user: Type.String({ minLength: 1, maxLength: 200 }),
    /** Exact origin of the page that will hold the widgets: `https://www.firm.example`. */
    origin: Type.String({ maxLength: 300 }),
    components: Components,
    /** Only this client (the firm's own id of it). */
    client: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);

export const WidgetSessionAnswer = Type.Object({
  clientSecret: Type.String({ description: 'single use, for the page; valid for 5 minutes' }),
  expiresAt: Instant,
});

/** POST /v1/widget-sessions/exchange, from the page; the Origin header must be the session's. */
export const ExchangeBody = Type.Object(
  { clientSecret: Type.String({ maxLength: 300 }) },
  { additionalProperties: false },
);

export const ExchangeAnswer = Type.Object({
  token: Type.String({ description: 'bearer for the calls of the widgets; keep it in memory' }),
  expiresAt: Instant,
});
export type ExchangeAnswerView = Static<typeof ExchangeAnswer>;

/** GET /v1/me */
export const Me = Type.Object({
  user: UserRef,
  firm: Type.Object({ name: Type.String() }),
  components: Type.Record(Type.String(), ComponentGrant),
  clientId: Nullable(Type.String()),
  kind: Type.Union([Type.Literal('client'), Type.Literal('firm')]),
  greeting: Type.Optional(Text),
});
export type MeView = Static<typeof Me>;
