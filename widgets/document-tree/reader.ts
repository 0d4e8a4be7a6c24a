import type { ChildrenView, RootListView } from '../../server/documents/schema.ts';
import { callJson } from '../base/client.ts';
import { type FolderNode, type Page, pageOf, type Tree } from './tree.ts';

const pageSize = 200;
/** So much of an open folder is fetched again when something has changed in it. */
const refreshedPages = 5;

/** Fetches folders into the tree, page by page, one call at a time for each folder. */
export class Reader {
  /** What is searched for among the clients. */
  query = '';
  /** Only this client's documents. */
  clientId: string | null = null;
  maxUploadBytes = Number.POSITIVE_INFINITY;
  #tree: Tree;
  #last = new Map<FolderNode, Promise<void>>();
  #running = new Map<FolderNode, number>();
  #lifetime = new AbortController();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  stop(): void {
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    this.#last.clear();
    this.#running.clear();
  }

  /** The next page of a folder; nothing if a page is on its way or all is here. @throws ArendeProblem */
  async more(folder: FolderNode): Promise<void> {
    if (this.#running.has(folder) || (folder.state === 'ready' && folder.nextCursor === null)) return;
    const { signal } = this.#lifetime;
    return this.#inTurn(folder, async () => {
      try {
        this.#tree.append(folder, await this.#page(folder, folder.nextCursor, signal));
      } catch (error) {
        if (signal.aborted) return;
        folder.state = 'failed';
        this.#tree.changed();
        throw error;
      }
    });
  }

  /** Fetches again what is shown of a folder. @throws ArendeProblem */
  async refresh(folder: FolderNode, signal = this.#lifetime.signal): Promise<void> {
    return this.#inTurn(folder, async () => {
      const shown = folder.folders.length + folder.documents.length;
      const all = await this.#page(folder, null, signal);
      for (let pages = 1; all.nextCursor && pages < refreshedPages && pages * pageSize < shown; pages += 1) {
        const next = await this.#page(folder, all.nextCursor, signal);
        all.folders.push(...next.folders);
        all.documents.push(...next.documents);
        all.nextCursor = next.nextCursor;
      }
      this.#tree.refresh(folder, all);
    });
  }

  async #inTurn(folder: FolderNode, work: () => Promise<void>): Promise<void> {
    this.#running.set(folder, (this.#running.get(folder) ?? 0) + 1);
    const run = (this.#last.get(folder) ?? Promise.resolve()).then(work);
    const settled = run.catch(() => {});
    this.#last.set(folder, settled);
    try {
      await run;
    } finally {
      const left = (this.#running.get(folder) ?? 1) - 1;
      if (left > 0) this.#running.set(folder, left);
      else this.#running.delete(folder);
    }
  }

  isReading(folder: FolderNode): boolean {
    return this.#running.has(folder);
  }

  async #page(folder: FolderNode, cursor: string | null, signal: AbortSignal): Promise<Page> {
    const options = { query: { limit: pageSize, cursor }, signal };
    if (folder !== this.#tree.top) {
      const path = `/v1/folders/${encodeURIComponent(folder.id)}/children`;
      return pageOf(await callJson<ChildrenView>(path, options), folder.clientId);
    }
    const list = await callJson<RootListView>('/v1/documents/roots', {
      ...options,
      query: { ...options.query, q: this.query, client: this.clientId },
    });
    this.maxUploadBytes = list.maxUploadBytes;
    const severalClients = list.items.length > 1 || cursor !== null || list.nextCursor !== null || this.query !== '';
    return {
      folders: list.items.map(({ client, folder: view }) => ({
        view,
        name: severalClients ? client.name : view.name,
        clientId: client.id,
      })),
      documents: [],
      documentCount: 0,
      nextCursor: list.nextCursor,
    };
  }
}
