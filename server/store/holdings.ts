import type { Text } from '../../definitions/language/types.ts';

/** What is held about a person in one table: the register of processing, the export and the erasure read this. */
export interface Holding {
  table: string;
  /** Columns that hold the id of the user; a row belongs to the person when any of them does. */
  person: string[];
  /** Columns that the person gets to see; secrets and the names of others are not among them. */
  shown: string[];
  what: Text;
  purpose: Text;
  /**
   * At an erasure: `removed`, the rows go; `unnamed`, they stay and the columns are replaced by words that name nobody;
   * `kept`, they stay until the material that they prove may go.
   */
  atErasure: 'removed' | 'kept' | { unnamed: string[] };
}

const text = (sv: string, en: string): Text => ({ sv, en });
const work = text('Visa vem som gör vad i byråns processer', 'Show who does what in the firm’s processes');
const access = text('Avgöra vad personen får se och göra', 'Decide what the person may see and do');
const login = text('Låta personen logga in säkert', 'Let the person log in safely');
const telling = text('Meddela personen det som angår den', 'Tell the person what concerns them');
const reading = text('Visa vad som är oläst', 'Show what is unread');
const proof = text(
  'Visa i efterhand hur räkenskapsmaterial kom till (bokföringslagen 7 kap. 2 §)',
  'Show afterwards how accounting material came about (the Bookkeeping Act, chapter 7 section 2)',
);

