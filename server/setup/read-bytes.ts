import type { IncomingMessage } from 'node:http';
import { Problem } from '../http/problem.ts';

/** A small file, in memory. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new Problem(413, 'body_too_large', `The file is larger than ${maxBytes} bytes.`, {
    text: { sv: `Filen är större än ${maxBytes / 1000} kB.`, en: `The file is larger than ${maxBytes / 1000} kB.` },
    headers: { Connection: 'close' },
  });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
