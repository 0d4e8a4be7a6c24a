import { previewOf } from '../files/media-type.ts';
import { dispositionOf } from '../http/disposition.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { audit, documentRow, recordViews, type Row } from '../store/index.ts';

export async function content(call: BearerCall): Promise<unknown> {
  const row = await documentRow(call.scope, call.access, call.params.id!);
  if (!row) throw notFound();
  return serve(call, row, row);
}

/** Bytes of a document. Only PDF and images may be shown in the page; everything else is a download, whatever it is called. */
export async function serve(call: BearerCall, document: Row, version: Row): Promise<unknown> {
  const { services, scope, access, http, now } = call;
  const { name } = document;
  const { sha256, media_type: mediaType } = version;
  if (version.scan === 'infected') {
    throw new Problem(409, 'file_infected', 'The virus scanner found something in this file, so it is not given out.', {
      text: {
        sv: 'Virusskyddet har hittat något i filen. Den lämnas inte ut.',
        en: 'The virus scanner found something in this file. It is not given out.',
      },
    });
  }
  if (!(await services.files.has(sha256))) {
    services.log.error({ documentId: document.id, sha256 }, 'the bytes of a document are missing on disk');
    throw new Problem(503, 'file_missing', 'The file cannot be read right now.', { headers: { 'Retry-After': '60' } });
  }
  const sizeBytes = Number(version.size_bytes);
  const range = rangeOf(http.get('Range'), sizeBytes);
  const inline = previewOf(mediaType) !== null;
  http.set('Content-Type', mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType);
  http.set('Content-Disposition', dispositionOf(name, inline ? 'inline' : 'attachment'));
  http.set('Accept-Ranges', 'bytes');
  http.set('Cache-Control', 'private, no-store');
  if (http.method !== 'HEAD' && (range === null || range.start === 0)) {
    const details = { name, ...(version === document ? {} : { version: version.number as number }) };
    await audit(scope, now, { actor: `user:${access.userId}`, action: 'document.read', target: document.id, details });
    await recordViews(scope, access.userId, [document.id], now);
  }
  if (range) {
    http.status = 206;
    http.set('Content-Range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  }
  http.length = range ? range.end - range.start + 1 : sizeBytes;
  if (http.method === 'HEAD') return '';
  return services.files.read(sha256, range ?? undefined);
}

/** One range as RFC 9110 writes it; several, or what is no range, gives the whole. */
function rangeOf(header: string, sizeBytes: number): { start: number; end: number } | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = sizeBytes - 1;
  const start = match[1] === '' ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? last : Math.min(last, Number(match[2]));
  if (start > last || start > end) {
    throw new Problem(416, 'range_not_satisfiable', `The document has ${sizeBytes} bytes.`, {
      headers: { 'Content-Range': `bytes */${sizeBytes}` },
    });
  }
  return { start, end };
}
