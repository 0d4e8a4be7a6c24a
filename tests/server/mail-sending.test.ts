import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { createMailer } from '../../activities/mail/mailer.ts';
import type { MailerOptions } from '../../activities/mail/mailer.ts';
import { claimDueMails, createTenant, putUser, queueMail } from '../../server/store/index.ts';
import type { Row, Store } from '../../server/store/connection.ts';
import { databases, freshStore } from './support/stores.ts';

const text = (words: string) => ({ sv: words, en: words });
const queuedAt = '2026-11-02T07:00:00.000Z';

/** A firm, its outbox and a clock that stands still until it is moved. */
async function firm(database: (typeof databases)[number] = 'sqlite') {
  const { store } = await freshStore(database);
  const { tenantId } = await createTenant(store, { name: 'Demo Redovisning AB', portalUrl: null, now: queuedAt });
  const scope = store.tenant(tenantId);
  let nowMs = Date.parse(queuedAt);
  return {
    store,
    clock: () => nowMs,
    later: (ms: number) => (nowMs += ms),
    async queue(key: string, email = `${key}@kund.example`): Promise<string> {
      const { user } = await putUser(scope, { externalId: key, name: 'Åsa Exempel', email, role: 'admin' });
      const item = {
        subject: text('Dags att lämna in'),
        body: text('Text.'),
        link: null,
        target: { instanceId: 'in_1' },
      };
      const request = { tenantId, key, userId: user.id, category: 'notice' as const, localDate: '2026-11-02' };
      return (await queueMail(store, { ...request, item, now: queuedAt })).mailId!;
    },
    audited: async (): Promise<string[]> =>
      (await scope.from('audit').pluck('entry')).map((entry: string) => JSON.parse(entry).action),
    mail: (id: string): Promise<Row> => scope.from('mails').where({ id }).first(),
    statuses: (): Promise<string[]> => scope.from('mails').orderBy('id').pluck('status'),
    messageIds: async (): Promise<string[]> =>
      (await scope.from('mails').orderBy('id').pluck('message_id')).map((id: string) => `<${id}>`),
  };
}

