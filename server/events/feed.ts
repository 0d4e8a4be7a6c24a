import type { Logger } from 'pino';
import { changeBounds, type ChangeRow, changesAfter, type Store } from '../store/index.ts';

export interface FeedListener {
  changes(rows: ChangeRow[]): void;
  /** About every 15 seconds, to keep the connection alive and to look whether the listener may still listen. */
  tick(): void;
  close(): void;
}

export interface FeedOptions {
  store: Store;
  log: Logger;
  pollMs?: number;
  tickMs?: number;
}

/** Reads the changes table once for everybody who listens, and not at all while nobody does. */
export class Feed {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #pollMs: number;
  readonly #tickMs: number;
  readonly #listeners = new Set<FeedListener>();
  #position = 0;
  #started: Promise<void> | null = null;
  #poll: NodeJS.Timeout | undefined;
  #ticks: NodeJS.Timeout | undefined;
  #reading: Promise<void> | null = null;
  #again = false;

  constructor({ store, log, pollMs = 400, tickMs = 15_000 }: FeedOptions) {
    this.#store = store;
    this.#log = log;
    this.#pollMs = pollMs;
    this.#tickMs = tickMs;
  }

  /** The listener hears of everything after the position that is answered. */
  async listen(listener: FeedListener): Promise<{ position: number; stop: () => void }> {
    this.#started ??= this.#start();
    await this.#started;
    this.#listeners.add(listener);
    const stop = () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
    return { position: this.#position, stop };
  }

  /** Something has just been written by this server: look now instead of at the next turn. */
  nudge(): void {
    if (this.#listeners.size > 0) void this.#read();
  }

  /** Ends every stream, for a server that stops. */
  close(): void {
    for (const listener of [...this.#listeners]) listener.close();
    this.#listeners.clear();
    this.#stop();
  }

  async #start(): Promise<void> {
    this.#position = (await changeBounds(this.#store)).last;
    this.#poll = setInterval(() => void this.#read(), this.#pollMs);
    this.#ticks = setInterval(() => this.tick(), this.#tickMs);
  }

  #stop(): void {
    clearInterval(this.#poll);
    clearInterval(this.#ticks);
    this.#started = null;
  }

  tick(): void {
    for (const listener of [...this.#listeners]) listener.tick();
  }

  #read(): Promise<void> {
    // A nudge during a read: what it is about may have been written after that read looked.
    if (this.#reading) this.#again = true;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    try {
      do {
        this.#again = false;
        const rows = await changesAfter(this.#store, this.#position);
        if (rows.length === 0) continue;
        this.#position = rows.at(-1)!.id;
        for (const listener of [...this.#listeners]) listener.changes(rows);
        this.#again ||= rows.length >= 1000;
      } while (this.#again && this.#listeners.size > 0);
    } catch (error) {
      this.#log.warn({ err: error }, 'the changes could not be read, trying again');
    }
  }
}
