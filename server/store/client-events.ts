import type { IsoInstant } from '../../definitions/language/types.ts';
import type { Row, Scope } from './connection.ts';

/** What has happened at a client since a moment, and what waits for it now, as far as the company itself may know. */
export interface ClientEvents {
  /** Written in its channels and in comments that both sides see. */
  messages: number;
  /** New in folders that the company may read. */
  documents: number;
  /** What the company has to do, and how much of it is late. */
  tasks: number;
  lateTasks: number;
  /** Tasks of cases in these working areas, whoever is to do them. */
  ofDefinitions: number;
}

export async function clientEvents(
  scope: Scope,
  clientId: string,
  { since, now, definitionIds }: { since: IsoInstant; now: IsoInstant; definitionIds: string[] },
): Promise<ClientEvents> {
  const count = async (query: ReturnType<Scope['from']>): Promise<number> => {
    const row: Row | undefined = await query.count('* as n').first();
    return Number(row?.n ?? 0);
  };
  const messages = scope
    .from('messages as m')
    .join('threads as t', (on) => on.on('t.tenant_id', '=', 'm.tenant_id').andOn('t.id', '=', 'm.thread_id'))
    .where('t.client_id', clientId)
    .whereNot('t.kind', 'firm')
    .where('m.created_at', '>', since)
    .whereNull('m.deleted_at');
  const documents = scope
    .from('documents as d')
    .join('folders as f', (on) => on.on('f.tenant_id', '=', 'd.tenant_id').andOn('f.id', '=', 'd.folder_id'))
    .where('d.client_id', clientId)
    .whereIn('f.client_access', ['read', 'edit'])
    .whereNull('d.trash_id')
    .where('d.uploaded_at', '>', since);
  const ofCompany = scope.from('users as u').where('u.role', 'client').select(scope.db.raw(`'user:' || u.id`));
  const open = () =>
    scope
      .from('tasks as t')
      .where('t.client_id', clientId)
      .where((any) => any.where('t.audience', 'client').orWhereIn('t.audience', ofCompany));
  const ofAreas = scope
    .from('tasks as t')
    .join('instances as i', (on) => on.on('i.tenant_id', '=', 't.tenant_id').andOn('i.id', '=', 't.instance_id'))
    .where('t.client_id', clientId)
    .whereIn('i.definition_id', definitionIds);
  return {
    messages: await count(messages),
    documents: await count(documents),
    tasks: await count(open()),
    lateTasks: await count(open().where('t.due_sort', '<', now)),
    ofDefinitions: await count(ofAreas),
  };
}
