import type { Scope } from './connection.ts';

/** What two spellings of one document's name share. */
export const matchDocument = (name: string): string => name.normalize('NFC').trim().toLocaleLowerCase('sv');

/** `faktura.pdf`, or `faktura (2).pdf` where the folder has another document of that name. */
export async function freeName(tx: Scope, folderId: string, name: string, exceptId: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : numbered(name, number);
    const taken = await documentNamed(tx, folderId, candidate, exceptId);
    if (!taken) return candidate;
  }
}

/** The document of this name that lies in the folder, other than the one given. */
export async function documentNamed(tx: Scope, folderId: string, name: string, exceptId = ''): Promise<string | null> {
  const row = await tx
    .from('documents')
    .where({ folder_id: folderId, match: matchDocument(name) })
    .whereNull('trash_id')
    .whereNot('id', exceptId)
    .orderBy(['uploaded_at', 'id'])
    .first('id');
  return row?.id ?? null;
}

/** `a.pdf`, 2 → `a (2).pdf`. */
export function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 && name.length - dot <= 10 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return `${stem} (${number})${extension}`;
}
