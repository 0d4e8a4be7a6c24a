import type { Access, Grants } from '../store/index.ts';

const all = { read: true, act: true, upload: true };
const act = { read: true, act: true };

/** What the widgets on the pages that Arende serves may do, by role. Rights and reach are asked for at each call. */
const byRole: Record<Access['role'], Grants> = {
  client: {
    inbox: act,
    'document-tree': all,
    client: act,
    messages: all,
    case: all,
    notifications: act,
    settings: act,
  },
  consultant: {
    inbox: act,
    'status-board': act,
    'document-tree': all,
    'process-view': { read: true },
    'client-list': act,
    client: act,
    messages: all,
    case: all,
    notifications: act,
    settings: act,
  },
  admin: {
    inbox: act,
    'status-board': act,
    'document-tree': all,
    'definition-editor': act,
    'process-view': { read: true },
    'client-list': act,
    client: act,
    messages: all,
    case: all,
    notifications: act,
    settings: act,
  },
};

/** Of staff in a client's account: what the client has there, each still as the member of staff that they are. */
export const entranceGrants: Grants = byRole.client;

export const portalGrants = (role: Access['role']): Grants => byRole[role];

/** Where each role's work is. */
export const homeOf = (role: Access['role']): '/portal' | '/office' => (role === 'client' ? '/portal' : '/office');
