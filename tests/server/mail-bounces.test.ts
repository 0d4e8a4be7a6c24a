import { expect, test } from 'vitest';
import { composeMessage } from '../../activities/mail/message.ts';
import { claimDueMails, queueMail } from '../../server/store/index.ts';
import { testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

/** A mail for somebody, as a sender takes it. */
async function sent(server: TestServer, key: string, user: string, kind?: string) {
  const { tenantId, users } = server.firm;
  const now = new Date(server.clock.ms).toISOString();
  const words = { sv: key, en: key };
  await queueMail(server.store, {
    tenantId,
    key,
    userId: users[user]!,
    channels: ['email'],
    category: 'notice',
    localDate: '2026-11-02',
    item: { subject: words, body: words, link: null, target: {}, ...(kind && { unsubscribe: { kind, title: words } }) },
    now,
  });
  const mails = await claimDueMails(server.store, { now, limit: 100, leaseMs: 60_000 });
  return mails.find(({ items }) => items[0]!.subject.sv === key)!;
}

const compose = (mail: Awaited<ReturnType<typeof sent>>) =>
  composeMessage(mail, 'noreply@arende.example', 'https://arende.example', 'bounces@mail.example');

/** As a mail server writes it: a sentence for people, fields for programs, and the head of the mail. */
const report = (type: string, fields: string) =>
  [
    'From: MAILER-DAEMON@mx.example',
    'Subject: Undelivered Mail',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=${type.split('/')[1]}; boundary="b"`,
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Mejlet kom inte fram.',
    '--b',
    `Content-Type: ${type}`,
    '',
    fields,
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    'Subject: hej',
    '--b--',
    '',
  ].join('\r\n');
const status = (action: string, code: string) =>
  report(
    'message/delivery-status',
    `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; anna@demo.example\r\nAction: ${action}\r\nStatus: ${code}\r\nDiagnostic-Code: smtp; 550 5.1.1 No such\r\n user here\r\n`,
  );

test.for(databases)(
  'a mail that comes back is known as failed, its address as bad until it is another, and the person is told at the bell (%s)',
  async (database) => {
    const server = await testServer(database);
    const handOver = async (token: string, raw: string) =>
      (
        await server.fetch('POST', `/v1/mail-reports/${token}`, {
          headers: { 'Content-Type': 'message/rfc822' },
          raw,
        })
      ).status;
    const adam = await server.page('adam');
    const failures = async () =>
      (await adam.get('/v1/mail-failures')).json.items.map(({ email, reason }: any) => [email, reason]);

    const mail = await sent(server, 'ett', 'anna');
    const from = compose(mail).envelope!.from as string;
    const [, token] = /^bounces\+(u[a-z0-9]{24})@mail\.example$/.exec(from)!;

    // What changes nothing: a delay, a delivery, an answer of a person, no mail at all; nobody's token is nobody's.
    for (const raw of [status('delayed', '4.4.1'), status('delivered', '2.0.0'), 'Jag är på semester', '\0\xff'])
      expect(await handOver(token!, raw)).toBe(204);
    expect(await handOver(`u${'a'.repeat(24)}`, status('failed', '5.1.1'))).toBe(404);
    expect(await failures()).toEqual([]);

    // It is for good, and again.
    for (const _ of [1, 2]) expect(await handOver(token!, status('failed', '5.1.1'))).toBe(204);
    expect(await failures()).toEqual([['anna@demo.example', '550 5.1.1 No such user here']]);
    const anna = await server.page('anna');
    const told = (await anna.get('/v1/notifications')).json.items;
    expect(told.map(({ subject }: any) => subject.sv)).toEqual(['Mejl till dig kommer inte fram']);
    const next = await sent(server, 'två', 'anna');
    expect(() => compose(next)).toThrow('came back before: 550 5.1.1');

    // Another address is another matter; so is somebody's word that this one is good.
    const anew = { name: 'Anna Exempel', email: 'anna.ny@demo.example', role: 'client', clients: ['asp'] };
    await server.byKey('PUT', '/v1/users/anna', anew);
    expect((await sent(server, 'tre', 'anna')).recipient.bounced).toBeUndefined();
    await server.byKey('PUT', '/v1/users/anna', { ...anew, email: 'anna@demo.example' });
    expect((await sent(server, 'fyra', 'anna')).recipient.bounced).toBeDefined();
    const [failed] = (await adam.get('/v1/mail-failures')).json.items;
    expect((await (await server.page('cilla')).post(`/v1/mail-failures/${failed.id}/retry`)).status).toBe(403);
    expect((await adam.post(`/v1/mail-failures/${failed.id}/retry`)).status).toBe(204);
    expect(await failures()).toEqual([]);
    expect((await sent(server, 'fem', 'anna')).recipient.bounced).toBeUndefined();
    expect((await adam.post(`/v1/mail-failures/${failed.id}/retry`)).status).toBe(404);
  },
);

test('who calls a mail unwanted gets no more like it, where one may say no; what is to be done goes on', async () => {
  const server = await testServer('sqlite');
  for (const [key, kind] of [
    ['måste', undefined],
    ['får', 'upload'],
  ] as const) {
    const { bounceToken } = await sent(server, key, 'anna', kind);
    const complaint = report('message/feedback-report', 'Feedback-Type: abuse\r\nVersion: 1\r\n');
    await server.fetch('POST', `/v1/mail-reports/${bounceToken}`, { raw: complaint });
  }
  const anna = await server.page('anna');
  const { items } = (await anna.get('/v1/mail-refusals')).json;
  expect(items.map(({ title }: any) => title.sv)).toEqual(['får']);
  expect(await sent(server, 'får igen', 'anna', 'upload')).toBeUndefined();
  expect(await sent(server, 'måste igen', 'anna')).toBeDefined();
});
