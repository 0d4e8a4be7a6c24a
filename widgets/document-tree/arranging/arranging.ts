import { html, nothing, type TemplateResult } from 'lit';
import type { DeletedView, DocumentView, FolderView } from '../../../server/documents/schema.ts';
import { call, callJson } from '../../base/client.ts';
import { formatDate } from '../../base/format.ts';
import { asProblem } from '../../base/problem.ts';
import { download } from '../../base/download.ts';
import type { TreeHost } from '../host.ts';
import { icons } from '../icons.ts';
import type { FolderNode, Row } from '../tree.ts';
import { ask, nameField } from './asking.ts';
import { Menu, type MenuItem } from './menu.ts';
import { chooseFolder } from './moving.ts';
import { showTrash, showVersions, showViews, takeBack } from './reading.ts';
import { askRetention } from './retention.ts';
import { arrangingTexts } from './texts.ts';

export { styles } from './styles.ts';

const rights = ['edit', 'read', 'none'] as const;
const folderPath = (id: string): string => `/v1/folders/${encodeURIComponent(id)}`;
const documentPath = (id: string): string => `/v1/documents/${encodeURIComponent(id)}`;

/** What is done with folders and documents besides reading and uploading: menus, dialogs, and the way back. */
export class Arranging {
  #host: TreeHost;
  #menu: Menu;
  #undo: { said: string; name: string; back: () => Promise<unknown>; folders: FolderNode[] } | null = null;

  constructor(host: TreeHost) {
    this.#host = host;
    this.#menu = new Menu(host.element, () => host.go(host.active()));
  }

  get #t() {
    return arrangingTexts[this.#host.element.language];
  }

  clear(): void {
    this.#menu.close();
    this.#undo = null;
  }

  /** A key or a button asks for something in a row: F2 renames, Delete deletes, all others open the menu. */
  async ask(index: number, key: string): Promise<void> {
    const row = this.#host.rowAt(index);
    if (!row || row.kind === 'note') return;
    const may = row.kind === 'folder' ? row.node.view!.canChange : row.document.canChange;
    if (key === 'F2') return may ? this.#rename(row) : undefined;
    if (key === 'Delete') return may ? this.#delete(row) : undefined;
    const place = this.#host.element.renderRoot.querySelector(`.row[data-index="${index}"] .do`);
    const title = this.#t.menuOf(row.kind === 'folder' ? row.node.name : row.document.name);
    if (place) await this.#menu.open({ title, items: this.#items(row) }, place.getBoundingClientRect());
  }

