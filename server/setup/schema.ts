import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable, Text } from '../common/schema.ts';
import { firstSteps } from '../store/index.ts';

const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
const Accent = Nullable(Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }));
const Token = Type.String({ maxLength: 300 });

/** POST /v1/setup/link */
export const SetupLink = Type.Object({ token: Token }, { additionalProperties: false });
export const SetupView = Type.Object({
  /** Whether the administrator may log in by personal number here. */
  personalNumbers: Type.Boolean(),
});
export type SetupViewAnswer = Static<typeof SetupView>;

/** POST /v1/setup */
export const SetupBody = Type.Object(
  {
    token: Token,
    firm: Name,
    accent: Type.Optional(Accent),
    name: Name,
    email: Type.String({ format: 'email', maxLength: 200 }),
    language: Type.Union([Type.Literal('sv'), Type.Literal('en')]),
    /** One of the two (L-12). */
    personalNumber: Type.Optional(Type.String({ maxLength: 20 })),
    password: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);

/** GET and PUT /v1/portal/profile */
export const Profile = Type.Object({
  firmId: Type.String(),
  name: Name,
  accent: Accent,
  /** The name that mails come from; null: the firm's. */
  senderName: Nullable(Name),
  greeting: Nullable(Text),
  logoUrl: Nullable(Type.String()),
  origins: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 20 }),
  portalUrl: Nullable(Type.String({ description: 'where mails lead; null: nowhere' })),
  /** Where Arende's own pages are. */
  ownUrl: Type.String(),
  keys: Type.Array(Type.Object({ id: Type.String(), createdAt: Instant, endsAt: Nullable(Instant) })),
});
export type ProfileView = Static<typeof Profile>;
export const ProfileBody = Type.Object(
  {
    name: Type.Optional(Name),
    accent: Type.Optional(Accent),
    senderName: Type.Optional(Nullable(Name)),
    greeting: Type.Optional(Nullable(Text)),
    origins: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 20 })),
    portalUrl: Type.Optional(Nullable(Type.String({ maxLength: 500 }))),
  },
  { additionalProperties: false },
);

export const NewKey = Type.Object({
  secretKey: Type.String({ description: 'shown once' }),
  oldKeysEndAt: Instant,
});
export const TestMail = Type.Object({
  status: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('sent'),
    Type.Literal('failed'),
    Type.Literal('not_set_up'),
  ]),
  /** What to do about it. */
  text: Text,
  /** The mail server's own words, on one line. */
  error: Nullable(Type.String()),
});
export type TestMailView = Static<typeof TestMail>;

export const CheckBody = Type.Object(
  {
    page: Type.String({ maxLength: 1000 }),
    /** Where the site's own server gives client secrets. */
    secretPath: Type.Optional(Type.String({ maxLength: 300, pattern: '^/(?![/\\\\])[^\\s]*$' })),
  },
  { additionalProperties: false },
);
export const Checks = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), ok: Type.Boolean(), text: Text })),
});
export type ChecksView = Static<typeof Checks>;

const Step = Type.Union(firstSteps.map((step) => Type.Literal(step)));
/** GET and PUT /v1/portal/first-steps */
export const FirstSteps = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Step,
      state: Type.Union([Type.Literal('open'), Type.Literal('done'), Type.Literal('skipped')]),
    }),
  ),
});
export type FirstStepsView = Static<typeof FirstSteps>;
export const FirstStepsBody = Type.Object(
  { skipped: Type.Array(Step, { maxItems: firstSteps.length }) },
  { additionalProperties: false },
);
