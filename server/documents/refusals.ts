import type { Text } from '../../definitions/language/types.ts';
import { Problem } from '../http/problem.ts';
import { type Access, mayEdit, type Row, TreeRefusal } from '../store/index.ts';

const sentences: Record<TreeRefusal['code'], Text> = {
  name_taken: { sv: 'Det finns redan något med det namnet där.', en: 'There is already something of that name there.' },
  folder_into_itself: { sv: 'En mapp kan inte ligga i sig själv.', en: 'A folder cannot lie in itself.' },
  too_deep: { sv: 'Mapparna ligger för djupt i varandra.', en: 'The folders lie too deep in each other.' },
  folder_in_trash: {
    sv: 'Mappen finns inte längre. Återställ den först.',
    en: 'The folder is no longer there. Restore it first.',
  },
};

const refuse = (status: number, code: string, text: Text): Problem => new Problem(status, code, text.en, { text });

/** Does something to the tree; what the tree does not take is a 409 that says why. */
export async function tried<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof TreeRefusal) throw refuse(409, error.code, sentences[error.code]);
    throw error;
  });
}

export const nameTaken = (): Problem => refuse(409, 'name_taken', sentences.name_taken);

/** K-08: the client's users change what lies in folders that they may edit. */
export function requireEdit(access: Access, folder: Row): void {
  if (mayEdit(access, folder)) return;
  const text = { sv: 'Du får läsa i mappen men inte ändra något.', en: 'You may read in this folder, not change it.' };
  throw refuse(403, 'folder_read_only', text);
}

/** K-07: folders, rights, the trash and who has seen what are the firm's. */
export function requireStaff(access: Access): void {
  if (access.role !== 'client') return;
  throw refuse(403, 'staff_required', { sv: 'Bara byrån kan göra det.', en: 'Only the firm may do this.' });
}

/** Years, areas and months stay where filing rules look for them (L-28 to L-30, L-40, L-45). */
export function requireOwnFolder(folder: Row): void {
  if (folder.standard === 0) return;
  throw refuse(409, 'folder_standard', {
    sv: 'Mappen hör till arkivets egen ordning och stannar där den är.',
    en: "The folder belongs to the archive's own order and stays where it is.",
  });
}
