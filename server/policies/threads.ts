import { notFound } from '../http/problem.ts';
import type { BearerCall, Component } from '../http/route.ts';
import {
  type Access,
  type Writer,
  type Change,
  clientById,
  clientFacts,
  clientUsers,
  type Recipient,
  reaches,
  type Scope,
  staffInThread,
  staffOnly,
  type Thread,
  threadById,
  threadKindOf,
  usersGiven,
  usersOfAudience,
} from '../store/index.ts';
import { requireGrant } from './index.ts';

type Right = 'read' | 'act' | 'upload';

const ofChannels: Component[] = ['messages'];
const ofComments: Component[] = ['case', 'inbox', 'status-board'];
/** Any of these components opens the routes of threads; which of them a thread asks for depends on its kind. */
export const threadComponents: Component[] = [...ofChannels, ...ofComments];

/** Plans on which the general channel is for those with administrator's right (K-28); on all others it is for all (K-29). */
const plansOfAdmins = ['pro', 'business', 'easy'];

/** Users of a client who are authorised in its general channel (K-26, K-28, K-29). */
async function authorisedUsers(scope: Scope, clientId: string): Promise<string[]> {
  const client = await clientById(scope, clientId);
  const users = (await clientUsers(scope, [clientId])).map(({ userId }) => userId);
  if (!plansOfAdmins.includes(String(client?.properties.plan ?? '').toLowerCase())) return users;
  const admins = await usersGiven(scope, 'client-admin', clientId);
  return users.filter((userId) => admins.includes(userId));
}

/** The users on the client's side who read a thread. */
export async function readersOf(scope: Scope, thread: Thread): Promise<string[]> {
  const { kind, client, user } = thread;
  if (kind === 'firm' || !client) return [];
  if (kind === 'general') return authorisedUsers(scope, client.id);
  const users = (await clientUsers(scope, [client.id])).map(({ userId }) => userId);
  return kind === 'shared' ? users : users.filter((userId) => userId === user!.id);
}

export async function maySeeThread(scope: Scope, access: Access, thread: Thread): Promise<boolean> {
  if (!(await reaches(scope, access, thread.client?.id ?? null))) return false;
  if (access.role !== 'client') return true;
  return (await readersOf(scope, thread)).includes(access.userId);
}

/** The thread, for somebody who may see it and whose session is for threads of its kind. Throws the one 404, or a 403. */
export async function requireThread(
  { scope, access, bearer }: Pick<BearerCall, 'scope' | 'access' | 'bearer'>,
  id: string,
  right: Right,
): Promise<Thread> {
  const kind = threadKindOf(id);
  const thread = kind && (await threadById(scope, id));
  if (!thread || !(await maySeeThread(scope, access, thread))) throw notFound();
  requireGrant(bearer, kind === 'general' || kind === 'user' ? ofChannels : ofComments, right);
  return thread;
}

/** Who hears over the event stream that something in a thread has changed: nobody who may not read it. */
export async function heardBy(scope: Scope, thread: Thread): Promise<Change[]> {
  const topic = thread.kind === 'general' || thread.kind === 'user' ? ('message' as const) : ('comment' as const);
  const change = { topic, clientId: thread.client?.id ?? null, instanceId: thread.instanceId };
  const readers = await readersOf(scope, thread);
  return [staffOnly, ...readers].map((userId) => ({ ...change, userId }));
}

/**
 * Who is told by mail of what somebody wrote (K-25): the readers on the client's side, and of the firm, when a client
 * wrote or it is the firm's own thread, the responsible consultant and those who have written there. Never the author.
 */
export async function toldOf(scope: Scope, thread: Thread, author: Writer): Promise<Recipient[]> {
  const clientId = thread.client?.id ?? null;
  const readers = await readersOf(scope, thread);
  const told = readers.length > 0 ? await usersOfAudience(scope, 'client', clientId) : [];
  const clients = told.filter(({ userId }) => readers.includes(userId));
  const firm: Recipient[] = [];
  if (author.side === 'client' || thread.kind === 'firm') {
    const { responsibleId } = await clientFacts(scope, clientId);
    const writers = await staffInThread(scope, thread.id);
    const staff = await usersOfAudience(scope, 'firm', clientId);
    firm.push(...staff.filter(({ userId }) => userId === responsibleId || writers.includes(userId)));
    if (firm.every(({ userId }) => userId === author.userId) && author.side === 'client') {
      firm.push(...(await usersOfAudience(scope, 'admin', clientId)));
    }
  }
  return [...clients, ...firm].filter(({ userId }) => userId !== author.userId);
}
