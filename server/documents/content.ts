import contentDisposition from 'content-disposition';
import { previewOf } from '../files/media-type.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { audit, documentRow } from '../store/index.ts';

/** The bytes. Only PDF and images may be shown in the page; everything else is a download, whatever it is called. */
export async function content({ services, scope, access, params, http, now }: BearerCall): Promise<unknown> {
  const row = await documentRow(scope, access, params.id!);
  if (!row) throw notFound();
  if (!(await services.files.has(row.sha256))) {
    services.log.error({ documentId: row.id, sha256: row.sha256 }, 'the bytes of a document are missing on disk');
    throw new Problem(503, 'file_missing', 'The file cannot be read right now.', { headers: { 'Retry-After': '60' } });
  }
  const sizeBytes = Number(row.size_bytes);
  const range = rangeOf(http.get('Range'), sizeBytes);
  const inline = previewOf(row.media_type) !== null;
  http.set('Content-Type', row.media_type === 'text/plain' ? 'text/plain; charset=utf-8' : row.media_type);
  http.set(
    'Content-Disposition',
    contentDisposition(row.name, { type: inline ? 'inline' : 'attachment', fallback: asciiName(row.name) }),
  );
  http.set('Accept-Ranges', 'bytes');
  http.set('Cache-Control', 'private, no-store');
  if (range === null || range.start === 0) {
    const target = row.id as string;
    await audit(scope, now, {
      actor: `user:${access.userId}`,
      action: 'document.read',
      target,
      details: { name: row.name },
    });
  }
  if (range) {
    http.status = 206;
    http.set('Content-Range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  }
  http.length = range ? range.end - range.start + 1 : sizeBytes;
  if (http.method === 'HEAD') return '';
  return services.files.read(row.sha256, range ?? undefined);
}

/** For readers that know no UTF-8 in headers. */
const asciiName = (name: string): string => name.replace(/[^\x20-\x7e]/g, '_');

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
