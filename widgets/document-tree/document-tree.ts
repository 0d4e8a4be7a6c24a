import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DocumentView } from '../../server/documents/schema.ts';
import type { ChangeView } from '../../server/events/schema.ts';
import { ArendeElement } from '../base/element.ts';
import { asProblem } from '../base/problem.ts';
import { ArendeSelectedEvent } from '../events/selected.ts';
import type * as actingModule from './acting.ts';
import type { Arranging } from './arranging/arranging.ts';
import type { DropController } from './dropping.ts';
import type { Finding } from './finding/finding.ts';
import type { TreeHost } from './host.ts';
import { icons } from './icons.ts';
import { askedBy, TypeAhead } from './keys.ts';
import { Reader } from './reader.ts';
import { Recycler } from './recycler.ts';
import { type RowActions, rowTemplate } from './rows.ts';
import { treeStyles } from './styles.ts';
import { treeTexts } from './texts.ts';
import { type FolderNode, type Row, Tree } from './tree.ts';
import type { Uploads } from './uploads.ts';
import type * as uploadsModule from './uploads-panel.ts';
import { Viewport } from '../base/viewport.ts';

/** Rows before the end of what has been fetched at which more is fetched. */
const ahead = 80;

/**
 * The documents of one client or of many: years, areas and months (L-06 to L-08, L-30), a yellow dot on what is new and on
 * every folder above it (L-17, L-18), upload, download, preview.
 *
 * @tagname arende-document-tree
 * @attr {string} client - Shows the documents of this client only, by its id.
 * @attr {string} folder-id - Opens this folder and all above it, as the links in mails name it.
 * @fires arende-selected - A folder was opened or closed, or a document opened; `detail.kind` says which.
 * @csspart toolbar - Search and the button that uploads.
 * @csspart grid - The tree.
 * @csspart row - One row; also `folder`, `document` or `note`, and `unseen`.
 * @csspart dot - The dot on what is new.
 * @csspart row-button - Download, upload and mark-as-seen in a row.
 * @csspart menu - What can be done with a row.
 * @csspart toast - What was deleted, and the way back.
 * @csspart found - The documents that a search found.
 * @csspart uploads - The list of files on their way.
 * @csspart preview - The dialog that shows a document.
 * @cssprop --arende-tree-height - Largest height of the tree before it scrolls. Default: 70% of the window, at most 46em.
 * @cssprop --arende-dot - Colour of the dot.
 */
export class ArendeDocumentTree extends ArendeElement {
  static override styles = [...ArendeElement.styles, [treeStyles]];
  static override properties: PropertyDeclarations = {
    client: { type: String },
    folderId: { type: String, attribute: 'folder-id' },
    query: { state: true },
    activeId: { state: true },
  };
  declare client: string | null;
  /** @internal */
  declare folderId: string | null;
  /** @internal */
  declare query: string;
  /** @internal */
  declare activeId: string;

