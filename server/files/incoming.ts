import { Problem } from '../http/problem.ts';
import type { Call } from '../http/route.ts';
import { FileBrokenOff, FileTooLarge, type StoredFile } from './storage.ts';

/** Takes the body of a request as a file, in whole or not at all. Throws a 413, or a 400 when it breaks off. */
export async function receiveFile({ services, http }: Pick<Call, 'services' | 'http'>): Promise<StoredFile> {
  const { maxUploadBytes } = services.settings;
  if (Number(http.get('Content-Length') || 0) > maxUploadBytes) throw tooLarge(maxUploadBytes);
  return services.files.receive(http.req, maxUploadBytes).catch((error: unknown) => {
    if (error instanceof FileTooLarge) throw tooLarge(maxUploadBytes);
    if (error instanceof FileBrokenOff)
      throw new Problem(400, 'upload_broken_off', 'The upload ended before it was complete. Send it again.');
    throw error;
  });
}

const tooLarge = (maxBytes: number): Problem =>
  new Problem(413, 'file_too_large', `The file is larger than ${maxBytes} bytes.`, {
    text: {
      sv: `Filen är större än ${mebibytes(maxBytes)} MB.`,
      en: `The file is larger than ${mebibytes(maxBytes)} MB.`,
    },
    headers: { Connection: 'close' },
  });

const mebibytes = (bytes: number): number => Math.max(1, Math.floor(bytes / (1024 * 1024)));

/** The name is only ever shown; what a file system or a reader could be fooled with is refused all the same. */
export function fileName(name: string): string {
  const trimmed = name.normalize('NFC').trim();
  const hidden = /[/\\\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
  if (trimmed === '' || /^\.+$/.test(trimmed) || hidden.test(trimmed) || Buffer.byteLength(trimmed) > 255) {
    throw new Problem(
      400,
      'name_invalid',
      'A name has at most 255 bytes, and no slashes, control characters or text direction marks.',
      {
        text: {
          sv: 'Namnet är för långt eller innehåller tecken som inte är tillåtna.',
          en: 'The name is too long or contains characters that are not allowed.',
        },
      },
    );
  }
  return trimmed;
}
