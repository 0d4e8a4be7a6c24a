import { ApplicationFailure } from '@temporalio/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActivities, type StartRequest } from '../../activities/index.ts';
import type { EffectOrigin, NotifyInput } from '../../activities/contract.ts';
import type { Role } from '../../definitions/language/types.ts';
import { acrossTenants } from '../../server/store/connection.ts';
import { addDocument, claimOpening, ensurePath, putUser } from '../../server/store/index.ts';
import { handIn } from './support/definitions.ts';
import { openFirm, type Firm } from './support/firm.ts';

let firm: Firm;
let origin: EffectOrigin;
let started: StartRequest[];
let sent: unknown[];
let activities: ReturnType<typeof createActivities>;

beforeEach(async () => {
  firm = await openFirm([handIn]);
  const clientId = await firm.putClient('asp', {}, '2026-10');
  const period = { id: '2026-10', start: '2026-10-01', end: '2026-10-31' };
  origin = { tenantId: firm.tenantId, instanceId: 'i-1', clientId, period, definitionId: handIn.id, sequence: 3 };
  started = [];
  sent = [];
  activities = createActivities({
    store: firm.store,
    clock: () => Date.parse('2026-11-05T08:00:00Z'),
    startInstance: async (request) => void started.push(request),
    sendEvent: async (...args) => void sent.push(args),
    log: { warn: () => {} },
    calls: {
      pay: async ({ amountMinor }, { key }) => ({ amountMinor: amountMinor ?? null, reference: key }),
    },
  });
});
afterEach(() => firm.close());

const text = { sv: 'Påminnelse', en: 'Reminder' };
const client: Role = { title: text, members: 'client' };
const staff: Role = { title: text, members: 'responsible', substitutes: 'firm' };

function notice(role: Role, more: Partial<NotifyInput['notices'][0]['effect']> = {}): NotifyInput['notices'][0] {
  const effect = {
    type: 'notify' as const,
    template: 'remind',
    role: 'client',
    userId: null,
    excludedIds: [],
    address: null,
    channels: ['email' as const, 'portal' as const],
    sendAt: null,
    digest: null,
    subject: text,
    body: text,
    link: null,
    category: 'notice' as const,
    taskId: 'open.handIn.1',
    localDate: '2026-11-05',
    ...more,
  };
  return { key: 'i-1/3/0', role, effect };
}

const mails = () => acrossTenants(firm.store)('mails').orderBy('created_at');
const items = () => acrossTenants(firm.store)('mail_items').orderBy('key');

describe('notify', () => {
  it('L-09: one mail and one notification to each person of the role, also when it runs twice', async () => {
    const input = { origin, notices: [notice(client)] };
    await activities.notify(input);
    const [first] = await mails();
    await activities.notify(input);
    expect(await mails()).toEqual([first]);
    expect(first).toMatchObject({ user_id: firm.users['anna-asp'], status: 'pending' });
    expect(await items()).toMatchObject([{ key: `i-1/3/0/${firm.users['anna-asp']}` }]);
    expect(JSON.parse((await items())[0].content).target).toEqual({
      instanceId: 'i-1',
      taskId: 'open.handIn.1',
      clientId: origin.clientId,
    });
    expect(await acrossTenants(firm.store)('notifications')).toHaveLength(1);
  });

  it('L-04: at most one reminder mail per person and day of the instance; the next day has its own', async () => {
    const reminder = (key: string, localDate: string) => ({
      origin,
      notices: [{ ...notice(client, { category: 'reminder', localDate }), key }],
    });
    await activities.notify(reminder('i-1/3/0', '2026-11-05'));
    await activities.notify(reminder('i-2/7/0', '2026-11-05'));
    expect(await mails()).toHaveLength(1);
    expect(await items()).toHaveLength(2);
    await activities.notify(reminder('i-1/4/0', '2026-11-06'));
    expect(await mails()).toHaveLength(2);
  });

  it('a role that is one person, and a responsible consultant, get it alone', async () => {
    await activities.notify({ origin, notices: [notice(staff)] });
    expect(await mails()).toMatchObject([{ user_id: firm.users['bo'] }]);
    const person: Role = { title: text, members: 'person', person: 'input.signer' };
    const one = { ...notice(person, { userId: firm.users['anna-asp']! }), key: 'i-1/3/1' };
    await activities.notify({ origin, notices: [one] });
    expect((await mails()).map((mail) => mail.user_id).sort()).toEqual(
      [firm.users['bo'], firm.users['anna-asp']].sort(),
    );
  });
});

