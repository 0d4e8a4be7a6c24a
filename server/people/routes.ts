import type { Static } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import { cursorFrom, pageOf } from '../http/cursor.ts';
import { lastAdministrator, notFound } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { hasRight } from '../policies/index.ts';
import {
  type Management,
  managementOf,
  requireManagement,
  requireMayChange,
  requireStaff,
} from '../policies/people.ts';
import { namedRight, rightNames } from '../policies/rights.ts';
import {
  type Access,
  audit,
  changePerson,
  clientsLedBy,
  findClients,
  findStaff,
  type FirmUser,
  LastAdministrator,
  noteChanges,
  peoplePage,
  putRight,
  reachableNames,
  renewActing,
  type Scope,
  visiblePerson,
} from '../store/index.ts';
import { absenceRoutes } from './absences.ts';
import { backendRoutes } from './backend.ts';
import { clientPeopleRoutes, stillResponsible } from './clients.ts';
import { invitationRoutes } from './invitations.ts';
import { personViews, type Reader } from './presenter.ts';
import {
  ClientNames,
  Colleagues,
  FindQuery,
  PeopleList,
  type PeopleListView,
  PeopleQuery,
  PersonBody,
  PersonItem,
  type PersonView,
  RightList,
  type RightListView,
} from './schema.ts';

const clientsInList = 3;
const clientsOfOne = 500;
const foundAtOnce = 20;

export const peopleRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/rights',
    summary: 'The named rights with what they allow, and which the user has',
    grant: { any: ['settings', 'client-list', 'client'], right: 'read' },
    answer: RightList,
    handler: listRights,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/people',
    summary: 'Users, by name: the firm’s and its clients’, or those of one’s own company',
    grant: { any: ['settings'], right: 'read' },
    query: PeopleQuery,
    answer: PeopleList,
    handler: listPeople,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/people/:id',
    summary: 'A user with clients and rights',
    grant: { any: ['settings'], right: 'read' },
    answer: PersonItem,
    async handler(call: BearerCall) {
      const { scope, access, params } = call;
      const management = await managementOf(scope, access);
      return one(call, management, await found(scope, access, management, params.id!));
    },
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/people/:id',
    summary: 'Changes what a user may do and with which clients, or shuts them out',
    grant: { any: ['settings'], right: 'act' },
    body: PersonBody,
    answer: PersonItem,
    handler: changeOne,
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/colleagues',
    summary: 'The firm’s own people by name, for choosing one',
    grant: { any: ['settings', 'client', 'client-list'], right: 'read' },
    query: FindQuery,
    answer: Colleagues,
    async handler({ scope, access, query }: BearerCall<Static<typeof FindQuery>>) {
      requireStaff(access);
      const people = await findStaff(scope, query.q?.trim() || null, foundAtOnce);
      return { items: people.map(({ id, name }) => ({ id, name })) };
    },
  }),
  bearerRoute({
    method: 'GET',
    path: '/v1/client-names',
    summary: 'Clients that the user reaches by name, for choosing one',
    grant: { any: ['settings'], right: 'read' },
    query: FindQuery,
    answer: ClientNames,
    async handler({ scope, access, query }: BearerCall<Static<typeof FindQuery>>) {
      return { items: await findClients(scope, access, query.q?.trim() || null, foundAtOnce) };
    },
  }),
  ...backendRoutes,
  ...invitationRoutes,
  ...clientPeopleRoutes,
  ...absenceRoutes,
];

async function listRights({ scope, access }: BearerCall): Promise<RightListView> {
  const management = await managementOf(scope, access);
  const mine: string[] = [];
  for (const right of rightNames) if (await hasRight(scope, access, right)) mine.push(right);
  const companies = management.of === 'companies' ? management.clientIds : [];
  const names = await reachableNames(scope, access, companies);
  return {
    items: rightNames.map((id) => {
      const { title, description, scope: of, roles, givenByClient = false } = namedRight(id);
      return { id, title, description, scope: of, roles, givenByClient };
    }),
    mine,
    manages: management.of,
    companies: [...names].map(([id, name]) => ({ id, name })),
  };
}

/** Whom the user may see. A client's user sees the people of their own companies, a consultant without the right nobody. */
async function seenBy(scope: Scope, access: Access, management: Management): Promise<'firm' | string[]> {
  if (access.role !== 'client') {
    requireManagement(access, management);
    return 'firm';
  }
  const own = await findClients(scope, access, null, clientsOfOne);
  return own.map(({ id }) => id);
}

async function listPeople(call: BearerCall<Static<typeof PeopleQuery>>): Promise<PeopleListView> {
  const { scope, access, query, now } = call;
  const management = await managementOf(scope, access);
  const limit = query.limit ?? 50;
  const filter = {
    see: await seenBy(scope, access, management),
    kind: query.kind ?? null,
    active: query.state !== 'inactive',
    clientId: query.client ?? null,
    q: query.q?.trim() || null,
  };
  const after = cursorFrom(query.cursor, 2) as [string, string] | null;
  const page = pageOf(await peoplePage(scope, access, filter, { limit, after }), limit, ({ search, id }) => [
    search,
    id,
  ]);
  const reader: Reader = { scope, access, management, now };
  return { items: await personViews(reader, page.rows, clientsInList), nextCursor: page.nextCursor };
}

async function found(scope: Scope, access: Access, management: Management, id: string): Promise<FirmUser> {
  const user = await visiblePerson(scope, access, await seenBy(scope, access, management), id);
  if (!user) throw notFound();
  return user;
}

async function one(call: BearerCall, management: Management, user: FirmUser): Promise<PersonView> {
  const { scope, access, now } = call;
  const [view] = await personViews({ scope, access, management, now }, [user], clientsOfOne);
  return view!;
}

async function changeOne(call: BearerCall<unknown, Static<typeof PersonBody>>): Promise<PersonView> {
  const { scope, access, body, params, now } = call;
  const management = await managementOf(scope, access);
  requireManagement(access, management);
  const before = await found(scope, access, management, params.id!);
  const rights = (body.rights ?? []).map(({ right, client, granted }) => ({ right, clientId: client, granted }));
  const change = { ...body, rights };
  await requireMayChange(scope, access, management, before, change);
  if ((await clientsLedBy(scope, before.id, 1, body.remove ?? [])).length > 0) throw stillResponsible();
  try {
    await scope.write(async (tx) => {
      const by = access.userId;
      await changePerson(tx, before.id, body);
      for (const right of rights) await putRight(tx, { ...right, userId: before.id, now, by });
      await renewActing(tx, localDate(now));
      await audit(tx, now, { actor: `user:${by}`, action: 'user.changed', target: before.id, details: { ...body } });
      await noteChanges(tx, topicsOf(before, [...(body.add ?? []), ...(body.remove ?? [])]));
    });
  } catch (error) {
    if (error instanceof LastAdministrator) throw lastAdministrator(error);
    throw error;
  }
  call.services.feed.nudge();
  const after = await visiblePerson(scope, access, await seenBy(scope, access, management), before.id);
  // Whoever takes the last company that they share away does not see the person any more.
  const gone = { ...before, active: false };
  return one(call, management, after ?? gone);
}

/** Told to those who see all of the firm, and of a client's user to those who see the companies. */
function topicsOf({ role }: FirmUser, clientIds: string[]) {
  const ofClients = role === 'client' ? clientIds.slice(0, 100) : [];
  return [null, ...ofClients].map((clientId) => ({ topic: 'people' as const, clientId }));
}
