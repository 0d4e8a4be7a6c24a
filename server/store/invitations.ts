import type { Text } from '../../definitions/language/types.ts';
import { localDate } from '../../definitions/calendar/index.ts';
import { renewAudiences } from './audiences.ts';
import { audit } from './audit.ts';
import { noteChanges } from './changes.ts';
import { acrossTenants, type Row, type Scope, type Store } from './connection.ts';
import { searchText, type User } from './directory.ts';
import { matchesHash, newId, newSecret, secretId } from './ids.ts';
import { queueMailIn } from './mail.ts';
import { putRight } from './rights.ts';
import { tenantById } from './tenants.ts';
import { addMemberships } from './users.ts';

export interface InvitationInput {
  email: string;
  /** What the mail calls them; they say themselves what they are called. */
  name: string;
  language: 'sv' | 'en';
  role: User['role'];
  /** A consultant who is to work with every client. */
  allClients: boolean;
  clientIds: string[];
  /** `clientId` null: for the whole firm. */
  rights: { right: string; clientId: string | null }[];
}

export interface Invitation extends InvitationInput {
  id: string;
  status: 'open' | 'accepted' | 'revoked';
  createdAt: string;
  createdBy: string;
  expiresAt: string;
}

/** How long the link of a mail serves. */
const lifetimeMs = 7 * 24 * 3_600_000;

const invitationOf = (row: Row): Invitation => ({
  id: row.id,
  email: row.email,
  name: row.name,
  language: row.language,
  role: row.role,
  allClients: row.all_clients === 1,
  clientIds: JSON.parse(row.clients),
  rights: JSON.parse(row.rights),
  status: row.status,
  createdAt: row.created_at,
  createdBy: row.created_by,
  expiresAt: row.expires_at,
});

export async function invitationById(scope: Scope, id: string): Promise<Invitation | null> {
  const row = await scope.from('invitations').where({ id }).first();
  return row ? invitationOf(row) : null;
}

/** Those that nobody has answered yet, newest first; at most 500. */
export async function openInvitations(scope: Scope): Promise<Invitation[]> {
  const rows: Row[] = await scope
    .from('invitations')
    .where({ status: 'open' })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(500);
  return rows.map(invitationOf);
}

/** Keeps the invitation and queues its mail; the link is made when the mail goes out, see `newInvitationLink`. */
export async function invite(
  scope: Scope,
  input: InvitationInput & { by: { id: string; name: string }; now: string },
): Promise<Invitation> {
  const firm = await firmName(scope);
  return scope.write(async (tx) => {
    const id = newId('v');
    await tx.insert('invitations', {
      id,
      email: input.email,
      name: input.name,
      language: input.language,
      role: input.role,
      all_clients: input.allClients ? 1 : 0,
      clients: JSON.stringify(input.clientIds),
      rights: JSON.stringify(input.rights),
      status: 'open',
      created_at: input.now,
      created_by: input.by.id,
      expires_at: later(input.now),
      accepted_at: null,
      user_id: null,
    });
    return (await queueInvitation(tx, id, { ...input, firm }))!;
  });
}

/** Queues a mail with a new link, which serves for as long again; null when the invitation is not open any more. */
export async function sendInvitation(
  scope: Scope,
  id: string,
  { by, now }: { by: { name: string }; now: string },
): Promise<Invitation | null> {
  const firm = await firmName(scope);
  return scope.write((tx) => queueInvitation(tx, id, { by, now, firm }));
}

const firmName = async (scope: Scope): Promise<string> => (await tenantById(scope.store, scope.tenantId))!.name;

