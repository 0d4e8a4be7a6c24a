import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { ParameterizedContext } from 'koa';
import { Problem } from '../http/problem.ts';

const address = 'http://localhost/v1/uploads';
const passedOn = /^(tus-resumable|upload-[a-z-]+|content-(type|length))$/;
const answered = /^(tus-|upload-|location$)/;

/**
 * Files that come in parts by the tus protocol 1.0, so that an upload goes on where a broken connection left it. Whose they
 * are and where they go is asked before; here are only the bytes.
 */
export class PartStorage {
  readonly #folder: string;
  readonly #tus: Server;
  // The protocol's library lets a request name its file; here it is named before.
  readonly #names = new WeakMap<object, string>();

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#tus = new Server({
      path: '/v1/uploads',
      datastore: new FileStore({ directory: folder }),
      maxSize: maxBytes,
      relativeLocation: true,
      namingFunction: (request) => this.#names.get(request)!,
    });
  }

  pathOf(id: string): string {
    return path.join(this.#folder, id);
  }

  /**
   * Takes one request of the protocol and sets its headers on the answer; gives how many bytes there are now. Throws a
   * Problem with the protocol's status.
   */
  async take(http: ParameterizedContext, id: string): Promise<number> {
    const creating = http.method === 'POST';
    const headers = Object.entries(http.headers).filter(([name]) => passedOn.test(name)) as [string, string][];
    const hasBody = http.method === 'PATCH' || creating;
    const request = new Request(creating ? address : `${address}/${id}`, {
      method: http.method === 'GET' ? 'HEAD' : http.method,
      headers,
      ...(hasBody ? { body: Readable.toWeb(http.req) as never, duplex: 'half' } : {}),
    } as RequestInit);
    this.#names.set(request, id);
    const answer = await this.#tus.handleWeb(request as never);
    if (http.req.destroyed && !http.req.complete) throw brokenOff();
    if (answer.status >= 400) throw problemOf(answer.status, (await answer.text()).trim());
    for (const [name, value] of answer.headers) if (answered.test(name)) http.set(name, value);
    return Number(answer.headers.get('upload-offset') ?? 0);
  }

  async remove(id: string): Promise<void> {
    for (const name of [id, `${id}.json`]) await rm(this.pathOf(name), { force: true });
  }
}

const brokenOff = (): Problem =>
  new Problem(400, 'upload_broken_off', 'The connection ended before the part was complete. Go on where it broke off.');

const codes: Record<number, string> = {
  404: 'not_found',
  409: 'upload_offset_wrong',
  410: 'upload_gone',
  412: 'tus_version_missing',
  413: 'file_too_large',
  423: 'upload_in_use',
};

function problemOf(status: number, text: string): Problem {
  if (status >= 500) return brokenOff();
  return new Problem(status, codes[status] ?? 'upload_invalid', `${text || 'The request is not one of tus 1.0'}.`);
}
