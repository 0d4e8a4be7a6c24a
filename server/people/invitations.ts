import type { Static } from '@sinclair/typebox';
import { notFound, Problem } from '../http/problem.ts';
import { type BearerCall, bearerRoute } from '../http/route.ts';
import { type Management, managementOf, requireManagement, requireMayChange } from '../policies/people.ts';
import {
  type Access,
  audit,
  type Invitation,
  invitationById,
  invite,
  noteChanges,
  openInvitations,
  reaches,
  revokeInvitation,
  type Scope,
  sendInvitation,
} from '../store/index.ts';
import { invitationViews } from './presenter.ts';
import { InvitationBody, InvitationItem, InvitationList, type InvitationView } from './schema.ts';

export const invitationRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/invitations',
    summary: 'Invitations that nobody has answered, newest first',
    grant: { any: ['settings'], right: 'read' },
    answer: InvitationList,
    async handler({ scope, access, now }: BearerCall) {
      const management = await managementOf(scope, access);
      requireManagement(access, management);
      const mine: Invitation[] = [];
      for (const one of await openInvitations(scope)) if (await sees(scope, access, management, one)) mine.push(one);
      return { items: await invitationViews({ scope, access, management, now }, mine) };
    },
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/invitations',
    summary: 'Invites somebody by mail, with what they are to have when they accept',
    grant: { any: ['settings', 'client', 'client-list'], right: 'act' },
    body: InvitationBody,
    answer: InvitationItem,
    status: 201,
    handler: inviteSomebody,
  }),
  bearerRoute({
    method: 'POST',
    path: '/v1/invitations/:id/resend',
    summary: 'Sends the mail again, with a new link',
    grant: { any: ['settings'], right: 'act' },
    answer: InvitationItem,
    async handler(call: BearerCall) {
      const { scope, access, now } = call;
      const { invitation, management } = await named(call);
      const sent = await sendInvitation(scope, invitation.id, { by: { name: access.name }, now });
      if (!sent) throw notFound();
      await note(call, 'invitation.resent', invitation);
      const [view] = await invitationViews({ scope, access, management, now }, [sent]);
      return view!;
    },
  }),
  bearerRoute({
    method: 'DELETE',
    path: '/v1/invitations/:id',
    summary: 'Takes an invitation back',
    grant: { any: ['settings'], right: 'act' },
    status: 204,
    async handler(call: BearerCall) {
      const { invitation } = await named(call);
      if (!(await revokeInvitation(call.scope, invitation.id))) throw notFound();
      await note(call, 'invitation.revoked', invitation);
      call.http.body = null;
    },
  }),
];

async function inviteSomebody(call: BearerCall<unknown, Static<typeof InvitationBody>>): Promise<InvitationView> {
  const { scope, access, body, now } = call;
  const management = await managementOf(scope, access);
  const clientIds = body.clients ?? [];
  const rights = (body.rights ?? []).map(({ right, client }) => ({ right, clientId: client }));
  const { role, allClients = false } = body;
  await requireMayChange(scope, access, management, { id: null, role }, { add: clientIds, allClients, rights });
  if (role === 'client' && clientIds.length === 0) {
    throw new Problem(422, 'clients_missing', 'A client’s user belongs to at least one client.', {
      text: { sv: 'Välj vilket företag personen hör till.', en: 'Choose which company the person belongs to.' },
      fields: [{ pointer: '/clients', text: { sv: 'måste anges', en: 'is required' } }],
    });
  }
  if (rights.some(({ clientId }) => clientId !== null && !clientIds.includes(clientId))) throw notFound();
  const email = body.email.trim();
  for (const open of await openInvitations(scope)) {
    if (open.email.toLowerCase() !== email.toLowerCase() || (open.role === 'client') !== (role === 'client')) continue;
    if (!(await sees(scope, access, management, open))) continue;
    throw new Problem(409, 'invited_already', 'This address has an open invitation. Send it again, or take it back.', {
      text: {
        sv: 'Adressen har redan en inbjudan. Skicka den igen, eller ta tillbaka den först.',
        en: 'This address has an invitation already. Send it again, or take it back first.',
      },
    });
  }
  const invitation = await invite(scope, {
    email,
    name: body.name ?? '',
    language: body.language ?? 'sv',
    role,
    allClients: role === 'consultant' && allClients,
    clientIds,
    rights,
    by: { id: access.userId, name: access.name },
    now,
  });
  await note(call, 'invitation.sent', invitation);
  const [view] = await invitationViews({ scope, access, management, now }, [invitation]);
  return view!;
}

async function named(call: BearerCall): Promise<{ invitation: Invitation; management: Management }> {
  const { scope, access, params } = call;
  const management = await managementOf(scope, access);
  requireManagement(access, management);
  const invitation = await invitationById(scope, params.id!);
  if (invitation?.status !== 'open' || !(await sees(scope, access, management, invitation))) throw notFound();
  return { invitation, management };
}

/** An invitation is for those who could have sent it. */
async function sees(scope: Scope, access: Access, management: Management, invitation: Invitation): Promise<boolean> {
  if (management.of === 'nobody') return false;
  if (invitation.role === 'admin' && access.role !== 'admin') return false;
  if (management.of === 'companies') {
    return invitation.role === 'client' && invitation.clientIds.every((id) => management.clientIds.includes(id));
  }
  for (const clientId of invitation.clientIds) if (!(await reaches(scope, access, clientId))) return false;
  return true;
}

async function note(call: BearerCall, action: string, { id, role, clientIds, rights }: Invitation): Promise<void> {
  const { scope, access, now, services } = call;
  const details = { role, clients: clientIds, rights };
  await audit(scope, now, { actor: `user:${access.userId}`, action, target: id, details });
  const ofClients = role === 'client' ? clientIds.slice(0, 100) : [];
  await noteChanges(
    scope,
    [null, ...ofClients].map((clientId) => ({ topic: 'people' as const, clientId })),
  );
  services.feed.nudge();
}
