import type { TemplateResult } from 'lit';
import type { Text } from '../../definitions/language/types.ts';
import type { RightListView } from '../../server/people/schema.ts';
import type { MeView } from '../../server/sessions/schema.ts';

/** Who looks at the settings, and what they may. */
export interface Who {
  me: MeView;
  rights: RightListView;
}

export interface SettingsTab {
  key: string;
  label(who: Who): Text;
  /** Whether the tab is for this user. The server decides on every call; this leaves out what it would refuse. */
  isFor(who: Who): boolean;
  /** The code of the tab, fetched when it is first looked at. `view` is the tab's element. */
  load(): Promise<{ view(who: Who): TemplateResult }>;
}

const has = (right: string) => (who: Who) => who.rights.mine.includes(right);

/** In the order in which they stand. A tab is one entry here and an element in a folder of its own. */
export const settingsTabs: SettingsTab[] = [
  {
    key: 'people',
    label: ({ me }) =>
      me.kind === 'client' ? { sv: 'Våra användare', en: 'Our users' } : { sv: 'Användare', en: 'Users' },
    isFor: (who) => who.me.kind === 'client' || has('manage-users')(who),
    load: () => import('./people/people.ts'),
  },
  {
    key: 'absence',
    label: () => ({ sv: 'Min frånvaro', en: 'My absence' }),
    isFor: ({ me }) => me.kind === 'firm',
    load: () => import('./absence/absence.ts'),
  },
  {
    key: 'notices',
    label: () => ({ sv: 'Aviseringar', en: 'Notifications' }),
    isFor: () => true,
    load: () => import('./notices/notices.ts'),
  },
  {
    key: 'mailings',
    label: () => ({ sv: 'Utskick', en: 'Mailings' }),
    isFor: has('manage-settings'),
    load: () => import('./mailings/mailings.ts'),
  },
  {
    key: 'protection',
    label: () => ({ sv: 'Personuppgifter', en: 'Personal data' }),
    isFor: () => true,
    load: () => import('./protection/protection.ts'),
  },
  {
    key: 'log',
    label: () => ({ sv: 'Händelselogg', en: 'Audit log' }),
    isFor: has('read-audit'),
    load: () => import('./log/log.ts'),
  },
];
