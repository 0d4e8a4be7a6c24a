import { localDate } from '../../definitions/calendar/index.ts';
import type { LogLine } from '../../definitions/engine/types.ts';
import type { AuditEntry } from './audit.ts';
import { acrossTenants, type Row, type Scope, type Store } from './connection.ts';
import { holdings } from './holdings.ts';
import { type IdentityKeys, personalNumberOfUser } from './identities.ts';

/** Stands where a name stood. */
export const ERASED_NAME = 'Borttagen person';

export interface PersonalData {
  /** How the person logs in; null for somebody who never did. */
  login: { name: string; personalNumber: string | null; loginEmail: string | null; since: string } | null;
  /** Rows by table, with the columns that `holdings` shows. */
  tables: Record<string, Row[]>;
  /** Newest last. */
  history: (Pick<LogLine, 'at' | 'event' | 'text' | 'data'> & { instanceId: string })[];
  audit: { at: string; action: string; target: string | null }[];
}

/** All that the firm holds about a user, for the user to have. */
export async function personalData(scope: Scope, userId: string, keys: IdentityKeys | null): Promise<PersonalData> {
  const tables: PersonalData['tables'] = {};
  for (const { table, person, shown } of holdings) {
    const rows = await scope
      .from(table)
      .where((query: any) => person.forEach((column) => query.orWhere(column, userId)))
      .select(shown);
    if (rows.length > 0) tables[table] = rows;
  }
  const history: PersonalData['history'] = [];
  for (const { instance_id: instanceId, content } of await linesOf(scope, userId)) {
    const { at, event, text, data } = content;
    history.push({ instanceId, at, event, text, data });
  }
  const entries: Row[] = await scope
    .from('audit')
    .where('entry', 'like', `%"user:${userId}"%`)
    .orderBy('number')
    .select('at', 'entry');
  const audit = entries.flatMap((row) => {
    const { actor, action, target } = JSON.parse(row.entry) as AuditEntry;
    return actor === `user:${userId}` ? [{ at: row.at as string, action, target }] : [];
  });
  return { login: await loginOf(scope, userId, keys), tables, history, audit };
}

async function loginOf(scope: Scope, userId: string, keys: IdentityKeys | null): Promise<PersonalData['login']> {
  const person: Row | undefined = await scope
    .from('person_users as l')
    .join('people as p', 'p.id', 'l.person_id')
    .where({ 'l.user_id': userId })
    .first('p.name', 'p.login_email', 'p.created_at');
  if (!person) return null;
  const personalNumber = keys && (await personalNumberOfUser(scope, keys, userId));
  return { name: person.name, personalNumber, loginEmail: person.login_email, since: person.created_at };
}

/** The lines of histories that say what the user did. */
async function linesOf(scope: Scope, userId: string): Promise<(Row & { content: LogLine })[]> {
  const rows: Row[] = await scope
    .from('history')
    .where('content', 'like', `%"${userId}"%`)
    .orderBy(['instance_id', 'sequence', 'line'])
    .select('instance_id', 'sequence', 'line', 'content');
  return rows
    .map((row) => ({ ...row, content: JSON.parse(row.content) as LogLine }))
    .filter(({ content }) => content.actor?.userId === userId);
}

export interface Erasure {
  userId: string;
  reason: string;
  erasedAt: string;
  erasedBy: string;
  /** Civil date; until then the name stands where it proves how accounting material came about. */
  keptUntil: string;
  finishedAt: string | null;
}

const erasureOf = (row: Row): Erasure => ({
  userId: row.user_id,
  reason: row.reason,
  erasedAt: row.erased_at,
  erasedBy: row.erased_by,
  keptUntil: row.kept_until,
  finishedAt: row.finished_at,
});

/**
 * Accounting material is kept for seven years after the calendar year in which the fiscal year ended (bokföringslagen
 * 7 kap. 2 §); a fiscal year that is under way now ends by the end of next year but one at the latest (3 kap.).
 */
