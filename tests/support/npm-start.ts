import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../tools/temporal/server.ts';
import { PATIENCE_MS } from './patience.ts';

export interface NpmStart {
  siteUrl: string;
  serverUrl: string;
  mailboxUrl: string;
  temporalAddress: string;
  dataDir: string;
  /** Everything that was printed so far. */
  output(): string;
  /** Process id of a part as it was last started. */
  pidOf(part: 'temporal' | 'server' | 'worker' | 'demo'): number;
  /** Ctrl-C; resolves to the exit code. */
  stop(): Promise<number | null>;
}

const START_LIMIT_MS = 4 * PATIENCE_MS;

/** `npm start` on ports and in a data folder of its own; returns when it has printed its addresses. */
export async function startArende(options: { dataDir?: string; env?: NodeJS.ProcessEnv } = {}): Promise<NpmStart> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'arende-e2e-')));
  const names = [
    'PORT',
    'DEMO_PORT',
    'MAILBOX_PORT',
    'MAILBOX_SMTP_PORT',
    'BANKID_PORT',
    'TEMPORAL_PORT',
    'TEMPORAL_UI_PORT',
  ] as const;
  const ports = {} as Record<(typeof names)[number], number>;
  for (const name of names) ports[name] = await freePort();
  const settings = Object.fromEntries(names.map((name) => [`ARENDE_${name}`, String(ports[name])]));
  const child = spawn(process.execPath, ['tools/start.mjs'], {
    env: { ...process.env, TEMPORAL_ADDRESS: '', ...settings, ARENDE_DATA_DIR: dataDir, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = once(child, 'exit');
  const arende: NpmStart = {
    siteUrl: `http://localhost:${ports.DEMO_PORT}`,
    serverUrl: `http://127.0.0.1:${ports.PORT}`,
    mailboxUrl: `http://localhost:${ports.MAILBOX_PORT}`,
    temporalAddress: `127.0.0.1:${ports.TEMPORAL_PORT}`,
    dataDir,
    output: () => output,
    pidOf: (part) => {
      const starts = [...output.matchAll(/^(\w+) +│ started \(process (\d+)\)/gm)].filter((start) => start[1] === part);
      const last = starts.at(-1);
      if (!last) throw new Error(`${part} was not started:\n${output}`);
      return Number(last[2]);
    },
    stop: async () => {
      child.kill('SIGINT');
      await exited;
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
      return child.exitCode;
    },
  };
  const serving = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`npm start took too long:\n${output}`)), START_LIMIT_MS);
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ctrl-C stops it.')) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void exited.then(() => reject(new Error(`npm start ended:\n${output}`)));
    void exited.finally(() => clearTimeout(late));
  });
  await serving.catch(async (error: unknown) => {
    await arende.stop();
    throw error;
  });
  return arende;
}