  #items(row: Exclude<Row, { kind: 'note' }>): MenuItem[] {
    const t = this.#t;
    const item = (when: boolean, label: string, work: () => Promise<void>, danger = false): MenuItem[] =>
      when ? [{ label, danger, run: () => this.#try(work) }] : [];
    if (row.kind === 'document') {
      const { document } = row;
      const isStaff = row.parent.view?.clientRight != null;
      return [
        ...item(true, t.versions, () => this.#versions(row.parent, document)),
        ...item(document.canChange, t.rename, () => this.#rename(row)),
        ...item(document.canChange, t.move, () => this.#move(row)),
        ...item(isStaff, t.seenBy, () => showViews(this.#host, document)),
        ...item(document.canChange, t.delete, () => this.#delete(row), true),
      ];
    }
    const { node } = row;
    const { canArrange, canChange, clientRight, parentId, retention } = node.view!;
    return [
      ...item(canArrange, t.newFolder, () => this.#create(node)),
      ...item(true, t.zip, () => this.#zip(node)),
      ...item(canChange, t.rename, () => this.#rename(row)),
      ...item(canChange, t.move, () => this.#move(row)),
      ...item(canArrange && clientRight !== null, t.rights, () => this.#rights(node)),
      ...item(canArrange && parentId === null, t.trash, () => this.#trash(node)),
      ...item(retention !== null, t.retention, () => this.#retention(node)),
      ...item(canChange, t.delete, () => this.#delete(row), true),
    ];
  }

  #try(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#host.element.tell(this.#t.notDone, asProblem(error)));
  }

  async #create(node: FolderNode): Promise<void> {
    const t = this.#t;
    let name = '';
    let made: FolderView | null = null;
    const field = () => nameField(t.folderName, name, (typed) => (name = typed));
    await ask(this.#host.element, {
      title: t.newFolderIn(node.name),
      body: field,
      submit: t.create,
      work: async () => {
        made = await callJson<FolderView>(`${folderPath(node.id)}/folders`, { body: { name } });
      },
    });
    if (!made) return;
    await this.#host.refresh([node]);
    await this.#host.openFolder((made as FolderView).id);
  }

  async #rename(row: Exclude<Row, { kind: 'note' }>): Promise<void> {
    const t = this.#t;
    const before = row.kind === 'folder' ? row.node.name : row.document.name;
    const path = row.kind === 'folder' ? folderPath(row.node.id) : documentPath(row.document.id);
    let name = before;
    const done = await ask(this.#host.element, {
      title: t.renameOf(before),
      body: () => nameField(t.newName, name, (typed) => (name = typed)),
      submit: t.save,
      work: async () => void (await callJson(path, { method: 'PUT', body: { name } })),
    });
    if (done) await this.#host.refresh([row.parent]);
  }

  async #move(row: Exclude<Row, { kind: 'note' }>): Promise<void> {
    const { tree } = this.#host;
    const isFolder = row.kind === 'folder';
    const { id, name } = isFolder ? row.node : row.document;
    const target = await chooseFolder(this.#host, { id, name, fromId: row.parent.id, isFolder }, async (folderId) => {
      const body = isFolder ? { parentId: folderId } : { folderId };
      await callJson(isFolder ? folderPath(id) : documentPath(id), { method: 'PUT', body });
    });
    if (target === null) return;
    const to = tree.folder(target);
    await this.#host.refresh([row.parent, ...(to ? [to] : [])]);
    await this.#host.openFolder(isFolder ? id : target);
  }

  async #delete(row: Exclude<Row, { kind: 'note' }>): Promise<void> {
    const { element } = this.#host;
    const t = this.#t;
    const folder = row.parent;
    const { id, name } = row.kind === 'folder' ? row.node : row.document;
    const path = row.kind === 'folder' ? folderPath(id) : documentPath(id);
    const until = row.kind === 'folder' ? null : row.document.lockedUntil;
    const said = until === null ? t.deleted(name) : t.deletedKept(name, formatDate(until, element.language));
    const erase = async () => {
      const { trashId } = await callJson<DeletedView>(path, { method: 'DELETE' });
      this.#undo = { said, name, back: () => takeBack(trashId), folders: [folder] };
    };
    if (row.kind === 'folder') {
      const body = () => html`<p>${t.deleteFolderText}</p>`;
      const asked = { title: t.deleteFolder(name), body, submit: t.delete, danger: true, work: erase };
      if (!(await ask(element, asked))) return;
    } else await erase();
    element.announce(said);
    await this.#host.refresh([folder]);
    this.#host.go(Math.max(0, Math.min(this.#host.active(), this.#host.tree.rows.length - 1)));
  }

  /** Whether a row may be moved into a folder: within one client's archive, and not into itself or where it is. */
  takes(folder: FolderNode, row: Row): boolean {
    if (row.kind === 'note' || folder === row.parent || folder.clientId !== row.parent.clientId) return false;
    if (row.kind === 'document') return true;
    for (let each: FolderNode | null = folder; each; each = each.parent) if (each === row.node) return false;
    return folder.view!.canArrange;
  }

  hint(folder: FolderNode | null): string {
    return folder ? this.#t.moveTo(folder.name) : this.#t.moveNot;
  }

  /** A row was dropped on a folder. What the menu does with keys, a pointer does here, with a way back. */
  async drop(row: Row, to: FolderNode): Promise<void> {
    // Whoever is quicker than the code that is fetched has not been told before.
    if (row.kind === 'note' || !this.takes(to, row)) return;
    const { element } = this.#host;
    const { id, name } = row.kind === 'folder' ? row.node : row.document;
    const folders = [row.parent, to];
    const put = (folder: FolderNode) =>
      row.kind === 'folder'
        ? callJson(folderPath(id), { method: 'PUT', body: { parentId: folder.id } })
        : callJson(documentPath(id), { method: 'PUT', body: { folderId: folder.id } });
    const said = this.#t.moved(name, to.name);
    await put(to);
    this.#undo = { said, name, back: () => put(row.parent), folders };
    element.announce(said);
    await this.#host.refresh(folders);
  }

  async #takeBack(): Promise<void> {
    const undo = this.#undo;
    if (!undo) return;
    await undo.back();
    this.#undo = null;
    this.#host.element.announce(this.#t.undone(undo.name));
    await this.#host.refresh(undo.folders);
    this.#host.go(this.#host.active());
  }

  async #versions(folder: FolderNode, document: DocumentView): Promise<void> {
    if (await showVersions(this.#host, document)) await this.#host.refresh([folder]);
  }

  async #trash(node: FolderNode): Promise<void> {
    const folderId = await showTrash(this.#host, node.clientId);
    if (folderId === null) return;
    await this.#host.refresh([node]);
    await this.#host.openFolder(folderId);
  }

  async #retention(node: FolderNode): Promise<void> {
    if (!(await askRetention(this.#host.element, node))) return;
    this.#host.element.announce(this.#t.retentionSaved);
    await this.#host.refresh([this.#host.tree.top, node]);
  }

  async #rights(node: FolderNode): Promise<void> {
    const t = this.#t;
    const { right, own } = node.view!.clientRight!;
    const isRoot = node.view!.parentId === null;
    let chosen: string = own || isRoot ? right : '';
    const choice = (value: string, label: string) =>
      html`<label class="choice">
        <input
          type="radio"
          name="right"
          .checked=${chosen === value}
          @change=${() => {
            chosen = value;
          }}
        />
        ${label}
      </label>`;
    const done = await ask(this.#host.element, {
      title: t.rightsOf(node.name),
      body: () =>
        html`<div class="ask" role="radiogroup" aria-label=${t.rights}>
            ${isRoot ? nothing : choice('', t.inherit)} ${rights.map((value) => choice(value, t.right[value]))}
          </div>
          <p class="small muted">${t.rightsNote}</p>`,
      submit: t.save,
      work: async () => {
        const body = { right: chosen === '' ? null : chosen };
        await callJson(`${folderPath(node.id)}/client-right`, { method: 'PUT', body });
      },
    });
    if (done && node.parent) await this.#host.refresh([node.parent]);
  }

  async #zip(node: FolderNode): Promise<void> {
    const { element } = this.#host;
    const t = this.#t;
    await this.#host.busy(node.id, async () => {
      element.announce(t.zipping(node.name));
      const answer = await call(`${folderPath(node.id)}/zip`);
      await download(`${node.name}.zip`, await answer.blob());
      element.announce(t.zipped(node.name));
    });
  }

  template(): TemplateResult {
    const t = this.#t;
    const { element } = this.#host;
    const dismiss = () => {
      this.#undo = null;
      element.requestUpdate();
      this.#host.go(this.#host.active());
    };
    return html`${this.#menu.template()}
    ${
      this.#undo
        ? html`<div class="toast" part="toast">
            <span>${this.#undo.said}</span>
            <button type="button" @click=${() => this.#try(() => this.#takeBack())}>${t.undo}</button>
            <button type="button" class="bare" aria-label=${t.dismiss} title=${t.dismiss} @click=${dismiss}>
              ${icons.cross}
            </button>
          </div>`
        : nothing
    }`;
  }
}
