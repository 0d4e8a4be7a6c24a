import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { elksGateway } from '../../activities/sms/elks.ts';
import { sendTexts } from '../../activities/sms/sender.ts';
import { queueMail } from '../../server/store/index.ts';
import { testServer, type TestServer } from './support/server.ts';
import { databases } from './support/stores.ts';

interface Taken {
  to: string;
  message: string;
  from: string;
  whendelivered: string;
}

/** A server that speaks as 46elks does: what it answers next is chosen by the test. */
async function gateway() {
  const taken: Taken[] = [];
  const next: (number | 'silent')[] = [];
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = next.shift() ?? 200;
      if (answer === 'silent') return;
      const known = request.headers.authorization === `Basic ${Buffer.from('u1:secret').toString('base64')}`;
      const status = known && request.url === '/a1/sms' && request.method === 'POST' ? answer : 401;
      if (status === 200)
        taken.push(Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())) as never);
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(status === 200 ? JSON.stringify({ id: `s${taken.length}`, status: 'created' }) : 'No.');
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => (http.closeAllConnections(), void http.close()));
  return { taken, next, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

async function text(
  server: TestServer,
  key: string,
  to: { userId: string } | { phone: string | null },
  sendAt?: string,
) {
  const outside = 'phone' in to ? { name: 'Ö', email: 'o@annan.example', language: 'sv' as const, ...to } : null;
  await queueMail(server.store, {
    tenantId: server.firm.tenantId,
    key,
    userId: 'userId' in to ? to.userId : null,
    address: outside,
    channels: ['sms'],
    category: 'notice',
    localDate: '2026-11-02',
    item: {
      subject: { sv: 'Faktura från Asp AB\r\nförfaller', en: 'An invoice is due' },
      body: { sv: 'Hemligt', en: 'Secret' },
      link: null,
      url: outside ? 'https://sidor.example/f/1' : undefined,
      target: { instanceId: 'i1' },
    },
    sendAt: sendAt ?? null,
    now: new Date(server.clock.ms).toISOString(),
  });
}

test.for(databases)(
  'I-105, I-106 a text message goes out by the gateway, tries again what may help, gives up what does not, and its delivery is reported (%s)',
  async (database) => {
    const server = await testServer(database);
    const { taken, next, url } = await gateway();
    await server.byKey('PUT', '/v1/users/anna', {
      name: 'Anna Exempel',
      email: 'anna@demo.example',
      role: 'client',
      clients: ['asp'],
      phone: '+46701740605',
    });
    const stop = new AbortController();
    const sending = sendTexts(
      {
        store: server.store,
        gateway: elksGateway({ url, user: 'u1', password: 'secret', from: 'Demobyran' }),
        publicUrl: server.server.address,
        log: { info: () => {}, warn: () => {}, error: () => {} },
        clock: () => server.clock.ms,
        pollMs: 5,
        sendTimeoutMs: 300,
      },
      stop.signal,
    );
    onTestFinished(async () => (stop.abort(), await sending));
    const rows = async () => server.store.tenant(server.firm.tenantId).from('text_messages').orderBy('key');
    const statusOf = async (key: string) => (await rows()).find((row: any) => row.key === key)?.status;

    next.push(503, 'silent', 429);
    await text(server, 'a', { userId: server.firm.users.anna! });
    for (const attempts of [1, 2, 3]) {
      await expect.poll(async () => (await rows())[0].attempts).toBe(attempts);
      expect(taken).toEqual([]);
      server.pass(3_600_000);
    }
    await expect.poll(() => statusOf('a')).toBe('sent');
    expect(taken).toMatchObject([{ to: '+46701740605', from: 'Demobyran' }]);
    // Who, about what, and where; one line, and nothing of the body.
    expect(taken[0]!.message).toBe(
      'Demo Redovisning AB: Faktura från Asp AB förfaller https://www.firm.example/portal#arende=i1',
    );

    const report = (status: string, to = taken[0]!.whendelivered) =>
      fetch(to, { method: 'POST', body: new URLSearchParams({ id: 's1', status }) }).then(({ status: code }) => code);
    expect(taken[0]!.whendelivered).toContain(`${server.server.address}/v1/sms-reports/`);
    expect([await report('delivered'), await report('failed'), await report('what')]).toEqual([204, 204, 400]);
    expect(await statusOf('a')).toBe('delivered');
    expect(await report('delivered', `${server.server.address}/v1/sms-reports/r${'a'.repeat(24)}`)).toBe(404);

    // A debtor outside the directory; a number that is none; nobody's number; one that is days late.
    await text(server, 'b', { phone: '+46701740606' });
    await expect.poll(() => statusOf('b')).toBe('sent');
    expect(taken[1]).toMatchObject({
      to: '+46701740606',
      message: expect.stringContaining('https://sidor.example/f/1'),
    });
    next.push(400);
    await text(server, 'c', { phone: '+4600' });
    await text(server, 'd', { userId: server.firm.users.bosse! });
    await expect.poll(() => statusOf('c')).toBe('failed');
    await expect.poll(() => statusOf('d')).toBe('failed');
    await text(server, 'e', { phone: '+46701740606' }, new Date(server.clock.ms + 3_600_000).toISOString());
    server.pass(50 * 3_600_000);
    await expect.poll(() => statusOf('e')).toBe('not_sent');
    expect(taken).toHaveLength(2);
  },
);
