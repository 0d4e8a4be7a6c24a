import { existsSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from '../../tests/support/browser.ts';
import type { Say } from '../temporal/binary.ts';
import { run } from '../temporal/run.ts';

const DOWNLOAD_LIMIT_MS = 5 * 60_000;

/** Path of a Chromium that starts; installs one where there is none. Throws a sentence that says what to do. */
export async function ensureChromium(say: Say): Promise<string> {
  const ways = [async () => {}, () => byPlaywright(say), () => byApt(say)];
  for (const way of ways) {
    await way();
    const found = findChromium();
    if (found && (await run(found, ['--version'])).code === 0) return found;
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed. Install it (Debian: apt-get install chromium; ' +
      'elsewhere: npx playwright install --with-deps chromium), or set ARENDE_CHROMIUM to the path of one.',
  );
}

async function byPlaywright(say: Say): Promise<void> {
  say('Downloading Chromium …');
  const cli = path.join('node_modules', 'playwright', 'cli.js');
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' };
  const { code } = await run(process.execPath, [cli, 'install', 'chromium'], { env, timeoutMs: DOWNLOAD_LIMIT_MS });
  if (code !== 0) say('… the download did not work.');
}

async function byApt(say: Say): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say('Installing Chromium with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env, timeoutMs: DOWNLOAD_LIMIT_MS });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, timeoutMs: DOWNLOAD_LIMIT_MS });
}
