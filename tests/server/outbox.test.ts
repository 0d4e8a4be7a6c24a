import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acrossTenants } from '../../server/store/connection.ts';
import {
  claimDueMails,
  type MailRequest,
  markFailed,
  markSent,
  migrate,
  openStore,
  queueMail,
} from '../../server/store/index.ts';
import { up as foundation } from '../../server/store/migrations/0001-foundation.ts';
import { freshPostgresUrl } from '../support/postgres.ts';
import { demoFirm, type Firm, now } from './support/firm.ts';
import { databases, freshStore } from './support/stores.ts';

const later = (ms: number) => new Date(Date.parse(now) + ms).toISOString();

function reminder(firm: Firm, key: string, more: Partial<MailRequest> = {}): MailRequest {
  return {
    tenantId: firm.tenantId,
    key,
    userId: firm.users.anna!,
    category: 'reminder',
    localDate: '2026-11-02',
    item: { subject: { sv: key, en: key }, body: { sv: '', en: '' }, link: null, target: { instanceId: 'i1' } },
    now,
    ...more,
  };
}

describe.each(databases)('the outbox on %s', (database) => {
  const claim = (firm: Firm, at = now) => claimDueMails(firm.store, { now: at, limit: 10, leaseMs: 60_000 });

  test('a person gets one reminder mail a day: what comes before it is sent joins it, what comes after is noted (L-04, decision 4)', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    const outcomes = [];
    for (const key of ['a', 'b', 'a']) outcomes.push((await queueMail(firm.store, reminder(firm, key))).outcome);
    expect(outcomes).toEqual(['queued', 'merged', 'repeated']);
    const [mail, ...others] = await claim(firm);
    expect(others).toEqual([]);
    expect(mail!.items.map((item) => item.subject.sv)).toEqual(['a', 'b']);
    expect(mail).toMatchObject({
      recipient: { email: 'anna@demo.example', language: 'sv' },
      firm: { name: 'Demo Redovisning AB' },
    });
    await markSent(firm.store, { tenantId: firm.tenantId, mailId: mail!.mailId, now });
    expect((await queueMail(firm.store, reminder(firm, 'c'))).outcome).toBe('suppressed');
    expect((await queueMail(firm.store, reminder(firm, 'd', { localDate: '2026-11-03' }))).outcome).toBe('queued');
    expect((await queueMail(firm.store, reminder(firm, 'e', { userId: firm.users.bosse! }))).outcome).toBe('queued');
    expect((await queueMail(firm.store, reminder(firm, 'f', { category: 'notice' }))).outcome).toBe('queued');
    expect(await claim(firm)).toHaveLength(3);
    expect(await firm.store.tenant(firm.tenantId).from('notifications')).toHaveLength(6);
  });

  test('the same reason at the same time is queued once', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => queueMail(firm.store, reminder(firm, `k${index % 2}`))),
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['merged', 'queued', ...Array(6).fill('repeated')]);
    expect(await claim(firm)).toHaveLength(1);
  });

  test('of several senders one takes a mail; a sender that dies leaves it, with the same Message-ID', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    await queueMail(firm.store, reminder(firm, 'a'));
    await queueMail(firm.store, reminder(firm, 'b', { category: 'notice' }));
    const taken = (await Promise.all([claim(firm), claim(firm), claim(firm)])).flat();
    expect(taken).toHaveLength(2);
    expect(await claim(firm, later(59_000))).toEqual([]);
    const again = await claim(firm, later(60_000));
    expect(again.map((mail) => mail.messageId).sort()).toEqual(taken.map((mail) => mail.messageId).sort());
  });

  test('a mail that fails is tried again when it is said, and given up when nothing is said', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    await queueMail(firm.store, reminder(firm, 'a', { category: 'notice', sendAt: later(1000) }));
    expect(await claim(firm)).toEqual([]);
    const [mail] = await claim(firm, later(1000));
    const at = { tenantId: firm.tenantId, mailId: mail!.mailId };
    await markFailed(firm.store, { ...at, error: '421 later', retryAt: later(300_000) });
    expect(await claim(firm, later(299_000))).toEqual([]);
    expect(await claim(firm, later(300_000))).toMatchObject([{ attempts: 1, messageId: mail!.messageId }]);
    await markFailed(firm.store, { ...at, error: '550 no such user', retryAt: null });
    expect(await claim(firm, later(10_000_000))).toEqual([]);
  });

  const monday = '2026-11-09T09:00:00.000Z';
  const kept = (firm: Firm, key: string, more: Partial<MailRequest> = {}) =>
    queueMail(firm.store, reminder(firm, key, { category: 'notice', digest: 'weekly', sendAt: monday, ...more }));

  test('P-16, P-22: what one person has for the same digest goes out as one mail, at its time', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    const outcomes = [];
    for (const key of ['a', 'b', 'b', 'c']) outcomes.push((await kept(firm, key)).outcome);
    expect(outcomes).toEqual(['queued', 'merged', 'repeated', 'merged']);
    await kept(firm, 'other person', { userId: firm.users.bosse! });
    await kept(firm, 'other digest', { digest: 'monthly' });
    await kept(firm, 'at once', { digest: null, sendAt: null });
    expect((await claim(firm)).map(({ items }) => items[0]!.subject.sv)).toEqual(['at once']);
    expect(await claim(firm, '2026-11-09T08:59:59.999Z')).toHaveLength(1);
    const due = (await claim(firm, monday)).filter(({ digest }) => digest !== null);
    expect(due.map(({ items }) => items.map(({ subject }) => subject.sv))).toEqual(
      expect.arrayContaining([['a', 'b', 'c'], ['other person'], ['other digest']]),
    );
    expect(due.map(({ digest, sendAt }) => [digest, sendAt]).sort()).toEqual([
      ['monthly', monday],
      ['weekly', monday],
      ['weekly', monday],
    ]);
    expect((await kept(firm, 'after it was taken')).outcome).toBe('queued');
  });

  test('a reminder that waits for the morning goes with an earlier one of the same day, at the earlier time', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    await queueMail(firm.store, reminder(firm, 'quiet', { sendAt: later(3_600_000) }));
    expect((await queueMail(firm.store, reminder(firm, 'sooner', { sendAt: later(60_000) }))).outcome).toBe('merged');
    expect(await claim(firm)).toEqual([]);
    expect(await claim(firm, later(60_000))).toMatchObject([{ items: [{}, {}], sendAt: later(60_000) }]);
  });

  test('somebody who is no user is written to at the address that the process knows', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    const debtor = { name: 'Gunnar Exempel', email: 'Gunnar@kund.example', phone: null, language: 'en' as const };
    const outside = { userId: null, address: debtor };
    expect((await queueMail(firm.store, reminder(firm, 'a', outside))).outcome).toBe('queued');
    expect((await queueMail(firm.store, reminder(firm, 'b', outside))).outcome).toBe('merged');
    const { name, email, language } = debtor;
    expect(await claim(firm)).toMatchObject([{ recipient: { userId: null, name, email, language }, items: [{}, {}] }]);
    expect(await firm.store.tenant(firm.tenantId).from('notifications')).toEqual([]);
  });

  test('L-19: a notice for the portal alone stands there at once, without a mail; one by mail alone does not', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    const portal = { category: 'notice' as const, channels: ['portal' as const], sendAt: monday };
    expect(await queueMail(firm.store, reminder(firm, 'a', portal))).toEqual({ outcome: 'noted', mailId: null });
    expect((await queueMail(firm.store, reminder(firm, 'a', portal))).outcome).toBe('repeated');
    expect((await queueMail(firm.store, reminder(firm, 'b', { channels: ['email'] }))).outcome).toBe('queued');
    const scope = firm.store.tenant(firm.tenantId);
    expect(await scope.from('notifications')).toMatchObject([{ key: 'a', user_id: firm.users.anna, created_at: now }]);
    expect(await scope.from('mails')).toHaveLength(1);
  });

  test('a text message waits for its time in an outbox of its own, once', async () => {
    const firm = await demoFirm((await freshStore(database)).store);
    const debtor = { name: 'Gunnar Exempel', email: 'g@kund.example', phone: '+46700000000', language: 'sv' as const };
    const text = { userId: null, address: debtor, channels: ['sms' as const], sendAt: monday };
    for (const key of ['a', 'a']) await queueMail(firm.store, reminder(firm, key, text));
    expect(await firm.store.tenant(firm.tenantId).from('text_messages')).toMatchObject([
      { key: 'a', phone: '+46700000000', status: 'pending', send_at: monday },
    ]);
    expect(await claim(firm, monday)).toEqual([]);
  });

  test('mails that wait in an outbox of the release before go out after the database is brought up to date', async () => {
    const { folder } = await freshStore('sqlite');
    const store = await openStore(database === 'sqlite' ? path.join(folder, 'old.sqlite') : await freshPostgresUrl());
    onTestFinished(() => store.close());
    const db = acrossTenants(store);
    await foundation(db);
    await db.schema.createTable('migrations', (t) => t.text('name').primary());
    await db('migrations').insert({ name: '0001-foundation' });
    const tenant_id = 't1';
    await db('tenants').insert({ id: tenant_id, name: 'Demo Redovisning AB', portal_url: null, created_at: now });
    const anna = { name: 'Anna Exempel', email: 'anna@demo.example', language: 'sv' };
    const flags = { external_id: 'anna', role: 'client', all_clients: 0, active: 1 };
    await db('users').insert({ tenant_id, id: 'u1', ...anna, ...flags });
    const mail = {
      category: 'notice',
      status: 'pending',
      attempts: 2,
      created_at: now,
      next_attempt_at: later(60_000),
    };
    await db('mails').insert({ tenant_id, id: 'm1', user_id: 'u1', message_id: 'm1@arende', ...mail });
    const content = JSON.stringify({ subject: { sv: 'Kvar', en: 'Left' }, body: { sv: '', en: '' }, link: null });
    await db('mail_items').insert({ tenant_id, key: 'k', mail_id: 'm1', suppressed: 0, content, created_at: now });
    await migrate(store);
    await migrate(store);
    expect(await claimDueMails(store, { now: later(59_000), limit: 10, leaseMs: 1000 })).toEqual([]);
    expect(await claimDueMails(store, { now: later(60_000), limit: 10, leaseMs: 1000 })).toMatchObject([
      { messageId: 'm1@arende', attempts: 2, sendAt: now, recipient: anna, items: [{ subject: { sv: 'Kvar' } }] },
    ]);
  });
});
