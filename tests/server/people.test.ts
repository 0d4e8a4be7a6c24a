import { describe, expect, test } from 'vitest';
import { withInvitationLinks } from '../../activities/mail/invitations.ts';
import { renderMail } from '../../server/mail/render.ts';
import {
  acceptInvitation,
  auditLines,
  claimDueMails,
  invitationByToken,
  newInvitationToken,
  putClient,
  putRight,
  putUser,
} from '../../server/store/index.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import { demoFirm } from './support/firm.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

const dayMs = 24 * 3_600_000;

async function give(server: TestServer, user: string, right: string, client: string | null = null, granted = true) {
  const clientId = client === null ? null : server.firm.clients[client]!;
  const key = { userId: server.firm.users[user]!, clientId, right };
  await putRight(server.store.tenant(server.firm.tenantId), {
    ...key,
    granted,
    now: '2026-11-02T09:00:00.000Z',
    by: 'test',
  });
}

const codeOf = ({ status, json }: { status: number; json: any }) => [status, json?.code];

async function actions(server: TestServer): Promise<string[]> {
  const found: string[] = [];
  for await (const line of auditLines(server.store.tenant(server.firm.tenantId))) found.push(line.action);
  return found;
}

/** The token that the mail of an invitation would hold. */
async function tokenOf(server: TestServer, invitationId: string): Promise<string> {
  const scope = server.store.tenant(server.firm.tenantId);
  const now = new Date(server.clock.ms).toISOString();
  return (await newInvitationToken(scope, { invitationId, now }))!;
}

const accept = (server: TestServer, token: string, name = 'Nina Exempel') =>
  acceptInvitation(server.store, { token, name, language: 'en', now: new Date(server.clock.ms).toISOString() });

