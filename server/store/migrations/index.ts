import type { Knex } from 'knex';
import { up as foundation } from './0001-foundation.ts';
import { up as notices } from './0002-notices.ts';
import { up as versions } from './0003-versions.ts';
import { up as people } from './0004-people.ts';
import { up as clients } from './0005-clients.ts';
import { up as login } from './0006-login.ts';
import { up as documents } from './0007-documents.ts';
import { up as messages } from './0008-messages.ts';
import { up as inAppNotices } from './0009-notices.ts';
import { up as protection } from './0011-protection.ts';
import { up as scenarios } from './0012-scenarios.ts';
import { up as settingUp } from './0019-setting-up.ts';
import { up as firmsAtWork } from './0020-firms-at-work.ts';
import { up as beginnings } from './0021-beginnings.ts';
import { up as outbound } from './0022-outbound.ts';

export interface Migration {
  name: string;
  up(db: Knex): Promise<void>;
}

/** In order, append only. A list instead of a folder scan: what runs is what was imported. */
export const migrations: Migration[] = [
  { name: '0001-foundation', up: foundation },
  { name: '0002-notices', up: notices },
  { name: '0003-versions', up: versions },
  { name: '0004-people', up: people },
  { name: '0005-clients', up: clients },
  { name: '0006-login', up: login },
  { name: '0007-documents', up: documents },
  { name: '0008-messages', up: messages },
  { name: '0009-notices', up: inAppNotices },
  { name: '0011-protection', up: protection },
  { name: '0012-scenarios', up: scenarios },
  { name: '0021-beginnings', up: beginnings },
  { name: '0019-setting-up', up: settingUp },
  { name: '0022-outbound', up: outbound },
  { name: '0020-firms-at-work', up: firmsAtWork },
];
