import { readFile, rm, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../temporal/binary.ts';
import { assertFree } from '../temporal/server.ts';
import type { Settings } from './settings.ts';

/** How long a start waits for what an earlier one, that was killed, is still ending. */
const LEFTOVER_LIMIT_MS = 15_000;

export interface Place {
  /** An earlier start was killed: what it started may still be ending. */
  leftover: boolean;
  release(): void;
}

/** Takes the data folder for this process, so that two starts do not write the same files. */
export async function occupy(dataDir: string): Promise<Place> {
  const file = path.join(dataDir, 'running');
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner && owner !== process.pid && isAlive(owner))
      throw new Error(
        `Arende runs already with the data in ${dataDir} (process ${owner}). Stop that one, or set ARENDE_DATA_DIR to ` +
          'another folder and the ARENDE_…_PORT settings to other ports.',
        { cause: error },
      );
    await rm(file, { force: true });
    return { ...(await occupy(dataDir)), leftover: true };
  }
  return { leftover: false, release: () => rmSync(file, { force: true }) };
}

/** Throws one sentence for each port that somebody else has. */
export async function untilPortsFree(settings: Settings, { leftover }: Place): Promise<void> {
  const { config, cluster } = settings;
  const wanted: [host: string, port: number, what: string][] = [
    [config.host, config.port, 'The port of the server (ARENDE_PORT),'],
    ['127.0.0.1', settings.demoPort, "The port of the demo firm's site (ARENDE_DEMO_PORT),"],
    ['127.0.0.1', settings.mailboxPort, 'The port of the mailbox (ARENDE_MAILBOX_PORT),'],
    ['127.0.0.1', settings.smtpPort, 'The port that takes mail (ARENDE_MAILBOX_SMTP_PORT),'],
  ];
  if (settings.bankIdPort !== null)
    wanted.push(['127.0.0.1', settings.bankIdPort, 'The port of the BankID simulator (ARENDE_BANKID_PORT),']);
  if (!cluster) {
    wanted.push(['127.0.0.1', settings.temporalPort, 'The port of Temporal (ARENDE_TEMPORAL_PORT),']);
    wanted.push(['127.0.0.1', settings.temporalUiPort, "The port of Temporal's web UI (ARENDE_TEMPORAL_UI_PORT),"]);
  }
  const deadline = Date.now() + (leftover ? LEFTOVER_LIMIT_MS : 0);
  for (;;) {
    const results = await Promise.allSettled(wanted.map((port) => assertFree(...port)));
    const taken = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => (reason as Error).message);
    if (taken.length === 0) return;
    if (Date.now() >= deadline) throw new Error(taken.join('\n'));
    await sleep(500);
  }
}
