import { PassThrough } from 'node:stream';
import { Type } from '@sinclair/typebox';
import { type BearerCall, bearerRoute, components } from '../http/route.ts';
import { Problem, tooMany } from '../http/problem.ts';
import { concerns } from '../policies/index.ts';
import {
  accessOfBearer,
  changeBounds,
  type ChangeRow,
  changesAfter,
  knowsFolder,
  reaches,
  staffOnly,
} from '../store/index.ts';
import type { ChangeView } from './schema.ts';

const streamsPerBearer = 8;
/** A listener that missed more than this fetches everything anew; that is cheaper than being told one by one. */
const longestGap = 2000;
/** A listener that does not read is cut off; it resumes where it was. */
const mostBufferedBytes = 1_000_000;
const open = new Map<string, number>();

export const eventRoutes = [
  bearerRoute({
    method: 'GET',
    path: '/v1/events',
    summary: 'Changes that concern the user, as server-sent events over fetch',
    grant: { any: [...components], right: 'read' },
    headers: {
      'Last-Event-ID': { description: 'position to resume after', schema: Type.String({ pattern: '^\\d{1,15}$' }) },
    },
    answerType: 'text/event-stream',
    handler: stream,
  }),
];

async function stream(call: BearerCall): Promise<PassThrough> {
  const resumeAfter = lastEventId(call.http.get('Last-Event-ID'));
  const { id } = call.bearer;
  if ((open.get(id) ?? 0) >= streamsPerBearer) throw tooMany(30);
  open.set(id, (open.get(id) ?? 0) + 1);
  const out = new PassThrough();
  let ended = false;
  let stop = () => {};
  const end = () => {
    if (ended) return;
    ended = true;
    open.set(id, open.get(id)! - 1);
    if (open.get(id) === 0) open.delete(id);
    stop();
    out.end();
  };
  out.on('close', end);
  const writer = new Writer(call, out, end);
  const subscription = await call.services.feed.listen({
    changes: (rows) => void writer.add(rows),
    tick: () => void writer.tick(),
    close: end,
  });
  stop = subscription.stop;
  if (ended) stop();
  await writer.begin(resumeAfter, subscription.position);
  call.http.type = 'text/event-stream';
  call.http.set('Cache-Control', 'no-store, no-transform');
  call.http.set('X-Accel-Buffering', 'no');
  return out;
}

function lastEventId(header: string): number | null {
  if (header === '') return null;
  if (!/^\d{1,15}$/.test(header))
    throw new Problem(400, 'last_event_id_invalid', 'Last-Event-ID is a number that this stream gave.');
  return Number(header);
}

/** Writes what the user may see, one batch after another. */
class Writer {
  #queue: Promise<void> = Promise.resolve();
  #access;
  readonly #call: BearerCall;
  readonly #out: PassThrough;
  readonly #end: () => void;

  constructor(call: BearerCall, out: PassThrough, end: () => void) {
    this.#call = call;
    this.#out = out;
    this.#end = end;
    this.#access = call.access;
  }

  /** Opens the stream at `position`, after filling the gap since `resumeAfter` or saying that it is too long. */
  begin(resumeAfter: number | null, position: number): Promise<void> {
    const fill = async () => {
      const { store } = this.#call.services;
      const gap = resumeAfter === null ? 0 : position - resumeAfter;
      if (gap !== 0) {
        const { first } = await changeBounds(store);
        const lost = gap < 0 || gap > longestGap || (first > 0 && resumeAfter! + 1 < first);
        if (lost) this.#send('reset', position, {});
        else await this.#write((await changesAfter(store, resumeAfter!, gap)).filter((row) => row.id <= position));
      }
      this.#send('ready', position, {});
    };
    return this.#enqueue(fill);
  }

  add(rows: ChangeRow[]): Promise<void> {
    return this.#enqueue(() => this.#write(rows));
  }

  /** Ends the stream when the bearer is over or the user is gone; the page comes back with a new bearer. */
  tick(): Promise<void> {
    return this.#enqueue(async () => {
      if (await this.#mayListen()) this.#out.write(': still here\n\n');
    });
  }

  /** Looks at what the user reaches now; what a stream began with may have been taken away since. */
  async #mayListen(): Promise<boolean> {
    const { bearer, scope, services } = this.#call;
    const access = await accessOfBearer(scope, bearer);
    if (!access || bearer.expiresAt <= new Date(services.clock()).toISOString()) {
      this.#end();
      return false;
    }
    this.#access = access;
    return true;
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#call.services.log.warn({ err: error }, 'an event stream ended early');
      this.#end();
    });
    return this.#queue;
  }

  async #write(rows: ChangeRow[]): Promise<void> {
    let looked = false;
    for (const row of rows) {
      if (!(await this.#hears(row))) continue;
      // Once a batch, and only where there is something to tell.
      if (!looked) {
        if (!(await this.#mayListen())) return;
        looked = true;
        if (!(await this.#hears(row))) continue;
      }
      const { id, tenantId: _tenant, userId: _user, ...view } = row;
      this.#send('change', id, view satisfies ChangeView);
    }
    if (this.#out.writableLength > mostBufferedBytes) this.#end();
  }

  async #hears(row: ChangeRow): Promise<boolean> {
    const { bearer, scope } = this.#call;
    if (row.tenantId !== bearer.tenantId || !concerns(bearer, this.#access, row)) return false;
    const ofAll = row.userId === null || row.userId === staffOnly;
    if (ofAll && !(await reaches(scope, this.#access, row.clientId))) return false;
    return row.topic !== 'document' || knowsFolder(scope, this.#access, row.folderId);
  }

  #send(event: string, id: number, data: object): void {
    if (this.#out.writable) this.#out.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
