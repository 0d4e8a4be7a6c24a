import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { tether } from './tether.ts';

export interface ChildOptions {
  name: string;
  /** Path of the module that Node runs. */
  module: string;
  env: NodeJS.ProcessEnv;
  /** Resolves to true when the process does its work; asked again and again, errors count as false. */
  healthy: (pid: number) => Promise<boolean>;
  onLine: (line: string) => void;
}

const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 15_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** A process that lived so long did not fail to start: its next restart waits the first pause again. */
const STABLE_MS = 30_000;

/** A process of ours that is started again, with growing pauses, whenever it ends without being told to. */
export class SupervisedChild {
  #options: ChildOptions;
  #process: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #stopping = false;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it and waits until it does its work. Throws an Error when it ends, or is not ready in a minute: then it is not tried again. */
  async start(): Promise<void> {
    const { name, healthy } = this.#options;
    const lastLines: string[] = [];
    const child = this.#spawn((line) => {
      lastLines.push(line);
      if (lastLines.length > 5) lastLines.shift();
    });
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(await healthy(child.pid!).catch(() => false))) {
      if (this.#stopping) return;
      if (this.#process !== child)
        throw new Error(`${name} did not start: ${lastLines.join(' / ') || 'it said nothing'}`);
      if (Date.now() > deadline) throw new Error(`${name} is not ready after ${START_LIMIT_MS / 1000} seconds.`);
      await sleep(100);
    }
    void this.#ended.then(() => this.#restart());
  }

  /** Asks it to end, forces it after 15 seconds, and returns when it has. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#process;
    if (!child) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.#ended;
    clearTimeout(force);
  }

  killNow(): void {
    this.#stopping = true;
    this.#process?.kill('SIGKILL');
  }

  #spawn(onLine: (line: string) => void = () => {}): ChildProcess {
    const { module, env } = this.#options;
    // A group of its own, so that Ctrl-C reaches only the supervisor, which stops all in order.
    const child = spawn(process.execPath, ['--import', 'tsx', module], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#process = child;
    const untie = tether(child);
    if (child.pid) this.#options.onLine(`started (process ${child.pid})`);
    const hear = (line: string) => {
      onLine(line);
      this.#options.onLine(line);
    };
    for (const stream of [child.stdout, child.stderr]) eachLine(stream!, hear);
    this.#ended = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
    }).then(() => {
      untie();
      if (this.#process === child) this.#process = null;
    });
    return child;
  }

  async #restart(): Promise<void> {
    while (!this.#stopping) {
      this.#options.onLine(`ended; starting again in ${this.#pauseMs / 1000} s`);
      await sleep(this.#pauseMs);
      if (this.#stopping) return;
      const startedAt = Date.now();
      this.#spawn();
      await this.#ended;
      this.#pauseMs =
        Date.now() - startedAt > STABLE_MS ? FIRST_PAUSE_MS : Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line.trim()) onLine(line);
  });
  stream.on('end', () => {
    if (rest.trim()) onLine(rest);
  });
}
