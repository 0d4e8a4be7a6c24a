import { PassThrough, type Readable } from 'node:stream';
import yazl from 'yazl';
import { dispositionOf } from '../http/disposition.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { BearerCall } from '../http/route.ts';
import { audit, documentsBelow, folderRow, numberedName, recordViews } from '../store/index.ts';

const mostDocuments = 20_000;
/** Formats that have been compressed already only cost time. */
const compressible = /^text\/|json|xml|octet-stream|msword|bmp|tiff/;

/** A folder as a ZIP file, written while it is sent; only what the user may read is in it. */
export async function folderZip({ services, scope, access, params, http, now }: BearerCall): Promise<Readable> {
  const folder = await folderRow(scope, access, params.id!);
  if (!folder) throw notFound();
  const { folders, documents } = await documentsBelow(scope, access, folder, mostDocuments + 1);
  if (documents.length > mostDocuments) {
    throw new Problem(413, 'zip_too_large', `The folder holds more than ${mostDocuments} documents.`, {
      text: {
        sv: `Mappen har fler än ${mostDocuments} dokument. Ladda ned en mapp längre ned.`,
        en: `The folder holds more than ${mostDocuments} documents. Download a folder further down.`,
      },
    });
  }
  const details = { name: folder.name as string, documents: documents.length };
  await audit(scope, now, { actor: `user:${access.userId}`, action: 'folder.read', target: folder.id, details });
  const zip = new yazl.ZipFile();
  const out = new PassThrough();
  const failed = (error: Error) => {
    services.log.error({ err: error, folderId: folder.id }, 'a ZIP file broke off');
    out.destroy(error);
  };
  zip.on('error', failed);
  // One at a time: a listener for each file would stay until the last.
  let reading: Readable | null = null;
  out.once('close', () => reading?.destroy());
  const taken = new Set<string>();
  const pathOf = (names: string[]) => names.map((name) => `${entryName(name)}/`).join('');
  for (const names of folders.values()) if (names.length > 0) zip.addEmptyDirectory(pathOf(names));
  for (const row of documents) {
    if (row.scan === 'infected') continue;
    const path = free(taken, pathOf(folders.get(row.folder_id) ?? []) + entryName(row.name));
    const options = {
      mtime: new Date(row.uploaded_at),
      compress: compressible.test(row.media_type),
      size: Number(row.size_bytes),
    };
    zip.addReadStreamLazy(path, options, (give) => {
      if (out.destroyed) return give(new Error('The reader has gone.'), null as never);
      reading = services.files.read(row.sha256);
      reading.once('error', failed);
      give(null, reading);
    });
  }
  zip.end();
  const name = `${entryName(folder.name)}.zip`;
  http.set('Content-Type', 'application/zip');
  http.set('Content-Disposition', dispositionOf(name));
  http.set('Cache-Control', 'private, no-store');
  await recordViews(
    scope,
    access.userId,
    documents.map((row) => row.id as string),
    now,
  );
  return (zip.outputStream as unknown as Readable).pipe(out);
}

/** Names that Windows cannot make into files, and those that could climb out of the folder. */
function entryName(name: string): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/[. ]+$/, '');
  // Windows takes these for devices, whatever stands behind the first dot.
  if (/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)/i.test(safe)) return `_${safe}`;
  return safe === '' || /^\.+$/.test(safe) ? '_' : safe;
}

/** Two files of one name would be written over each other; Windows and macOS do not tell capitals apart. */
function free(taken: Set<string>, path: string): string {
  let candidate = path;
  for (let number = 2; taken.has(candidate.toLowerCase()); number += 1) candidate = numberedName(path, number);
  taken.add(candidate.toLowerCase());
  return candidate;
}
