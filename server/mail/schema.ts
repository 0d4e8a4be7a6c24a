import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable, Text } from '../common/schema.ts';

/** GET /v1/mailings */
export const Mailings = Type.Object({
  /** Templates of the firm's processes; `about`: the case that they are shown with, null where there is none yet. */
  processes: Type.Array(
    Type.Object({
      definition: Type.Object({ id: Type.String(), title: Text }),
      about: Nullable(Text),
      templates: Type.Array(Type.Object({ name: Type.String(), subject: Text })),
    }),
  ),
  /** What has gone out or is to, newest first. */
  mails: Type.Array(
    Type.Object({
      id: Type.String(),
      to: Type.String(),
      subject: Text,
      /** Reasons to write that share the mail. */
      items: Type.Integer(),
      status: Type.String({ description: 'pending, sending, sent, failed or declined' }),
      sendAt: Instant,
    }),
  ),
});
export type MailingsView = Static<typeof Mailings>;

const language = Type.Union([Type.Literal('sv'), Type.Literal('en')]);

/** POST /v1/mail-previews */
export const PreviewBody = Type.Union([
  Type.Object({ mail: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
  Type.Object(
    {
      definition: Type.String({ maxLength: 120 }),
      template: Type.String({ maxLength: 120 }),
      language,
      /** Also mails it to whoever asks. */
      send: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
]);

export const Preview = Type.Object({
  from: Type.String(),
  to: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  html: Type.String(),
});
export type PreviewView = Static<typeof Preview>;
