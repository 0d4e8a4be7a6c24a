import { type Static, Type } from '@sinclair/typebox';
import { ClientRef, Due, Instant, Nullable, Text, UserRef } from '../common/schema.ts';
import { Instance } from '../instances/schema.ts';

/** GET /v1/notifications */
export const NotificationQuery = Type.Object(
  {
    unseen: Type.Optional(Type.Boolean({ description: 'only those that are new to the user' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
    cursor: Type.Optional(Type.String({ maxLength: 400 })),
  },
  { additionalProperties: false },
);

export const Notification = Type.Object({
  id: Type.String(),
  subject: Text,
  /** Paragraphs separated by a blank line. */
  body: Text,
  /** What the link says; null: nothing is opened. */
  link: Nullable(Text),
  /** Fragment of the page with the widgets, without `#`, as the links in mails have it. */
  fragment: Nullable(Type.String()),
  client: Nullable(ClientRef),
  createdAt: Instant,
  seen: Type.Boolean(),
});
export type NotificationView = Static<typeof Notification>;

export const NotificationList = Type.Object({
  items: Type.Array(Notification),
  /** Of all, not of this page. */
  unseen: Type.Integer(),
  nextCursor: Nullable(Type.String()),
});
export type NotificationListView = Static<typeof NotificationList>;

/** POST /v1/notifications/seen: some by their ids, or all up to a moment, so that what comes meanwhile stays new. */
export const SeenBody = Type.Union([
  Type.Object(
    { ids: Type.Array(Type.String({ maxLength: 120 }), { minItems: 1, maxItems: 100 }) },
    { additionalProperties: false },
  ),
  Type.Object({ until: Instant }, { additionalProperties: false }),
]);
export const SeenAnswer = Type.Object({ unseen: Type.Integer() });

/** GET /v1/clients/{id}/outstanding */
export const Outstanding = Type.Object({
  client: ClientRef,
  tasks: Type.Array(
    Type.Object({
      id: Type.String(),
      instanceId: Type.String(),
      title: Text,
      /** What the case is called. */
      label: Text,
      due: Nullable(Due),
    }),
  ),
  /** Whom a reminder would go to. */
  recipients: Type.Array(UserRef),
});
export type OutstandingView = Static<typeof Outstanding>;

/** POST /v1/clients/{id}/reminders */
export const ReminderBody = Type.Object(
  {
    tasks: Type.Array(Type.String({ maxLength: 240 }), { minItems: 1, maxItems: 100 }),
    comment: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { additionalProperties: false },
);
export const ReminderAnswer = Type.Object({ recipients: Type.Array(UserRef), tasks: Type.Integer() });

/** GET /v1/clients/{id}/notices */
export const NoticeSettings = Type.Object({
  items: Type.Array(
    Type.Object({
      definition: Type.Object({ id: Type.String(), title: Text }),
      summary: Nullable(Text),
      /** The user's own; otherwise one for the client. */
      personal: Type.Boolean(),
      /** Whether it is not there yet and the user may prepare it; nothing is sent before it is switched on. */
      mayPrepare: Type.Boolean(),
      /** With the actions that the user may do: `POST /v1/instances/{id}/acts`. */
      instance: Nullable(Instance),
    }),
  ),
});
export type NoticeSettingsView = Static<typeof NoticeSettings>;

export const NoticeStart = Type.Object(
  { definition: Type.String({ minLength: 1, maxLength: 120 }) },
  { additionalProperties: false },
);

/** GET /v1/mail-failures */
export const MailFailures = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      /** Null: somebody who is no user. */
      userId: Nullable(Type.String()),
      name: Type.String(),
      email: Type.String(),
      reason: Type.String({ description: "the mail server's own words" }),
      createdAt: Instant,
    }),
  ),
});
export type MailFailuresView = Static<typeof MailFailures>;
