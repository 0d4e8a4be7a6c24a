import { fromBuffer, type Entry } from 'yauzl';
import type { Page } from './server.ts';

export const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');

export const children = async (page: Page, id: string) => (await page.get(`/v1/folders/${id}/children?limit=500`)).json;
export const rootOf = async (page: Page): Promise<any> => (await page.get('/v1/documents/roots')).json.items[0]?.folder;
export const namesIn = async (page: Page, id: string): Promise<string[]> => {
  const { folders, documents } = await children(page, id);
  return [...folders, ...documents].map((each: any) => each.name);
};

/** Ids of the folders from the root along these names. */
export async function walk(page: Page, names: string[]): Promise<string[]> {
  const ids = [(await rootOf(page)).id as string];
  for (const name of names) {
    const found = (await children(page, ids.at(-1)!)).folders.find((folder: any) => folder.name === name);
    ids.push(found.id);
  }
  return ids;
}

/** What is in a ZIP file, by the names that an unpacker sees. */
export async function entriesOf(bytes: Buffer): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  await new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('error', reject).on('end', () => resolve());
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            entries[entry.fileName] = Buffer.concat(chunks).toString();
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
  return entries;
}
