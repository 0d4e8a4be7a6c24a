import { type Static, Type } from '@sinclair/typebox';
import { Nullable } from '../common/schema.ts';

/**
 * GET /v1/events, text/event-stream. `id:` is the position; send it back as `Last-Event-ID` after a gap.
 * event `change`: something that this user may see has changed; fetch what you show of it.
 * event `reset`: the gap is too old to fill; fetch everything anew.
 * event `ready`: the stream is open from the id given.
 */
export const Change = Type.Object({
  topic: Type.Union([
    Type.Literal('instance'),
    Type.Literal('document'),
    Type.Literal('seen'),
    /** What stands at the user's bell. */
    Type.Literal('notification'),
    /** A draft or a version of a definition; for administrators. */
    Type.Literal('definition'),
    /** Instances that are moved to another version; for administrators. */
    Type.Literal('migration'),
    /** A client company, its details or who works with it. */
    Type.Literal('client'),
    Type.Literal('message'),
    /** A comment on an instance or in a case. */
    Type.Literal('comment'),
    /** A note about a client; for staff. */
    Type.Literal('note'),
    /** Users, rights, invitations and absences. */
    Type.Literal('people'),
  ]),
  definition: Nullable(Type.String()),
  instanceId: Nullable(Type.String()),
  clientId: Nullable(Type.String()),
  folderId: Nullable(Type.String()),
  sequence: Nullable(Type.Integer()),
});
export type ChangeView = Static<typeof Change>;