describe('notify, beside a mail to each of a role', () => {
  it('who may not do what it is about is not told (separation of duties)', async () => {
    const other = { externalId: 'lisa', name: 'Lisa Exempel', email: 'lisa@demo.example', role: 'admin' as const };
    const { user } = await putUser(firm.store.tenant(firm.tenantId), other);
    const office: Role = { title: text, members: 'firm', not: ['context.preparer'] };
    await activities.notify({ origin, notices: [notice(office, { excludedIds: [firm.users['bo']!] })] });
    expect(await mails()).toMatchObject([{ user_id: user.id }]);
    expect(await acrossTenants(firm.store)('notifications')).toMatchObject([{ user_id: user.id }]);
  });

  it('a person outside the directory gets a mail, also when it runs twice', async () => {
    const debtor: Role = { title: text, members: 'address', address: { name: 'input.name', email: 'input.email' } };
    const address = { name: 'Gunnar Exempel', email: 'gunnar@kund.example', phone: null, language: 'sv' as const };
    const input = { origin, notices: [notice(debtor, { address, channels: ['email'] })] };
    await activities.notify(input);
    await activities.notify(input);
    expect(await mails()).toMatchObject([{ user_id: null, address: JSON.stringify(address) }]);
    expect(await items()).toHaveLength(1);
  });

  it('a text message is kept for the gateway, and no mail goes out for it', async () => {
    await activities.notify({ origin, notices: [notice(client, { channels: ['portal', 'sms'] })] });
    expect(await mails()).toEqual([]);
    expect(await acrossTenants(firm.store)('notifications')).toHaveLength(1);
    expect(await acrossTenants(firm.store)('text_messages')).toMatchObject([{ status: 'pending' }]);
  });

  it('what a worker of the release before asked for is carried out', async () => {
    const { excludedIds: _e, address: _a, channels: _c, sendAt: _s, digest: _d, ...effect } = notice(client).effect;
    await activities.notify({ origin, notices: [{ ...notice(client), effect: effect as never }] });
    expect(await mails()).toHaveLength(1);
    expect(await acrossTenants(firm.store)('notifications')).toHaveLength(1);
  });
});

describe('other effects', () => {
  it('L-06, L-07: a document is filed below "dokument", once', async () => {
    const scope = firm.store.tenant(firm.tenantId);
    const clientId = origin.clientId!;
    const { folderId } = await ensurePath(firm.store, { tenantId: firm.tenantId, clientId, path: ['inkorg'] });
    const { documentId } = await addDocument(scope, {
      folderId,
      clientId,
      name: 'Kvitto.pdf',
      mediaType: 'application/pdf',
      sizeBytes: 10,
      sha256: 'a'.repeat(64),
      uploadedAt: '2026-11-05T08:00:00.000Z',
      uploadKey: 'upload-1',
      uploadedBy: null,
    });
    const input = {
      key: 'i-1/3/0',
      origin,
      effect: { type: 'file' as const, documentId, path: 'dokument/2026/löner', name: null },
    };
    await activities.file(input);
    await activities.file(input);
    const folder = await acrossTenants(firm.store)('documents as d')
      .join('folders as f', 'f.id', 'd.folder_id')
      .first('f.name', 'f.document_count');
    expect(folder).toEqual({ name: 'löner', document_count: 1 });
  });

  it('an instance is started for the same client and period', async () => {
    const effect = { type: 'start' as const, definition: 'other', input: { a: 1 }, key: null };
    await activities.startInstance({ key: 'i-1/3/0', origin, effect });
    expect(started).toEqual([
      {
        tenantId: firm.tenantId,
        definitionId: 'other',
        clientId: origin.clientId,
        period: origin.period,
        input: { a: 1 },
        key: null,
      },
    ]);
  });

  it('an event goes to the instance of this firm with that id, with the key of the effect; elsewhere nothing happens', async () => {
    const opening = { tenantId: firm.tenantId, definitionId: 'other', key: 'k' };
    const { instanceId } = await claimOpening(firm.store, opening);
    const send = (to: string, from = origin) =>
      activities.sendToInstance({
        key: 'i-1/3/2',
        origin: from,
        effect: { type: 'send', to, target: null, event: 'nudge', data: { n: 1 } },
      });
    await send(instanceId);
    expect(sent).toEqual([[opening, { type: 'nudge', data: { n: 1 } }, 'i-1/3/2']]);
    await send('i-unknown');
    await send(instanceId, { ...origin, tenantId: 't-other' });
    expect(sent).toHaveLength(1);
  });

  it('a call reaches the registered activity with its idempotency key; an unknown one is an answer, not a wait', async () => {
    const call = (activity: string) =>
      activities.call({
        key: 'i-1/3/3',
        origin,
        effect: {
          type: 'call',
          activity,
          input: { amountMinor: 4200 },
          callId: 'pay.3.3',
          dueAt: null,
          done: 'paid',
          failed: 'refused',
        },
      });
    expect(await call('pay')).toEqual({ amountMinor: 4200, reference: 'i-1/3/3' });
    for (const name of ['refund', 'constructor']) {
      const failure = await call(name).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ApplicationFailure);
      expect(failure).toMatchObject({ type: 'activity_unknown', nonRetryable: true });
    }
  });
});
