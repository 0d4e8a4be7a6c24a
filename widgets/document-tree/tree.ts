import type { ChildrenView, DocumentView, FolderView } from '../../server/documents/schema.ts';

/** A folder and what has been fetched of it so far. */
export interface FolderNode {
  id: string;
  /** Null only for the node above all clients. */
  view: FolderView | null;
  name: string;
  clientId: string | null;
  parent: FolderNode | null;
  /** 1 for a client's root, as in `aria-level`. */
  level: number;
  open: boolean;
  folders: FolderNode[];
  documents: DocumentView[];
  documentCount: number;
  nextCursor: string | null;
  state: 'unread' | 'ready' | 'failed';
  /** Somebody changed it while it was closed. */
  stale: boolean;
}

interface Place {
  id: string;
  level: number;
  /** `aria-posinset` and `aria-setsize`; the size is -1 while not known. */
  position: number;
  setSize: number;
  /** The folder that holds the row. */
  parent: FolderNode;
}
export type FolderRow = Place & { kind: 'folder'; node: FolderNode };
export type DocumentRow = Place & { kind: 'document'; document: DocumentView };
export type NoteRow = Place & { kind: 'note'; note: 'loading' | 'more' | 'failed' | 'empty' };
export type Row = FolderRow | DocumentRow | NoteRow;

export interface Page {
  folders: { view: FolderView; name: string; clientId: string | null }[];
  documents: DocumentView[];
  documentCount: number;
  nextCursor: string | null;
}

export function pageOf(children: ChildrenView, clientId: string | null): Page {
  return { ...children, folders: children.folders.map((view) => ({ view, name: view.name, clientId })) };
}

/** The folders and documents that have been fetched, and the rows that are open among them. */
export class Tree {
  readonly top = node('', null, null);
  #byId = new Map<string, FolderNode>();
  #rows: Row[] | null = null;
  /** True when no open folder has more to fetch. */
  isComplete = true;

  folder(id: string): FolderNode | undefined {
    return this.#byId.get(id);
  }

