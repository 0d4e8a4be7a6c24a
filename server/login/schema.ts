import { type Static, Type } from '@sinclair/typebox';
import { Nullable, Text } from '../common/schema.ts';

const FirmId = Type.String({ pattern: '^[\\w-]{1,120}$' });

export const FirmFace = Type.Object({
  id: Type.String(),
  name: Type.String(),
  logoUrl: Nullable(Type.String({ description: 'on this server' })),
  accent: Nullable(Type.String({ description: '#rrggbb' })),
  greeting: Nullable(Text),
});

/** GET /v1/login/options?firm= */
export const LoginOptionsQuery = Type.Object({ firm: Type.Optional(FirmId) }, { additionalProperties: false });
export const LoginOptions = Type.Object({
  firm: Nullable(FirmFace),
  bankId: Type.Boolean(),
  oidc: Nullable(Type.Object({ label: Type.String() })),
  signUp: Type.Boolean(),
  /** Somebody is logged in already; name null: in no firm yet. */
  loggedIn: Type.Boolean(),
});
export type LoginOptionsView = Static<typeof LoginOptions>;

export const InvitationToken = Type.String({ maxLength: 300, description: 'from the fragment of the mailed link' });

const begin = {
  firm: Type.Optional(FirmId),
  returnTo: Type.Optional(Type.String({ maxLength: 2000 })),
  invitation: Type.Optional(InvitationToken),
};

/** POST /v1/login/bankid */
export const BankIdBegin = Type.Object(
  { ...begin, device: Type.Union([Type.Literal('this'), Type.Literal('other')]) },
  { additionalProperties: false },
);

export const BankIdStatus = Type.Object({
  status: Type.Union([
    Type.Literal('none', { description: 'this browser has begun none' }),
    Type.Literal('pending'),
    Type.Literal('failed'),
    Type.Literal('complete'),
  ]),
  hint: Nullable(Type.String({ description: "BankID's hint code" })),
  text: Nullable(Text),
  device: Nullable(Type.Union([Type.Literal('this'), Type.Literal('other')])),
  qr: Nullable(
    Type.Object({
      text: Type.String({ description: 'good for a second' }),
      size: Type.Integer(),
      path: Type.String({ description: 'SVG path of the dark squares' }),
    }),
  ),
  autoStart: Nullable(
    Type.Object({
      token: Type.String(),
      appUrl: Nullable(Type.String({ description: 'what opens the app, where it is not BankID’s own' })),
    }),
  ),
  /** Where to go when it is complete. */
  next: Nullable(Type.String()),
});
export type BankIdStatusView = Static<typeof BankIdStatus>;

/** POST /v1/login/password */
export const PasswordLogin = Type.Object(
  {
    firm: begin.firm,
    returnTo: begin.returnTo,
    email: Type.String({ maxLength: 200 }),
    password: Type.String({ maxLength: 200 }),
  },
  { additionalProperties: false },
);
export const Entered = Type.Object({ next: Type.String({ description: 'where to go' }) });

/** POST /v1/login/password/forgot */
export const Forgot = Type.Object(
  { email: Type.String({ maxLength: 200 }), firm: Type.Optional(FirmId) },
  { additionalProperties: false },
);
/** POST /v1/login/password/reset */
export const Reset = Type.Object(
  { token: Type.String({ maxLength: 300 }), password: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
);
export const Done = Type.Object({ done: Type.Literal(true) });

/** POST /v1/login/oidc */
export const OidcBegin = Type.Object(begin, { additionalProperties: false });
