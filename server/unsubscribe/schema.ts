import { type Static, Type } from '@sinclair/typebox';
import { ClientRef, Instant, Nullable, Text } from '../common/schema.ts';

/** GET, POST and DELETE /v1/unsubscribe/{token} */
export const Unsubscribe = Type.Object({
  firm: Type.Object({ name: Type.String() }),
  /** The recipient's. */
  language: Type.Union([Type.Literal('sv'), Type.Literal('en')]),
  /** What would not be mailed any more. */
  titles: Type.Array(Text),
  /** Whether it is so now. */
  unsubscribed: Type.Boolean(),
  /** Where it is taken back: by this link, in one's settings after log-in, or by the firm for who cannot log in. */
  again: Type.Union([Type.Literal('here'), Type.Literal('settings'), Type.Literal('firm')]),
});
export type UnsubscribeView = Static<typeof Unsubscribe>;

/** GET /v1/mail-refusals */
export const MailRefusals = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), title: Text, client: Nullable(ClientRef), createdAt: Instant })),
});
export type MailRefusalsView = Static<typeof MailRefusals>;
