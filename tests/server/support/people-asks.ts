import { putRight } from '../../../server/store/index.ts';
import type { Firm } from './firm.ts';
import { now } from './firm.ts';
import type { Answer, Page, TestServer } from './server.ts';

/** A user and an invitation of one client, for the matrix of routes. */
export async function peopleThings(server: TestServer, client: string) {
  const person = server.firm.users[client === 'asp' ? 'anna' : 'bosse']!;
  return { person, invitation: await invitationTo(server, server.firm.clients[client]!) };
}

async function invitationTo(server: TestServer, client: string): Promise<string> {
  const email = `${Math.random().toString(36).slice(2)}@demo.example`;
  const adam = await server.page('adam');
  return (await adam.post('/v1/invitations', { email, role: 'client', clients: [client] })).json.id;
}

/** The rights without which a user is told so before anything is looked for. */
export async function giveManagement(firm: Firm): Promise<void> {
  const given: [user: string, right: string, clientId: string | null][] = [
    ['cilla', 'manage-users', null],
    ['karin', 'manage-users', null],
    ['anna', 'client-admin', firm.clients.asp!],
    ['bosse', 'client-admin', firm.clients.bjork!],
  ];
  for (const [user, right, clientId] of given) {
    const key = { userId: firm.users[user]!, right, clientId, granted: true };
    await putRight(firm.store.tenant(firm.tenantId), { ...key, now, by: 'test' });
  }
}

type Things = { client: string; person: string; invitation: string };

export const peopleAsks: Record<string, (page: Page, things: Things) => Promise<Answer>> = {
  'GET /v1/people/:id': (page, { person }) => page.get(`/v1/people/${person}`),
  'PUT /v1/people/:id': (page, { person }) => page.send('PUT', `/v1/people/${person}`, { active: true }),
  'POST /v1/invitations/:id/resend': (page, { invitation }) => page.post(`/v1/invitations/${invitation}/resend`),
  'DELETE /v1/invitations/:id': async (page, { client, invitation }) => {
    const known = invitation !== 'v0000';
    const id = known ? await invitationTo(page.server, client) : invitation;
    return page.send('DELETE', `/v1/invitations/${id}`);
  },
  'GET /v1/clients/:id/people': (page, { client }) => page.get(`/v1/clients/${client}/people`),
  'POST /v1/clients/:id/people': (page, { client }) =>
    page.post(`/v1/clients/${client}/people`, { email: 'nobody@demo.example' }),
  'POST /v1/clients/:id/join': async (page, { client }) => {
    const before = await page.get(`/v1/clients/${client}/people`);
    const answer = await page.post(`/v1/clients/${client}/join`);
    if (before.json.level !== 'reduced') return answer;
    await page.post(`/v1/clients/${client}/leave`);
    return page.get(`/v1/clients/${client}/people`);
  },
  'POST /v1/clients/:id/leave': async (page, { client }) => {
    const answer = await page.post(`/v1/clients/${client}/leave`);
    if (answer.status === 204) await page.post(`/v1/clients/${client}/join`);
    return answer;
  },
  'GET /v1/clients/:id/outstanding': (page, { client }) => page.get(`/v1/clients/${client}/outstanding`),
  'POST /v1/clients/:id/reminders': (page, { client }) =>
    page.post(`/v1/clients/${client}/reminders`, { tasks: ['x'] }, { 'Idempotency-Key': 'matrix-reminder' }),
  'GET /v1/clients/:id/notices': (page, { client }) => page.get(`/v1/clients/${client}/notices`),
  'POST /v1/clients/:id/notices': (page, { client }) =>
    page.post(`/v1/clients/${client}/notices`, { definition: 'unknown' }),
  'PUT /v1/clients/:id/engagement': (page, { client }) =>
    page.send('PUT', `/v1/clients/${client}/engagement`, { startMonth: '2026-10' }),
  'PUT /v1/clients/:id/authority': (page, { client }) =>
    page.send('PUT', `/v1/clients/${client}/authority`, { user: 'u0000', given: true }),
};

/** Where a consultant finds a colleague's client, reduced, to join it (B-04, B-07). */
export const forJoining = ['GET /v1/clients/:id/people', 'POST /v1/clients/:id/join'];

/** Of no client: see `absences.test.ts` and `protection.test.ts`. */
export const elsewhere = [
  'DELETE /v1/absences/:id',
  'DELETE /v1/mail-refusals/:id',
  'GET /v1/people/:id/personal-data',
  'POST /v1/mail-failures/:id/retry',
  'POST /v1/people/:id/erasure',
];