/** Of a firm's own tables, all that name a person. */
export const holdings: Holding[] = [
  {
    table: 'users',
    person: ['id'],
    shown: ['name', 'email', 'phone', 'bounced_email', 'language', 'role', 'external_id', 'active', 'joined_at'],
    what: text('Namn, e-postadress, språk och roll', 'Name, e-mail address, language and role'),
    purpose: access,
    atErasure: { unnamed: ['name', 'email', 'phone', 'bounced_email', 'bounce_reason', 'search', 'external_id'] },
  },
  {
    table: 'memberships',
    person: ['user_id'],
    shown: ['client_id'],
    what: text('Vilka kunder personen hör till', 'Which clients the person belongs to'),
    purpose: access,
    atErasure: 'removed',
  },
  {
    table: 'user_rights',
    person: ['user_id'],
    shown: ['client_id', 'right_id', 'granted', 'given_at'],
    what: text('Behörigheter', 'Rights'),
    purpose: access,
    atErasure: 'removed',
  },
  {
    table: 'absences',
    person: ['user_id'],
    shown: ['from_date', 'to_date', 'created_at'],
    what: text('Frånvaro och ersättare', 'Absence and substitutes'),
    purpose: work,
    atErasure: 'removed',
  },
  {
    table: 'invitations',
    person: ['user_id'],
    shown: ['email', 'name', 'language', 'role', 'status', 'created_at', 'accepted_at'],
    what: text('Inbjudan', 'Invitation'),
    purpose: access,
    atErasure: { unnamed: ['email', 'name'] },
  },
  {
    table: 'person_users',
    person: ['user_id'],
    shown: ['last_used_at'],
    what: text('Kopplingen till den som loggar in, med personnummer', 'The link to who logs in, with personal number'),
    purpose: login,
    atErasure: 'removed',
  },
  {
    table: 'login_sessions',
    person: ['user_id'],
    shown: ['method', 'browser', 'created_at', 'seen_at', 'expires_at'],
    what: text('Inloggningar', 'Log-ins'),
    purpose: login,
    atErasure: 'removed',
  },
  {
    table: 'widget_sessions',
    person: ['user_id'],
    shown: ['origin', 'expires_at', 'used_at'],
    what: text('Besök på webbplatser med Arendes element', 'Visits to sites with Arende’s elements'),
    purpose: login,
    atErasure: 'removed',
  },
  {
    table: 'bearers',
    person: ['user_id'],
    shown: ['origin', 'expires_at'],
    what: text('Pågående besök', 'Visits that go on'),
    purpose: login,
    atErasure: 'removed',
  },
  {
    table: 'mails',
    person: ['user_id'],
    shown: ['category', 'status', 'created_at', 'sent_at'],
    what: text('Mejl till personen', 'Mails to the person'),
    purpose: telling,
    atErasure: 'removed',
  },
  {
    table: 'mail_refusals',
    person: ['user_id'],
    shown: ['title', 'client_id', 'created_at'],
    what: text('Mejl som personen har tackat nej till', 'Mails that the person has said no to'),
    purpose: telling,
    atErasure: 'removed',
  },
  {
    table: 'text_messages',
    person: ['user_id'],
    shown: ['phone', 'status', 'created_at'],
    what: text('Sms till personen', 'Text messages to the person'),
    purpose: telling,
    atErasure: 'removed',
  },
  {
    table: 'notifications',
    person: ['user_id'],
    shown: ['content', 'created_at', 'seen_at'],
    what: text('Aviseringar', 'Notices'),
    purpose: telling,
    atErasure: 'removed',
  },
  {
    table: 'unseen',
    person: ['user_id'],
    shown: ['document_id'],
    what: text('Dokument som är nya för personen', 'Documents that are new to the person'),
    purpose: reading,
    atErasure: 'removed',
  },
  {
    table: 'thread_reads',
    person: ['user_id'],
    shown: ['thread_id', 'number'],
    what: text('Hur långt personen har läst i samtal', 'How far the person has read in conversations'),
    purpose: reading,
    atErasure: 'removed',
  },
  {
    table: 'task_exclusions',
    person: ['user_id'],
    shown: ['task_id'],
    what: text('Uppgifter som personen inte får göra själv', 'Tasks that the person may not do'),
    purpose: work,
    atErasure: 'kept',
  },
  {
    table: 'document_views',
    person: ['user_id'],
    shown: ['document_id', 'first_at', 'last_at'],
    what: text('Vilka dokument personen har öppnat', 'Which documents the person has opened'),
    purpose: proof,
    atErasure: 'kept',
  },
  {
    table: 'documents',
    person: ['uploaded_by'],
    shown: ['name', 'uploaded_at', 'size_bytes'],
    what: text('Dokument som personen har laddat upp', 'Documents that the person has uploaded'),
    purpose: proof,
    atErasure: 'kept',
  },
  {
    table: 'document_versions',
    person: ['uploaded_by'],
    shown: ['document_id', 'number', 'uploaded_at'],
    what: text('Äldre versioner av dokument', 'Earlier versions of documents'),
    purpose: proof,
    atErasure: 'kept',
  },
  {
    table: 'uploads',
    person: ['user_id'],
    shown: ['name', 'size_bytes', 'created_at'],
    what: text('Uppladdningar som pågår', 'Uploads that go on'),
    purpose: work,
    atErasure: 'removed',
  },
  {
    table: 'messages',
    person: ['author_id'],
    shown: ['text', 'created_at', 'edited_at', 'deleted_at'],
    what: text('Meddelanden som personen har skrivit', 'Messages that the person has written'),
    purpose: proof,
    atErasure: { unnamed: ['author_name'] },
  },
  {
    table: 'message_files',
    person: ['uploaded_by'],
    shown: ['name', 'size_bytes', 'uploaded_at'],
    what: text('Bilagor till meddelanden', 'Attachments of messages'),
    purpose: proof,
    atErasure: 'kept',
  },
  {
    table: 'threads',
    person: ['user_id'],
    shown: ['kind', 'last_at'],
    what: text('Personens egen kanal', 'The person’s own channel'),
    purpose: telling,
    atErasure: { unnamed: ['user_name'] },
  },
  {
    table: 'notes',
    person: ['author_id'],
    shown: ['kind', 'text', 'status', 'created_at'],
    what: text('Noteringar som personen har skrivit', 'Notes that the person has written'),
    purpose: work,
    atErasure: { unnamed: ['author_name'] },
  },
  {
    table: 'note_changes',
    person: ['author_id'],
    shown: ['at', 'to_status'],
    what: text('Ändringar av noteringar', 'Changes of notes'),
    purpose: work,
    atErasure: { unnamed: ['author_name'] },
  },
];

/** Held apart: lines of histories and of the log name people inside their content. */
export const historyHolding = {
  what: text('Vad personen har gjort i ärenden', 'What the person did in cases'),
  purpose: proof,
} as const;
export const auditHolding = {
  what: text('Byråns händelselogg', 'The firm’s audit log'),
  purpose: text('Visa i efterhand vem som gjorde vad', 'Show afterwards who did what'),
} as const;

/** Tables that name no person, or only by what the tables above hold. A test asks that every table is one or the other. */
export const impersonal: string[] = [
  'api_keys',
  'changes',
  'client_facts',
  'client_import_rows',
  'client_imports',
  'clients',
  'definition_versions',
  'definitions',
  'document_texts',
  'drafts',
  'erasures',
  'firm_profiles',
  'folder_ancestors',
  'folders',
  'instance_migration_rows',
  'instance_migrations',
  'instances',
  'invitation_links',
  'login_attempts',
  'login_throttles',
  'mail_items',
  'migrations',
  'openings',
  'password_links',
  'people',
  'recurrence_beginnings',
  'settings',
  'setup_links',
  'tasks',
  'tenants',
  'trash',
  'write_lock',
];
