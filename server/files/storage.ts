import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mediaTypeOf } from './media-type.ts';

export class FileTooLarge extends Error {}
/** The sender went away before the end. */
export class FileBrokenOff extends Error {}

export interface StoredFile {
  sha256: string;
  sizeBytes: number;
  mediaType: string;
}

/** Enough for every signature that `file-type` knows of the formats we show. */
const headBytes = 4100;

const brokenOff = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE']);

/** Files named by the SHA-256 of what is in them: the same bytes are kept once, and nothing is ever written over. */
export class FileStorage {
  readonly #folder: string;
  readonly #incoming: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#incoming = path.join(folder, 'incoming');
  }

  /** Makes the folders, and clears away what was under way when an earlier server ended. */
  async prepare(): Promise<void> {
    await mkdir(this.#incoming, { recursive: true });
    const dayAgo = Date.now() - 24 * 3_600_000;
    for (const name of await readdir(this.#incoming)) {
      const file = path.join(this.#incoming, name);
      if ((await stat(file)).mtimeMs < dayAgo) await rm(file, { force: true });
    }
  }

  /** Takes a stream in whole or not at all. Throws FileTooLarge and FileBrokenOff. */
  async receive(source: Readable, maxBytes: number): Promise<StoredFile> {
    const incoming = path.join(this.#incoming, randomUUID());
    const hash = createHash('sha256');
    const head: Buffer[] = [];
    let sizeBytes = 0;
    async function* measured(chunks: AsyncIterable<Buffer>) {
      let headSize = 0;
      for await (const chunk of chunks) {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) throw new FileTooLarge(`The file is larger than ${maxBytes} bytes.`);
        hash.update(chunk);
        if (headSize < headBytes) head.push(chunk);
        headSize += chunk.length;
        yield chunk;
      }
    }
    try {
      // Not the request itself: a pipeline that fails destroys its source, and with it the connection that the answer needs.
      const chunks = source.iterator({ destroyOnReturn: false });
      await pipeline(chunks, measured, createWriteStream(incoming, { flush: true, mode: 0o600 }));
      const sha256 = hash.digest('hex');
      const mediaType = await mediaTypeOf(Buffer.concat(head).subarray(0, headBytes));
      await this.#keep(incoming, sha256);
      return { sha256, sizeBytes, mediaType };
    } catch (error) {
      await rm(incoming, { force: true });
      if (brokenOff.has((error as NodeJS.ErrnoException).code ?? ''))
        throw new FileBrokenOff('The upload ended early.');
      throw error;
    }
  }

  /** Takes over a file that has arrived in another way; it is gone from where it was. */
  async adopt(file: string): Promise<StoredFile> {
    const hash = createHash('sha256');
    const head: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      if (sizeBytes < headBytes) head.push(chunk);
      sizeBytes += chunk.length;
      hash.update(chunk);
    }
    const opened = await open(file, 'r+');
    await opened.sync().finally(() => opened.close());
    const sha256 = hash.digest('hex');
    const mediaType = await mediaTypeOf(Buffer.concat(head).subarray(0, headBytes));
    await this.#keep(file, sha256);
    return { sha256, sizeBytes, mediaType };
  }

  /** Bytes `start` to `end` inclusive, or all of them. */
  read(sha256: string, range?: { start: number; end: number }): ReadStream {
    return createReadStream(this.pathOf(sha256), range);
  }

  async has(sha256: string): Promise<boolean> {
    return stat(this.pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  /** Bytes that no record has any more; not those that came in just now, whose record may be on its way. */
  async remove(sha256: string, leastAgeMs = 3_600_000): Promise<void> {
    const kept = this.pathOf(sha256);
    const found = await stat(kept).catch(() => null);
    if (found && Date.now() - found.mtimeMs >= leastAgeMs) await rm(kept, { force: true });
  }

  async #keep(incoming: string, sha256: string): Promise<void> {
    const kept = this.pathOf(sha256);
    await mkdir(path.dirname(kept), { recursive: true });
    // Renaming over the same bytes is harmless, and either way the name never shows half a file.
    await rename(incoming, kept);
    const folder = await open(path.dirname(kept));
    await folder.sync().finally(() => folder.close());
  }

  pathOf(sha256: string): string {
    return path.join(this.#folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}
