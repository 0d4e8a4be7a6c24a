import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { FolderNode, Row } from './tree.ts';

/** So long over a closed folder opens it. */
const openingPauseMs = 700;

export interface DropTarget {
  /** The folder under the pointer that takes files; null where files may not be dropped. */
  folderAt(event: DragEvent): FolderNode | null;
  /** Whether a row of the tree may be moved into a folder. */
  takes(folder: FolderNode, row: Row): boolean;
  open(folder: FolderNode): void;
  moved(row: Row, folder: FolderNode): void;
  dropped(files: { file: File; isFolder: boolean }[], folder: FolderNode): void;
}

/** Files, and rows of the tree itself, dragged over the element. A file that misses it must not make the browser leave the page for the file. */
export class DropController implements ReactiveController {
  isOver = false;
  folder: FolderNode | null = null;
  /** What is dragged within the tree. */
  row: Row | null = null;
  #listening = new AbortController();
  #opening: ReturnType<typeof setTimeout> | undefined;
  #host: ReactiveControllerHost & HTMLElement;
  #target: DropTarget;

  constructor(host: ReactiveControllerHost & HTMLElement, target: DropTarget) {
    this.#host = host;
    this.#target = target;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const all = { dragover: this.#over, dragleave: this.#leave, drop: this.#drop, dragend: this.#end };
    for (const [type, run] of Object.entries(all)) this.#host.addEventListener(type, run as EventListener, { signal });
    for (const type of ['dragover', 'drop'] as const) window.addEventListener(type, missed, { signal });
  }

  hostDisconnected(): void {
    this.#listening.abort();
    this.#end();
  }

  begin(row: Row, event: DragEvent): void {
    this.row = row;
    event.dataTransfer!.effectAllowed = 'move';
    event.dataTransfer!.setData('text/plain', row.kind === 'document' ? row.document.name : '');
  }

  #end = (): void => {
    this.row = null;
    this.#show(false, null);
  };

  #folderAt(event: DragEvent): FolderNode | null {
    const folder = this.#target.folderAt(event);
    return folder && this.row && !this.#target.takes(folder, this.row) ? null : folder;
  }

  #over = (event: DragEvent): void => {
    if (!this.row && !hasFiles(event)) return;
    event.preventDefault();
    const folder = this.#folderAt(event);
    event.dataTransfer!.dropEffect = !folder ? 'none' : this.row ? 'move' : 'copy';
    this.#show(true, folder);
  };

  #leave = (event: DragEvent): void => {
    if (event.relatedTarget instanceof Node && this.#host.contains(event.relatedTarget)) return;
    const { left, right, top, bottom } = this.#host.getBoundingClientRect();
    const inside = event.clientX > left && event.clientX < right && event.clientY > top && event.clientY < bottom;
    if (!inside) this.#show(false, null);
  };

  #drop = (event: DragEvent): void => {
    const { row } = this;
    if (!row && !hasFiles(event)) return;
    event.preventDefault();
    const folder = this.#folderAt(event);
    this.#end();
    if (!folder) return;
    if (row) return this.#target.moved(row, folder);
    const items = [...event.dataTransfer!.items].filter(({ kind }) => kind === 'file');
    const files = items.flatMap((item) => {
      const file = item.getAsFile();
      return file ? [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }] : [];
    });
    this.#target.dropped(files, folder);
  };

  #show(isOver: boolean, folder: FolderNode | null): void {
    if (this.isOver === isOver && this.folder === folder) return;
    clearTimeout(this.#opening);
    if (folder && !folder.open) this.#opening = setTimeout(() => this.#target.open(folder), openingPauseMs);
    this.isOver = isOver;
    this.folder = folder;
    this.#host.requestUpdate();
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

function missed(event: DragEvent): void {
  // The page's own places for files: one that handles the event, or a file input, which the browser handles.
  const [target] = event.composedPath();
  if (event.defaultPrevented || !hasFiles(event)) return;
  if (target instanceof HTMLInputElement && target.type === 'file') return;
  event.preventDefault();
  event.dataTransfer!.dropEffect = 'none';
}
