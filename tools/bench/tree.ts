/** What opening a folder costs with few and with many documents in the tree. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  accessOf,
  addDocument,
  areaPath,
  areas,
  childFolders,
  createTenant,
  ensureFolders,
  folderDocuments,
  migrate,
  openStore,
  putClient,
  putUser,
} from '../../server/store/index.ts';
import { figure, inTurn, median, type Figure } from './measure.ts';

const SIZES = [1_000, 100_000] as const;
const YEARS = [2023, 2024, 2025, 2026];
const PAGE = 100;
/** So few that a month is more than a page at both sizes. */
const MONTHS_IN_USE = 8;
const ROUNDS = 60;
const ROWS_AT_A_TIME = 500;

export async function treeFigures(folder: string): Promise<Figure[]> {
  const times: number[] = [];
  for (const size of SIZES) times.push(await expansion(path.join(folder, `tree-${size}.sqlite`), size));
  const bound = { kind: 'at most', value: 2 } as const;
  return [figure(`opening a folder, ${SIZES[1]} documents / ${SIZES[0]} documents`, 'ms', times[1]!, times[0]!, bound)];
}

/** Milliseconds to open a year and a month of the tree, half of whose documents the user has not seen. */
async function expansion(file: string, size: number): Promise<number> {
  const store = await openStore(`sqlite:${file}`);
  await migrate(store);
  const now = new Date().toISOString();
  const { tenantId } = await createTenant(store, { name: 'Bench', now });
  const scope = store.tenant(tenantId);
  const { client } = await putClient(scope, { externalId: 'c', name: 'Demo AB' });
  const { user } = await putUser(scope, {
    externalId: 'u',
    name: 'Kund',
    email: 'kund@client.example',
    role: 'client',
    clients: ['c'],
  });
  const months = YEARS.flatMap((year) =>
    areas.flatMap((area) => Array.from({ length: 12 }, (_, m) => areaPath(year, area, m + 1))),
  );
  const folders = await ensureFolders(scope, client.id, months);
  const { documentId } = await addDocument(scope, {
    clientId: client.id,
    folderId: folders[0]!,
    name: 'underlag.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 1,
    sha256: '0'.repeat(64),
    uploadedAt: now,
    uploadedBy: null,
    uploadKey: null,
  });
  const document = await scope.from('documents').where({ id: documentId }).first();
  for (let from = 1; from < size; from += ROWS_AT_A_TIME) {
    const rows = Array.from({ length: Math.min(ROWS_AT_A_TIME, size - from) }, (_, offset) => ({
      ...document,
      id: `d_${randomUUID()}`,
      folder_id: folders[(from + offset) % MONTHS_IN_USE],
    }));
    await scope.write(async (tx) => {
      await tx.insert('documents', rows);
      const unseen = rows.filter((_, index) => index % 2 === 0);
      await tx.insert(
        'unseen',
        unseen.map((row) => ({ user_id: user.id, document_id: row.id, folder_id: row.folder_id })),
      );
    });
  }
  const access = (await accessOf(scope, user.id))!;
  const month = await scope.from('folders').where({ id: folders[5] }).first();
  const year = await scope.from('folders').where({ id: month.parent_id }).first();
  const [times] = await inTurn(ROUNDS, [
    () => childFolders(scope, access, year.id, { limit: PAGE, after: null }),
    () => folderDocuments(scope, access, month.id, { limit: PAGE, after: null }),
  ]).then(([years, documents]) => [years!.map((ms, index) => ms + documents![index]!)]);
  await store.close();
  return median(times!);
}
