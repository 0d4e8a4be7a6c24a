import type { Component } from '../http/route.ts';
import { notFound, Problem } from '../http/problem.ts';
import {
  type Access,
  type AddressedInstance,
  type Bearer,
  type Grants,
  reaches,
  type Row,
  type Scope,
} from '../store/index.ts';

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

/** Processes are the firm's own affair: an administrator's, and of all its clients. */
export function requireAdministrator(access: Access): void {
  if (access.role === 'admin' && access.onlyClientId === null) return;
  throw new Problem(403, 'administrator_required', 'Only an administrator of the firm may do this.');
}

/** Throws the same 404 for what does not exist and for what the user does not reach. */
export async function requireReach(scope: Scope, access: Access, row: Row | AddressedInstance | null): Promise<void> {
  if (!row || !(await reaches(scope, access, row.client_id))) throw notFound();
}

/** Staff see every form that was sent in; a client's user those of their own side. */
export function maySeeData(access: Access, actorIsClient: boolean): boolean {
  return access.role !== 'client' || actorIsClient;
}

/** Whether a change concerns something that this session shows. Reach is asked for apart. */
export function concerns(bearer: Bearer, change: { topic: string; userId: string | null }): boolean {
  if (change.userId !== null && change.userId !== bearer.userId) return false;
  const can = (component: Component) => grants(bearer.components, component, 'read');
  if (change.topic === 'document' || change.topic === 'seen') return can('document-tree');
  if (change.topic === 'instance') return can('inbox') || can('status-board') || can('process-view');
  if (change.topic === 'definition' || change.topic === 'migration') return can('definition-editor');
  return true;
}
