import { Problem } from '../http/problem.ts';
import { type Access, type FirmUser, reaches, type Scope, clientsGiven } from '../store/index.ts';
import { hasRight, requireClient } from './index.ts';
import { namedRight, type NamedRight, type RightName, rights } from './rights.ts';

/** Whose access somebody may manage. */
export type Management =
  | { of: 'firm' }
  /** Colleagues of these companies only (L-05, K-28). */
  | { of: 'companies'; clientIds: string[] }
  | { of: 'nobody' };

export async function managementOf(scope: Scope, access: Access): Promise<Management> {
  if (access.role !== 'client') return { of: (await hasRight(scope, access, 'manage-users')) ? 'firm' : 'nobody' };
  const given = await clientsGiven(scope, 'client-admin', access.userId);
  const clientIds: string[] = [];
  for (const clientId of given) if (await reaches(scope, access, clientId)) clientIds.push(clientId);
  return clientIds.length > 0 ? { of: 'companies', clientIds } : { of: 'nobody' };
}

export function requireStaff(access: Access): void {
  if (access.role !== 'client') return;
  throw new Problem(403, 'staff_only', 'This is for people of the firm.', {
    text: { sv: 'Det här är bara för byråns egna användare.', en: 'This is for people of the firm only.' },
  });
}

/** Throws unless somebody may manage people: the firm's, or those of a company of theirs. */
export function requireManagement(access: Access, management: Management): void {
  if (management.of !== 'nobody') return;
  const name: RightName = access.role === 'client' ? 'client-admin' : 'manage-users';
  const { sv, en } = namedRight(name).title;
  throw new Problem(403, 'right_missing', `This needs the right "${name}" (${en}).`, {
    text: {
      sv: `Du behöver behörigheten ”${sv}”. Be en administratör om den.`,
      en: `You need the right “${en}”. Ask an administrator for it.`,
    },
  });
}

export interface AccessChange {
  role?: FirmUser['role'];
  active?: boolean;
  allClients?: boolean;
  add?: string[];
  remove?: string[];
  rights?: { right: string; clientId: string | null; granted?: boolean | null }[];
}

/** Who is changed; `id` null while they are only invited. */
type Target = Pick<FirmUser, 'role'> & { id: string | null };

/**
 * Throws unless one person may change another's access so. Nobody changes their own; nobody gives what they do not have
 * themselves; administrators are made and unmade by administrators; a company's administrator manages that company.
 */
export async function requireMayChange(
  scope: Scope,
  access: Access,
  management: Management,
  target: Target,
  change: AccessChange,
): Promise<void> {
  requireManagement(access, management);
  if (target.id === access.userId) throw refusals.own();
  const role = change.role ?? target.role;
  if ((role === 'client') !== (target.role === 'client')) throw refusals.sides();
  if (management.of === 'companies') requireOwnCompanies(management.clientIds, target, change);
  else if ([role, target.role].includes('admin') && access.role !== 'admin') throw refusals.administrators();
  if (change.allClients && (role === 'client' || access.clients !== 'all')) throw refusals.moreThanOwn();
  for (const clientId of [...(change.add ?? []), ...(change.remove ?? [])]) {
    await requireClient(scope, access, clientId);
  }
  for (const { right, clientId } of change.rights ?? []) {
    await requireMayGive(scope, access, management, role, right, clientId);
  }
}

function requireOwnCompanies(own: string[], target: Target, change: AccessChange): void {
  const named = [change.add, change.remove, change.rights?.map(({ clientId }) => clientId ?? '')].flatMap(
    (ids) => ids ?? [],
  );
  const whole = change.active !== undefined || change.allClients !== undefined || change.role !== undefined;
  const invited = target.id === null;
  if (target.role !== 'client' || (whole && !invited) || named.some((id) => !own.includes(id)))
    throw refusals.company();
  // Somebody who is a user already is invited like everybody else, and says yes.
  if (!invited && (change.add ?? []).length > 0) throw refusals.company();
}

/**
 * The right, which somebody of this role can be given, or be denied, for the whole firm or for a client. An administrator
 * has all of them; some are given by the client alone.
 */
export function requireGivable(role: FirmUser['role'], name: string, clientId: string | null): NamedRight {
  if (!Object.hasOwn(rights, name)) throw refusals.noSuchRight(name);
  const right = namedRight(name as RightName);
  const fits = right.scope === 'firm' || clientId !== null;
  if (!right.roles.includes(role) || role === 'admin' || !fits) throw refusals.noSuchRight(name);
  if (right.givenByClient) throw refusals.byClient();
  return right;
}

async function requireMayGive(
  scope: Scope,
  access: Access,
  management: Management,
  role: FirmUser['role'],
  name: string,
  clientId: string | null,
): Promise<void> {
  const right = requireGivable(role, name, clientId);
  if (clientId !== null) await requireClient(scope, access, clientId);
  // The firm's people may make somebody the administrator of a company, which none of them is themselves.
  if (right.roles.includes('client') && management.of === 'firm') return;
  if (!(await hasRight(scope, access, name as RightName, clientId))) throw refusals.moreThanOwn();
}

const refused = (status: number, code: string, sv: string, en: string): Problem =>
  new Problem(status, code, en, { text: { sv, en } });

const refusals = {
  own: () =>
    refused(
      403,
      'own_access',
      'Du kan inte ändra din egen behörighet. Be en kollega.',
      'You cannot change your own access. Ask a colleague.',
    ),
  sides: () =>
    refused(
      422,
      'role_fixed',
      'En av byråns användare kan inte bli en kunds användare, eller tvärtom. Bjud in personen på nytt.',
      'A user of the firm cannot become a client’s user, or the other way round. Invite them anew.',
    ),
  administrators: () =>
    refused(
      403,
      'administrator_required',
      'Bara en administratör kan ändra eller lägga till en administratör.',
      'Only an administrator can change or add an administrator.',
    ),
  moreThanOwn: () =>
    refused(
      403,
      'more_than_own',
      'Du kan inte ge någon mer än du själv har.',
      'You cannot give somebody more than you have yourself.',
    ),
  company: () =>
    refused(
      403,
      'own_company_only',
      'Du kan bjuda in och ta bort kollegor i ditt eget företag, och inget annat.',
      'You can invite and remove colleagues of your own company, and nothing else.',
    ),
  byClient: () =>
    refused(
      403,
      'given_by_client',
      'Fullständig behörighet ges av kunden själv.',
      'Full authority is given by the client itself.',
    ),
  noSuchRight: (name: string) =>
    refused(
      422,
      'right_unknown',
      `Behörigheten ”${name.slice(0, 40)}” finns inte för den personen.`,
      `There is no right “${name.slice(0, 40)}” for this person.`,
    ),
};
