import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { expect, onTestFinished, test } from 'vitest';
import { startMailbox } from '../../tools/demo/mailbox/main.ts';

async function mailbox(folder?: string) {
  const at = folder ?? (await mkdtemp(join(tmpdir(), 'arende-mailbox-')));
  if (!folder) onTestFinished(() => rm(at, { recursive: true, force: true }));
  const box = await startMailbox({ folder: at, smtpPort: 0, httpPort: 0 });
  const transport = createTransport(box.smtpUrl);
  onTestFinished(() => box.close());
  const send = (message: SendMailOptions) =>
    transport.sendMail({ from: 'byra@demo.example', to: 'maja@demo.example', subject: 'Hej', ...message });
  const get = (path: string) => fetch(new URL(path, box.url));
  return { ...box, folder: at, send, get };
}

test('a mail that was taken over SMTP is on the page, also after a restart', async () => {
  const { folder, send, get, close } = await mailbox();
  await send({ subject: 'Lämna in för åäö', text: 'Sista dag är måndag.' });
  expect(await (await get('/')).text()).toContain('Lämna in för åäö');
  await close();
  const again = await mailbox(folder);
  expect(again.letters.list().map((letter) => letter.subject)).toEqual(['Lämna in för åäö']);
});

test('a Message-ID that comes twice is one mail that says so', async () => {
  const { send, get, letters } = await mailbox();
  for (let n = 0; n < 2; n++) await send({ messageId: '<m1@arende>', text: 'x' });
  await send({ messageId: '<m2@arende>', text: 'x' });
  expect(letters.list().map(({ messageId, copies }) => [messageId, copies])).toEqual([
    ['<m2@arende>', 1],
    ['<m1@arende>', 2],
  ]);
  expect(await (await get('/')).text()).toContain('kom 2 gånger');
});

test('what a mail holds can run nothing and change nothing on the page', async () => {
  const { send, get, letters } = await mailbox();
  const attack = '<script>alert(1)</script><img src=x onerror=alert(1)>';
  await send({ subject: attack, from: { name: attack, address: 'a@b.example' }, html: attack, text: attack });
  const { id } = letters.list()[0]!;
  for (const path of ['/', `/mail/${id}`, `/mail/${id}?text`]) {
    const page = await get(path);
    expect(await page.text(), path).not.toMatch(/<script>|<img/);
    expect(page.headers.get('content-security-policy'), path).toContain("default-src 'none'");
  }
  const policy = (await get(`/mail/${id}/html`)).headers.get('content-security-policy');
  expect(policy).toContain('sandbox');
  expect(policy).not.toContain('allow-scripts');
  expect(policy).not.toContain('script-src');
});

test('there is no way to other files or to a mail that is not there', async () => {
  const { get } = await mailbox();
  for (const path of ['/mail/../../package.json', '/mail/%2e%2e%2fx', '/mail/none', '/package.json'])
    expect((await get(path)).status, path).toBe(404);
});

test('a text message that is handed over as to the gateway is on the page, and reported as delivered', async () => {
  const { url, letters } = await mailbox();
  const answer = await fetch(new URL('/a1/sms', url), {
    method: 'POST',
    body: new URLSearchParams({
      from: 'Byran',
      to: '+46701740605',
      message: 'Byrån: en påminnelse',
      whendelivered: '',
    }),
  });
  expect(await answer.json()).toMatchObject({ status: 'created' });
  expect(letters.list().map(({ from, to, subject }) => [from, to, subject])).toEqual([
    ['Byran (sms) <sms@localhost>', '+46701740605 <sms@localhost>', 'Byrån: en påminnelse'],
  ]);
});
