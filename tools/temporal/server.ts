import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { type Say, findTemporal } from './binary.ts';
import { tether } from '../start/tether.ts';

export interface TemporalOptions {
  /** SQLite file that the server keeps everything in; without one it lives in memory and dies with the process. */
  dbFile?: string;
  /** Default: a free port. */
  port?: number;
  /** Port of the web UI; without one there is no web UI. */
  uiPort?: number;
  /** Address to listen on. Default 127.0.0.1. */
  ip?: string;
  /** For tests: workflows may skip time, and a skip takes 20 ms instead of a second. */
  timeSkipping?: boolean;
  /** How long closed workflows keep their histories. Default 30 days. */
  retentionDays?: number;
  say?: Say;
  /** Each line that the server prints. */
  onLine?: (line: string) => void;
}

export interface TemporalServer {
  /** `host:port` of the gRPC frontend. */
  address: string;
  pid: number;
  /** Resolves when the process is gone, by whatever cause. */
  exited: Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** The default namespace of a development server. */
const NAMESPACE = 'default';
const START_LIMIT_MS = 180_000;

/** Starts a real Temporal server and returns when it answers. Throws an Error with one clear sentence when it does not. */
export async function startTemporal(options: TemporalOptions = {}): Promise<TemporalServer> {
  const binary = await findTemporal(options.say);
  const ip = options.ip ?? '127.0.0.1';
  const port = options.port ?? (await freePort(ip));
  await assertFree(ip, port, "Temporal's port");
  if (options.uiPort) await assertFree(ip, options.uiPort, "Temporal's web UI");

  const child = spawn(binary, flags(options, ip, port), { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const untie = tether(child);
  void exited.then(untie);
  const lines = collectLines(child, options.onLine);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(late);
  };

  try {
    await untilServing(`${ip}:${port}`, options.retentionDays ?? 30, exited);
  } catch (error) {
    await end('SIGKILL');
    const said = lines.slice(-5).join(' / ');
    throw new Error(`Temporal did not start on ${ip}:${port}: ${said || (error as Error).message}`, { cause: error });
  }
  return { address: `${ip}:${port}`, pid: child.pid!, exited, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function flags(options: TemporalOptions, ip: string, port: number): string[] {
  const args = ['server', 'start-dev', '--ip', ip, '--port', String(port), '--log-level', 'error'];
  if (options.uiPort) args.push('--ui-port', String(options.uiPort));
  else args.push('--headless');
  if (options.dbFile) {
    // Twice the throughput of the default journal, and a killed process still loses nothing.
    args.push('--db-filename', options.dbFile);
    args.push('--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL');
  }
  args.push('--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true');
  if (options.timeSkipping) args.push('--dynamic-config-value', 'history.timerProcessorMaxTimeShift="20ms"');
  return args;
}

function collectLines(child: ChildProcess, onLine: (line: string) => void = () => {}): string[] {
  const lines: string[] = [];
  const take = (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      onLine(line);
    }
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  child.on('error', (error) => take(Buffer.from(error.message)));
  return lines;
}

/** A port that listens is not a server that serves: asks for the namespace until it is there. */
async function untilServing(address: string, retentionDays: number, exited: Promise<void>): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  const gone = exited.then(() => {
    throw new Error('the process ended');
  });
  gone.catch(() => {});
  for (;;) {
    try {
      await Promise.race([setRetention(address, retentionDays), gone]);
      return;
    } catch (error) {
      if (Date.now() > deadline || (error as Error).message === 'the process ended') throw error;
      await Promise.race([sleep(100), gone]);
    }
  }
}

async function setRetention(address: string, retentionDays: number): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
    await connection.workflowService.updateNamespace({
      namespace: NAMESPACE,
      config: { workflowExecutionRetentionTtl: msToTs(retentionDays * 86_400_000) },
    });
  } finally {
    await connection.close();
  }
}

/**
 * A port that nobody listens on now, and that nobody gets by chance before it is used: systems give out those from 32768
 * on to whoever asks for any.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    const server = createServer().listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw error;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Throws a sentence when somebody listens on the port already. */
export async function assertFree(host: string, port: number, what: string): Promise<void> {
  const taken = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ host, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
  if (taken) throw new Error(`${what} ${port} on ${host} is taken by another program; stop it or choose another port.`);
}