async function queueInvitation(
  tx: Scope,
  id: string,
  { by, now, firm }: { by: { name: string }; now: string; firm: string },
): Promise<Invitation | null> {
  await tx
    .from('invitations')
    .where({ id, status: 'open' })
    .update({ expires_at: later(now) });
  const invitation = await invitationById(tx, id);
  if (invitation?.status !== 'open') return null;
  const names: string[] = await tx.from('clients').whereIn('id', invitation.clientIds).orderBy('search').pluck('name');
  const { email, name, language } = invitation;
  const waiting = await tx.from('mails').whereIn('id', mailsOf(tx, id)).where({ status: 'pending' }).first('id');
  if (waiting) return invitation;
  await queueMailIn(tx, {
    tenantId: tx.tenantId,
    key: `${mailKey(id)}${now}`,
    userId: null,
    address: { name, email, phone: null, language },
    channels: ['email'],
    category: 'notice',
    localDate: localDate(now),
    item: {
      ...wording(firm, invitation, by.name, names),
      link: { sv: 'Tacka ja', en: 'Accept' },
      target: { invitationId: id },
    },
    now,
  });
  return invitation;
}

const mailKey = (id: string): string => `invitation/${id}/`;
const mailsOf = (tx: Scope, id: string) =>
  tx
    .from('mail_items')
    .whereLike('key', `${mailKey(id)}%`)
    .select('mail_id');

function wording(
  firm: string,
  { role, expiresAt }: Invitation,
  inviter: string,
  clients: string[],
): { subject: Text; body: Text } {
  const day = localDate(expiresAt);
  const [svOf, enOf] =
    role === 'client' ? [` för ${listed(clients, 'och')}`, ` for ${listed(clients, 'and')}`] : ['', ''];
  return {
    subject: { sv: `Du är inbjuden till ${firm}`, en: `You are invited to ${firm}` },
    body: {
      sv: `${inviter} har bjudit in dig som användare hos ${firm}${svOf}.\n\nLänken är personlig och gäller till och med ${day}. Om du inte väntade dig mejlet kan du slänga det.`,
      en: `${inviter} has invited you as a user at ${firm}${enOf}.\n\nThe link is personal and is valid until ${day}. If you did not expect this e-mail, you can throw it away.`,
    },
  };
}

function listed(names: string[], and: string): string {
  if (names.length > 3) return `${names.slice(0, 3).join(', ')} +${names.length - 3}`;
  return [names.slice(0, -1).join(', '), names.at(-1) ?? ''].filter(Boolean).join(` ${and} `);
}

/** Nobody can accept it any more, and a mail that has not gone out stays here. */
export async function revokeInvitation(scope: Scope, id: string): Promise<boolean> {
  return scope.write(async (tx) => {
    const revoked = await tx.from('invitations').where({ id, status: 'open' }).update({ status: 'revoked' });
    await tx.from('mails').whereIn('id', mailsOf(tx, id)).where({ status: 'pending' }).update({ status: 'withdrawn' });
    return revoked === 1;
  });
}

/**
 * The token of a link, for one mail that is about to be sent: only its hash is kept. A mail that is sent twice after a
 * failure has two links, and either serves once. Null when the invitation is not open any more.
 */
export async function newInvitationToken(
  scope: Scope,
  input: { invitationId: string; now: string },
): Promise<string | null> {
  const invitation = await invitationById(scope, input.invitationId);
  if (invitation?.status !== 'open') return null;
  const id = newId('l');
  const { secret, hash } = newSecret('iv', id);
  const row = { id, invitation_id: invitation.id, secret_hash: hash, created_at: input.now };
  await scope.insert('invitation_links', row);
  return secret;
}

export type InvitationAnswer =
  | { outcome: 'open'; tenantId: string; firm: string; invitation: Invitation; clients: string[] }
  | { outcome: 'unknown' | 'expired' | 'used' | 'revoked' };

