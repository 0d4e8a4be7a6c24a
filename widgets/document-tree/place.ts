import type { FolderPlaceView } from '../../server/documents/schema.ts';
import { callJson } from '../base/client.ts';
import { ArendeProblem } from '../base/problem.ts';
import type { Reader } from './reader.ts';
import type { FolderNode, Tree } from './tree.ts';

/** A folder holds its folders before its documents; beyond so many pages of them a link is given up. */
const maxPages = 20;

/**
 * Opens every folder on the way to one that a link names, fetching what has not been fetched.
 *
 * @throws ArendeProblem 404 when the user may not see it or it is gone
 */
export async function openFolder(tree: Tree, reader: Reader, id: string): Promise<FolderNode> {
  const { client, path } = await callJson<FolderPlaceView>(`/v1/folders/${encodeURIComponent(id)}`);
  const [root, ...below] = path;
  // With thousands of clients the root may be many pages away: it is put among those that are here.
  if (!tree.folder(root!.id)) tree.addRoot({ view: root!, name: client.name, clientId: client.id });
  let folder = tree.folder(root!.id)!;
  for (const { id: childId } of below) {
    folder.open = true;
    if (folder.state !== 'ready') await reader.refresh(folder);
    for (let page = 0; !tree.folder(childId) && folder.nextCursor !== null && page < maxPages; page += 1) {
      await reader.more(folder);
    }
    const child = tree.folder(childId);
    if (!child) throw new ArendeProblem('not_found', 404, 'The folder has gone.');
    folder = child;
  }
  folder.open = true;
  if (folder.state !== 'ready') await reader.refresh(folder);
  tree.changed();
  return folder;
}
