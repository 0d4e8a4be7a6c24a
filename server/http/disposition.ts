import contentDisposition from 'content-disposition';

/** The header that names a file, with a name in ASCII beside it for what reads no other. */
export const dispositionOf = (name: string, type: 'attachment' | 'inline' = 'attachment'): string =>
  contentDisposition(name, { type, fallback: name.replace(/[^\x20-\x7e]/g, '_') });
