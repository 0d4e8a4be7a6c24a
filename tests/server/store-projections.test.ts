import { describe, expect, test } from 'vitest';
import { changeBounds, changesAfter, project, putClient, recipientsFor } from '../../server/store/index.ts';
import { acted, demoFirm, handIn, opened } from './support/firm.ts';
import { databases, freshStore } from './support/stores.ts';

describe.each(databases)('projections on %s', (database) => {
  test('repeating a step changes nothing, and an older state never overwrites a newer one', async () => {
    const { store } = await freshStore(database);
    const firm = await demoFirm(store);
    const scope = store.tenant(firm.tenantId);
    const { last: before } = await changeBounds(store);
    const first = await opened(firm, firm.clients.asp!, 'k1');
    const second = acted(first.state, 'SUBMIT', firm.users.anna!, { documents: true });

    expect(await project(store, first)).toEqual({ applied: false });
    expect(await project(store, second)).toEqual({ applied: true });
    expect(await project(store, second)).toEqual({ applied: false });
    expect(await project(store, first)).toEqual({ applied: false });

    const row = await scope.from('instances').first();
    expect(row).toMatchObject({ sequence: 2, status: 'new', responsible_id: firm.users.cilla });
    expect(JSON.parse(row.state)).toEqual(second.state);
    expect(await scope.from('tasks').pluck('id')).toEqual([`${first.state.input.instanceId}:review.review.2`]);
    expect(await scope.from('history')).toHaveLength(first.log.length + second.log.length);
    const changes = await changesAfter(store, before);
    expect(changes.map((change) => change.sequence)).toEqual([1, 2]);
    expect(changes.map((change) => change.id)).toEqual([before + 1, before + 2]);
  });

  test('what a dead worker projected and Temporal never knew is replaced by what is decided after it', async () => {
    const { store } = await freshStore(database);
    const firm = await demoFirm(store);
    const scope = store.tenant(firm.tenantId);
    const first = await opened(firm, firm.clients.asp!, 'k1');
    const lost = acted(first.state, 'SUBMIT', firm.users.anna!, { documents: true });
    await project(store, lost);
    await project(store, acted(lost.state, 'FINISH', firm.users.cilla!));

    const later = '2026-11-02T09:00:05.000Z';
    const known = {
      state: { ...lost.state, statusSince: later },
      log: [{ ...lost.log[0]!, at: later, text: { sv: 'På nytt', en: 'Anew' } }],
    };
    expect(await project(store, known)).toEqual({ applied: true });
    const row = await scope.from('instances').first();
    expect(row).toMatchObject({ sequence: 2, status: 'new', status_since: later, done: 0 });
    const lines = await scope.from('history').orderBy('sequence');
    expect(lines.map((line: Record<string, string>) => [line.sequence, JSON.parse(line.content!).text.en])).toEqual([
      [1, first.log[0]!.text.en],
      [2, 'Anew'],
    ]);
    expect(await scope.from('tasks').pluck('id')).toEqual([`${first.state.input.instanceId}:review.review.2`]);
    // The dead worker's own write, arriving late, changes nothing any more.
    expect(await project(store, lost)).toEqual({ applied: false });
  });

  test('the tasks of a client follow its responsible consultant, and substitutes step in when there is none', async () => {
    const { store } = await freshStore(database);
    const firm = await demoFirm(store);
    const scope = store.tenant(firm.tenantId);
    const first = await opened(firm, firm.clients.asp!, 'k1');
    await project(store, acted(first.state, 'SUBMIT', firm.users.anna!, { documents: true }));
    const audience = async () => (await scope.from('tasks').first()).audience;
    expect(await audience()).toBe(`user:${firm.users.cilla}`);
    await putClient(scope, { externalId: 'asp', name: 'Asp AB', responsible: null });
    expect(await audience()).toBe('firm');
    await putClient(scope, { externalId: 'asp', name: 'Asp AB', responsible: 'adam' });
    expect(await audience()).toBe(`user:${firm.users.adam}`);
    const role = handIn.roles.reviewer!;
    const told = async (clientId: string) =>
      (await recipientsFor(store, { tenantId: firm.tenantId, clientId, role, userId: null }))
        .map((r) => r.userId)
        .sort();
    expect(await told(firm.clients.asp!)).toEqual([firm.users.adam]);
    expect(await told(firm.clients.bjork!)).toEqual([firm.users.adam, firm.users.cilla, firm.users.karin].sort());
  });

  test('a row cannot point into another firm', async () => {
    const { store } = await freshStore(database);
    const one = await demoFirm(store);
    const two = await demoFirm(store, 'Andra byrån AB');
    await expect(opened({ ...one, tenantId: two.tenantId }, one.clients.asp!, 'k')).rejects.toThrow(/foreign key/i);
    expect(await store.tenant(two.tenantId).from('instances')).toEqual([]);
  });
});
