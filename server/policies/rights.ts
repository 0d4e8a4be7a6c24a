import type { Text } from '../../definitions/language/types.ts';
import type { Access } from '../store/index.ts';

type Role = Access['role'];

export interface NamedRight {
  title: Text;
  /** What somebody who has it may do, for the person who gives it. */
  description: Text;
  /** `firm`: given for the whole firm, or for one client only. `client`: always for one client. */
  scope: 'firm' | 'client';
  /** Who can be given it. */
  roles: Role[];
  /** Who has it without being given it. An administrator's cannot be taken away. */
  defaults: Role[];
  /** Given and taken by the client's own administrators and nobody else (K-03). */
  givenByClient?: true;
}

const text = (sv: string, en: string): Text => ({ sv, en });
const staff: Role[] = ['admin', 'consultant'];
const ofFirm = { scope: 'firm' as const, roles: staff, defaults: ['admin'] as Role[] };

/** The named rights, in the order in which they are shown. */
export const rights = {
  'manage-users': {
    ...ofFirm,
    title: text('Hantera användare', 'Manage users'),
    description: text(
      'Bjuda in och stänga av användare, ge behörigheter och välja vem som är ansvarig för en kund.',
      'Invite and deactivate users, give rights, and choose who is responsible for a client.',
    ),
  },
  'manage-clients': {
    ...ofFirm,
    title: text('Hantera kunder', 'Manage clients'),
    description: text(
      'Lägga upp, ändra, importera och exportera kunder och sätta när samarbetet börjar.',
      'Register, change, import and export clients, and set when the cooperation starts.',
    ),
  },
  'manage-settings': {
    ...ofFirm,
    title: text('Hantera inställningar', 'Manage settings'),
    description: text(
      'Ändra byråns inställningar, utskick, mottagare av aviseringar och inbäddning.',
      'Change the firm’s settings, mail, who is notified, and embedding.',
    ),
  },
  'read-audit': {
    ...ofFirm,
    title: text('Läsa händelseloggen', 'Read the audit log'),
    description: text('Se vem som har gjort vad och när.', 'See who did what, and when.'),
  },
  'notify-colleagues': {
    ...ofFirm,
    title: text('Meddela redovisningskonsulter', 'Notify consultants'),
    description: text(
      'Skicka en påminnelse till kollegor om deras utestående uppgifter.',
      'Send colleagues a reminder of what they have left to do.',
    ),
  },
  'protect-data': {
    ...ofFirm,
    title: text('Hantera personuppgifter', 'Manage personal data'),
    description: text(
      'Ta ut allt som finns om en person och radera det som får raderas.',
      'Export all that is held about a person, and erase what may be erased.',
    ),
  },
  'join-clients': {
    ...ofFirm,
    defaults: staff,
    title: text('Lägga till sig själv', 'Join clients'),
    description: text(
      'Se namnen på byråns alla kunder och lägga till sig själv som användare hos dem.',
      'See the names of all the firm’s clients, and join them as a user.',
    ),
  },
  'client-admin': {
    scope: 'client',
    roles: ['client'],
    defaults: [],
    title: text('Adminbehörighet', 'Administrator of the company'),
    description: text(
      'Bjuda in och ta bort kollegor i företaget, få byråns meddelanden och ge byrån fullständig behörighet.',
      'Invite and remove colleagues of the company, receive the firm’s messages, and give the firm full authority.',
    ),
  },
  'full-authority': {
    scope: 'client',
    roles: staff,
    defaults: [],
    givenByClient: true,
    title: text('Fullständig behörighet', 'Full authority'),
    description: text(
      'Arbeta i företagets eget konto: administration, analys och inställningar.',
      'Work in the company’s own account: administration, analysis and settings.',
    ),
  },
} satisfies Record<string, NamedRight>;

export type RightName = keyof typeof rights;
export const rightNames = Object.keys(rights) as RightName[];
export const namedRight = (name: RightName): NamedRight => rights[name];
