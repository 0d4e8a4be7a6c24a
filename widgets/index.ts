/** For pages that bundle: `import { init } from 'arende/widgets'` defines every element. */
export { init, type ArendeHandle, type InitOptions } from './base/session.ts';
export { ArendeProblem } from './base/problem.ts';
export type { ArendeActedEvent } from './events/acted.ts';
export type { ArendeBeforeActEvent } from './events/before-act.ts';
export type { ArendeEnteredEvent } from './events/entered.ts';
export type { ArendeClientOpenedEvent } from './events/client-opened.ts';
export type { ArendeErrorEvent } from './events/error.ts';
export type { ArendeSelectedEvent } from './events/selected.ts';
export type { ArendeSessionExpiredEvent } from './events/session-expired.ts';
export { ArendeAccount } from './account/account.ts';
export { ArendeClientList } from './client-list/client-list.ts';
export { ArendeDefinitionEditor } from './definition-editor/definition-editor.ts';
export { ArendeDocumentTree } from './document-tree/document-tree.ts';
export { ArendeInbox } from './inbox/inbox.ts';
export { ArendeLogin } from './login/login.ts';
export { ArendeProcessView } from './process-view/process-view.ts';
export { ArendeSettings } from './settings/settings.ts';
export { ArendeStatusBoard } from './status-board/status-board.ts';