const cleanUps: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** An SMTP server on a port of its own; `arrived` has the Message-IDs of what it took, in order. */
async function smtp(options: SMTPServerOptions = {}, port = 0) {
  const arrived: string[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 100,
    onData(stream, _session, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      stream.on('end', () => {
        arrived.push(/^Message-ID: (\S+)/im.exec(text)?.[1] ?? 'none');
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const bound = (server.server.address() as AddressInfo).port;
  cleanUps.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const drop = (): void => sockets.forEach((socket) => socket.destroy());
  return { url: `smtp://127.0.0.1:${bound}`, port: bound, arrived, drop };
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function start(store: Store, smtpUrl: string, more: Partial<MailerOptions> = {}): () => Promise<void> {
  const stop = new AbortController();
  const mailer = createMailer({
    store,
    smtpUrl,
    from: 'noreply@arende.example',
    publicUrl: 'https://arende.example',
    log: silent,
    pollMs: 10,
    ...more,
  });
  const running = mailer.run(stop.signal);
  const end = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  cleanUps.push(end);
  return end;
}

const refuse = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
describe.each(databases)('a mail that can be delivered (%s)', (database) => {
  test('L-09: everything queued reaches the mail server once, also with two senders', async () => {
    const { store, queue, statuses, messageIds } = await firm(database);
    const { url, arrived } = await smtp();
    for (let n = 0; n < 30; n++) await queue(`m${n}`);
    start(store, url);
    start(store, url);
    await eventually(async () => expect(new Set(await statuses())).toEqual(new Set(['sent'])));
    expect(arrived.toSorted()).toEqual((await messageIds()).toSorted());
  });

  test('a mail queued later goes out without a restart', async () => {
    const { store, queue, messageIds } = await firm(database);
    const { url, arrived } = await smtp();
    start(store, url);
    await queue('first');
    await eventually(() => expect(arrived).toHaveLength(1));
    await queue('second');
    await eventually(async () => expect(arrived.toSorted()).toEqual((await messageIds()).toSorted()));
  });

  test('P-22: a week’s notices arrive as one mail on Monday at 10:00, to a user and to somebody who is none', async () => {
    const { store, clock, later, queue } = await firm(database);
    const mailbox: string[] = [];
    const { url } = await smtp({
      onData(stream, session, done) {
        let message = '';
        stream.setEncoding('utf8').on('data', (chunk: string) => (message += chunk));
        stream.on('end', () => {
          mailbox.push(`${session.envelope.rcptTo.map(({ address }) => address).join()}\n${message}`);
          done();
        });
      },
    });
    const address = { name: 'Gunnar Exempel', email: 'gunnar@kund.example', phone: null, language: 'sv' as const };
    const monday = '2026-11-09T09:00:00.000Z';
    const first = await queue('asa');
    const { tenant_id: tenantId, user_id: userId } = await store.tenant('').db('mails').where({ id: first }).first();
    for (const day of ['2026-11-03', '2026-11-05', '2026-11-08']) {
      const item = { subject: text(`Saldo ${day}`), body: text('Text.'), link: null, target: { instanceId: 'in_1' } };
      const about = { category: 'notice' as const, localDate: day, digest: 'weekly' as const, sendAt: monday };
      const request = { tenantId, ...about, item, now: `${day}T12:00:00.000Z` };
      await queueMail(store, { ...request, key: `user ${day}`, userId });
      await queueMail(store, { ...request, key: `address ${day}`, userId: null, address });
    }
    start(store, url, { clock });
    await eventually(() => expect(mailbox).toHaveLength(1));
    later(Date.parse(monday) - clock());
    await eventually(() => expect(mailbox).toHaveLength(3));
    expect(mailbox.slice(1).map((mail) => mail.split('\n')[0])).toEqual(
      expect.arrayContaining(['asa@kund.example', 'gunnar@kund.example']),
    );
    for (const mail of mailbox.slice(1)) {
      expect(mail).toMatch(/^Date: Mon, 09 Nov 2026 09:00:00 \+0000\r?$/m);
      for (const day of ['2026-11-03', '2026-11-05', '2026-11-08']) expect(mail).toContain(`Saldo ${day}`);
    }
  });

  test('a sender that was killed between sending and marking: the same Message-ID again, after its lease', async () => {
    const { store, queue, mail, clock, later } = await firm(database);
    const { url, arrived } = await smtp();
    const id = await queue('m');
    await claimDueMails(store, { now: new Date(clock()).toISOString(), limit: 10, leaseMs: 30_000 });
    start(store, url, { clock });
    const other = await queue('other');
    await eventually(async () => expect((await mail(other)).status).toBe('sent'));
    expect((await mail(id)).status).toBe('sending');
    later(30_001);
    await eventually(async () => expect((await mail(id)).status).toBe('sent'));
    expect(arrived).toContain(`<${(await mail(id)).message_id}>`);
  });
});

describe('a mail server in trouble', () => {
  test.each([
    [421, 'Service shutting down'],
    [451, 'Greylisted, come back'],
  ])('%i to the recipient: waits with a growing pause, then arrives', async (code, words) => {
    const { store, queue, mail, clock, later } = await firm();
    let refusals = 3;
    const { url, arrived } = await smtp({
      onRcptTo: (_address, _session, done) => (refusals-- > 0 ? done(refuse(code, words)) : done()),
    });
    const id = await queue('m');
    start(store, url, { clock });
    for (const [failures, pauseMs] of [
      [1, 60_000],
      [2, 120_000],
      [3, 240_000],
    ] as const) {
      await eventually(async () => expect(await mail(id)).toMatchObject({ attempts: failures }));
      const row = await mail(id);
      expect(row.last_error).toContain(words);
      expect(Date.parse(row.next_attempt_at) - clock()).toBe(pauseMs);
      later(pauseMs);
    }
    await eventually(async () => expect((await mail(id)).status).toBe('sent'));
    expect(arrived).toEqual([`<${(await mail(id)).message_id}>`]);
  });

  test('a server that is not there: tried again, and delivered when it is back', async () => {
    const { store, queue, mail, clock, later } = await firm();
    const placeholder: Server = createServer();
    await new Promise<void>((resolve) => placeholder.listen(0, '127.0.0.1', resolve));
    const { port } = placeholder.address() as AddressInfo;
    await new Promise((resolve) => placeholder.close(resolve));
    const id = await queue('m');
    start(store, `smtp://127.0.0.1:${port}`, { clock });
    await eventually(async () => expect((await mail(id)).attempts).toBe(1));
    expect((await mail(id)).last_error).toContain('ECONNREFUSED');
    const { arrived } = await smtp({}, port);
    later(60_000);
    await eventually(() => expect(arrived).toHaveLength(1));
  });

  test('a wrong password fails no mail: it is the set-up that is wrong', async () => {
    const { store, queue, mail, clock } = await firm();
    const { port } = await smtp({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(refuse(535, 'Bad credentials')),
    });
    const id = await queue('m');
    start(store, `smtp://user:wrong@127.0.0.1:${port}`, { clock });
    await eventually(async () => expect((await mail(id)).attempts).toBe(1));
    expect((await mail(id)).status).not.toBe('failed');
  });

  test('a connection that drops after the mail was taken gives the same Message-ID again', async () => {
    const { store, queue, mail, clock, later } = await firm();
    const taken: string[] = [];
    const server = await smtp({
      onData(stream, _session, done) {
        let raw = '';
        stream.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk));
        stream.on('end', () => {
          taken.push(/^Message-ID: (\S+)/im.exec(raw)?.[1] ?? 'none');
          if (taken.length === 1) server.drop();
          else done();
        });
      },
    });
    const id = await queue('m');
    start(store, server.url, { clock });
    await eventually(async () => expect((await mail(id)).attempts).toBe(1));
    later(60_000);
    await eventually(async () => expect((await mail(id)).status).toBe('sent'));
    const { message_id: messageId } = await mail(id);
    expect(taken).toEqual([`<${messageId}>`, `<${messageId}>`]);
  });

  test('a server that never finishes is given up and does not hold the others back', async () => {
    const { store, queue, mail } = await firm();
    const { url } = await smtp({
      onRcptTo: (address, _session, done) => (address.address.startsWith('slow') ? undefined : done()),
    });
    const slow = await queue('slow');
    const quick = await queue('quick');
    start(store, url, { sendTimeoutMs: 2_500, clock: () => Date.parse(queuedAt) });
    await eventually(async () => expect((await mail(quick)).status).toBe('sent'));
    expect((await mail(slow)).attempts).toBe(0);
    await eventually(async () => expect((await mail(slow)).attempts).toBe(1));
    expect((await mail(slow)).status).not.toBe('failed');
  });
});

describe('a mail that can never be delivered', () => {
  test.each([550, 552, 554])('%i to the recipient is final, and the firm’s audit log says why', async (code) => {
    const { store, queue, mail, audited } = await firm();
    const { url } = await smtp({ onRcptTo: (_address, _session, done) => done(refuse(code, 'No such user here')) });
    const id = await queue('m');
    start(store, url);
    await eventually(async () => expect((await mail(id)).status).toBe('failed'));
    await eventually(async () => expect(await audited()).toEqual(['mail.failed']));
    expect((await mail(id)).last_error).toContain('No such user here');
  });

  test('a 5xx to the sender is the set-up’s fault and is tried again', async () => {
    const { store, queue, mail, clock } = await firm();
    const { url } = await smtp({ onMailFrom: (_address, _session, done) => done(refuse(553, 'Sender not yours')) });
    const id = await queue('m');
    start(store, url, { clock });
    await eventually(async () => expect((await mail(id)).attempts).toBe(1));
    expect((await mail(id)).status).not.toBe('failed');
  });

  test('an address that is none fails at once and the next mail goes out', async () => {
    const { store, queue, mail } = await firm();
    const { url, arrived } = await smtp();
    const bad = await queue('bad', 'a@b.example\r\nBcc: c@d.example');
    const good = await queue('good');
    start(store, url);
    await eventually(async () => expect((await mail(good)).status).toBe('sent'));
    await eventually(async () => expect((await mail(bad)).status).toBe('failed'));
    expect(arrived).toHaveLength(1);
  });

  test('after two days of trying it is failed rather than sent when it is no longer true', async () => {
    const { store, queue, mail, clock, later } = await firm();
    const { url } = await smtp({ onRcptTo: (_address, _session, done) => done(refuse(451, 'Later')) });
    const id = await queue('m');
    later(49 * 3_600_000);
    start(store, url, { clock });
    await eventually(async () => expect((await mail(id)).status).toBe('failed'));
  });
});

test('a mail whose sending takes longer than a lease stays with its sender', async () => {
  const { store, queue, mail, clock, later } = await firm();
  const waiting: (() => void)[] = [];
  const { url, arrived } = await smtp({ onRcptTo: (_address, _session, done) => void waiting.push(done) });
  const id = await queue('m');
  const leaseMs = 400;
  start(store, url, { clock, leaseMs });
  await eventually(() => expect(waiting).toHaveLength(1));
  start(store, url, { clock, leaseMs });
  for (let quarter = 0; quarter < 6; quarter += 1) {
    later(leaseMs / 4);
    const leaseEnd = new Date(clock() + leaseMs).toISOString();
    await eventually(async () => expect((await mail(id)).next_attempt_at).toBe(leaseEnd));
  }
  waiting[0]!();
  await eventually(async () => expect((await mail(id)).status).toBe('sent'));
  expect(waiting).toHaveLength(1);
  expect(arrived).toHaveLength(1);
});

describe('stopping', () => {
  test('a stop waits for the mail that is under way and starts no other', async () => {
    const { store, queue, mail } = await firm();
    let release = (): void => undefined;
    let reached = false;
    const { url } = await smtp({
      onRcptTo: (_address, _session, done) => {
        reached = true;
        release = () => done();
      },
    });
    const first = await queue('m1');
    const end = start(store, url, { connections: 1 });
    await eventually(() => expect(reached).toBe(true));
    const second = await queue('m2');
    const ended = end();
    release();
    await ended;
    expect((await mail(first)).status).toBe('sent');
    expect((await mail(second)).status).toBe('pending');
  });

  test('a mail server that hangs does not hold up a stop', async () => {
    const { store, queue, mail, clock } = await firm();
    let reached = false;
    const { url } = await smtp({ onRcptTo: () => void (reached = true) });
    const id = await queue('m');
    const end = start(store, url, { clock, stopTimeoutMs: 100 });
    await eventually(() => expect(reached).toBe(true));
    await end();
    expect(await mail(id)).toMatchObject({ attempts: 1, status: 'sending' });
  });
});
