import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { FolderNode } from './tree.ts';

export interface DropTarget {
  /** The folder under the pointer that takes files; null where files may not be dropped. */
  folderAt(event: DragEvent): FolderNode | null;
  dropped(files: { file: File; isFolder: boolean }[], folder: FolderNode): void;
}

/** Files dragged over the element. A file that misses it must not make the browser leave the page for the file. */
export class DropController implements ReactiveController {
  isOver = false;
  folder: FolderNode | null = null;
  #host: ReactiveControllerHost & HTMLElement;
  #target: DropTarget;

  constructor(host: ReactiveControllerHost & HTMLElement, target: DropTarget) {
    this.#host = host;
    this.#target = target;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('dragover', this.#over);
    this.#host.addEventListener('dragleave', this.#leave);
    this.#host.addEventListener('drop', this.#drop);
    window.addEventListener('dragover', missed);
    window.addEventListener('drop', missed);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('dragover', this.#over);
    this.#host.removeEventListener('dragleave', this.#leave);
    this.#host.removeEventListener('drop', this.#drop);
    window.removeEventListener('dragover', missed);
    window.removeEventListener('drop', missed);
    this.#show(false, null);
  }

  #over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const folder = this.#target.folderAt(event);
    event.dataTransfer!.dropEffect = folder ? 'copy' : 'none';
    this.#show(true, folder);
  };

  #leave = (event: DragEvent): void => {
    if (event.relatedTarget instanceof Node && this.#host.contains(event.relatedTarget)) return;
    const { left, right, top, bottom } = this.#host.getBoundingClientRect();
    const inside = event.clientX > left && event.clientX < right && event.clientY > top && event.clientY < bottom;
    if (!inside) this.#show(false, null);
  };

  #drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const folder = this.#target.folderAt(event);
    this.#show(false, null);
    if (!folder) return;
    const items = [...event.dataTransfer!.items].filter(({ kind }) => kind === 'file');
    const files = items.flatMap((item) => {
      const file = item.getAsFile();
      return file ? [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }] : [];
    });
    this.#target.dropped(files, folder);
  };

  #show(isOver: boolean, folder: FolderNode | null): void {
    if (this.isOver === isOver && this.folder === folder) return;
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