/** What the page of a link shows before anything is accepted. */
export async function invitationByToken(
  store: Store,
  input: { token: string; now: string },
): Promise<InvitationAnswer> {
  const id = secretId('iv', input.token);
  const link: Row | undefined =
    id === null ? undefined : await acrossTenants(store)('invitation_links').where({ id }).first();
  if (!link || !matchesHash(input.token, link.secret_hash)) return { outcome: 'unknown' };
  const scope = store.tenant(link.tenant_id);
  const invitation = (await invitationById(scope, link.invitation_id))!;
  if (invitation.status !== 'open') return { outcome: invitation.status === 'revoked' ? 'revoked' : 'used' };
  if (invitation.expiresAt <= input.now) return { outcome: 'expired' };
  const clients: string[] = await scope
    .from('clients')
    .whereIn('id', invitation.clientIds)
    .orderBy('search')
    .pluck('name');
  const firm = (await tenantById(store, link.tenant_id))!.name;
  return { outcome: 'open', tenantId: link.tenant_id, firm, invitation, clients };
}

export type Acceptance =
  | { outcome: 'accepted'; tenantId: string; userId: string; role: User['role'] }
  | { outcome: 'unknown' | 'expired' | 'used' | 'revoked' };

/**
 * Makes a user of whoever holds the link, once. Somebody of the same kind and address who is a user of the firm already
 * is that user, with what the invitation adds. How they log in is not decided here.
 */
export async function acceptInvitation(
  store: Store,
  input: { token: string; name: string; language: 'sv' | 'en'; now: string },
): Promise<Acceptance> {
  const found = await invitationByToken(store, input);
  if (found.outcome !== 'open') return found;
  const { tenantId, invitation } = found;
  return store.tenant(tenantId).write(async (tx) => {
    const taken = await tx
      .from('invitations')
      .where({ id: invitation.id, status: 'open' })
      .update({ status: 'accepted', accepted_at: input.now });
    if (taken !== 1) return { outcome: 'used' };
    const userId = await userOfInvitation(tx, invitation, input);
    await tx.from('invitations').where({ id: invitation.id }).update({ user_id: userId });
    const clientIds: string[] = await tx.from('clients').whereIn('id', invitation.clientIds).pluck('id');
    await addMemberships(tx, userId, clientIds);
    for (const { right, clientId } of invitation.rights) {
      if (clientId !== null && !clientIds.includes(clientId)) continue;
      await putRight(tx, { userId, clientId, right, granted: true, now: input.now, by: invitation.createdBy });
    }
    if (invitation.role === 'client') for (const clientId of clientIds) await renewAudiences(tx, clientId);
    const details = { invitation: invitation.id, role: invitation.role };
    await audit(tx, input.now, { actor: `user:${userId}`, action: 'invitation.accepted', target: userId, details });
    await noteChanges(tx, [
      { topic: 'people', clientId: null },
      ...clientIds.slice(0, 100).map((clientId) => ({ topic: 'people' as const, clientId })),
    ]);
    return { outcome: 'accepted', tenantId, userId, role: invitation.role };
  });
}

async function userOfInvitation(
  tx: Scope,
  { email, role, allClients }: Invitation,
  { name, language, now }: { name: string; language: 'sv' | 'en'; now: string },
): Promise<string> {
  const known: Row | undefined = await tx
    .from('users')
    .whereRaw('lower(email) = ?', [email.toLowerCase()])
    .where(role === 'client' ? { role } : (q: any) => q.whereNot({ role: 'client' }))
    .orderBy([{ column: 'active', order: 'desc' }, { column: 'id' }])
    .first();
  const row = { name, email, language, search: searchText(name, email), active: 1 };
  if (known) {
    // What somebody was before they were shut out does not come back with them.
    if (known.active === 0) {
      await tx.from('memberships').where({ user_id: known.id }).del();
      await tx.from('user_rights').where({ user_id: known.id }).del();
    }
    const wider = known.active === 1 && (known.role === 'admin' || known.all_clients === 1);
    const reach = wider ? {} : { role, all_clients: allClients ? 1 : 0 };
    await tx
      .from('users')
      .where({ id: known.id })
      .update({ ...row, ...reach });
    return known.id;
  }
  const id = newId('u');
  await tx.insert('users', { id, external_id: id, role, all_clients: allClients ? 1 : 0, joined_at: now, ...row });
  return id;
}

const later = (now: string): string => new Date(Date.parse(now) + lifetimeMs).toISOString();
