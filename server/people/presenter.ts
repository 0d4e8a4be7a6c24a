import { localDate } from '../../definitions/calendar/index.ts';
import { refOf } from '../common/presenter.ts';
import { type Management } from '../policies/people.ts';
import { namedRight, rightNames } from '../policies/rights.ts';
import {
  absencesFrom,
  type Access,
  clientsOfUsers,
  type FirmUser,
  type Invitation,
  reachableNames,
  rightsOfUsers,
  type Scope,
  userNames,
} from '../store/index.ts';
import type { InvitationView, PersonView } from './schema.ts';

export interface Reader {
  scope: Scope;
  access: Access;
  management: Management;
  now: string;
}

/** Users as the reader may see them: of their clients and rights only what concerns clients that the reader reaches. */
export async function personViews(reader: Reader, users: FirmUser[], clientLimit: number): Promise<PersonView[]> {
  const { scope, access, management, now } = reader;
  const ids = users.map(({ id }) => id);
  const clients = await clientsOfUsers(scope, access, ids, clientLimit);
  const exceptions = await rightsOfUsers(scope, ids);
  const names = await reachableNames(
    scope,
    access,
    exceptions.flatMap(({ clientId }) => clientId ?? []),
  );
  const today = localDate(now);
  const away = ids.length === 0 ? [] : (await absencesFrom(scope, today, ids)).filter((one) => one.fromDate <= today);
  const people = await userNames(
    scope,
    away.map(({ substituteId }) => substituteId),
  );
  return users.map((user) => {
    const { id, name, email, language, role, active, allClients } = user;
    const absence = away.find(({ userId }) => userId === id);
    const of = clients.get(id)!;
    const said = exceptions.filter(({ userId }) => userId === id);
    const ofClients = said.flatMap(({ right, clientId, granted }) =>
      clientId !== null && names.has(clientId)
        ? [{ right, client: { id: clientId, name: names.get(clientId)! }, granted, byRole: false }]
        : [],
    );
    return {
      id,
      name,
      email,
      language,
      role,
      active,
      self: id === access.userId,
      allClients,
      clientCount: of.count,
      clients: of.items,
      rights: [...firmRights(user, said), ...ofClients],
      absence: absence
        ? {
            fromDate: absence.fromDate,
            toDate: absence.toDate,
            substitute: refOf(absence.substituteId, people.get(absence.substituteId) ?? null)!,
          }
        : null,
      mayChange: mayChange(access, management, user),
    };
  });
}

function firmRights(
  { role }: FirmUser,
  said: { right: string; clientId: string | null; granted: boolean }[],
): PersonView['rights'] {
  return rightNames
    .map((right) => ({ right, ...namedRight(right) }))
    .filter(({ scope, roles }) => scope === 'firm' && roles.includes(role))
    .map(({ right, defaults }) => {
      const byRole = defaults.includes(role);
      const exception = role === 'admin' ? undefined : said.find((one) => one.clientId === null && one.right === right);
      return { right, client: null, granted: exception?.granted ?? byRole, byRole: exception === undefined && byRole };
    });
}

const mayChange = (access: Access, management: Management, user: FirmUser): boolean =>
  management.of !== 'nobody' &&
  user.id !== access.userId &&
  (management.of === 'companies' || user.role !== 'admin' || access.role === 'admin');

export async function invitationViews(
  { scope, access, now }: Reader,
  invitations: Invitation[],
): Promise<InvitationView[]> {
  const names = await reachableNames(
    scope,
    access,
    invitations.flatMap(({ clientIds }) => clientIds),
  );
  const people = await userNames(
    scope,
    invitations.map(({ createdBy }) => createdBy),
  );
  const clientOf = (id: string) => refOf(id, names.get(id) ?? null)!;
  return invitations.map((invitation) => ({
    id: invitation.id,
    email: invitation.email,
    name: invitation.name,
    language: invitation.language,
    role: invitation.role,
    allClients: invitation.allClients,
    clients: invitation.clientIds.map(clientOf),
    rights: invitation.rights.map(({ right, clientId }) => ({
      right,
      client: clientId === null ? null : clientOf(clientId),
    })),
    invitedBy: refOf(invitation.createdBy, people.get(invitation.createdBy) ?? null)!,
    createdAt: invitation.createdAt,
    expiresAt: invitation.expiresAt,
    expired: invitation.expiresAt <= now,
  }));
}
