import { expect, test } from 'vitest';
import noticeDigest from '../../definitions/library/notice-digest/definition.json' with { type: 'json' };
import statusReport from '../../definitions/library/status-report/definition.json' with { type: 'json' };
import { createActivities } from '../../activities/index.ts';
import type { Definition } from '../../definitions/index.ts';
import { claimDueMails } from '../../server/store/index.ts';
import { rootOf } from './support/archive.ts';
import { now } from './support/firm.ts';
import { testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

/** All that a sender would take now, by whom it is for. */
async function due(server: TestServer): Promise<{ to: string; subject: string; token: string | null }[]> {
  const at = new Date(server.clock.ms + 3_600_000).toISOString();
  const mails = await claimDueMails(server.store, { now: at, limit: 100, leaseMs: 0 });
  return mails.map(({ recipient, items, unsubscribeToken: token }) => ({
    to: recipient.email,
    subject: items[0]!.subject.sv,
    token,
  }));
}

const ofAnna = (mails: { to: string }[]) => mails.filter(({ to }) => to === 'anna@demo.example').length;

test.for(databases)(
  'L-16, K-25 one click in a mail stops mails like it for that person and client, without a log-in; the bell goes on (%s)',
  async (database) => {
    const server = await testServer(database);
    const cilla = await server.page('cilla');
    const { id: folder } = await rootOf(cilla);
    await cilla.upload(folder, 'ett.txt', 'ett');
    await expect.poll(async () => ofAnna(await due(server))).toBe(1);
    const first = (await due(server)).find(({ to }) => to === 'anna@demo.example');
    const link = `/v1/unsubscribe/${first!.token}`;

    // Looking at the link does nothing: programs that look for viruses do that.
    const before = (await server.fetch('GET', link)).json;
    expect([before.firm.name, before.titles[0].sv, before.unsubscribed]).toEqual([
      'Demo Redovisning AB',
      'Mejl om nya dokument',
      false,
    ]);
    expect(JSON.stringify(before)).not.toMatch(/anna/i);
    await server.fetch('GET', `/unsubscribe/${first!.token}`);
    expect((await server.fetch('GET', link)).json.unsubscribed).toBe(false);

    // As a mail program does it (RFC 8058), and again.
    for (const _ of [1, 2]) {
      const answer = await server.fetch('POST', `/unsubscribe/${first!.token}`, {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        raw: 'List-Unsubscribe=One-Click',
      });
      expect([answer.status, answer.json.unsubscribed]).toEqual([200, true]);
    }
    const told = async () => (await (await server.page('anna')).get('/v1/notifications')).json.items.length;
    const bell = await told();
    await cilla.upload(folder, 'två.txt', 'två');
    await expect.poll(told).toBe(bell + 1);
    expect(ofAnna(await due(server))).toBe(1);

    // It stands in the settings, and is taken back there or by the link.
    const anna = await server.page('anna');
    const [refusal] = (await anna.get('/v1/mail-refusals')).json.items;
    expect([refusal.title.en, refusal.client.id]).toEqual(['Mails about new documents', server.firm.clients.asp]);
    const bosse = await server.page('bosse');
    expect((await bosse.send('DELETE', `/v1/mail-refusals/${refusal.id}`)).status).toBe(404);
    expect((await anna.send('DELETE', `/v1/mail-refusals/${refusal.id}`)).json.items).toEqual([]);
    expect((await server.fetch('GET', link)).json.unsubscribed).toBe(false);
    await server.fetch('POST', link);
    expect((await server.fetch('DELETE', link)).json.unsubscribed).toBe(false);
    await cilla.upload(folder, 'tre.txt', 'tre');
    await expect.poll(async () => ofAnna(await due(server))).toBe(2);

    for (const wrong of ['u', 'uzzzzzzzzzzzzzzzzzzzzzzzz', '..%2f..', first!.token!.slice(0, -1)]) {
      const answer = await server.fetch('POST', `/v1/unsubscribe/${wrong}`);
      expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
    }
  },
);

test('P-16, P-21, I-28 a no to a notice or a report reaches the process that sends it, also of a recipient who is no user', async () => {
  const server = await testServer('sqlite');
  for (const definition of [noticeDigest, statusReport])
    await server.byKey('PUT', `/v1/definitions/${definition.id}`, definition);
  const adam = await server.page('adam');
  const path = `/v1/clients/${server.firm.clients.asp}/notices`;
  await adam.post(path, { definition: 'notice-digest' });
  const { items } = (await adam.post(path, { definition: 'status-report' })).json;
  const [digest, report] = items.map(({ instance }: any) => instance.id as string);
  await adam.act(digest!, { event: 'SWITCH_ON', data: { frequency: 'weekly', balance: true } });
  await adam.act(report!, { event: 'ADD_RECIPIENT', data: { name: 'Utomstående', email: 'ute@annan.example' } });

  // What the worker puts in the outbox when the processes tell.
  const { tenantId, users, clients } = server.firm;
  const { notify } = createActivities({
    store: server.store,
    clock: () => Date.parse(now),
    startInstance: async () => {},
    sendEvent: async () => {},
    log: { warn: () => {} },
  });
  const tell = (definition: unknown, instanceId: string, effect: object) => {
    const { id, title, roles, templates } = definition as Definition;
    const [template, { subject, body, unsubscribe }] = Object.entries(templates!)[0]!;
    const text = { subject, body, link: null, unsubscribe: { event: unsubscribe!, title } };
    const rest = { type: 'notify' as const, template, excludedIds: [], channels: ['email' as const], sendAt: null };
    const role = Object.values(roles).at(-1)!;
    return notify({
      origin: { tenantId, instanceId, clientId: clients.asp!, period: null, definitionId: id, sequence: 9 },
      notices: [
        {
          key: instanceId,
          role,
          effect: {
            ...rest,
            ...text,
            role: '',
            userId: null,
            address: null,
            digest: null,
            category: 'notice',
            taskId: null,
            localDate: '2026-11-02',
            ...effect,
          },
        },
      ],
    });
  };
  const outsider = { name: 'Utomstående', email: 'ute@annan.example', phone: null, language: 'sv' };
  await tell(noticeDigest, digest!, { userId: users.adam });
  await tell(statusReport, report!, { address: outsider });
  const tokens = Object.fromEntries((await due(server)).map(({ to, token }) => [to, token]));

  const status = async (id: string) => (await adam.get(`/v1/instances/${id}`)).json.status.key;
  expect([await status(digest!), await status(report!)]).toEqual(['on', 'on']);
  for (const [to, again] of [
    ['adam@demo.example', 'settings'],
    ['ute@annan.example', 'firm'],
  ] as const) {
    for (const _ of [1, 2]) {
      const answer = await server.fetch('POST', `/v1/unsubscribe/${tokens[to]}`);
      expect([answer.status, answer.json.unsubscribed, answer.json.again]).toEqual([200, true, again]);
    }
  }
  expect([await status(digest!), await status(report!)]).toEqual(['off', 'off']);
});
