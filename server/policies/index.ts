import type { Component } from '../http/route.ts';
import { notFound, Problem } from '../http/problem.ts';
import {
  type Access,
  type AddressedInstance,
  type Bearer,
  clientExists,
  type Grants,
  reaches,
  rightExceptions,
  type Row,
  type Scope,
  staffOnly,
} from '../store/index.ts';
import { namedRight, type RightName } from './rights.ts';

type Right = 'read' | 'act' | 'upload';

/** A component that is named may read unless it says `read: false`; `act` and `upload` must be granted. */
export function grants(components: Grants, component: Component, right: Right): boolean {
  const grant = components[component];
  if (!grant || grant.read === false) return false;
  return right === 'read' || grant[right] === true;
}

export function requireGrant(bearer: Bearer, any: Component[], right: Right): void {
  if (any.some((component) => grants(bearer.components, component, right))) return;
  const what = right === 'read' ? '' : ` the right to ${right} for`;
  throw new Problem(403, 'not_granted', `The widget session was opened without${what} ${any.join(' or ')}.`);
}

/** The user behind a bearer as they are now, not as they were when the session was opened. */
export function requireUser(access: Access | null): Access {
  if (!access) throw new Problem(401, 'user_inactive', 'This user may no longer log in.');
  return access;
}

/** Of the firm, and of all its clients. */
export const isAdministrator = (access: Access): boolean => access.role === 'admin' && access.onlyClientId === null;

/** Processes are the firm's own affair: an administrator's, and of all its clients. */
export function requireAdministrator(access: Access): void {
  if (isAdministrator(access)) return;
  throw new Problem(403, 'administrator_required', 'Only an administrator of the firm may do this.');
}

/**
 * Whether a user has a right: for the whole firm, or, where one is named, for a client that they reach. A session that is
 * narrowed to a client has none for the whole firm.
 */
export async function hasRight(
  scope: Scope,
  access: Access,
  name: RightName,
  clientId: string | null = null,
): Promise<boolean> {
  const right = namedRight(name);
  if (!right.roles.includes(access.role)) return false;
  if (clientId === null && (right.scope === 'client' || access.onlyClientId !== null)) return false;
  if (clientId !== null && !(await reaches(scope, access, clientId))) return false;
  const byRole = right.defaults.includes(access.role);
  if (access.role === 'admin' && byRole) return true;
  const exceptions = await rightExceptions(scope, { userId: access.userId, right: name, clientId });
  // What was said of the one client counts before what was said of the whole firm.
  const said = exceptions.find((one) => one.clientId !== null) ?? exceptions[0];
  return said?.granted ?? byRole;
}

/** Throws a 403 that names the right. */
export async function requireRight(
  scope: Scope,
  access: Access,
  name: RightName,
  clientId: string | null = null,
): Promise<void> {
  if (await hasRight(scope, access, name, clientId)) return;
  const { sv, en } = namedRight(name).title;
  throw new Problem(403, 'right_missing', `This needs the right "${name}" (${en}).`, {
    text: {
      sv: `Du behöver behörigheten ”${sv}”. Be en administratör om den.`,
      en: `You need the right “${en}”. Ask an administrator for it.`,
    },
  });
}

/**
 * How much of a client a user sees (B-07). `reduced`: a colleague's client, of which they see name, company number, type
 * and who is responsible, and which they may join (B-04). What is `none` does not exist for them.
 */
export async function reachLevel(scope: Scope, access: Access, clientId: string): Promise<'full' | 'reduced' | 'none'> {
  const own = await reaches(scope, access, clientId);
  // What is not there takes the same way as what may not be seen.
  if (!own && !(await mayJoinClients(scope, access))) return 'none';
  if (!(await clientExists(scope, clientId))) return 'none';
  return own ? 'full' : 'reduced';
}

/** Throws the same 404 for a client that does not exist and one that the user does not reach. */
export async function requireClient(scope: Scope, access: Access, clientId: string): Promise<void> {
  if (!(await reaches(scope, access, clientId)) || !(await clientExists(scope, clientId))) throw notFound();
}

/** Whether clients beyond one's own are there at all, for lists. */
export async function mayJoinClients(scope: Scope, access: Access): Promise<boolean> {
  return hasRight(scope, access, 'join-clients');
}

/** Throws the same 404 for what does not exist and for what the user does not reach. */
export async function requireReach(scope: Scope, access: Access, row: Row | AddressedInstance | null): Promise<void> {
  if (!row || !(await reaches(scope, access, row.client_id))) throw notFound();
}

/** Staff see every form that was sent in; a client's user those of their own side. */
export function maySeeData(access: Access, actorIsClient: boolean): boolean {
  return access.role !== 'client' || actorIsClient;
}

const showInstances: Component[] = ['inbox', 'status-board', 'process-view', 'case', 'client-list', 'client'];

/** Whether a change concerns something that this session shows. Reach is asked for apart. */
export function concerns(bearer: Bearer, access: Access, change: { topic: string; userId: string | null }): boolean {
  if (change.userId === staffOnly) {
    if (access.role === 'client') return false;
  } else if (change.userId !== null && change.userId !== bearer.userId) return false;
  const can = (component: Component) => grants(bearer.components, component, 'read');
  if (change.topic === 'document' || change.topic === 'seen') return can('document-tree');
  if (change.topic === 'instance') return showInstances.some(can);
  if (change.topic === 'client') return can('client-list') || can('client');
  if (change.topic === 'message') return can('messages') || can('client-list');
  if (change.topic === 'comment') return can('case') || can('inbox') || can('status-board');
  if (change.topic === 'note') return can('client') || can('client-list');
  if (change.topic === 'notification') return can('notifications');
  if (change.topic === 'people') return can('settings') || can('client');
  if (change.topic === 'definition' || change.topic === 'migration') return can('definition-editor');
  return true;
}
