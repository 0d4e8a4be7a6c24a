import type { IncomingMessage } from 'node:http';
import type { Json } from '../../definitions/language/types.ts';
import { Problem } from './problem.ts';

const deepest = 64;
const slowestMs = 20_000;

/** Reads a JSON body within its limit. Everything that is wrong with it is a 4xx problem. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<Json> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Problem(415, 'body_not_json', 'Send the body as application/json.');
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Problem(415, 'body_encoded', 'Send the body without Content-Encoding.');
  }
  return parseJson(await readAll(request, maxBytes));
}

/** The body as it came, within its limit. */
export async function readAll(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new Problem(413, 'body_too_large', `The body is larger than ${maxBytes} bytes.`, {
    headers: { Connection: 'close' },
  });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  // A body that trickles in holds a connection; nobody needs that long for this little.
  const timer = setTimeout(() => request.destroy(), slowestMs);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(400, 'body_broken_off', 'The body ended before it was complete.');
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

export function parseJson(bytes: Buffer): Json {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'body_malformed', 'The body is not UTF-8.');
  }
  // Before parsing: what walks through the value later recurses.
  if (depthOf(text) > deepest) {
    throw new Problem(400, 'body_malformed', `The body is nested more than ${deepest} levels deep.`);
  }
  try {
    return JSON.parse(text, (key, value) => {
      if (key === '__proto__') throw new Problem(400, 'body_malformed', 'A key of the body is "__proto__".');
      if (key.includes('\0') || (typeof value === 'string' && value.includes('\0'))) {
        throw new Problem(400, 'body_malformed', 'The body contains the character NUL.');
      }
      return value;
    });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(400, 'body_malformed', `The body is not JSON: ${(error as Error).message}.`);
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) most = Math.max(most, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return most;
}
