import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createMailer } from '../../activities/mail/mailer.ts';
import type { ClaimedMail, MailerOptions, Outbox } from '../../activities/mail/mailer.ts';

const LONG_AGO = '2000-01-01T00:00:00.000Z';

/** A queue in memory with the rules of the real one: a lease for one caller, then due again. */
class MemoryOutbox implements Outbox {
  readonly #retryAtOnce: boolean;
  constructor({ retryAtOnce = false } = {}) {
    this.#retryAtOnce = retryAtOnce;
  }
  readonly rows = new Map<
    string,
    ClaimedMail & { dueAt: string; state: 'queued' | 'sent' | 'failed'; reason?: string }
  >();

  add(id: string, email = 'asa@kund.example'): void {
    this.rows.set(id, {
      id,
      messageId: `<${id}@arende.example>`,
      queuedAt: new Date().toISOString(),
      attempts: 0,
      recipient: { name: 'Åsa', email, language: 'sv' },
      firm: { name: 'Demo Redovisning AB', portalUrl: 'https://byra.example/portal' },
      items: [{ instanceId: 'in_1', subject: 'Dags att lämna in', body: 'Text.', link: null }],
      state: 'queued',
      dueAt: LONG_AGO,
    });
  }
  get(id: string) {
    return this.rows.get(id)!;
  }
  async claim({ limit, now, leaseMs }: { limit: number; now: string; leaseMs: number }): Promise<ClaimedMail[]> {
    const due = [...this.rows.values()].filter((row) => row.state === 'queued' && row.dueAt <= now).slice(0, limit);
    for (const row of due) row.dueAt = new Date(Date.parse(now) + leaseMs).toISOString();
    return due.map((row) => ({ ...row }));
  }
  async markSent(id: string): Promise<void> {
    this.get(id).state = 'sent';
  }
  async markFailed(id: string, { reason, retryAt }: { reason: string; retryAt: string | null }): Promise<void> {
    const row = this.get(id);
    row.attempts += 1;
    row.reason = reason;
    if (retryAt === null) row.state = 'failed';
    else row.dueAt = this.#retryAtOnce ? LONG_AGO : retryAt;
  }
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

function start(outbox: Outbox, smtpUrl: string, more: Partial<MailerOptions> = {}): () => Promise<void> {
  const stop = new AbortController();
  const mailer = createMailer({ outbox, smtpUrl, from: 'noreply@arende.example', log: silent, pollMs: 10, ...more });
  const running = mailer.run(stop.signal);
  const end = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  cleanUps.push(end);
  return end;
}

const refuse = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
describe('a mail that can be delivered', () => {
  test('L-09: everything queued reaches the mail server once, also with two senders', async () => {
    const outbox = new MemoryOutbox();
    const { url, arrived } = await smtp();
    for (let n = 0; n < 30; n++) outbox.add(`m${n}`);
    start(outbox, url);
    start(outbox, url);
    await vi.waitFor(() => expect([...outbox.rows.values()].every((row) => row.state === 'sent')).toBe(true), 10_000);
    expect(arrived.toSorted()).toEqual([...outbox.rows.values()].map((row) => row.messageId).toSorted());
  });

  test('a mail queued later goes out without a restart', async () => {
    const outbox = new MemoryOutbox();
    const { url, arrived } = await smtp();
    start(outbox, url);
    outbox.add('first');
    await vi.waitFor(() => expect(arrived).toHaveLength(1), 5_000);
    outbox.add('second');
    await vi.waitFor(() => expect(arrived).toEqual(['<first@arende.example>', '<second@arende.example>']), 5_000);
  });
});

describe('a mail server in trouble', () => {
  test.each([
    [421, 'Service shutting down'],
    [451, 'Greylisted, come back'],
  ])('%i to the recipient: waits with a growing pause, then arrives', async (code, text) => {
    const outbox = new MemoryOutbox({ retryAtOnce: true });
    let refusals = 3;
    const { url, arrived } = await smtp({
      onRcptTo: (_address, _session, done) => (refusals-- > 0 ? done(refuse(code, text)) : done()),
    });
    outbox.add('m');
    start(outbox, url);
    await vi.waitFor(() => expect(outbox.get('m').state).toBe('sent'), 10_000);
    expect(outbox.get('m').attempts).toBe(3);
    expect(arrived).toEqual(['<m@arende.example>']);
  });

  test('an attempt that failed is not repeated before its time', async () => {
    const outbox = new MemoryOutbox();
    const { url } = await smtp({ onRcptTo: (_address, _session, done) => done(refuse(451, 'Later')) });
    outbox.add('m');
    const before = Date.now();
    start(outbox, url, { clock: () => before });
    await vi.waitFor(() => expect(outbox.get('m').attempts).toBe(1), 5_000);
    expect(Date.parse(outbox.get('m').dueAt) - before).toBe(60_000);
    outbox.get('m').attempts = 4;
    outbox.get('m').dueAt = new Date(before).toISOString();
    await vi.waitFor(() => expect(outbox.get('m').attempts).toBe(5), 5_000);
    expect(Date.parse(outbox.get('m').dueAt) - before).toBe(16 * 60_000);
  });

  test('a server that is not there: tried again, and delivered when it is back', async () => {
    const outbox = new MemoryOutbox({ retryAtOnce: true });
    const placeholder: Server = createServer();
    await new Promise<void>((resolve) => placeholder.listen(0, '127.0.0.1', resolve));
    const { port } = placeholder.address() as AddressInfo;
    await new Promise((resolve) => placeholder.close(resolve));
    outbox.add('m');
    start(outbox, `smtp://127.0.0.1:${port}`);
    await vi.waitFor(() => expect(outbox.get('m').attempts).toBeGreaterThan(1), 10_000);
    expect(outbox.get('m').reason).toContain('ECONNREFUSED');
    const { arrived } = await smtp({}, port);
    await vi.waitFor(() => expect(arrived).toEqual(['<m@arende.example>']), 10_000);
  });

  test('a wrong password fails no mail: it is the set-up that is wrong', async () => {
    const outbox = new MemoryOutbox();
    const { port } = await smtp({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(refuse(535, 'Bad credentials')),
    });
    outbox.add('m');
    start(outbox, `smtp://user:wrong@127.0.0.1:${port}`);
    await vi.waitFor(() => expect(outbox.get('m').attempts).toBe(1), 5_000);
    expect(outbox.get('m').state).toBe('queued');
  });

  test('a connection that drops after the mail was taken gives the same Message-ID again', async () => {
    const outbox = new MemoryOutbox({ retryAtOnce: true });
    const taken: string[] = [];
    const server = await smtp({
      onData(stream, _session, done) {
        let text = '';
        stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        stream.on('end', () => {
          taken.push(/^Message-ID: (\S+)/im.exec(text)?.[1] ?? 'none');
          if (taken.length === 1) server.drop();
          else done();
        });
      },
    });
    outbox.add('m');
    start(outbox, server.url);
    await vi.waitFor(() => expect(outbox.get('m').state).toBe('sent'), 10_000);
    expect(taken).toEqual(['<m@arende.example>', '<m@arende.example>']);
  });

  test('a server that never finishes is given up and does not hold the others back', async () => {
    const outbox = new MemoryOutbox();
    const { url, arrived } = await smtp({
      onRcptTo: (address, _session, done) => (address.address.startsWith('slow') ? undefined : done()),
    });
    outbox.add('slow', 'slow@kund.example');
    outbox.add('quick');
    start(outbox, url, { sendTimeoutMs: 2_500 });
    await vi.waitFor(() => expect(arrived).toEqual(['<quick@arende.example>']), 10_000);
    expect(outbox.get('slow').attempts).toBe(0);
    await vi.waitFor(() => expect(outbox.get('slow').attempts).toBe(1), 10_000);
    expect(outbox.get('slow').state).toBe('queued');
  });
});

describe('a mail that can never be delivered', () => {
  test.each([550, 552, 554])('%i to the recipient is final and says why', async (code) => {
    const outbox = new MemoryOutbox();
    const { url } = await smtp({ onRcptTo: (_address, _session, done) => done(refuse(code, 'No such user here')) });
    outbox.add('m');
    start(outbox, url);
    await vi.waitFor(() => expect(outbox.get('m').state).toBe('failed'), 5_000);
    expect(outbox.get('m').reason).toContain('No such user here');
  });

  test('a 5xx to the sender is the set-up’s fault and is tried again', async () => {
    const outbox = new MemoryOutbox();
    const { url } = await smtp({ onMailFrom: (_address, _session, done) => done(refuse(553, 'Sender not yours')) });
    outbox.add('m');
    start(outbox, url);
    await vi.waitFor(() => expect(outbox.get('m').attempts).toBe(1), 5_000);
    expect(outbox.get('m').state).toBe('queued');
  });

  test('an address that is none fails at once and the next mail goes out', async () => {
    const outbox = new MemoryOutbox();
    const { url, arrived } = await smtp();
    outbox.add('bad', 'a@b.example\r\nBcc: c@d.example');
    outbox.add('good');
    start(outbox, url);
    await vi.waitFor(() => expect(arrived).toEqual(['<good@arende.example>']), 5_000);
    expect(outbox.get('bad').state).toBe('failed');
  });

  test('after two days of trying it is failed rather than sent when it is no longer true', async () => {
    const outbox = new MemoryOutbox();
    const { url } = await smtp({ onRcptTo: (_address, _session, done) => done(refuse(451, 'Later')) });
    outbox.add('m');
    outbox.get('m').queuedAt = new Date(Date.now() - 49 * 3_600_000).toISOString();
    start(outbox, url);
    await vi.waitFor(() => expect(outbox.get('m').state).toBe('failed'), 5_000);
  });
});

describe('stopping and faults of the queue', () => {
  test('a stop waits for the mail that is under way and starts no other', async () => {
    const outbox = new MemoryOutbox();
    let release = (): void => undefined;
    let reached = false;
    const { url } = await smtp({
      onRcptTo: (_address, _session, done) => {
        reached = true;
        release = () => done();
      },
    });
    outbox.add('m1');
    const end = start(outbox, url, { connections: 1 });
    await vi.waitFor(() => expect(reached).toBe(true), 5_000);
    outbox.add('m2');
    const ended = end();
    release();
    await ended;
    expect(outbox.get('m1').state).toBe('sent');
    expect(outbox.get('m2').state).toBe('queued');
  });

  test('a queue that cannot be read for a while stops nothing', async () => {
    const outbox = new MemoryOutbox();
    const { url, arrived } = await smtp();
    let faults = 2;
    const claim = outbox.claim.bind(outbox);
    outbox.claim = async (options) => {
      if (faults-- > 0) throw new Error('database is locked');
      return claim(options);
    };
    outbox.add('m');
    start(outbox, url);
    await vi.waitFor(() => expect(arrived).toHaveLength(1), 5_000);
  });
});
