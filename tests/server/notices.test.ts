import { expect, test } from 'vitest';
import noticeDigest from '../../definitions/library/notice-digest/definition.json' with { type: 'json' };
import statusReport from '../../definitions/library/status-report/definition.json' with { type: 'json' };
import { readClientFigures } from '../../activities/client-figures.ts';
import { collectStatus } from '../../activities/collect-status.ts';
import type { EffectOrigin } from '../../activities/contract.ts';
import { claimDueMails, markFailed, queueMail } from '../../server/store/index.ts';
import { rootOf } from './support/archive.ts';
import { now } from './support/firm.ts';
import { type Page, testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

/** Somebody is told something about a client, at the server's present moment. */
async function tell(server: TestServer, user: string, client: string | null, subject: string, target = {}) {
  const { tenantId, users, clients } = server.firm;
  const now = new Date(server.clock.ms).toISOString();
  const clientId = client === null ? null : clients[client]!;
  await queueMail(server.store, {
    tenantId,
    key: `${subject}/${user}`,
    userId: users[user]!,
    category: 'notice',
    localDate: '2026-11-02',
    item: {
      subject: { sv: subject, en: subject },
      body: { sv: 'Hej', en: 'Hello' },
      link: null,
      target: { clientId, ...target },
    },
    now,
  });
  server.pass(1000);
}

const list = async (page: Page, query = '') => (await page.get(`/v1/notifications${query}`)).json;
const subjects = (answer: any) => answer.items.map((item: any) => item.subject.sv);

test.for(databases)(
  'L-19, I-23 whoever was told something finds it again, newest first, with what is new counted, until it has been seen (%s)',
  async (database) => {
    const server = await testServer(database);
    await tell(server, 'karin', 'bjork', 'Ett', { instanceId: 'i 1' });
    await tell(server, 'karin', null, 'Två', { threadId: 't1' });
    await tell(server, 'anna', 'asp', 'Annas');
    await tell(server, 'karin', 'bjork', 'Tre', { folderId: 'f1' });
    const karin = await server.page('karin');
    const all = await list(karin);
    expect([subjects(all), all.unseen]).toEqual([['Tre', 'Två', 'Ett'], 3]);
    expect(all.items.map((item: any) => [item.fragment, item.client?.name ?? null, item.seen])).toEqual([
      ['arende-folder=f1', 'Björk AB', false],
      ['arende-thread=t1', null, false],
      ['arende=i%201', 'Björk AB', false],
    ]);
    // Page by page, each once.
    const first = await list(karin, '?limit=2');
    const second = await list(karin, `?limit=2&cursor=${first.nextCursor}`);
    expect([...subjects(first), ...subjects(second), second.nextCursor]).toEqual(['Tre', 'Två', 'Ett', null]);

    const one = await karin.post('/v1/notifications/seen', { ids: [all.items[1].id] });
    expect(one.json).toEqual({ unseen: 2 });
    expect(subjects(await list(karin, '?unseen=true'))).toEqual(['Tre', 'Ett']);
    // What comes after the page was read stays new when everything on it is marked.
    await tell(server, 'karin', 'bjork', 'Fyra');
    const rest = await karin.post('/v1/notifications/seen', { until: all.items[0].createdAt });
    expect(rest.json).toEqual({ unseen: 1 });
    expect(subjects(await list(karin, '?unseen=true'))).toEqual(['Fyra']);

    // Somebody else's stay theirs, also by their ids.
    const anna = await server.page('anna');
    const { items } = await list(anna);
    expect(subjects({ items })).toEqual(['Annas']);
    await karin.post('/v1/notifications/seen', { ids: [items[0].id] });
    expect((await list(anna)).unseen).toBe(1);
  },
);

test('I-11 a notice about a client goes with the client: neither a narrowed session nor who has left finds it', async () => {
  const server = await testServer('sqlite');
  await tell(server, 'karin', 'bjork', 'Om Björk');
  await tell(server, 'adam', 'asp', 'Om Asp');
  await tell(server, 'adam', 'bjork', 'Också om Björk');
  await tell(server, 'adam', null, 'Om byrån');
  const narrow = await list(await server.page('adam', { client: 'asp' }));
  expect([subjects(narrow), narrow.unseen]).toEqual([['Om Asp'], 1]);
  const karin = await server.page('karin');
  expect((await list(karin)).unseen).toBe(1);
  await karin.post(`/v1/clients/${server.firm.clients.bjork}/leave`);
  const left = await list(karin);
  expect([subjects(left), left.unseen]).toEqual([[], 0]);
});

test.for(databases)(
  'P-23, P-24, P-25, P-26 an administrator ticks tasks of a client and all its bookkeepers get one mail with them and a comment (%s)',
  async (database) => {
    const server = await testServer(database);
    const { clients } = server.firm;
    const adam = await server.page('adam');
    const anna = await server.page('anna');
    const path = `/v1/clients/${clients.asp}`;
    await adam.post(`${path}/people`, { email: 'karin@demo.example' });
    for (const period of ['2026-09', '2026-10', '2026-11']) {
      const id = await server.start('asp', period);
      // The client has one left to do; the two others wait for the firm.
      if (period !== '2026-11') await anna.act(id, { event: 'SUBMIT', data: { documents: true } });
    }
    const { tasks, recipients } = (await adam.get(`${path}/outstanding`)).json;
    expect(tasks.map((task: any) => [task.title.sv, task.due.dueDate])).toEqual([
      ['Granska', '2026-11-12'],
      ['Granska', '2026-11-12'],
    ]);
    expect(recipients.map(({ name }: any) => name)).toEqual(['cilla Exempel', 'karin Exempel']);

    const body = { tasks: tasks.map(({ id }: any) => id), comment: 'Momsen <b>brådskar</b>' };
    const key = { 'Idempotency-Key': 'remind-them' };
    const sent = await adam.post(`${path}/reminders`, body, key);
    expect([sent.status, sent.json]).toEqual([201, { recipients, tasks: 2 }]);
    // A double click is one reminder.
    await adam.post(`${path}/reminders`, body, key);
    const now = new Date(server.clock.ms).toISOString();
    const due = await claimDueMails(server.store, { now, limit: 100, leaseMs: 1000 });
    const told = due.filter(({ items }) => items[0]!.subject.sv === 'Påminnelse om Asp AB');
    expect(told.map(({ recipient, items }) => [recipient.name, items.length]).toSorted()).toEqual([
      ['cilla Exempel', 1],
      ['karin Exempel', 1],
    ]);
    const words = told[0]!.items[0]!.body.sv;
    expect(words).toContain('adam Exempel påminner');
    expect(words.match(/Granska/g)).toHaveLength(2);
    expect(words).toContain('Momsen <b>brådskar</b>');
    expect((await list(await server.page('cilla'))).unseen).toBeGreaterThan(0);

    const cilla = await server.page('cilla');
    expect((await cilla.post(`${path}/reminders`, body, { 'Idempotency-Key': 'not-allowed' })).json.code).toBe(
      'right_missing',
    );
    const gone = await adam.post(`${path}/reminders`, { tasks: ['gone'] }, { 'Idempotency-Key': 'nothing-left' });
    expect([gone.status, gone.json.code]).toEqual([409, 'tasks_done']);
    // Nobody works with Björk but Karin, who was added to it.
    const bjork = (await adam.get(`/v1/clients/${clients.bjork}/outstanding`)).json;
    expect([bjork.tasks, bjork.recipients.map(({ name }: any) => name)]).toEqual([[], ['karin Exempel']]);
  },
);

test('P-16, P-20, P-21, I-28 each user sets notices for each client, off until switched on; recipients of the report are for who manages settings', async () => {
  const server = await testServer('sqlite');
  for (const definition of [noticeDigest, statusReport]) {
    await server.byKey('PUT', `/v1/definitions/${definition.id}`, definition);
  }
  const path = `/v1/clients/${server.firm.clients.bjork}/notices`;
  const [adam, karin] = [await server.page('adam'), await server.page('karin')];
  const shown = (answer: any) =>
    answer.json.items.map((item: any) => [item.definition.id, item.instance?.status.key ?? null, item.mayPrepare]);
  expect(shown(await karin.get(path))).toEqual([['notice-digest', null, true]]);
  expect(shown(await adam.get(path))).toEqual([
    ['notice-digest', null, true],
    ['status-report', null, true],
  ]);
  const prepared = await karin.post(path, { definition: 'notice-digest' });
  // Prepared is not switched on, and preparing again finds the same.
  expect(shown(prepared)).toEqual([['notice-digest', 'off', false]]);
  const [{ instance }] = prepared.json.items;
  expect((await karin.post(path, { definition: 'notice-digest' })).json.items[0].instance.id).toBe(instance.id);
  const on = await karin.act(instance.id, { event: 'SWITCH_ON', data: { frequency: 'weekly', balance: true } });
  expect(on.status).toBe(200);
  expect(shown(await karin.get(path))).toEqual([['notice-digest', 'on', false]]);
  // Another user's is another one, and not theirs to set.
  expect(shown(await adam.get(path))[0]).toEqual(['notice-digest', null, true]);
  expect((await adam.act(instance.id, { event: 'SWITCH_OFF' })).status).toBe(403);

  expect((await karin.post(path, { definition: 'status-report' })).json.code).toBe('not_startable');
  const report = (await adam.post(path, { definition: 'status-report' })).json.items[1].instance;
  const bo = { name: 'Bo Exempel', email: 'bo@demo.example' };
  expect((await adam.act(report.id, { event: 'ADD_RECIPIENT', data: bo })).status).toBe(200);
  const now = (await adam.get(path)).json.items[1].instance;
  expect(now.facts.find(({ name }: any) => name === 'recipients').value).toBe('Bo Exempel');
});

test('P-17, P-18, P-19 a notice tells what the bookkeeping system has told of the client, and never nought for what is unknown', async () => {
  const server = await testServer('sqlite');
  const origin = { tenantId: server.firm.tenantId } as EffectOrigin;
  const read = () => readClientFigures(server.store)({ clientId: server.firm.clients.asp! }, { key: 'i1/2/0', origin });
  await server.byKey('PUT', '/v1/clients/asp/facts', { missingReceipts: 3 });
  await expect(read()).rejects.toMatchObject({ type: 'figures_unknown', nonRetryable: true });
  const rest = await server.byKey('PUT', '/v1/clients/asp/facts', { balanceMinor: -12_050, readyForExport: 0 });
  expect(rest.status).toBe(200);
  expect(await read()).toEqual({ balanceMinor: -12_050, missingReceipts: 3, readyForExport: 0 });
});

test('whoever manages settings sees which mails bounced, of whom and why; others do not', async () => {
  const server = await testServer('sqlite');
  await tell(server, 'anna', 'asp', 'Studsar');
  await tell(server, 'bosse', 'bjork', 'Kommer fram');
  const [mail] = await claimDueMails(server.store, { now, limit: 100, leaseMs: 1000 });
  const { tenantId } = server.firm;
  await markFailed(server.store, { tenantId, mailId: mail!.mailId, error: '550 No such user here', retryAt: null });
  const adam = await server.page('adam');
  expect((await adam.get('/v1/mail-failures')).json.items).toMatchObject([
    {
      userId: server.firm.users.anna,
      name: 'anna Exempel',
      email: 'anna@demo.example',
      reason: '550 No such user here',
    },
  ]);
  for (const user of ['cilla', 'anna']) {
    expect((await (await server.page(user)).get('/v1/mail-failures')).json.code, user).toBe('right_missing');
  }
});

test.for(databases)(
  'I-27 the status report counts what the company may know, since the last one, and tells nothing of what nobody records (%s)',
  async (database) => {
    const server = await testServer(database);
    const { tenantId, clients } = server.firm;
    const origin = { tenantId } as EffectOrigin;
    const at = () => new Date(server.clock.ms).toISOString();
    const collect = (since: string, client = 'asp') =>
      collectStatus(server.store, () => server.clock.ms)({ clientId: clients[client]!, since }, { key: 'i/1', origin });
    const opened = at();
    server.pass(1000);
    const [anna, cilla] = [await server.page('anna'), await server.page('cilla')];
    const { id: folder } = await rootOf(cilla);
    await cilla.upload(folder, 'ett.txt', 'ett');
    // The firm's own folder is none of the company's business.
    const secret = (await cilla.post(`/v1/folders/${folder}/folders`, { name: 'Internt' })).json.id;
    await cilla.send('PUT', `/v1/folders/${secret}/client-right`, { right: 'none' });
    await cilla.upload(secret, 'internt.txt', 'hemligt');
    const { items } = (await anna.get(`/v1/channels?client=${clients.asp}`)).json;
    const say = (key: string) =>
      anna.post(`/v1/threads/${items[0].id}/messages`, { text: 'Hej' }, { 'Idempotency-Key': key });
    expect([(await say('message-1')).status, (await say('message-2')).status]).toEqual([201, 201]);
    const id = await server.start('asp', '2026-10');
    await server.start('asp', '2026-09');
    await anna.act(id, { event: 'SUBMIT', data: { documents: true } });

    // One of the two is handed in: it is the firm's to do, not the company's.
    const first = await collect(opened);
    expect(first).toEqual({ messages: 2, documents: 1, tasks: 1, lateTasks: 0, invoicesToActOn: 0 });
    expect(await collect(opened, 'bjork')).toEqual({
      messages: 0,
      documents: 0,
      tasks: 0,
      lateTasks: 0,
      invoicesToActOn: 0,
    });
    const reported = at();
    server.pass(30 * 86_400_000);
    expect(await collect(reported)).toEqual({
      messages: 0,
      documents: 0,
      tasks: 1,
      lateTasks: 1,
      invoicesToActOn: 0,
    });
  },
);
