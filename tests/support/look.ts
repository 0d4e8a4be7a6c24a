import type { InstanceState } from '../../definitions/index.ts';
import { workflowIdOf } from '../../workflows/contract.ts';
import type { Store } from '../../server/store/index.ts';

/** Looks straight into the database, past every rule, to compare what stands there with what should. */

export async function storedInstances(store: Store, tenantId: string) {
  const rows = await store
    .tenant(tenantId)
    .from('instances as i')
    .join('clients as c', 'c.id', 'i.client_id')
    .select('i.id', 'i.status', 'c.external_id', 'i.period_id')
    .orderBy('i.id');
  return (rows as Record<string, string>[]).map((row) => ({
    id: row.id!,
    status: row.status!,
    externalClientId: row.external_id!,
    period: row.period_id!,
  }));
}

export async function storedTaskCount(store: Store, tenantId: string): Promise<number> {
  const row = await store.tenant(tenantId).from('tasks').count({ n: '*' }).first();
  return Number(row.n);
}

export async function workflowIdsOf(store: Store, tenantId: string) {
  const rows = await store.tenant(tenantId).from('instances').select('id', 'definition_id', 'key', 'state');
  const history = await store
    .tenant(tenantId)
    .from('history')
    .distinct('instance_id', 'sequence')
    .orderBy([{ column: 'instance_id' }, { column: 'sequence' }]);
  return (rows as Record<string, string>[]).map((row) => ({
    workflowId: workflowIdOf({ tenantId, definitionId: row.definition_id!, key: row.key! }),
    stored: JSON.parse(row.state!) as InstanceState,
    historySequences: history
      .filter((line: Record<string, unknown>) => line.instance_id === row.id)
      .map((line: Record<string, unknown>) => Number(line.sequence)),
  }));
}

/** One row per reason to write to somebody, with what became of the mail that carries it. */
export async function storedMailReasons(store: Store, tenantId: string): Promise<{ key: string; status: string }[]> {
  return store
    .tenant(tenantId)
    .from('mail_items as item')
    .join('mails as mail', 'mail.id', 'item.mail_id')
    .select('item.key', 'mail.status');
}
