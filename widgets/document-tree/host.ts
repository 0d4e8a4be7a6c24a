import type { DocumentView } from '../../server/documents/schema.ts';
import type { ArendeElement } from '../base/element.ts';
import type { Reader } from './reader.ts';
import type { FolderNode, Row, Tree } from './tree.ts';
import type { DocumentPreview } from './preview/preview.ts';

/** What the parts of the tree that are fetched when they are needed use of it. */
export interface TreeHost {
  element: ArendeElement;
  tree: Tree;
  reader: Reader;
  preview: DocumentPreview | null;
  /** The row that has the tab stop. */
  active(): number;
  /** Moves the tab stop and the focus to a row. */
  go(index: number): void;
  /** Moves the tab stop, and not the focus, to a document's row. */
  goTo(document: DocumentView): void;
  open(document: DocumentView): void;
  rowAt(index: number): Row | undefined;
  /** Marks something as being worked on while it is. */
  busy(id: string, work: () => Promise<unknown>): Promise<void>;
  /** Fetches again what is shown of these folders. */
  refresh(folders: Iterable<FolderNode>): Promise<void>;
  /** Opens the folder with all above it, and gives it the focus. */
  openFolder(id: string): Promise<void>;
}
