import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBankIdSimulator } from './bankid/simulator.ts';
import { startMailbox } from './mailbox/main.ts';
import { people } from './people.ts';
import { seedDemo } from './seed/seed.ts';
import { startSite } from './site/server.ts';

/**
 * The demo firm: its website, its mailbox, and once what is in them. ARENDE_SECRET_KEY (the firm's key),
 * ARENDE_PUBLIC_URL, ARENDE_DATA_DIR, ARENDE_DEMO_PORT, ARENDE_MAILBOX_PORT, ARENDE_MAILBOX_SMTP_PORT, ARENDE_BANKID_PORT; `npm start`
 * sets all of them.
 */
const { env } = process;
const secretKey = env.ARENDE_SECRET_KEY;
if (!secretKey) {
  console.error('ARENDE_SECRET_KEY is missing: the secret key of the firm. `npm start` sets it.');
  process.exit(1);
}
const arendeUrl = env.ARENDE_PUBLIC_URL || 'http://127.0.0.1:4000';
const folder = env.ARENDE_DATA_DIR || '.data';
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort());

const mailbox = await startMailbox({
  folder: join(folder, 'mailbox'),
  smtpPort: Number(env.ARENDE_MAILBOX_SMTP_PORT || 4225),
  httpPort: Number(env.ARENDE_MAILBOX_PORT || 4200),
});
const simulator = env.ARENDE_BANKID_APP_URL
  ? await startBankIdSimulator({
      port: Number(env.ARENDE_BANKID_PORT || 4300),
      people: people.flatMap(({ name, personalNumber }) => (personalNumber ? [{ name, personalNumber }] : [])),
    })
  : null;
const site = await startSite({ port: Number(env.ARENDE_DEMO_PORT || 4100), arendeUrl, secretKey });
stopping.signal.addEventListener('abort', () => {
  void Promise.all([site.close(), mailbox.close(), simulator?.close()]).then(() => process.exit(0));
});

const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date());
for (let pauseMs = 1_000; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, 30_000)) {
  try {
    await seedDemo(
      { url: arendeUrl, secretKey, origin: site.url },
      { folder, today, signal: stopping.signal, say: (line) => console.log(line) },
    );
    break;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`The demo could not be filled yet, trying again in ${pauseMs / 1000} s: ${reason}`);
    await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
}