describe.each(databases)('people on %s', (database) => {
  test('I-13, I-15 an administrator lists users, invites one with rights and clients, and shuts one out', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam');
    const list = (await adam.get('/v1/people')).json;
    expect(list.items.map((item: any) => item.name)).toEqual(
      ['adam', 'anna', 'bosse', 'cilla', 'karin'].map((name) => `${name} Exempel`),
    );
    expect((await adam.get('/v1/people?q=BOSSE%40')).json.items).toHaveLength(1);
    expect((await adam.get('/v1/people?kind=staff')).json.items).toHaveLength(3);
    const firstPage = (await adam.get('/v1/people?limit=2')).json;
    const nextPage = (await adam.get(`/v1/people?limit=2&cursor=${firstPage.nextCursor}`)).json;
    expect([...firstPage.items, ...nextPage.items].map((item: any) => item.name)).toHaveLength(4);

    const body = {
      email: 'nina@demo.example',
      role: 'consultant',
      clients: [server.firm.clients.asp],
      rights: [{ right: 'manage-clients', client: null }],
    };
    const invited = await adam.post('/v1/invitations', body);
    expect(invited.status).toBe(201);
    expect(codeOf(await adam.post('/v1/invitations', body))).toEqual([409, 'invited_already']);
    const mails = await server.store.tenant(server.firm.tenantId).from('mail_items').pluck('content');
    expect(mails.join()).toContain('Du är inbjuden till Demo Redovisning AB');

    const accepted = await accept(server, await tokenOf(server, invited.json.id));
    expect(accepted.outcome).toBe('accepted');
    expect((await adam.get('/v1/invitations')).json.items).toEqual([]);
    const nina = (await adam.get('/v1/people?q=nina')).json.items[0];
    expect(nina).toMatchObject({ name: 'Nina Exempel', language: 'en', role: 'consultant', allClients: false });
    expect(nina.clients.map((client: any) => client.name)).toEqual(['Asp AB']);
    expect(nina.rights.filter((right: any) => right.granted).map((right: any) => right.right)).toEqual([
      'manage-clients',
      'join-clients',
    ]);

    const gone = await adam.send('PUT', `/v1/people/${nina.id}`, { active: false });
    expect(gone.json.active).toBe(false);
    expect((await adam.get('/v1/people?state=inactive')).json.items.map((item: any) => item.id)).toEqual([nina.id]);
    expect(await actions(server)).toEqual(
      expect.arrayContaining(['invitation.sent', 'invitation.accepted', 'user.changed']),
    );
  });

  test('an invitation’s link is kept as a hash, serves once, for a week, and not after it was taken back', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam');
    const inviteOne = async (email: string, page = adam) => {
      const answer = await page.post('/v1/invitations', { email, role: 'client', clients: [server.firm.clients.asp] });
      return answer.json.id as string;
    };
    const now = () => new Date(server.clock.ms).toISOString();
    const first = await inviteOne('erik@demo.example');
    const [token, second] = [await tokenOf(server, first), await tokenOf(server, first)];
    const links = await acrossTenants(server.store)('invitation_links');
    expect(JSON.stringify(links)).not.toContain(token.split('.')[1]);
    expect(await invitationByToken(server.store, { token, now: now() })).toMatchObject({
      outcome: 'open',
      firm: 'Demo Redovisning AB',
      clients: ['Asp AB'],
    });
    expect(
      (await Promise.all([accept(server, token), accept(server, second)])).map((one) => one.outcome).sort(),
    ).toEqual(['accepted', 'used']);
    expect((await accept(server, token)).outcome).toBe('used');
    expect((await accept(server, `${token.slice(0, -2)}xx`)).outcome).toBe('unknown');

    const late = await inviteOne('lisa@demo.example');
    const lateToken = await tokenOf(server, late);
    server.pass(8 * dayMs);
    const later = await server.page('adam');
    expect((await accept(server, lateToken)).outcome).toBe('expired');
    expect((await later.get('/v1/invitations')).json.items[0]).toMatchObject({ id: late, expired: true });
    expect((await later.post(`/v1/invitations/${late}/resend`)).json.expired).toBe(false);
    expect((await accept(server, lateToken)).outcome).toBe('accepted');

    const back = await inviteOne('olle@demo.example', later);
    const backToken = await tokenOf(server, back);
    expect((await later.send('DELETE', `/v1/invitations/${back}`)).status).toBe(204);
    expect((await accept(server, backToken)).outcome).toBe('revoked');
    expect(codeOf(await later.post(`/v1/invitations/${back}/resend`))).toEqual([404, 'not_found']);
    const scope = server.store.tenant(server.firm.tenantId);
    expect(await newInvitationToken(scope, { invitationId: back, now: now() })).toBeNull();
    expect(await scope.from('mails').where({ status: 'withdrawn' })).toHaveLength(1);
  });

  test('L-09 the mail of an invitation leads to its page, with a link that stands in no table and opens it', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam');
    const clients = [server.firm.clients.asp];
    const invitation = { email: 'nina@demo.example', name: 'Nina', role: 'client', clients };
    const { id } = (await adam.post('/v1/invitations', invitation)).json;
    // A second mail is not queued while the first one waits.
    await adam.post(`/v1/invitations/${id}/resend`);
    const now = new Date(server.clock.ms).toISOString();
    const mails = await claimDueMails(server.store, { now, limit: 10, leaseMs: 60_000 });
    expect(mails).toHaveLength(1);
    const options = { publicUrl: 'https://arende.example', now };
    const { subject, text } = renderMail(await withInvitationLinks(server.store, mails[0]!, options));
    expect(subject).toBe('Du är inbjuden till Demo Redovisning AB');
    expect(text).toContain('adam Exempel har bjudit in dig som användare hos Demo Redovisning AB för Asp AB.');
    const token = /https:\/\/arende\.example\/portal\/invitation#(\S+)/.exec(text)![1]!;
    const tables = [
      ...(await acrossTenants(server.store)('mail_items')),
      ...(await acrossTenants(server.store)('mails')),
    ];
    expect(JSON.stringify(tables)).not.toContain(token.split('.')[1]);
    expect((await accept(server, token)).outcome).toBe('accepted');
    const late = await withInvitationLinks(server.store, mails[0]!, options);
    expect(renderMail(late).text).not.toContain('#iv_');
  });

  test('L-05 several users of one client; whoever is one already gets the company in addition', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam');
    const { asp, bjork } = server.firm.clients;
    const second = await adam.post('/v1/invitations', { email: 'vera@demo.example', role: 'client', clients: [asp] });
    await accept(server, await tokenOf(server, second.json.id), 'Vera Exempel');
    const again = await adam.post('/v1/invitations', { email: 'ANNA@demo.example', role: 'client', clients: [bjork] });
    const accepted = await accept(server, await tokenOf(server, again.json.id), 'Anna Exempel');
    expect(accepted).toMatchObject({ userId: server.firm.users.anna });
    const people = (await adam.get(`/v1/people?client=${asp}`)).json.items;
    expect(people.map((item: any) => [item.name, item.clientCount])).toEqual([
      ['Anna Exempel', 2],
      ['Vera Exempel', 1],
    ]);
    const missing = await adam.post('/v1/invitations', { email: 'ingen@demo.example', role: 'client' });
    expect(codeOf(missing)).toEqual([422, 'clients_missing']);
  });

  test('I-12 somebody of another sender is given rights to this one, and what they have there stays as it is', async () => {
    const server = await testServer(database);
    const other = await demoFirm(server.store, 'Andra byrån AB');
    const adam = await server.page('adam');
    const clients = [server.firm.clients.asp];
    const guest = { email: 'olga@demo.example', role: 'consultant', clients };
    await putUser(server.store.tenant(other.tenantId), {
      externalId: 'olga',
      name: 'Olga Exempel',
      email: guest.email,
      role: 'admin',
    });
    const { id } = (await adam.post('/v1/invitations', guest)).json;
    const accepted = await accept(server, await tokenOf(server, id), 'Olga Exempel');
    expect(accepted).toMatchObject({ outcome: 'accepted', tenantId: server.firm.tenantId, role: 'consultant' });
    const here = (await adam.get('/v1/people?q=olga')).json.items;
    expect(here.map((person: any) => [person.role, person.clients.length])).toEqual([['consultant', 1]]);
    const there = await (await server.page('olga', {}, other.secretKey)).get('/v1/people?q=olga');
    expect(there.json.items).toMatchObject([{ role: 'admin', self: true, clientCount: 0 }]);
  });

  test('K-28, L-05 a company’s administrator invites and removes colleagues of that company, and nobody else', async () => {
    const server = await testServer(database);
    const { asp, bjork } = server.firm.clients;
    await putUser(server.store.tenant(server.firm.tenantId), {
      externalId: 'arne',
      name: 'Arne Exempel',
      email: 'arne@demo.example',
      role: 'client',
      clients: ['asp', 'bjork'],
    });
    const anna = await server.page('anna');
    const invitation = { email: 'vera@demo.example', role: 'client', clients: [asp] };
    expect(codeOf(await anna.post('/v1/invitations', invitation))).toEqual([403, 'right_missing']);
    const arne = (await anna.get('/v1/people')).json.items.find((item: any) => item.name.startsWith('Arne'));
    expect(arne).toMatchObject({ mayChange: false, clientCount: 1 });
    expect(codeOf(await anna.send('PUT', `/v1/people/${arne.id}`, { remove: [asp] }))).toEqual([403, 'right_missing']);

    await give(server, 'anna', 'client-admin', 'asp');
    expect((await anna.get('/v1/rights')).json).toMatchObject({ manages: 'companies', companies: [{ id: asp }] });
    const sent = await anna.post('/v1/invitations', {
      ...invitation,
      rights: [{ right: 'client-admin', client: asp }],
    });
    expect(sent.status).toBe(201);
    await accept(server, await tokenOf(server, sent.json.id), 'Vera Exempel');
    for (const [body, expected] of [
      [{ ...invitation, email: 'a@demo.example', clients: [asp, bjork] }, [403, 'own_company_only']],
      [{ ...invitation, email: 'a@demo.example', role: 'consultant' }, [403, 'own_company_only']],
      [{ ...invitation, email: 'a@demo.example', role: 'admin', clients: [] }, [403, 'own_company_only']],
      [
        { ...invitation, email: 'a@demo.example', rights: [{ right: 'manage-users', client: null }] },
        [403, 'own_company_only'],
      ],
    ] as const) {
      expect(codeOf(await anna.post('/v1/invitations', body)), JSON.stringify(body)).toEqual(expected);
    }
    expect(codeOf(await anna.send('PUT', `/v1/people/${arne.id}`, { active: false }))).toEqual([
      403,
      'own_company_only',
    ]);
    expect(codeOf(await anna.send('PUT', `/v1/people/${arne.id}`, { remove: [bjork] }))).toEqual([
      403,
      'own_company_only',
    ]);
    expect((await anna.send('PUT', `/v1/people/${arne.id}`, { remove: [asp] })).status).toBe(200);
    expect((await anna.get('/v1/people')).json.items.map((item: any) => item.name)).toEqual([
      'anna Exempel',
      'Vera Exempel',
    ]);
    const adam = await server.page('adam');
    expect((await adam.get(`/v1/people/${arne.id}`)).json).toMatchObject({ active: true, clients: [{ id: bjork }] });
    // The last company taken away shuts a client's user out.
    await adam.send('PUT', `/v1/people/${arne.id}`, { remove: [bjork] });
    expect((await adam.get(`/v1/people/${arne.id}`)).json.active).toBe(false);
  });

  test('nobody raises their own rights, gives more than they have, or makes administrators without being one', async () => {
    const server = await testServer(database);
    const { users, clients } = server.firm;
    await give(server, 'karin', 'manage-users');
    const karin = await server.page('karin');
    const adam = await server.page('adam');
    const put = (page: Page, user: string, body: object) => page.send('PUT', `/v1/people/${users[user]}`, body);
    const right = (name: string, client: string | null = null) => ({
      rights: [{ right: name, client, granted: true }],
    });
    expect(codeOf(await put(karin, 'karin', right('manage-clients')))).toEqual([403, 'own_access']);
    expect(codeOf(await put(adam, 'adam', { role: 'consultant' }))).toEqual([403, 'own_access']);
    expect(codeOf(await put(karin, 'adam', { active: false }))).toEqual([403, 'administrator_required']);
    expect(codeOf(await put(karin, 'cilla', { role: 'admin' }))).toEqual([403, 'administrator_required']);
    expect(codeOf(await put(karin, 'cilla', { allClients: true }))).toEqual([403, 'more_than_own']);
    expect(codeOf(await put(karin, 'cilla', right('manage-clients')))).toEqual([403, 'more_than_own']);
    expect((await put(karin, 'cilla', right('manage-users'))).status).toBe(200);
    expect(codeOf(await put(karin, 'bosse', { role: 'consultant' }))).toEqual([422, 'role_fixed']);
    expect(codeOf(await put(adam, 'bosse', right('manage-users')))).toEqual([422, 'right_unknown']);
    expect(codeOf(await put(adam, 'cilla', right('toString')))).toEqual([422, 'right_unknown']);
    expect(codeOf(await put(adam, 'cilla', right('full-authority', clients.asp)))).toEqual([403, 'given_by_client']);
    expect(codeOf(await put(karin, 'cilla', { add: [clients.asp] }))).toEqual([404, 'not_found']);
    const invitation = { email: 'x@demo.example', role: 'admin' };
    expect(codeOf(await karin.post('/v1/invitations', invitation))).toEqual([403, 'administrator_required']);
  });

  test('the firm’s own system gives and takes rights with its key, but not what is the client’s to give', async () => {
    const server = await testServer(database);
    const put = (user: string, rights: object[]) => server.byKey('PUT', `/v1/users/${user}/rights`, { rights });
    const given = await put('cilla', [{ right: 'manage-users', client: null, granted: true }]);
    expect(given.json.rights).toEqual([{ right: 'manage-users', client: null, granted: true }]);
    const cilla = await server.page('cilla');
    expect((await cilla.get('/v1/people')).status).toBe(200);
    await put('cilla', [{ right: 'manage-users', client: null, granted: null }]);
    expect(codeOf(await cilla.get('/v1/people'))).toEqual([403, 'right_missing']);
    // A right of the firm may be given for one client: Cilla sets the month of Asp and of no other.
    await put('cilla', [{ right: 'manage-clients', client: 'asp', granted: true }]);
    const month = { startMonth: '2026-12' };
    const { asp, bjork } = server.firm.clients;
    expect((await cilla.send('PUT', `/v1/clients/${asp}/engagement`, month)).status).toBe(200);
    expect(codeOf(await cilla.send('PUT', `/v1/clients/${bjork}/engagement`, month))).toEqual([403, 'right_missing']);
    const authority = [{ right: 'full-authority', client: 'asp', granted: true }];
    expect(codeOf(await put('cilla', authority))).toEqual([403, 'given_by_client']);
    expect(codeOf(await put('anna', [{ right: 'manage-users', client: null, granted: true }]))).toEqual([
      422,
      'right_unknown',
    ]);
    expect(codeOf(await put('anna', [{ right: 'client-admin', client: 'no-such', granted: true }]))).toEqual([
      404,
      'not_found',
    ]);
    expect(codeOf(await put('nobody', authority))).toEqual([404, 'not_found']);
  });

  test('the last administrator cannot be removed, by nobody and on no way, also not by two at once', async () => {
    const server = await testServer(database);
    const adam = await server.page('adam');
    const { users } = server.firm;
    await adam.send('PUT', `/v1/people/${users.cilla}`, { role: 'admin' });
    const cilla = await server.page('cilla');
    const both = await Promise.all([
      adam.send('PUT', `/v1/people/${users.cilla}`, { role: 'consultant' }),
      cilla.send('PUT', `/v1/people/${users.adam}`, { active: false }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const admins = await server.store.tenant(server.firm.tenantId).from('users').where({ role: 'admin', active: 1 });
    expect(admins).toHaveLength(1);
    const last = { name: 'X', email: 'x@demo.example', role: 'admin', active: false };
    const byKey = await server.byKey('PUT', `/v1/users/${admins[0]!.external_id}`, last);
    expect(codeOf(byKey)).toEqual([409, 'last_administrator']);
  });

  test('B-04, B-05, B-07 a colleague’s client is there to be joined, reduced until then; without the right it is not', async () => {
    const server = await testServer(database);
    const { asp } = server.firm.clients;
    const id = await server.start('asp');
    const karin = await server.page('karin');
    const before = await karin.get(`/v1/clients/${asp}/people`);
    expect(before.json).toMatchObject({
      level: 'reduced',
      firm: [],
      client: [],
      startMonth: null,
      may: { join: true },
    });
    expect(codeOf(await karin.get(`/v1/instances/${id}`))).toEqual([404, 'not_found']);
    const joined = await karin.post(`/v1/clients/${asp}/join`);
    expect(joined.json).toMatchObject({ level: 'full', may: { join: false, leave: true } });
    expect((await karin.get(`/v1/instances/${id}`)).status).toBe(200);
    expect((await karin.post(`/v1/clients/${asp}/leave`)).status).toBe(204);
    expect(codeOf(await karin.get(`/v1/instances/${id}`))).toEqual([404, 'not_found']);
    // I-11: a user who reaches their own clients and nothing else.
    await give(server, 'karin', 'join-clients', null, false);
    for (const answer of [await karin.get(`/v1/clients/${asp}/people`), await karin.post(`/v1/clients/${asp}/join`)]) {
      expect(codeOf(answer)).toEqual([404, 'not_found']);
    }
    expect(await actions(server)).toEqual(expect.arrayContaining(['client.joined', 'client.left']));
  });

  test('B-06 a colleague is added by address, if they belong to the firm; P-12 many to many; K-04 each has a list of those they reach', async () => {
    const server = await testServer(database);
    const other = await demoFirm(server.store, 'Andra byrån AB');
    await putUser(server.store.tenant(other.tenantId), {
      externalId: 'olga',
      name: 'Olga Exempel',
      email: 'olga@demo.example',
      role: 'consultant',
    });
    const { asp, bjork } = server.firm.clients;
    const cilla = await server.page('cilla');
    const answer = await cilla.post(`/v1/clients/${asp}/people`, { email: 'Karin@demo.example' });
    expect(answer.json.firm.map((person: any) => person.name)).toEqual(['cilla Exempel', 'karin Exempel']);
    for (const email of ['olga@demo.example', 'anna@demo.example', 'ingen@demo.example']) {
      expect(codeOf(await cilla.post(`/v1/clients/${asp}/people`, { email })), email).toEqual([
        422,
        'colleague_unknown',
      ]);
    }
    const anna = await server.page('anna');
    expect(codeOf(await anna.post(`/v1/clients/${asp}/people`, { email: 'karin@demo.example' }))).toEqual([
      403,
      'staff_only',
    ]);
    const karin = await server.page('karin');
    expect((await karin.get('/v1/client-names')).json.items.map((one: any) => one.id)).toEqual([asp, bjork]);
  });

  test('B-08, B-09, B-10, B-11 responsible and start month are set by who has the right, and the responsible reaches the client', async () => {
    const server = await testServer(database);
    const { users, clients } = server.firm;
    const id = await server.start('bjork');
    const cilla = await server.page('cilla');
    const path = `/v1/clients/${clients.bjork}/engagement`;
    const responsible = { responsible: users.cilla };
    expect(codeOf(await cilla.send('PUT', path, responsible))).toEqual([403, 'right_missing']);
    await give(server, 'cilla', 'manage-users');
    expect(codeOf(await cilla.send('PUT', path, { ...responsible, startMonth: '2026-12' }))).toEqual([
      403,
      'right_missing',
    ]);
    await give(server, 'cilla', 'manage-clients');
    const set = await cilla.send('PUT', path, { ...responsible, startMonth: '2026-12' });
    expect(set.json).toMatchObject({ responsible: { id: users.cilla }, startMonth: '2026-12' });
    expect(codeOf(await cilla.send('PUT', path, { responsible: users.anna }))).toEqual([422, 'user_unknown']);
    expect((await cilla.get(`/v1/instances/${id}`)).json.responsible).toMatchObject({ id: users.cilla });
    // Karin works with Björk only; being responsible for Asp she reaches it.
    const asp = `/v1/clients/${clients.asp}/engagement`;
    await cilla.send('PUT', asp, { responsible: users.karin });
    const karin = await server.page('karin');
    expect((await karin.get(`/v1/clients/${clients.asp}/people`)).json.level).toBe('full');
    expect(codeOf(await karin.post(`/v1/clients/${clients.asp}/leave`))).toEqual([409, 'still_responsible']);
    const adam = await server.page('adam');
    const taken = await adam.send('PUT', `/v1/people/${users.karin}`, { remove: [clients.asp] });
    expect(codeOf(taken)).toEqual([409, 'still_responsible']);
  });

  test('K-03 full authority is the client’s to give and to take back', async () => {
    const server = await testServer(database);
    const { users, clients } = server.firm;
    const path = `/v1/clients/${clients.asp}/authority`;
    const body = { user: users.cilla, given: true };
    const anna = await server.page('anna');
    const adam = await server.page('adam');
    for (const page of [anna, adam]) expect(codeOf(await page.send('PUT', path, body))).toEqual([403, 'right_missing']);
    await give(server, 'anna', 'client-admin', 'asp');
    const given = await anna.send('PUT', path, body);
    expect(given.json.firm).toContainEqual({ id: users.cilla, name: 'cilla Exempel', fullAuthority: true });
    expect(codeOf(await anna.send('PUT', path, { ...body, user: users.karin }))).toEqual([422, 'user_unknown']);
    const back = await anna.send('PUT', path, { ...body, given: false });
    expect(back.json.firm).toContainEqual({ id: users.cilla, name: 'cilla Exempel', fullAuthority: false });
    expect(await actions(server)).toEqual(expect.arrayContaining(['authority.given', 'authority.taken']));
  });

  test('what changes about people is heard by whom it concerns, and by nobody else', async () => {
    const server = await testServer(database);
    const { clients } = server.firm;
    const adam = await server.page('adam');
    const heard = async (user: string) => {
      const page = await server.page(user);
      const stream = await fetch(`${server.server.address}/v1/events`, { headers: page.headers() });
      const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
      const texts: string[] = [];
      void (async () => {
        for (let part = await reader.read(); !part.done; part = await reader.read()) texts.push(part.value);
      })().catch(() => undefined);
      await expect.poll(() => texts.join('')).toContain('event: ready');
      return { text: () => texts.join(''), stop: () => reader.cancel() };
    };
    const listeners = { anna: await heard('anna'), bosse: await heard('bosse') };
    await adam.post('/v1/invitations', { email: 'v@demo.example', role: 'client', clients: [clients.asp] });
    await adam.post('/v1/invitations', { email: 'w@demo.example', role: 'client', clients: [clients.bjork] });
    for (const [name, listener] of Object.entries(listeners)) {
      await expect.poll(listener.text).toContain('"topic":"people"');
      expect(listener.text()).toContain(clients[name === 'anna' ? 'asp' : 'bjork']);
      expect(listener.text()).not.toContain(clients[name === 'anna' ? 'bjork' : 'asp']);
      await listener.stop();
    }
  });

  test('lists of people hold those whom the reader may see', async () => {
    const server = await testServer(database);
    await demoFirm(server.store, 'Andra byrån AB');
    await give(server, 'karin', 'manage-users');
    const names = async (user: string, path = '/v1/people') => {
      const { status, json } = await (await server.page(user)).get(path);
      return status === 200 ? json.items.map((item: any) => (item.name ?? item.email).split(/[ @]/)[0]) : json.code;
    };
    expect(await names('adam')).toEqual(['adam', 'anna', 'bosse', 'cilla', 'karin']);
    expect(await names('karin')).toEqual(['adam', 'bosse', 'cilla', 'karin']);
    expect(await names('cilla')).toBe('right_missing');
    expect(await names('anna')).toEqual(['anna']);
    expect(await names('karin', '/v1/people?q=anna')).toEqual([]);
    expect(await names('karin', `/v1/people?client=${server.firm.clients.asp}`)).toEqual([]);
    expect(await names('cilla', '/v1/colleagues')).toEqual(['adam', 'cilla', 'karin']);
    expect(await names('anna', '/v1/colleagues')).toBe('staff_only');
    expect(await names('anna', '/v1/client-names')).toEqual(['Asp']);
    const adam = await server.page('adam');
    for (const client of ['asp', 'bjork']) {
      const clients = [server.firm.clients[client]];
      await adam.post('/v1/invitations', { email: `${client}@demo.example`, name: client, role: 'client', clients });
    }
    expect((await names('adam', '/v1/invitations')).sort()).toEqual(['asp', 'bjork']);
    expect(await names('karin', '/v1/invitations')).toEqual(['bjork']);
    expect(await names('anna', '/v1/invitations')).toBe('right_missing');
    await give(server, 'anna', 'client-admin', 'asp');
    expect(await names('anna', '/v1/invitations')).toEqual(['asp']);
  });

  test('a client that is put again keeps who stands in, and a user that is shut out stands in no longer', async () => {
    const server = await testServer(database);
    const { users, clients } = server.firm;
    const adam = await server.page('adam');
    await putClient(server.store.tenant(server.firm.tenantId), { externalId: 'asp', name: 'Asp AB' });
    const away = { user: users.cilla, substitute: users.adam, fromDate: '2026-11-01', toDate: '2026-11-30' };
    expect((await adam.post('/v1/absences', away)).status).toBe(201);
    const acting = async () => (await adam.get(`/v1/clients/${clients.asp}/people`)).json.acting?.id ?? null;
    expect(await acting()).toBe(users.adam);
    await server.byKey('PUT', '/v1/clients/asp', { name: 'Asp AB', responsible: 'cilla' });
    expect(await acting()).toBe(users.adam);
    await server.byKey('PUT', '/v1/clients/asp', { name: 'Asp AB', responsible: 'karin' });
    expect(await acting()).toBeNull();
  });
});
