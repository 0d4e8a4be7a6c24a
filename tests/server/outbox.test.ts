import { describe, expect, test } from 'vitest';
import { claimDueMails, type MailRequest, markFailed, markSent, queueMail } from '../../server/store/index.ts';
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
});
