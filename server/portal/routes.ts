import { randomUUID } from 'node:crypto';
import { personRoute, portalRoute, type PortalCall } from '../http/route.ts';
import { notFound, Problem } from '../http/problem.ts';
import { requireRight } from '../policies/index.ts';
import { entranceGrants, homeOf, portalGrants } from '../policies/portal-grants.ts';
import { WidgetSessionAnswer } from '../sessions/schema.ts';
import {
  type Access,
  audit,
  clientByExternalId,
  createSession,
  createTenant,
  endLogins,
  linkUser,
  loginsOf,
  membershipsOf,
  putUser,
  reaches,
  type Scope,
  userById,
} from '../store/index.ts';
import { dropCookie, loginCookie } from '../login/cookies.ts';
import { openIn } from '../login/enter.ts';
import { faceOf } from '../login/routes.ts';
import {
  ClientQuery,
  Ended,
  FirmChoice,
  LoginSessions,
  type LoginSessionsView,
  NewFirm,
  Next,
  PortalSession,
  type PortalSessionView,
} from './schema.ts';

type PersonCall = Omit<PortalCall, 'firm'>;

export const portalRoutes = [
  personRoute({
    method: 'GET',
    path: '/v1/portal/session',
    summary: 'Who is logged in on this page, in which firm, and which others know them',
    answer: PortalSession,
    async handler({ services, session }): Promise<PortalSessionView> {
      const memberships = await membershipsOf(services.store, session.personId);
      const active = memberships.find(({ userId }) => userId === session.userId) ?? null;
      const user = active && (await userById(services.store.tenant(active.tenantId), active.userId));
      return {
        person: { name: user?.name ?? session.personName },
        firm: active && (await faceOf(services, active.tenantId)),
        role: active?.role ?? null,
        user: active?.userId ?? null,
        firms: memberships.map(({ tenantId, firmName, role }) => {
          return { id: tenantId, name: firmName, role, active: tenantId === active?.tenantId };
        }),
        mayStartFirm: services.login.signUp || memberships.some(({ role }) => role === 'admin'),
        language: user?.language ?? null,
        expiresAt: session.expiresAt,
      };
    },
  }),
  portalRoute({
    method: 'POST',
    path: '/v1/portal/client-secret',
    summary: 'A widget session for this page, with all that the role of the person may do',
    query: ClientQuery,
    answer: WidgetSessionAnswer,
    status: 201,
    async handler({ services, session, firm: { scope, access }, query, now }) {
      const clientId = query.client === undefined ? null : await enteredClient(scope, access, query.client, now);
      return createSession(services.store, {
        tenantId: access.tenantId,
        userId: access.userId,
        origin: services.settings.publicUrl,
        components: clientId === null ? portalGrants(access.role) : entranceGrants,
        clientId,
        loginId: session.id,
        now,
      });
    },
  }),
  personRoute({
    method: 'POST',
    path: '/v1/portal/firm',
    summary: 'Works in another of the firms that know the person; the session goes on under a new secret',
    body: FirmChoice,
    answer: Next,
    async handler(call) {
      const memberships = await membershipsOf(call.services.store, call.session.personId);
      const membership = memberships.find(({ tenantId }) => tenantId === call.body.firm);
      if (!membership) throw notFound();
      await goOnIn(call, membership);
      return { next: homeOf(membership.role) };
    },
  }),
  personRoute({
    method: 'POST',
    path: '/v1/portal/firms',
    summary: 'Starts a firm (a sender) of which the person is the administrator, and works in it',
    body: NewFirm,
    answer: Next,
    status: 201,
    async handler(call) {
      const { services, session, body, now } = call;
      const { store } = services;
      const memberships = await membershipsOf(store, session.personId);
      const admin = memberships.find(({ role }) => role === 'admin');
      if (!admin && !services.login.signUp) {
        throw new Problem(403, 'administrator_required', 'Only an administrator of a firm may start another one.');
      }
      const known = memberships[0] && (await userById(store.tenant(memberships[0].tenantId), memberships[0].userId));
      const { tenantId } = await createTenant(store, { name: body.name.trim(), now });
      const scope = store.tenant(tenantId);
      const { user } = await putUser(scope, {
        externalId: randomUUID(),
        name: known?.name ?? session.personName,
        email: known?.email ?? '',
        language: known?.language ?? 'sv',
        role: 'admin',
      });
      await linkUser(scope, { userId: user.id, personId: session.personId });
      await audit(scope, now, {
        actor: `user:${user.id}`,
        action: 'firm.created',
        target: tenantId,
        details: { name: body.name.trim() },
      });
      await goOnIn(call, { tenantId, userId: user.id });
      return { next: '/admin' };
    },
  }),
  personRoute({
    method: 'GET',
    path: '/v1/portal/sessions',
    summary: 'Where the person is logged in',
    answer: LoginSessions,
    async handler({ services, session, now }): Promise<LoginSessionsView> {
      const list = await loginsOf(services.store, session.personId, now);
      return {
        items: list.map(({ id, method, browser, createdAt, seenAt }) => {
          return { id, method, browser, createdAt, seenAt, current: id === session.id };
        }),
      };
    },
  }),
  personRoute({
    method: 'DELETE',
    path: '/v1/portal/sessions/:id',
    summary: 'Ends a session of the person',
    answer: Ended,
    async handler(call) {
      const ended = await end(call, { id: call.params.id! });
      if (ended.ended === 0) throw notFound();
      return ended;
    },
  }),
  personRoute({
    method: 'DELETE',
    path: '/v1/portal/sessions',
    summary: 'Ends all sessions of the person but this one',
    answer: Ended,
    handler: (call) => end(call, { exceptId: call.session.id }),
  }),
  personRoute({
    method: 'POST',
    path: '/v1/portal/logout',
    summary: 'Logs out here',
    answer: Ended,
    async handler(call) {
      dropCookie(call.http, loginCookie);
      return end(call, { id: call.session.id });
    },
  }),
];

/** K-03: who was given full authority by a client comes into its account, and nowhere else by that. The log says so. */
async function enteredClient(scope: Scope, access: Access, externalId: string, now: string): Promise<string> {
  const client = await clientByExternalId(scope, externalId);
  if (!client || !(await reaches(scope, access, client.id))) throw notFound();
  await requireRight(scope, access, 'full-authority', client.id);
  await audit(scope, now, { actor: `user:${access.userId}`, action: 'client.entered', target: client.id, details: {} });
  return client.id;
}

async function end({ services, session, now }: PersonCall, which: { id?: string; exceptId?: string }) {
  const ended = await endLogins(services.store, { personId: session.personId, ...which });
  if (ended > 0 && session.tenantId !== null) {
    await audit(services.store.tenant(session.tenantId), now, {
      actor: `user:${session.userId}`,
      action: which.id === session.id ? 'logout' : 'login.ended',
      target: session.userId,
      details: { sessions: ended },
    });
  }
  return { ended };
}

/** Another firm is another set of rights: the secret before is worth nothing from here on. */
async function goOnIn(call: PersonCall, membership: { tenantId: string; userId: string }): Promise<void> {
  const { services, http, session, now } = call;
  await endLogins(services.store, { personId: session.personId, id: session.id });
  const { personId, method, expiresAt } = session;
  await openIn(services, http, { personId, method, membership, now, expiresAt });
}
