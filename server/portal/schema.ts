import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable } from '../common/schema.ts';
import { FirmFace } from '../login/schema.ts';

const Role = Type.Union([Type.Literal('admin'), Type.Literal('consultant'), Type.Literal('client')]);

/** GET /v1/portal/session */
export const PortalSession = Type.Object({
  person: Type.Object({ name: Type.String() }),
  firm: Nullable(FirmFace),
  role: Nullable(Role),
  /** Id of the user that the person is in it, by which a page knows that it is still the same. */
  user: Nullable(Type.String()),
  /** The firms (senders) that know this person; one of them at a time is the one they work in (I-10). */
  firms: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), role: Role, active: Type.Boolean() })),
  mayStartFirm: Type.Boolean(),
  language: Nullable(Type.Union([Type.Literal('sv'), Type.Literal('en')])),
  expiresAt: Instant,
});
export type PortalSessionView = Static<typeof PortalSession>;

/** POST /v1/portal/client-secret?client=: the firm's own id of a client whose account is entered with full authority. */
export const ClientQuery = Type.Object(
  { client: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
  { additionalProperties: false },
);

export const FirmChoice = Type.Object(
  { firm: Type.String({ pattern: '^[\\w-]{1,120}$' }) },
  { additionalProperties: false },
);
export const NewFirm = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }) },
  { additionalProperties: false },
);
export const Next = Type.Object({ next: Type.String({ description: 'where to go' }) });

/** GET /v1/portal/sessions */
export const LoginSessions = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      method: Type.String(),
      browser: Type.String({ description: 'Firefox, Windows' }),
      createdAt: Instant,
      seenAt: Instant,
      current: Type.Boolean(),
    }),
  ),
});
export type LoginSessionsView = Static<typeof LoginSessions>;

export const Ended = Type.Object({ ended: Type.Integer() });
