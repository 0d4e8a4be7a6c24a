import type { LogLine } from '../../definitions/engine/types.ts';
import { type ClientFacts, clientFactsColumns, clientFactsOf } from './audiences.ts';
import { joined, type Row, type Scope, type Store } from './connection.ts';
import { directly } from './direct.ts';

/** As many lines of a history are shown, the newest. */
const shownLines = 500;

export type InstanceRow = Row & { facts: ClientFacts };
export type InstanceWithHistory = InstanceRow & { history: (LogLine & { sequence: number })[] };

/** What it takes to hand an act to an instance. */
export interface AddressedInstance {
  client_id: string | null;
  definition_id: string;
  key: string;
  facts: ClientFacts;
}

/** For a statement in which `b` names the firm; takes the id of the instance. `addressedIn` reads the columns. */
export const addressedInstance = `
  left join instances i on i.tenant_id = b.tenant_id and i.id = ?
  left join clients c on c.tenant_id = i.tenant_id and c.id = i.client_id`;
export const addressedColumns = `i.definition_id as instance_definition_id, i."key" as instance_key,
  i.client_id as instance_client_id, ${clientFactsColumns}`;

export function addressedIn(row: Row): AddressedInstance | null {
  const { instance_definition_id: definition_id = null, instance_key: key, instance_client_id: client_id } = row;
  return definition_id === null ? null : { client_id, definition_id, key, facts: clientFactsOf(row) };
}

/** One instance with its client, its responsible and its client's facts; null when the firm has none of that id. */
export async function instanceRow(scope: Scope, id: string): Promise<InstanceRow | null> {
  const row = await read(scope, id, clientFactsColumns);
  return row ? { ...row, facts: clientFactsOf(row) } : null;
}

/** As `instanceRow`, with the newest lines of its history, oldest first: one statement, so both are of one moment. */
export async function instanceWithHistory(scope: Scope, id: string): Promise<InstanceWithHistory | null> {
  const row = await read(scope, id, `${clientFactsColumns}, ${historyColumn(scope.store)}`);
  if (!row) return null;
  const lines: Row[] = (typeof row.lines === 'string' ? JSON.parse(row.lines) : row.lines) ?? [];
  const history = lines.reverse().map(({ sequence, content }) => ({ sequence, ...(content as LogLine) }));
  return { ...row, facts: clientFactsOf(row), history };
}

async function read(scope: Scope, id: string, columns: string): Promise<Row | undefined> {
  const statement = `select i.*, c.name as client_name, r.name as responsible_name, ${columns} from instances i
    left join clients c on c.tenant_id = i.tenant_id and c.id = i.client_id
    left join users r on r.tenant_id = i.tenant_id and r.id = i.responsible_id
    where i.tenant_id = ? and i.id = ?`;
  const [row] = await directly(scope.store, statement, [scope.tenantId, id]);
  return row;
}

function historyColumn({ dialect }: Store): string {
  const lines =
    dialect === 'postgres'
      ? "json_agg(json_build_object('sequence', h.sequence, 'content', h.content::json))"
      : "json_group_array(json_object('sequence', h.sequence, 'content', json(h.content)))";
  return `(select ${lines} from (select sequence, content from history
     where tenant_id = i.tenant_id and instance_id = i.id order by sequence desc, line desc limit ${shownLines}) h) as lines`;
}

/** The facts of an inbox's or board's row, with the clients that `clientsWithoutUsers` found. */
export const factsOfRow = (row: Row, vacant: Set<string>): ClientFacts => ({
  responsibleId: row.responsible_id,
  absentId: row.absent_responsible_id,
  hasUsers: !vacant.has(row.client_id),
});

/** Which of these clients have nobody to act for them. */
export async function clientsWithoutUsers(scope: Scope, clientIds: string[]): Promise<Set<string>> {
  const wanted = [...new Set(clientIds)];
  if (wanted.length === 0) return new Set();
  const query = scope.from('memberships as m').whereIn('m.client_id', wanted);
  const rows: string[] = await joined(query, 'users as u', 'u.id', 'm.user_id')
    .where({ 'u.role': 'client', 'u.active': 1 })
    .distinct('m.client_id')
    .pluck('m.client_id');
  const staffed = new Set(rows);
  return new Set(wanted.filter((id) => !staffed.has(id)));
}