export const keptUntil = (now: string): string => `${Number(localDate(now).slice(0, 4)) + 2 + 7}-12-31`;

/**
 * Erases a user who is no longer active: at once all that is not needed as proof, the rest when its time has passed.
 * Null when there is no such user or they have been erased before.
 */
export async function eraseUser(
  scope: Scope,
  input: { userId: string; reason: string; by: string; now: string },
): Promise<Erasure | null> {
  const { userId, reason, by, now } = input;
  return scope.write(async (tx) => {
    const user: Row | undefined = await tx.from('users').where({ id: userId, active: 0 }).first('name');
    if (!user || (await tx.from('erasures').where({ user_id: userId }).first('user_id'))) return null;
    await forgetPerson(tx, userId);
    await tx
      .from('mail_items')
      .whereIn('mail_id', tx.from('mails').where({ user_id: userId }).select('id'))
      .del();
    for (const { table, person, atErasure } of holdings) {
      if (atErasure === 'kept') continue;
      for (const column of person) {
        const rows = tx.from(table).where({ [column]: userId });
        if (atErasure === 'removed') await rows.del();
        else await rows.update(Object.fromEntries(atErasure.unnamed.map((name) => [name, unnamed(name, userId)])));
      }
    }
    const row = {
      user_id: userId,
      reason,
      name: user.name,
      erased_at: now,
      erased_by: by,
      kept_until: keptUntil(now),
      finished_at: null,
    };
    await tx.insert('erasures', row);
    return erasureOf(row);
  });
}

const unnamed = (column: string, userId: string): string => {
  if (column.endsWith('name')) return ERASED_NAME;
  return column === 'external_id' ? `erased-${userId}` : '';
};

/** The human being above the firms goes with their last user. */
async function forgetPerson(tx: Scope, userId: string): Promise<void> {
  const link: Row | undefined = await tx.from('person_users').where({ user_id: userId }).first('person_id');
  await tx.from('login_sessions').where({ user_id: userId }).del();
  await tx.from('person_users').where({ user_id: userId }).del();
  if (!link) return;
  const { person_id: id } = link;
  if (await tx.db('person_users').where({ person_id: id }).first('user_id')) return;
  await tx.db('login_sessions').where({ person_id: id }).del();
  await tx.db('password_links').where({ person_id: id }).del();
  await tx.db('people').where({ id }).del();
}

export async function listErasures(scope: Scope): Promise<Erasure[]> {
  const rows: Row[] = await scope.from('erasures').orderBy('erased_at', 'desc').limit(500);
  return rows.map(erasureOf);
}

/** Names that had to be kept and now may go, in all firms; gives how many people that were. */
export async function finishErasures(store: Store, now: string): Promise<number> {
  const due: Row[] = await acrossTenants(store)('erasures')
    .whereNull('finished_at')
    .where('kept_until', '<', localDate(now))
    .limit(50);
  for (const { tenant_id: tenantId, user_id: userId, name } of due) {
    await store.tenant(tenantId).write(async (tx) => {
      const replaced = (text: string): string => text.replaceAll(JSON.stringify(name).slice(1, -1), ERASED_NAME);
      const lines = await linesOf(tx, userId);
      for (const { instance_id, sequence, line, content } of lines) {
        const key = { instance_id, sequence, line };
        await tx
          .from('history')
          .where(key)
          .update({ content: replaced(JSON.stringify(content)) });
      }
      for (const id of new Set(lines.map((line) => line.instance_id as string))) {
        const instance: Row | undefined = await tx.from('instances').where({ id, done: 1 }).first('state');
        if (instance)
          await tx
            .from('instances')
            .where({ id })
            .update({ state: replaced(instance.state) });
      }
      await tx.from('erasures').where({ user_id: userId }).update({ finished_at: now, name: '' });
    });
  }
  return due.length;
}
