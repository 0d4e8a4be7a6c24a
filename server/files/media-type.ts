import { fileTypeFromBuffer } from 'file-type';

/** Shown in the page; everything else is only ever offered as a download. */
const previews: Record<string, 'pdf' | 'image'> = {
  'application/pdf': 'pdf',
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
};

export const previewOf = (mediaType: string): 'pdf' | 'image' | null => previews[mediaType] ?? null;

/** What the first bytes say, whatever the file is called. Markup counts as unknown: a browser must never run it. */
export async function mediaTypeOf(head: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(head);
  if (found) return found.mime === 'application/xml' ? 'application/octet-stream' : found.mime;
  return looksLikeText(head) ? 'text/plain' : 'application/octet-stream';
}

/** Tab, line feed, vertical tab, form feed, carriage return, DOS end of file, escape. */
const textControls = new Set([9, 10, 11, 12, 13, 26, 27]);

function looksLikeText(head: Buffer): boolean {
  if (head.length === 0) return false;
  // Latin-1 and code page 437 (SIE files) are text too, so that only control characters and markup tell.
  const plain = head.every((byte) => byte >= 32 || textControls.has(byte));
  return plain && !/^[\s\xef\xbb\xbf]*</.test(head.toString('latin1'));
}
