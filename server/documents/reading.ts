import type { Logger } from 'pino';
import type { Scanner } from '../files/scanner.ts';
import type { FileStorage } from '../files/storage.ts';
import { plainText } from '../files/text.ts';
import { TextReader } from '../files/text-reader.ts';
import {
  documentRead,
  documentScanned,
  listTenants,
  type Row,
  type Scope,
  type Store,
  unreadDocuments,
  unscannedDocuments,
} from '../store/index.ts';

const atATime = 20;
/** What comes in a burst is read in one go. */
const waitMs = 1000;
const largestBytes = 100 * 1024 * 1024;
const readable = /^(application\/pdf|text\/)/;

interface Parts {
  store: Store;
  files: FileStorage;
  scanner: Scanner | null;
  log: Logger;
}

/** Reads the texts of new documents into the search, and scans what could not be scanned when it came. */
export class ReadingRound {
  readonly #parts: Parts;
  #running: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Something new is there. */
  wake(): void {
    this.#again = true;
    if (this.#stopping || this.#running) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#run().finally(() => {
        this.#running = null;
        // What came while the reader was being closed.
        if (this.#again) this.wake();
      });
    }, waitMs);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const reader = new TextReader();
    try {
      do {
        this.#again = false;
        for (const { id } of await listTenants(this.#parts.store)) {
          const scope = this.#parts.store.tenant(id);
          await this.#readAll(scope, reader);
          await this.#scanAll(scope);
        }
      } while (this.#again && !this.#stopping);
    } catch (error) {
      if (!this.#stopping) this.#parts.log.warn({ err: error }, 'documents could not be read; it is tried again later');
    } finally {
      await reader.close();
    }
  }

  async #readAll(scope: Scope, reader: TextReader): Promise<void> {
    for (;;) {
      const rows = await unreadDocuments(scope, atATime);
      for (const row of rows) {
        if (this.#stopping) return;
        await documentRead(scope, row, await this.#textOf(row, reader));
      }
      if (rows.length < atATime) return;
    }
  }

  async #textOf(row: Row, reader: TextReader): Promise<string> {
    const wanted = readable.test(row.media_type) && Number(row.size_bytes) <= largestBytes;
    if (!wanted) return '';
    const file = this.#parts.files.pathOf(row.sha256);
    // Text does no harm; a PDF is read in a thread of its own.
    if (row.media_type.startsWith('text/')) return plainText(file).catch(() => '');
    return reader.read(file);
  }

  async #scanAll(scope: Scope): Promise<void> {
    const { scanner, files, log } = this.#parts;
    if (!scanner) return;
    let after = '';
    for (;;) {
      const rows = await unscannedDocuments(scope, after, atATime);
      for (const { id, sha256 } of rows) {
        after = id;
        if (this.#stopping) return;
        if (!(await files.has(sha256))) continue;
        // One that it cannot say anything of is passed over until the next round.
        const found = await scanner.scan(files.read(sha256)).catch(() => null);
        if (!found) continue;
        if (!found.clean)
          log.error({ documentId: id, virus: found.name }, 'a document is infected and is not given out');
        await documentScanned(scope, sha256, found.clean ? 'clean' : 'infected');
      }
      if (rows.length < atATime) return;
    }
  }
}
