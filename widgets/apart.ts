/** Elements that few pages hold: this list is fetched when one of them is met, and costs the other pages nothing. */
export const apart: Record<string, () => Promise<unknown>> = {
  'arende-account': () => import('./account/account.ts'),
  'arende-case': () => import('./case/case.ts'),
  'arende-client': () => import('./client/client.ts'),
  'arende-client-list': () => import('./client-list/client-list.ts'),
  'arende-definition-editor': () => import('./definition-editor/definition-editor.ts'),
  'arende-firm': () => import('./firm/firm.ts'),
  'arende-first-steps': () => import('./first-steps/first-steps.ts'),
  'arende-login': () => import('./login/login.ts'),
  'arende-messages': () => import('./messages/messages.ts'),
  'arende-notes': () => import('./notes/notes.ts'),
  'arende-notifications': () => import('./notifications/notifications.ts'),
  'arende-process-view': () => import('./process-view/process-view.ts'),
  'arende-settings': () => import('./settings/settings.ts'),
  'arende-setup': () => import('./setup/setup.ts'),
  'arende-thread': () => import('./thread/thread.ts'),
  'arende-unsubscribe': () => import('./unsubscribe/unsubscribe.ts'),
};