  #tree = new Tree();
  #reader = new Reader(this.#tree);
  #viewport = new Viewport(this);
  #recycler = new Recycler();
  #typeAhead = new TypeAhead();
  #uploading: typeof uploadsModule | null = null;
  #uploads: Uploads | null = null;
  #drop: DropController | null = null;
  #hasLoaded = false;
  #linked: string | null = null;
  #busyIds = new Set<string>();
  #activeIndex = 0;
  #hadFocus = false;
  #focusWanted = false;
  #uploadFolder: FolderNode | null = null;
  #arranging: Arranging | null = null;
  #finding: Finding | null = null;
  #host: TreeHost = this.#asHost();
  #searchTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.client = null;
    this.folderId = null;
    this.query = '';
    this.activeId = '';
  }

  get #t() {
    return treeTexts[this.language];
  }

  #asHost(): TreeHost {
    return {
      element: this,
      tree: this.#tree,
      reader: this.#reader,
      preview: null,
      active: () => this.#activeIndex,
      go: (index) => this.#go(index),
      goTo: (document) => this.#goTo(document),
      open: (document) => this.#open(document),
      rowAt: (index) => this.#tree.rows[index],
      busy: (id, work) => this.#busy(id, work),
      refresh: (folders) => this.#refresh(folders),
      openFolder: (id) => this.#openLink(id),
    };
  }

  protected get heading() {
    return this.#t.heading;
  }

  protected get hasData() {
    return this.#hasLoaded;
  }

  protected clear() {
    this.#hasLoaded = false;
    this.#reader.stop();
    this.#tree.clear();
    this.#uploads?.clear();
    this.#host.preview?.close();
    this.#arranging?.clear();
    this.#finding?.search('');
    this.#busyIds.clear();
    this.query = '';
    this.#reader.query = '';
  }

  override connectedCallback() {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.#leaving);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', this.#leaving);
    clearTimeout(this.#searchTimer);
    this.#reader.stop();
  }

  #leaving = (event: Event) => {
    if (this.#uploads?.isBusy) event.preventDefault();
  };

  protected async load(signal: AbortSignal) {
    this.#reader.clientId = this.client;
    const droppable = this.#needDrop();
    const { top } = this.#tree;
    const first = top.state === 'unread' && this.query === '';
    await this.#reader.refresh(top, signal);
    if (first && top.folders.length === 1) await this.#openNewest(top.folders[0]!, signal);
    else await this.#refresh(this.#loaded(), signal);
    await droppable;
    this.#hasLoaded = true;
    if (this.#linked !== this.folderId) void this.#openLinked();
  }

  /** What takes files and rows that are dragged is code of its own. */
  async #needDrop() {
    if (this.#drop) return;
    try {
      const { DropController: Drop } = await this.need(import('./dropping.ts'));
      this.#drop ??= new Drop(this, {
        folderAt: (event) => this.#folderAt(event),
        takes: (folder, row) => this.#arranging?.takes(folder, row) ?? true,
        open: (folder) => this.#toggle(folder, true),
        dropped: (files, folder) => void this.#upload(files, folder),
        moved: (row, folder) => this.#arranged((arranging) => arranging.drop(row, folder)),
      });
    } catch {
      // The buttons and the menu do the same.
    }
  }

  /** A link to a folder: it is opened with all above it, and has the focus. */
  async #openLinked() {
    this.#linked = this.folderId;
    if (this.folderId) await this.#openLink(this.folderId);
  }

  async #openLink(id: string) {
    try {
      const { openFolder } = await this.need(import('./place.ts'));
      const folder = await openFolder(this.#tree, this.#reader, id);
      this.#go(this.#tree.rows.findIndex((row) => row.kind === 'folder' && row.node === folder));
    } catch (error) {
      const problem = asProblem(error);
      await this.tell(problem.status === 404 ? this.#t.folderGone : this.#t.failed, problem);
    }
  }

  /** Who has one archive finds it open at the newest year. */
  async #openNewest(root: FolderNode, signal: AbortSignal) {
    root.open = true;
    await this.#refresh([root], signal);
    const years = root.folders.filter(({ name }) => /^\d{4}$/.test(name));
    const newest = years.toSorted((a, b) => a.name.localeCompare(b.name)).at(-1);
    if (!newest) return;
    newest.open = true;
    await this.#refresh([newest], signal);
  }

  /** Folders of which something has been fetched or is to be shown. */
  #loaded(): FolderNode[] {
    const list: FolderNode[] = [];
    const visit = (folder: FolderNode) => {
      if (folder.open || folder.state !== 'unread') list.push(folder);
      folder.folders.forEach(visit);
    };
    this.#tree.top.folders.forEach(visit);
    return list;
  }

  async #refresh(folders: Iterable<FolderNode>, signal?: AbortSignal) {
    const work = [...folders].map(async (folder) => {
      if (folder.level > 0 && !folder.open) {
        folder.stale = true;
        return;
      }
      try {
        await this.#reader.refresh(folder, signal);
      } catch (error) {
        const problem = asProblem(error);
        if (signal?.aborted || problem.isOffline || problem.code === 'session_expired') throw error;
        folder.state = 'failed';
      }
    });
    try {
      await Promise.all(work);
    } finally {
      this.#tree.changed();
      this.requestUpdate();
    }
  }

  protected override changed(changes: ChangeView[]) {
    const touched = new Set<FolderNode>();
    for (const { topic, folderId, clientId } of changes) {
      if (topic !== 'document' && topic !== 'seen') continue;
      const folder = folderId ? this.#tree.folder(folderId) : undefined;
      if (folder) for (let each: FolderNode | null = folder; each; each = each.parent) touched.add(each);
      else {
        touched.add(this.#tree.top);
        for (const each of this.#loaded()) if (!clientId || each.clientId === clientId) touched.add(each);
      }
    }
    if (touched.size > 0) void this.#refresh(touched).catch((error: unknown) => this.#failed(error));
  }

  /** What concerns a part of the tree shows there; what concerns all of it is the state of the widget. */
  #failed(error: unknown) {
    const problem = asProblem(error);
    if (problem.code === 'session_expired') this.fail(problem);
    this.requestUpdate();
  }

  // --- Rows -----------------------------------------------------------------------------------------------------------

  protected override willUpdate(changed: Map<PropertyKey, unknown>) {
    super.willUpdate(changed);
    if (changed.has('client') && this.hasUpdated) {
      this.clear();
      void this.reload();
    }
    if (changed.has('folderId') && this.hasData && this.#linked !== this.folderId) void this.#openLinked();
    const { rows } = this.#tree;
    this.#hadFocus = this.shadowRoot?.activeElement?.closest('.row') != null;
    if (rows[this.#activeIndex]?.id !== this.activeId) {
      const index = rows.findIndex((row) => row.id === this.activeId);
      this.#activeIndex = index >= 0 ? index : Math.max(0, Math.min(this.#activeIndex, rows.length - 1));
      this.activeId = rows[this.#activeIndex]?.id ?? '';
    }
  }

  protected override updated() {
    const root = this.renderRoot as ShadowRoot;
    this.#viewport.attach(root.querySelector('.scroller'), root.querySelector('.probe'));
    const { rowHeight } = this.#viewport;
    const { rows } = this.#tree;
    root.querySelector<HTMLElement>('.all')?.style.setProperty('height', `${rows.length * rowHeight}px`);
    for (const row of root.querySelectorAll<HTMLElement>('.row')) {
      const transform = `translateY(${Number(row.dataset.index) * rowHeight}px)`;
      if (row.style.transform !== transform) row.style.transform = transform;
    }
    const lost = this.#hadFocus && !root.activeElement;
    if (this.#focusWanted || lost) {
      this.#focusWanted = false;
      root.querySelector<HTMLElement>('.row.active')?.focus({ preventScroll: true });
    }
    const near = this.#viewport.end + ahead;
    for (let index = this.#viewport.start; index < near && index < rows.length; index += 1) {
      const row = rows[index]!;
      if (row.kind === 'note' && (row.note === 'more' || row.note === 'loading')) this.#more(row.parent);
    }
  }

  #more(folder: FolderNode) {
    if (!this.hasData || this.#reader.isReading(folder)) return;
    this.#reader
      .more(folder)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.requestUpdate());
    this.requestUpdate();
  }

  #go(index: number) {
    const row = this.#tree.rows[index];
    if (!row) return;
    this.activeId = row.id;
    this.#activeIndex = index;
    this.#viewport.reveal(index);
    this.#focusWanted = true;
    this.requestUpdate();
  }

  /** The row that has focus, or a button in it, is the one that stays when it is scrolled away. */
  #focused(event: FocusEvent) {
    const index = (event.target as Element).closest<HTMLElement>('.row')?.dataset.index;
    const row = index === undefined ? undefined : this.#tree.rows[Number(index)];
    if (!row) return;
    this.activeId = row.id;
    this.#activeIndex = Number(index);
  }

  #toggle(folder: FolderNode, open = !folder.open) {
    if (folder.open === open) return;
    folder.open = open;
    this.#tree.changed();
    if (open && folder.stale) void this.#refresh([folder]).catch((error: unknown) => this.#failed(error));
    else if (open && folder.state === 'failed') this.#more(folder);
    this.dispatchEvent(new ArendeSelectedEvent('folder', folder.id));
    this.requestUpdate();
  }

  #activate(row: Row) {
    if (row.kind === 'folder') this.#toggle(row.node);
    else if (row.kind === 'document') this.#open(row.document);
    else if (row.note === 'failed') this.#more(row.parent);
  }

  #key(event: KeyboardEvent) {
    if (event.altKey || event.metaKey || (event.ctrlKey && event.key.length === 1)) return;
    if (/^(F2|Delete|ContextMenu)$/.test(event.key) || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      return this.#arrange(this.#activeIndex, event.key);
    }
    const inButton = (event.target as Element).closest('button') !== null;
    const { rows } = this.#tree;
    const index = this.#activeIndex;
    if (inButton && (event.key === 'ArrowLeft' || event.key === 'Escape')) {
      event.preventDefault();
      this.#go(index);
      return;
    }
    if (inButton && !/^(Arrow(Up|Down)|Page(Up|Down)|Home|End)$/.test(event.key)) return;
    if (event.key === ' ' && this.#typeAhead.isTyping) return this.#type(event);
    const asked = askedBy(event.key, rows, index, this.#viewport.rowsInView);
    if (!asked) return event.key.length === 1 ? this.#type(event) : undefined;
    event.preventDefault();
    const row = rows[index]!;
    if (asked.ask === 'go') this.#go(asked.index);
    else if (asked.ask === 'open') this.#activate(row);
    else if (asked.ask === 'expandAll') for (const child of row.parent.folders) this.#toggle(child, true);
    else if (row.kind === 'folder' && asked.ask !== 'nothing') this.#toggle(row.node, asked.ask === 'expand');
  }

  #type(event: KeyboardEvent) {
    event.preventDefault();
    const found = this.#typeAhead.find(event.key, this.#tree.rows, this.#activeIndex, this.language);
    if (found >= 0) this.#go(found);
  }

  // --- Documents ------------------------------------------------------------------------------------------------------

  #open(document: DocumentView) {
    this.dispatchEvent(new ArendeSelectedEvent('document', document.id));
    this.#act(({ openDocument }) => openDocument(this.#host, document));
  }

  /** What is done with documents is fetched when it is first done. */
  #act(run: (acting: typeof actingModule) => Promise<void>) {
    this.need(import('./acting.ts'))
      .then(run)
      .catch((error: unknown) => this.tell(this.#t.notDone, asProblem(error)));
  }

  /** The menu of a row, and what is chosen in it, is fetched when it is first opened. */
  #arrange(index: number, key: string) {
    this.#arranged((arranging) => arranging.ask(index, key));
  }

  #arranged(work: (arranging: Arranging) => Promise<void>) {
    this.need(import('./arranging/arranging.ts'))
      .then(({ Arranging }) => work((this.#arranging ??= new Arranging(this.#host))))
      .catch((error: unknown) => this.tell(this.#t.notDone, asProblem(error)));
  }

  #goTo(document: DocumentView) {
    const index = this.#tree.rows.findIndex((row) => row.kind === 'document' && row.document.id === document.id);
    if (index < 0) return;
    this.activeId = this.#tree.rows[index]!.id;
    this.#activeIndex = index;
    this.#viewport.reveal(index);
  }

  async #busy(id: string, work: () => Promise<unknown>) {
    if (this.#busyIds.has(id)) return;
    this.#busyIds.add(id);
    this.requestUpdate();
    await work().finally(() => this.#busyIds.delete(id));
    this.requestUpdate();
  }

  // --- Upload ---------------------------------------------------------------------------------------------------------

  /** Where the upload button puts files: the folder in which the user is. */
  get #currentFolder(): FolderNode | null {
    const row = this.#tree.rows[this.#activeIndex];
    const folder = row?.kind === 'folder' ? row.node : (row?.parent ?? null);
    return folder?.view?.canUpload ? folder : null;
  }

  #folderAt(event: DragEvent): FolderNode | null {
    if (!this.hasData || this.phase === 'expired') return null;
    const target = event.composedPath()[0];
    const index = target instanceof Element ? target.closest<HTMLElement>('.row')?.dataset.index : undefined;
    if (index === undefined) return this.#currentFolder;
    const row = this.#tree.rows[Number(index)];
    const folder = row?.kind === 'folder' ? row.node : (row?.parent ?? null);
    return folder?.view?.canUpload ? folder : null;
  }

  #choose(folder: FolderNode) {
    this.#uploadFolder = folder;
    this.#needUploads().catch(() => {});
    this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();
  }

  #chosen(event: Event) {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])].map((file) => ({ file, isFolder: false }));
    input.value = '';
    if (this.#uploadFolder) void this.#upload(files, this.#uploadFolder);
  }

  async #upload(files: { file: File; isFolder: boolean }[], folder: FolderNode) {
    if (files.length === 0) return;
    try {
      const uploads = await this.#needUploads();
      this.announce(this.#t.uploading(files.length));
      this.#toggle(folder, true);
      uploads.add(files, folder, this.#reader.maxUploadBytes);
    } catch (error) {
      if (await this.tell(this.#t.notUploading, asProblem(error), true)) await this.#upload(files, folder);
    }
  }

  /** Most people come to read: what sends files is fetched when the first one is chosen. */
  async #needUploads(): Promise<Uploads> {
    const module = await this.need(import('./uploads-panel.ts'));
    if (this.#uploads) return this.#uploads;
    this.#uploading = module;
    return (this.#uploads = module.uploadsOf(this.#host));
  }

  // --- Templates ------------------------------------------------------------------------------------------------------

  /** Clients by their names where there are many, and documents by their names and texts. */
  #search(event: Event) {
    this.query = (event.target as HTMLInputElement).value.trim();
    const { length } = this.#tree.top.folders;
    const many = this.#reader.query !== '' || length > 1 || this.#tree.top.nextCursor !== null;
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => {
      this.need(import('./finding/finding.ts'))
        .then(({ Finding: Found }) => (this.#finding ??= new Found(this.#host)).search(this.query))
        .catch((error: unknown) => this.tell(this.#t.notDone, asProblem(error)));
      if (!many) return;
      this.#reader.query = this.query;
      void this.reload().then(() => this.announce(this.#t.found(this.#tree.top.folders.length)));
    }, 200);
  }

  protected content(): TemplateResult {
    const { top } = this.#tree;
    const t = this.#t;
    const searchable = this.query !== '' || top.folders.length > 0;
    const label = this.#reader.query !== '' || top.folders.length > 1 ? t.search : t.searchDocuments;
    const folder = this.#currentFolder;
    return html`<div class="tree">
      ${
        // Stands there also while the chosen folder takes no files, so that choosing another moves nothing.
        searchable || this.#tree.takesFiles
          ? html`<div class="bar" part="toolbar">
              ${
                searchable
                  ? html`<input
                      type="search"
                      .value=${this.query}
                      placeholder=${label}
                      aria-label=${label}
                      @input=${this.#search}
                    />`
                  : nothing
              }
              ${
                folder
                  ? html`<button type="button" class="primary" @click=${() => this.#choose(folder)}>
                      ${icons.upload}<span>${t.uploadTo(folder.name)}</span>
                    </button>`
                  : html`<span class="room"></span>`
              }
            </div>`
          : nothing
      }
      <input type="file" multiple hidden @change=${this.#chosen} />
      ${this.#finding?.template() ?? nothing} ${this.#isEmpty ? this.#empty() : this.#grid()}
      ${
        this.#drop?.isOver
          ? html`<div class="hint ${this.#drop.folder ? '' : 'not'}" aria-hidden="true">
              ${this.#drop.row ? this.#arranging?.hint(this.#drop.folder) : this.#drop.folder ? t.dropTo(this.#drop.folder.name) : t.dropNot}
            </div>`
          : nothing
      }
      ${
        this.#uploads
          ? this.#uploading!.uploadsPanel(this.#uploads, this.language, this.#reader.maxUploadBytes)
          : nothing
      }
      ${this.#arranging?.template() ?? nothing}
    </div>`;
  }

  get #isEmpty(): boolean {
    const [only, second] = this.#tree.top.folders;
    if (!only) return true;
    return !second && only.state === 'ready' && only.folders.length + only.documents.length === 0 && this.query === '';
  }

  #empty(): TemplateResult {
    const t = this.#t;
    if (this.#reader.query !== '') return this.message(t.noMatchTitle, t.noMatchText(this.query));
    if (this.#tree.top.folders.length === 0) return this.message(t.noClientsTitle, t.noClientsText);
    return this.message(t.emptyTitle, t.emptyText);
  }

  #grid(): TemplateResult {
    const t = this.#t;
    const { rows } = this.#tree;
    const { start, end } = this.#viewport;
    const shown = rows.slice(start, end).map((row, offset) => ({ row, index: start + offset }));
    // The row that has the tab stop is kept, however far it is scrolled away, so that focus is never lost.
    const active = { row: rows[this.#activeIndex]!, index: this.#activeIndex };
    if (active.index < start) shown.unshift(active);
    else if (active.index >= end && active.row) shown.push(active);
    this.#recycler.show(shown.map(({ row }) => row.id));
    const actions: RowActions = {
      language: this.language,
      activeId: this.activeId,
      dropFolder: this.#drop?.folder ?? null,
      busyIds: this.#busyIds,
      click: (row) => {
        this.#go(this.#tree.rows.indexOf(row));
        this.#activate(row);
      },
      drag: (row, event) => {
        this.#drop?.begin(row, event);
        // What says where it may go is fetched while the pointer is on its way.
        this.#arranged(async () => this.requestUpdate());
      },
      download: (document) => this.#act(({ downloadDocument }) => downloadDocument(this.#host, document)),
      upload: (folder) => this.#choose(folder),
      markSeen: (folder) => this.#act(({ markSeen }) => markSeen(this.#host, folder)),
      menu: (index) => {
        this.#go(index);
        this.#arrange(index, 'ContextMenu');
      },
    };
    return html`<div
      class="grid"
      part="grid"
      role="treegrid"
      aria-label=${t.heading}
      aria-rowcount=${this.#tree.isComplete ? rows.length + 1 : -1}
      aria-colcount="5"
      @keydown=${this.#key}
      @focusin=${this.#focused}
    >
      <div class="head" role="rowgroup">
        <div class="line" role="row" aria-rowindex="1">
          <span role="columnheader" class="name">${t.name}</span>
          <span role="columnheader" class="size">${t.size}</span>
          <span role="columnheader" class="date">${t.date}</span>
          <span role="columnheader" class="by">${t.by}</span>
          <span role="columnheader"><span class="sr">${t.actions}</span></span>
        </div>
      </div>
      <div class="scroller" role="rowgroup">
        <div class="probe" aria-hidden="true"></div>
        <div class="all" role="presentation">
          ${repeat(
            shown,
            ({ row }) => this.#recycler.keyOf(row.id),
            ({ row, index }) => rowTemplate(row, index, actions),
          )}
        </div>
      </div>
    </div>`;
  }

  protected skeleton(): TemplateResult {
    return html`${[0, 1, 1, 1, 1, 1].map(
      (level) => html`<div class="sk ${level ? 'in' : ''}"><span class="bone"></span><span class="bone"></span></div>`,
    )}`;
  }
}

customElements.define('arende-document-tree', ArendeDocumentTree);

declare global {
  interface HTMLElementTagNameMap {
    'arende-document-tree': ArendeDocumentTree;
  }
}
