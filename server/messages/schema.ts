import { type Static, Type } from '@sinclair/typebox';
import { ClientRef, Instant, Nullable, UserRef } from '../common/schema.ts';

const longest = 10_000;

/** `general`: the client's channel (K-26); `user`: one user's (K-27); `shared`, `firm`: comments on an instance. */
const Kind = Type.Union(['general', 'user', 'shared', 'firm'].map((kind) => Type.Literal(kind)));

/** GET /v1/channels: for staff the newest conversations, or, with `client` or `q`, all channels of those clients. */
export const ChannelQuery = Type.Object(
  {
    client: Type.Optional(Type.String({ maxLength: 120 })),
    q: Type.Optional(Type.String({ maxLength: 100, description: 'part of the client name' })),
    unread: Type.Optional(Type.Boolean({ description: 'only those with something unread' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 400 })),
  },
  { additionalProperties: false },
);

export const Channel = Type.Object({
  /** Name of its thread. */
  id: Type.String(),
  kind: Kind,
  client: ClientRef,
  /** Of a `user` channel: whose it is. */
  user: Nullable(UserRef),
  /** Whether that is the user who asks. */
  own: Type.Boolean(),
  unread: Type.Integer(),
  lastAt: Nullable(Instant),
  /** The beginning of what was written last; null: nothing yet. */
  last: Nullable(Type.Object({ author: Type.String(), text: Type.String(), deleted: Type.Boolean() })),
});
export type ChannelView = Static<typeof Channel>;

export const ChannelList = Type.Object({ items: Type.Array(Channel), nextCursor: Nullable(Type.String()) });
export type ChannelListView = Static<typeof ChannelList>;

export const MessageFile = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** Found from the content, never from the name. */
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
});
export type MessageFileView = Static<typeof MessageFile>;

export const Message = Type.Object({
  id: Type.String(),
  threadId: Type.String(),
  /** 1, 2, 3 … in its thread. */
  number: Type.Integer(),
  /** As they were called when they wrote. */
  author: UserRef,
  side: Type.Union([Type.Literal('client'), Type.Literal('firm')]),
  /** Whether the user wrote it. */
  own: Type.Boolean(),
  /** Plain text. Empty when it was deleted. */
  text: Type.String(),
  at: Instant,
  editedAt: Nullable(Instant),
  deleted: Type.Boolean(),
  files: Type.Array(MessageFile),
  /** Until when the user may change or delete it; null: not, or no longer. */
  changeableUntil: Nullable(Instant),
});
export type MessageView = Static<typeof Message>;

/** GET /v1/threads/{id}/messages?before&limit: the newest first page, oldest first on it. */
export const MessageQuery = Type.Object(
  {
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  { additionalProperties: false },
);

export const MessagePage = Type.Object({
  thread: Type.Object({
    id: Type.String(),
    kind: Kind,
    client: Nullable(ClientRef),
    user: Nullable(UserRef),
    instanceId: Nullable(Type.String()),
    /** Who on the client's side reads it; empty: the firm only. */
    readers: Type.Array(UserRef),
    /** The last message that the user has seen. */
    readNumber: Type.Integer(),
    lastNumber: Type.Integer(),
    mayWrite: Type.Boolean(),
    mayAttach: Type.Boolean(),
  }),
  items: Type.Array(Message),
  /** Number to ask for what is older with; null: this is the beginning. */
  before: Nullable(Type.Integer()),
});
export type MessagePageView = Static<typeof MessagePage>;

const MessageText = Type.String({ maxLength: longest, description: 'plain text' });

/** POST /v1/threads/{id}/messages, header `Idempotency-Key` required. Text, files, or both. */
export const MessageBody = Type.Object(
  {
    text: MessageText,
    files: Type.Optional(Type.Array(Type.String({ maxLength: 120 }), { maxItems: 20, uniqueItems: true })),
  },
  { additionalProperties: false },
);

/** PUT /v1/messages/{id} */
export const MessageChange = Type.Object({ text: MessageText }, { additionalProperties: false });

/** POST /v1/threads/{id}/read */
export const ReadBody = Type.Object(
  { number: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) },
  { additionalProperties: false },
);
export const ReadAnswer = Type.Object({ unread: Type.Integer() });

/** GET /v1/messages?q: what was written in channels that the user reads. */
export const FindQuery = Type.Object(
  {
    q: Type.String({ minLength: 2, maxLength: 100 }),
    client: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false },
);
export const Found = Type.Object({
  items: Type.Array(Type.Object({ message: Message, client: ClientRef })),
});
export type FoundView = Static<typeof Found>;
