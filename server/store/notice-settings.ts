import type { InstanceState } from '../../definitions/index.ts';
import type { Row, Scope } from './connection.ts';

/** A client's instances of these definitions; at most 500. */
export async function instancesOfClient(
  scope: Scope,
  clientId: string,
  definitionIds: string[],
): Promise<{ id: string; definitionId: string; state: InstanceState }[]> {
  const rows: Row[] = await scope
    .from('instances')
    .where({ client_id: clientId })
    .whereIn('definition_id', definitionIds)
    .orderBy('id')
    .limit(500)
    .select('id', 'definition_id', 'state');
  return rows.map(({ id, definition_id, state }) => ({
    id,
    definitionId: definition_id,
    state: JSON.parse(state) as InstanceState,
  }));
}

/** The newest instance of a definition of which there is something to say. */
export async function newestInstance(scope: Scope, definitionId: string): Promise<InstanceState | null> {
  const row: Row | undefined = await scope
    .from('instances')
    .where({ definition_id: definitionId })
    .orderBy([
      { column: 'stepped_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('state');
  return row ? (JSON.parse(row.state) as InstanceState) : null;
}
