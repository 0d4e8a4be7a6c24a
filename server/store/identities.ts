import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { acrossTenants, type Row, type Scope, type Store, transaction } from './connection.ts';
import { newId } from './ids.ts';
import { endLogins } from './login-sessions.ts';

/**
 * Personal numbers are encrypted (AES-256-GCM) and found by a keyed hash (HMAC-SHA-256), each with a key of its own made
 * from ARENDE_IDENTITY_KEY: whoever has only the database can neither read nor try them out.
 */
export class IdentityKeys {
  readonly #cipherKey: Buffer;
  readonly #hashKey: Buffer;

  constructor(key: Buffer) {
    this.#cipherKey = Buffer.from(hkdfSync('sha256', key, '', 'arende personal numbers', 32));
    this.#hashKey = Buffer.from(hkdfSync('sha256', key, '', 'arende lookups', 32));
  }

  encrypt(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#cipherKey, nonce);
    const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url')}`;
  }

  /** Throws when the text was altered or the key is another one. */
  decrypt(sealed: string): string {
    const bytes = Buffer.from(sealed.slice('v1.'.length), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#cipherKey, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  hash(text: string): string {
    return createHmac('sha256', this.#hashKey).update(text).digest('base64url');
  }
}

export interface Person {
  id: string;
  name: string;
  hasPersonalNumber: boolean;
  loginEmail: string | null;
  passwordHash: string | null;
}

/** One of a person's users, in one firm (a sender, I-07). */
export interface Membership {
  tenantId: string;
  firmName: string;
  userId: string;
  role: 'admin' | 'consultant' | 'client';
  language: 'sv' | 'en';
  lastUsedAt: string | null;
}

const personOf = (row: Row): Person => ({
  id: row.id,
  name: row.name,
  hasPersonalNumber: row.personal_number_hash !== null,
  loginEmail: row.login_email,
  passwordHash: row.password_hash,
});

const people = (store: Store) => acrossTenants(store)('people');

/** `number`: twelve digits, see `personalNumberOf`. */
export async function personByNumber(store: Store, keys: IdentityKeys, number: string): Promise<Person | null> {
  const row = await people(store)
    .where({ personal_number_hash: keys.hash(number) })
    .first();
  return row ? personOf(row) : null;
}

export async function personByEmail(store: Store, email: string): Promise<Person | null> {
  const row = await people(store).where({ login_email: email.toLowerCase() }).first();
  return row ? personOf(row) : null;
}

export async function personById(store: Store, id: string): Promise<Person | null> {
  const row = await people(store).where({ id }).first();
  return row ? personOf(row) : null;
}

/** Every person's own number, for the export of what is held about them. */
export async function personalNumberOfUser(scope: Scope, keys: IdentityKeys, userId: string): Promise<string | null> {
  const row = await scope
    .from('person_users as pu')
    .join('people as p', 'p.id', 'pu.person_id')
    .where('pu.user_id', userId)
    .first('p.personal_number');
  return row?.personal_number ? keys.decrypt(row.personal_number) : null;
}

/** The person's active users, those last used first. */
export async function membershipsOf(store: Store, personId: string): Promise<Membership[]> {
  const rows: Row[] = await acrossTenants(store)('person_users as pu')
    .join('users as u', (on) => on.on('u.tenant_id', 'pu.tenant_id').andOn('u.id', 'pu.user_id'))
    .join('tenants as t', 't.id', 'pu.tenant_id')
    .where({ 'pu.person_id': personId, 'u.active': 1 })
    .select('pu.tenant_id', 'pu.user_id', 'pu.last_used_at', 'u.role', 'u.language', 't.name as firm');
  return rows
    .map((row) => ({
      tenantId: row.tenant_id,
      firmName: row.firm,
      userId: row.user_id,
      role: row.role,
      language: row.language,
      lastUsedAt: row.last_used_at,
    }))
    .sort(
      (a, b) => (b.lastUsedAt ?? '').localeCompare(a.lastUsedAt ?? '') || a.firmName.localeCompare(b.firmName, 'sv'),
    );
}

export async function noteUse(scope: Scope, userId: string, now: string): Promise<void> {
  await scope.from('person_users').where({ user_id: userId }).update({ last_used_at: now });
}

/** The person with this number, who is made when nobody has it yet. */
export async function ensurePerson(
  store: Store,
  keys: IdentityKeys,
  input: { personalNumber: string; name: string; now: string },
): Promise<Person> {
  const known = await personByNumber(store, keys, input.personalNumber);
  if (known) return known;
  const row = {
    id: newId('p'),
    name: input.name,
    personal_number: keys.encrypt(input.personalNumber),
    personal_number_hash: keys.hash(input.personalNumber),
    created_at: input.now,
  };
  // Of two that make the same person at once, both get the one that is there.
  await people(store).insert(row).onConflict('personal_number_hash').ignore();
  return (await personByNumber(store, keys, input.personalNumber))!;
}

/** The person who logs in with this address and a password, made when nobody does yet. */
export async function ensurePersonByEmail(
  store: Store,
  input: { email: string; name: string; now: string },
): Promise<Person> {
  const row = {
    id: newId('p'),
    name: input.name,
    login_email: input.email.toLowerCase(),
    created_at: input.now,
  };
  await people(store).insert(row).onConflict('login_email').ignore();
  return (await personByEmail(store, input.email))!;
}

/** False: the person is another user of this firm already, and stays that one. */
export async function linkUser(scope: Scope, input: { userId: string; personId: string }): Promise<boolean> {
  return scope.write(async (tx) => {
    const other = await tx.from('person_users').where({ person_id: input.personId }).first('user_id');
    if (other && other.user_id !== input.userId) return false;
    await tx.from('person_users').where({ user_id: input.userId }).del();
    await tx.insert('person_users', { user_id: input.userId, person_id: input.personId, last_used_at: null });
    return true;
  });
}

/** Which user of the firm the person is. */
export async function userOfPerson(scope: Scope, personId: string): Promise<string | null> {
  const row = await scope.from('person_users').where({ person_id: personId }).first('user_id');
  return row?.user_id ?? null;
}

/** The person behind a user of the firm. */
export async function personOfUser(scope: Scope, userId: string): Promise<Person | null> {
  const row = await scope
    .from('person_users as pu')
    .join('people as p', 'p.id', 'pu.person_id')
    .where('pu.user_id', userId)
    .first('p.*');
  return row ? personOf(row) : null;
}

/** Sets the password and ends every session and link of the person: whoever knew the old one is out. */
export async function setPassword(store: Store, personId: string, passwordHash: string): Promise<void> {
  await endLogins(store, { personId });
  await transaction(store, async (trx) => {
    await trx('people').where({ id: personId }).update({ password_hash: passwordHash });
    await trx('password_links').where({ person_id: personId }).del();
  });
}
