import type { Static } from '@sinclair/typebox';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { notFound } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { maySeeThread } from '../policies/threads.ts';
import {
  type Access,
  type Channel,
  channelsNamed,
  channelsOfClients,
  clientsNamed,
  ownClients,
  reaches,
  type Row,
  type Scope,
  writtenChannels,
} from '../store/index.ts';
import type { ChannelListView, ChannelQuery, ChannelView } from './schema.ts';

const excerptLength = 160;
const clientsFound = 20;

/** A client's user has few channels and sees them all; staff have one a person, and see where somebody wrote last. */
export async function channels(call: BearerCall<Static<typeof ChannelQuery>>): Promise<ChannelListView> {
  const { scope, access, query } = call;
  const q = query.q?.trim() ?? '';
  if (query.client === undefined && q === '' && access.role !== 'client') return newest(call);
  const items = await visibleChannels(scope, access, await clientsAsked(scope, access, query.client, q));
  const shown = query.unread ? items.filter(({ unread }) => unread > 0) : items;
  return { items: shown.map((channel) => channelView(access, channel)), nextCursor: null };
}

async function clientsAsked(scope: Scope, access: Access, client: string | undefined, q: string): Promise<string[]> {
  if (client !== undefined) {
    if (!(await reaches(scope, access, client))) throw notFound();
    return [client];
  }
  if (q === '') return ownClients(scope, access);
  return (await clientsNamed(scope, access, q, clientsFound)).map(({ id }) => id);
}

/** All channels of these clients that the user may see. */
export async function visibleChannels(scope: Scope, access: Access, clientIds: string[]): Promise<Channel[]> {
  const all = await channelsOfClients(scope, access.userId, clientIds);
  if (access.role !== 'client') return all;
  const visible: Channel[] = [];
  for (const channel of all) if (await maySeeThread(scope, access, channel)) visible.push(channel);
  return visible;
}

async function newest({ scope, access, query }: BearerCall<Static<typeof ChannelQuery>>): Promise<ChannelListView> {
  const limit = query.limit ?? 50;
  const after = cursorFrom(query.cursor, 2) as [string, string] | null;
  const rows = await writtenChannels(scope, access, { limit, after, unreadOnly: query.unread ?? false });
  const page = pageOf(rows, limit, (row: Row) => [row.last_at, row.id]);
  const ids = page.rows.map((row) => row.id as string);
  const items = await channelsNamed(scope, access.userId, ids);
  return { items: items.map((channel) => channelView(access, channel)), nextCursor: page.nextCursor };
}

function channelView(access: Access, { id, kind, client, user, unread, lastAt, last }: Channel): ChannelView {
  const text = last && [...last.text.replace(/\s+/g, ' ')].slice(0, excerptLength).join('');
  const own = user?.id === access.userId;
  return { id, kind, client: client!, user, own, unread, lastAt, last: last && { ...last, text: text! } };
}
