import { expect } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { ArendeDocumentTree } from '../../../widgets/document-tree/document-tree.ts';
import type { FakeServer } from '../support/fake-server.ts';
import { show } from '../support/page.ts';

export function showTree(server: FakeServer, options: Parameters<typeof show>[2] = {}): ArendeDocumentTree {
  return show(server, 'arende-document-tree', options);
}

export function rowsOf(tree: Element): HTMLElement[] {
  return [...tree.shadowRoot!.querySelectorAll<HTMLElement>('.row')];
}

/** Names of the rows as they stand under each other. */
export function namesOf(tree: Element): string[] {
  return rowsOf(tree).map((row) => row.querySelector('.label')?.textContent?.trim() ?? '');
}

export function rowOf(tree: Element, name: string): HTMLElement {
  const found = rowsOf(tree).find((row) => row.querySelector('.label')?.textContent?.trim() === name);
  if (!found) throw new Error(`No row ${name} among ${namesOf(tree).join(', ')}`);
  return found;
}

export function hasDot(tree: Element, name: string): boolean {
  return rowOf(tree, name).querySelector('.dot') !== null;
}

export function activeRow(tree: Element): Element | null | undefined {
  return tree.shadowRoot!.activeElement?.closest('.row');
}

export function activeName(tree: Element): string | undefined {
  return activeRow(tree)?.querySelector('.label')?.textContent?.trim();
}

export async function openFolders(tree: Element, ...names: string[]): Promise<void> {
  for (const name of names) {
    await expect.poll(() => namesOf(tree)).toContain(name);
    if (rowOf(tree, name).getAttribute('aria-expanded') === 'false') await userEvent.click(rowOf(tree, name));
  }
}

export function dialogOf(tree: Element): HTMLDialogElement {
  return tree.shadowRoot!.querySelector('arende-document-preview')!.shadowRoot!.querySelector('dialog')!;
}
