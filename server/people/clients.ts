import type { Static } from '@sinclair/typebox';
import { localDate } from '../../definitions/calendar/index.ts';
import type { JsonObject } from '../../definitions/language/types.ts';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { hasRight, reachLevel, requireClient, requireRight } from '../policies/index.ts';
import { requireStaff } from '../policies/people.ts';
import {
  accessOf,
  addToClient,
  audit,
  clientsLedBy,
  noteChanges,
  peopleOfClient,
  putRight,
  reaches,
  removeFromClient,
  setEngagement,
  staffByEmail,
  userById,
  usersGiven,
} from '../store/index.ts';
import { AuthorityBody, ClientPeople, type ClientPeopleView, ColleagueBody, EngagementBody } from './schema.ts';

const components = ['client', 'client-list', 'settings'] as const;
const reading = { any: [...components], right: 'read' as const };
const acting = { any: [...components], right: 'act' as const };

export const clientPeopleRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/clients/:id/people',
    summary: 'Who works with a client, and what the user may change about it',
    grant: reading,
    answer: ClientPeople,
    handler: view,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/clients/:id/join',
    summary: 'Adds the user to a client of the firm (“Lägg till mig”)',
    grant: acting,
    answer: ClientPeople,
    async handler(call: BearerCall) {
      const { scope, access, params } = call;
      if ((await reachLevel(scope, access, params.id!)) === 'none') throw notFound();
      requireStaff(access);
      await requireRight(scope, access, 'join-clients');
      return added(call, access.userId);
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/clients/:id/leave',
    summary: 'Takes the user away from a client that they were added to',
    grant: acting,
    status: 204,
    async handler(call: BearerCall) {
      const { scope, access, params, now } = call;
      await requireClient(scope, access, params.id!);
      requireStaff(access);
      if ((await clientsLedBy(scope, access.userId, 1, [params.id!])).length > 0) throw stillResponsible();
      await removeFromClient(scope, { userId: access.userId, clientId: params.id!, today: localDate(now) });
      await note(call, 'client.left', { user: access.userId });
      call.http.body = null;
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/clients/:id/people',
    summary: 'Adds a colleague of the firm to a client, by address (“Lägg till användare”)',
    grant: acting,
    body: ColleagueBody,
    answer: ClientPeople,
    async handler(call: BearerCall<unknown, Static<typeof ColleagueBody>>) {
      const { scope, access, params, body } = call;
      await requireClient(scope, access, params.id!);
      requireStaff(access);
      const colleague = await staffByEmail(scope, body.email.trim());
      if (!colleague) throw noColleague();
      return added(call, colleague.id);
    },
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/clients/:id/engagement',
    summary: 'Sets who is responsible for a client, and the month from which the firm works for it',
    grant: acting,
    body: EngagementBody,
    answer: ClientPeople,
    handler: engage,
  }),
  bearerRoute({
    method: 'PUT',
    path: '/v1/clients/:id/authority',
    summary: 'The client gives somebody at the firm full authority, or takes it back',
    grant: acting,
    body: AuthorityBody,
    answer: ClientPeople,
    handler: authorise,
  }),
];

async function view({ scope, access, params }: BearerCall): Promise<ClientPeopleView> {
  const id = params.id!;
  const level = await reachLevel(scope, access, id);
  if (level === 'none') throw notFound();
  const { responsible, acting: standIn, startMonth, members } = await peopleOfClient(scope, id);
  const staff = access.role !== 'client';
  const joins = staff && (await hasRight(scope, access, 'join-clients'));
  const own = members.some((member) => member.id === access.userId);
  if (level === 'reduced') {
    const may = { ...nothing, join: joins };
    return { level, responsible, acting: standIn, startMonth: null, firm: [], client: [], may };
  }
  const trusted = new Set(await usersGiven(scope, 'full-authority', id));
  const admins = new Set(await usersGiven(scope, 'client-admin', id));
  const atFirm = members.filter(({ role }) => role !== 'client');
  if (responsible && !atFirm.some((member) => member.id === responsible.id)) {
    atFirm.unshift({ ...responsible, role: 'consultant' });
  }
  return {
    level,
    responsible,
    acting: standIn,
    startMonth,
    firm: atFirm.map(({ id: userId, name }) => ({ id: userId, name, fullAuthority: trusted.has(userId) })),
    client: members
      .filter(({ role }) => role === 'client')
      .map(({ id: userId, name }) => ({ id: userId, name, admin: admins.has(userId) })),
    may: {
      join: joins && !own,
      leave: staff && own && responsible?.id !== access.userId,
      add: staff,
      setResponsible: await hasRight(scope, access, 'manage-users', id),
      setStartMonth: await hasRight(scope, access, 'manage-clients', id),
      giveAuthority: await hasRight(scope, access, 'client-admin', id),
    },
  };
}

