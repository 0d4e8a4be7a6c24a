import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from '../temporal/binary.ts';
import { startTemporal, type TemporalServer } from '../temporal/server.ts';
import { printer } from './output.ts';
import type { Settings } from './settings.ts';

const PAUSE_MS = 1_000;

/** Our own Temporal server, started again when it ends without being told to. */
export class SupervisedTemporal {
  #settings: Settings;
  #say: Say;
  #print: Say;
  #server: TemporalServer | null = null;
  #stopping = false;

  constructor(settings: Settings, say: Say) {
    this.#settings = settings;
    this.#say = say;
    this.#print = printer('temporal', settings.config.dataDir);
  }

  async start(): Promise<void> {
    const { config, temporalPort, temporalUiPort } = this.#settings;
    let serving = false;
    const print = this.#print;
    const server = await startTemporal({
      dbFile: path.join(config.dataDir, 'temporal.sqlite'),
      port: temporalPort,
      uiPort: temporalUiPort,
      say: this.#say,
      // What it says while it starts is about itself.
      onLine: (line) => serving && print(line),
    });
    serving = true;
    print(`started (process ${server.pid})`);
    this.#server = server;
    if (this.#stopping) await server.stop();
    else void server.exited.then(() => this.#restart());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#server?.stop();
  }

  killNow(): void {
    this.#stopping = true;
    void this.#server?.kill();
  }

  async #restart(): Promise<void> {
    while (!this.#stopping) {
      this.#print(`ended; starting again in ${PAUSE_MS / 1000} s`);
      await sleep(PAUSE_MS);
      try {
        if (!this.#stopping) await this.start();
        return;
      } catch (error) {
        this.#say((error as Error).message);
      }
    }
  }
}
