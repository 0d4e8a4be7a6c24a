import { acrossTenants, type Row, type Scope, type Store } from './connection.ts';

/** The mail that something comes back about, by the token in the address that it went out from. */
export async function sentMail(
  store: Store,
  token: string,
): Promise<{ tenantId: string; mailId: string; userId: string | null } | null> {
  const row: Row | undefined = await acrossTenants(store)('mails')
    .where({ unsubscribe_token: token })
    .first('tenant_id', 'id', 'user_id');
  return row ? { tenantId: row.tenant_id, mailId: row.id, userId: row.user_id } : null;
}

/** The mail has not arrived. `lasting`: nothing will at this address, so nothing more is sent there in vain. */
export async function mailBounced(
  scope: Scope,
  mailId: string,
  { reason, lasting }: { reason: string; lasting: boolean },
): Promise<void> {
  await scope.write(async (tx) => {
    const mail: Row | undefined = await tx.from('mails').where({ id: mailId }).first('user_id');
    const change = lasting ? { status: 'failed', last_error: reason } : { last_error: reason };
    await tx.from('mails').where({ id: mailId }).update(change);
    if (!lasting || !mail?.user_id) return;
    const user: Row = await tx.from('users').where({ id: mail.user_id }).first('email');
    const bounced = { bounced_email: user.email, bounce_reason: reason };
    await tx.from('users').where({ id: mail.user_id }).update(bounced);
  });
}

/** Tries again: the address counts as good until it is found to be otherwise. False for a mail that has not failed. */
export async function retryMail(scope: Scope, mailId: string, now: string): Promise<boolean> {
  return scope.write(async (tx) => {
    const mail: Row | undefined = await tx.from('mails').where({ id: mailId, status: 'failed' }).first('user_id');
    if (!mail) return false;
    const again = { status: 'pending', attempts: 0, send_at: now, next_attempt_at: now, last_error: null };
    await tx.from('mails').where({ id: mailId }).update(again);
    if (mail.user_id) {
      const good = { bounced_email: null, bounce_reason: null };
      await tx.from('users').where({ id: mail.user_id }).update(good);
    }
    return true;
  });
}