const nothing = {
  join: false,
  leave: false,
  add: false,
  setResponsible: false,
  setStartMonth: false,
  giveAuthority: false,
};

async function added(call: BearerCall, userId: string): Promise<ClientPeopleView> {
  const { scope, params, now } = call;
  if (await addToClient(scope, { userId, clientId: params.id!, today: localDate(now) })) {
    await note(call, 'client.joined', { user: userId });
  }
  // What the user reaches was read before they were added.
  const access = await accessOf(scope, call.access.userId, call.access.onlyClientId);
  if (!access) throw notFound();
  return view({ ...call, access });
}

async function engage(call: BearerCall<unknown, Static<typeof EngagementBody>>): Promise<ClientPeopleView> {
  const { scope, access, params, body, now } = call;
  const id = params.id!;
  await requireClient(scope, access, id);
  if (body.responsible !== undefined) await requireRight(scope, access, 'manage-users', id);
  if (body.startMonth !== undefined) await requireRight(scope, access, 'manage-clients', id);
  if (body.responsible) await requireStaffMember(call, body.responsible, '/responsible');
  const { responsible: responsibleId, startMonth } = body;
  await setEngagement(scope, { clientId: id, responsibleId, startMonth, today: localDate(now) });
  await note(call, 'client.engagement', { ...body });
  return view(call);
}

async function authorise(call: BearerCall<unknown, Static<typeof AuthorityBody>>): Promise<ClientPeopleView> {
  const { scope, access, params, body, now } = call;
  const id = params.id!;
  await requireClient(scope, access, id);
  await requireRight(scope, access, 'client-admin', id);
  await requireStaffMember(call, body.user, '/user');
  const consultant = await accessOf(scope, body.user);
  if (!consultant || !(await reaches(scope, consultant, id))) throw unknownUser('/user');
  const granted = body.given ? true : null;
  const key = { userId: body.user, clientId: id, right: 'full-authority' };
  await putRight(scope, { ...key, granted, now, by: access.userId });
  await noteChanges(scope, [{ topic: 'people', clientId: id }]);
  await note(call, body.given ? 'authority.given' : 'authority.taken', { user: body.user });
  return view(call);
}

async function requireStaffMember({ scope }: BearerCall, id: string, pointer: string): Promise<void> {
  const user = await userById(scope, id);
  if (!user?.active || user.role === 'client') throw unknownUser(pointer);
}

async function note(call: BearerCall, action: string, details: JsonObject): Promise<void> {
  const { scope, access, params, now, services } = call;
  await audit(scope, now, { actor: `user:${access.userId}`, action, target: params.id!, details });
  services.feed.nudge();
}

const unknownUser = (pointer: string): Problem =>
  new Problem(422, 'user_unknown', 'There is no such active user of the firm who reaches the client.', {
    text: {
      sv: 'Personen finns inte hos byrån eller når inte kunden.',
      en: 'There is no such person at the firm, or they do not reach the client.',
    },
    fields: [{ pointer, text: { sv: 'finns inte', en: 'does not exist' } }],
  });

const noColleague = (): Problem =>
  new Problem(422, 'colleague_unknown', 'Nobody at the firm has this address. Invite them to the firm first.', {
    text: {
      sv: 'Ingen hos byrån har den adressen. Bjud in personen till byrån först.',
      en: 'Nobody at the firm has this address. Invite them to the firm first.',
    },
    fields: [{ pointer: '/email', text: { sv: 'finns inte hos byrån', en: 'is nobody’s at the firm' } }],
  });

export const stillResponsible = (): Problem =>
  new Problem(
    409,
    'still_responsible',
    'Somebody who is responsible for a client stays with it. Choose another responsible first.',
    {
      text: {
        sv: 'Den som är ansvarig för kunden kan inte tas bort från den. Välj först en annan ansvarig.',
        en: 'Somebody who is responsible for a client stays with it. Choose another responsible first.',
      },
    },
  );
