export { migrate, openStore, type Row, Scope, type Store } from './connection.ts';
export * from './absences.ts';
export * from './access.ts';
export { clientFacts, type ClientFacts } from './audiences.ts';
export * from './audit.ts';
export * from './board.ts';
export { casePage } from './cases.ts';
export * from './changes.ts';
export { clientEvents } from './client-events.ts';
export * from './client-figures.ts';
export * from './client-imports.ts';
export * from './clients.ts';
export { bookkeepersOf, firmTasksOf } from './colleagues.ts';
export * from './definitions.ts';
export * from './directory.ts';
export { searchDocuments } from './document-search.ts';
export { documentNamed, freeName, numbered as numberedName } from './document-names.ts';
export * from './document-reading.ts';
export { earlierVersion, earlierVersions, restoreVersion } from './document-versions.ts';
export * from './document-views.ts';
export * from './documents.ts';
export * from './drafts.ts';
export * from './firm-profiles.ts';
export * from './first-steps.ts';
export { changeFolder, createFolder, setClientRight, setRetention, TreeRefusal } from './folder-changes.ts';
export * from './engagement.ts';
export * from './folder-names.ts';
export { type ClientRight, clientRights, mayEdit, mayRead } from './folder-rights.ts';
export * from './folders.ts';
export * from './identities.ts';
export { newId } from './ids.ts';
export * from './inbox.ts';
export * from './instances.ts';
export * from './invitations.ts';
export * from './live-instances.ts';
export * from './login-attempts.ts';
export * from './login-sessions.ts';
export * from './mail.ts';
export { mailBounced, retryMail, sentMail } from './mail-bounces.ts';
export { failedMails } from './mail-failures.ts';
export {
  acceptMails,
  areRefused,
  type DeclinableMail,
  dropRefusal,
  mailOfToken,
  refusalsOf,
  refuseMails,
} from './mail-refusals.ts';
export { portalFragment } from './mail-target.ts';
export * from './messages.ts';
export * from './notes.ts';
export { instancesOfClient, newestInstance } from './notice-settings.ts';
export * from './notifications.ts';
export * from './instance-migrations.ts';
export * from './openings.ts';
export * from './passwords.ts';
export * from './projections.ts';
export * from './protection.ts';
export * from './recipients.ts';
export { lockedUntil, statutoryYears } from './retention.ts';
export * from './rights.ts';
export * from './sessions.ts';
export * from './setup.ts';
export * from './tenants.ts';
export { reportText } from './text-messages.ts';
export * from './threads.ts';
export * from './trash.ts';
export * from './tree.ts';
export * from './uploads.ts';
export * from './users.ts';
