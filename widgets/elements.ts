/** The elements that most pages hold, by tag, as the loader fetches them. All others stand in `apart.ts`. */
export const elements: Record<string, () => Promise<unknown>> = {
  'arende-document-tree': () => import('./document-tree/document-tree.ts'),
  'arende-inbox': () => import('./inbox/inbox.ts'),
  'arende-status-board': () => import('./status-board/status-board.ts'),
};
