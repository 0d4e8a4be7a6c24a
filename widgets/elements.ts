/** Every element by tag, as the loader fetches it. One line here is all that the loader needs to know of a widget. */
export const elements: Record<string, () => Promise<unknown>> = {
  'arende-account': () => import('./account/account.ts'),
  'arende-case': () => import('./case/case.ts'),
  'arende-client-list': () => import('./client-list/client-list.ts'),
  'arende-definition-editor': () => import('./definition-editor/definition-editor.ts'),
  'arende-document-tree': () => import('./document-tree/document-tree.ts'),
  'arende-inbox': () => import('./inbox/inbox.ts'),
  'arende-login': () => import('./login/login.ts'),
  'arende-messages': () => import('./messages/messages.ts'),
  'arende-notes': () => import('./notes/notes.ts'),
  'arende-process-view': () => import('./process-view/process-view.ts'),
  'arende-settings': () => import('./settings/settings.ts'),
  'arende-status-board': () => import('./status-board/status-board.ts'),
  'arende-thread': () => import('./thread/thread.ts'),
};
