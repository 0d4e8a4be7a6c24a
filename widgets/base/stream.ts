import type { ChangeView } from '../../server/events/schema.ts';
import { call } from './client.ts';
import { formatToday } from './format.ts';
import { session } from './session.ts';

/** `changes` since the last call; null when everything that is shown must be fetched anew. */
export type ChangeListener = (changes: ChangeView[] | null) => void;

/** The server sends a comment at least this often; a longer silence is a dead connection, for example after sleep. */
const silenceMs = 45_000;
const tickMs = 5_000;
const coalesceMs = 80;

/** One stream for the page. Open while somebody listens. */
const listeners = new Set<ChangeListener>();
let running: AbortController | null = null;
let connection: AbortController | null = null;
let lastEventId: string | null = null;
let lastByteAtMs = 0;
let wake = (): void => undefined;
let waiting: ChangeView[] = [];
let flush: ReturnType<typeof setTimeout> | undefined;
let today = '';

export function listen(listener: ChangeListener): () => void {
  listeners.add(listener);
  if (!running) start();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}

function start(): void {
  running = new AbortController();
  const { signal } = running;
  today = formatToday();
  const timer = setInterval(tick, tickMs);
  signal.addEventListener('abort', () => clearInterval(timer));
  window.addEventListener('online', reconnect, { signal });
  document.addEventListener('visibilitychange', tick, { signal });
  const unsubscribe = session.subscribe(() => {
    if (session.state !== 'waiting') return;
    lastEventId = null;
    connection?.abort();
  });
  signal.addEventListener('abort', unsubscribe);
  void run(signal);
}

function stop(): void {
  running?.abort();
  connection?.abort();
  running = null;
  lastEventId = null;
  waiting = [];
}

function tick(): void {
  if (formatToday() !== today) {
    today = formatToday();
    tell(null);
  }
  if (connection && Date.now() - lastByteAtMs > silenceMs) reconnect();
}

function reconnect(): void {
  connection?.abort();
  wake();
}

async function run(signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    if (session.state === 'expired') await untilRenewed(signal);
    connection = new AbortController();
    lastByteAtMs = Date.now();
    try {
      const response = await call('/v1/events', {
        headers: { Accept: 'text/event-stream', ...(lastEventId === null ? {} : { 'Last-Event-ID': lastEventId }) },
        signal: AbortSignal.any([signal, connection.signal]),
      });
      if (failures > 0 && lastEventId === null) tell(null);
      failures = 0;
      await read(response.body!);
    } catch {
      // Whatever it was, the next attempt tells; the widgets say what the user has to know.
    }
    if (signal.aborted) return;
    failures += 1;
    await pause(Math.min(30_000, 500 * 2 ** failures) * (0.5 + Math.random() / 2));
  }
}

/** `wake` is never taken back: a pause of a run that has ended must not take it from the one that goes on. */
function pause(ms: number): Promise<void> {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function untilRenewed(signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve) => {
    const check = () => {
      if (session.state === 'expired' && !signal.aborted) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = session.subscribe(check);
    signal.addEventListener('abort', check, { once: true });
  });
}

async function read(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  let event = { type: 'message', data: '', id: null as string | null };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    lastByteAtMs = Date.now();
    const lines = (rest + value).split(/\r\n|\n|\r/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === '') {
        dispatch(event);
        event = { type: 'message', data: '', id: null };
        continue;
      }
      const [, field, text] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
      if (field === 'event') event.type = text ?? '';
      else if (field === 'data') event.data += event.data ? `\n${text ?? ''}` : (text ?? '');
      else if (field === 'id') event.id = text ?? '';
    }
  }
}

function dispatch(event: { type: string; data: string; id: string | null }): void {
  if (event.id !== null) lastEventId = event.id;
  if (event.type === 'reset') tell(null);
  if (event.type !== 'change') return;
  waiting.push(JSON.parse(event.data) as ChangeView);
  flush ??= setTimeout(() => {
    flush = undefined;
    const changes = waiting;
    waiting = [];
    if (changes.length > 0) tell(changes);
  }, coalesceMs);
}

function tell(changes: ChangeView[] | null): void {
  for (const listener of [...listeners]) listener(changes);
}