  /** True when there is a folder that takes files. */
  get takesFiles(): boolean {
    for (const { view } of this.#byId.values()) if (view!.canUpload) return true;
    return false;
  }

  /** To be called after every change to a node. */
  changed(): void {
    this.#rows = null;
  }

  get rows(): Row[] {
    if (!this.#rows) {
      this.#rows = [];
      push(this.top, this.#rows);
      this.isComplete = this.#rows.every((row) => row.kind !== 'note' || row.note === 'empty');
    }
    return this.#rows;
  }

  clear(): void {
    this.#byId.clear();
    Object.assign(this.top, { ...node('', null, null) });
    this.changed();
  }

  /** A client's root that was asked for before its page has come. */
  addRoot(root: Page['folders'][number]): void {
    const { documentCount, nextCursor } = this.top;
    this.append(this.top, { folders: [root], documents: [], documentCount, nextCursor });
  }

  /** The next page of a folder, in the server's order: folders, then documents. */
  append(parent: FolderNode, page: Page): void {
    const known = new Set(parent.documents.map((document) => document.id));
    this.#set(parent, page, {
      folders: [...parent.folders, ...this.#nodes(parent, page).filter((child) => !parent.folders.includes(child))],
      documents: [...parent.documents, ...page.documents.filter((document) => !known.has(document.id))],
      nextCursor: page.nextCursor,
    });
  }

  /** What was fetched again from the beginning. What had been fetched beyond it stays. */
  refresh(parent: FolderNode, page: Page): void {
    const nodes = this.#nodes(parent, page);
    const fresh = new Set<unknown>([...nodes, ...page.documents.map((document) => document.id)]);
    const moreFolders = page.nextCursor !== null && page.documents.length === 0;
    const laterFolders = moreFolders ? parent.folders.filter((child) => !fresh.has(child)) : [];
    const laterDocuments = page.nextCursor ? parent.documents.filter((document) => !fresh.has(document.id)) : [];
    const further = laterFolders.length + laterDocuments.length > 0;
    for (const gone of parent.folders) if (!fresh.has(gone) && !laterFolders.includes(gone)) this.#byId.delete(gone.id);
    this.#set(parent, page, {
      folders: [...nodes, ...laterFolders],
      documents: [...page.documents, ...laterDocuments],
      nextCursor: further ? parent.nextCursor : page.nextCursor,
    });
  }

  /** A document, or a new version of one, that was just uploaded; the newest comes first. */
  add(document: DocumentView): void {
    const parent = this.#byId.get(document.folderId);
    if (!parent) return;
    parent.view!.hasChildren = true;
    if (parent.state === 'unread') return;
    const others = parent.documents.filter((known) => known.id !== document.id);
    if (others.length === parent.documents.length) parent.documentCount += 1;
    parent.documents = [document, ...others];
    this.changed();
  }

  documentSeen(document: DocumentView, cleared: string[]): void {
    const known = this.#byId.get(document.folderId)?.documents.find(({ id }) => id === document.id);
    for (const each of [document, known]) if (each) each.unseen = false;
    this.cleared(cleared);
  }

  cleared(folderIds: string[]): void {
    for (const id of folderIds) {
      const folder = this.#byId.get(id);
      if (folder) seen(folder);
    }
    this.changed();
  }

  #set(parent: FolderNode, page: Page, fetched: Pick<FolderNode, 'folders' | 'documents' | 'nextCursor'>): void {
    Object.assign(parent, fetched, { documentCount: page.documentCount, state: 'ready', stale: false });
    if (parent.view) {
      parent.view.hasChildren = parent.folders.length + parent.documents.length > 0;
      const unseen = parent.folders.some((child) => child.view!.unseen) || parent.documents.some((each) => each.unseen);
      // All is known: the dot follows from what is below. Only part is known: a dot below is enough to have one.
      if (unseen || parent.nextCursor === null) parent.view.unseen = unseen;
    }
    this.changed();
  }

  #nodes(parent: FolderNode, page: Page): FolderNode[] {
    return page.folders.map(({ view, name, clientId }) => {
      const known = this.#byId.get(view.id);
      const child = known ?? node(view.id, parent, clientId);
      Object.assign(child, { view, name });
      if (!view.unseen) seen(child);
      this.#byId.set(view.id, child);
      return child;
    });
  }
}

/** A folder without a dot has nothing unseen below (L-18). */
function seen(folder: FolderNode): void {
  folder.view!.unseen = false;
  for (const document of folder.documents) document.unseen = false;
  folder.folders.forEach(seen);
}

function node(id: string, parent: FolderNode | null, clientId: string | null): FolderNode {
  return {
    id,
    view: null,
    name: '',
    clientId,
    parent,
    level: parent ? parent.level + 1 : 0,
    open: parent === null,
    folders: [],
    documents: [],
    documentCount: 0,
    nextCursor: null,
    state: 'unread',
    stale: false,
  };
}

function push(parent: FolderNode, rows: Row[]): void {
  const level = parent.level + 1;
  const allFolders = parent.nextCursor === null || parent.documents.length > 0;
  const setSize = allFolders ? parent.folders.length + parent.documentCount : -1;
  let position = 0;
  for (const child of parent.folders) {
    position += 1;
    rows.push({ kind: 'folder', id: `f-${child.id}`, level, position, setSize, parent, node: child });
    if (child.open) push(child, rows);
  }
  for (const document of parent.documents) {
    position += 1;
    rows.push({ kind: 'document', id: `d-${document.id}`, level, position, setSize, parent, document });
  }
  const note = noteOf(parent);
  if (note) rows.push({ kind: 'note', id: `n-${parent.id}`, level, position: position + 1, setSize, parent, note });
}

function noteOf(parent: FolderNode): NoteRow['note'] | null {
  if (parent.state === 'failed') return 'failed';
  if (parent.nextCursor !== null) return 'more';
  if (parent.folders.length + parent.documents.length > 0) return null;
  return parent.state === 'ready' ? 'empty' : 'loading';
}
