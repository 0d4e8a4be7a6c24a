import type { JsonObject, Text } from '../../definitions/language/types.ts';
import { renewAudiences } from './audiences.ts';
import { noteChanges } from './changes.ts';
import { type ClientDetails, columnsOf } from './clients.ts';
import { lock, type Row, type Scope } from './connection.ts';
import { type Client, clientOf } from './directory.ts';
import { addRoots } from './folders.ts';
import { newId } from './ids.ts';

/** What a row says: fields that the file has no column for are left as they are, null empties one. */
export interface ImportContent {
  externalId?: string;
  name?: string;
  organisationNumber?: string | null;
  responsibleId?: string | null;
  startMonth?: string | null;
  active?: boolean;
  properties: JsonObject;
}

export interface CellProblem {
  column: Text;
  value: string;
  text: Text;
}

export type ImportOutcome = 'create' | 'update' | 'unchanged' | 'rejected' | 'created' | 'updated';

export interface ImportRow {
  line: number;
  content: ImportContent;
  problems: CellProblem[];
  outcome: ImportOutcome;
}

export interface Import {
  id: string;
  name: string;
  createdAt: string;
  status: 'checked' | 'applying' | 'done';
  /** Headings that name no column of the register. */
  ignored: string[];
  counts: Record<ImportOutcome, number>;
}

const keptMs = 24 * 3_600_000;
const batchRows = 250;

/** Keeps a checked file until it is applied; what was never applied goes away after a day. */
export async function openImport(scope: Scope, input: { name: string; userId: string; now: string }): Promise<string> {
  const before = new Date(Date.parse(input.now) - keptMs).toISOString();
  const old: string[] = await scope.from('client_imports').where('created_at', '<', before).pluck('id');
  await scope.from('client_import_rows').whereIn('import_id', old).del();
  await scope.from('client_imports').whereIn('id', old).del();
  const id = newId('m');
  const row = {
    id,
    name: input.name,
    created_at: input.now,
    created_by: input.userId,
    status: 'checked',
    ignored: '[]',
  };
  await scope.insert('client_imports', row);
  return id;
}

export async function addImportRows(scope: Scope, importId: string, rows: ImportRow[]): Promise<void> {
  const list = rows.map(({ line, content, problems, outcome }) => ({
    import_id: importId,
    line,
    // A rejected row is shown with what is wrong in it; the rest of it is of no use.
    content: outcome === 'create' || outcome === 'update' ? JSON.stringify(content) : '',
    problems: JSON.stringify(problems),
    outcome,
  }));
  if (list.length > 0) await scope.insert('client_import_rows', list);
}

export async function setIgnored(scope: Scope, importId: string, ignored: string[]): Promise<void> {
  await scope
    .from('client_imports')
    .where({ id: importId })
    .update({ ignored: JSON.stringify(ignored) });
}

export async function importById(scope: Scope, id: string): Promise<Import | null> {
  const row: Row | undefined = await scope.from('client_imports').where({ id }).first();
  if (!row) return null;
  const counted: Row[] = await scope
    .from('client_import_rows')
    .where({ import_id: id })
    .groupBy('outcome')
    .select('outcome', scope.db.raw('count(*) as n'));
  const counts = { create: 0, update: 0, unchanged: 0, rejected: 0, created: 0, updated: 0 };
  for (const { outcome, n } of counted) counts[outcome as ImportOutcome] = Number(n);
  const { name, status } = row;
  return { id, name, createdAt: row.created_at, status, ignored: JSON.parse(row.ignored), counts };
}

/** Rejected rows in the order of the file, one more than the limit when there are more. */
export async function rejectedRows(
  scope: Scope,
  importId: string,
  page: { after: number; limit: number },
): Promise<Pick<ImportRow, 'line' | 'problems'>[]> {
  const rows: Row[] = await scope
    .from('client_import_rows')
    .where({ import_id: importId, outcome: 'rejected' })
    .where('line', '>', page.after)
    .orderBy('line')
    .limit(page.limit + 1);
  return rows.map((row) => ({ line: row.line, problems: JSON.parse(row.problems) }));
}

interface KnownClients {
  byExternalId: Map<string, Client>;
  byNumber: Map<string, Client>;
}

/** A client without a number of the firm's own goes by its organisation number. */
const externalIdIn = ({ externalId, organisationNumber }: ImportContent): string =>
  externalId ?? organisationNumber ?? '';

/** The client that a row is about. */
export function clientIn({ byExternalId, byNumber }: KnownClients, content: ImportContent): Client | undefined {
  const byId = byExternalId.get(externalIdIn(content));
  return content.externalId ? byId : (byNumber.get(content.organisationNumber ?? '') ?? byId);
}

/** Clients by their external id and by their number, of those named; the oldest where two have one number. */
export async function clientsInFile(
  scope: Scope,
  names: { externalIds: string[]; numbers: string[] },
): Promise<KnownClients> {
  const rows: Row[] = await scope
    .from('clients')
    .where((w) => w.whereIn('external_id', names.externalIds).orWhereIn('organisation_number', names.numbers))
    .orderBy('id', 'desc');
  const clients = rows.map(clientOf);
  return {
    byExternalId: new Map(clients.map((client) => [client.externalId, client])),
    byNumber: new Map(
      clients.flatMap((client) => (client.organisationNumber ? [[client.organisationNumber, client] as const] : [])),
    ),
  };
}

/** What the register would say of a client after a row. */
export function detailsAfter(content: ImportContent, before: Client | undefined): ClientDetails {
  const properties = { ...before?.properties };
  for (const [name, value] of Object.entries(content.properties)) {
    if (value === null) delete properties[name];
    else properties[name] = value;
  }
  return {
    name: content.name ?? before?.name ?? '',
    organisationNumber:
      content.organisationNumber === undefined ? (before?.organisationNumber ?? null) : content.organisationNumber,
    properties,
    startMonth: content.startMonth === undefined ? (before?.startMonth ?? null) : content.startMonth,
    responsibleId: content.responsibleId === undefined ? (before?.responsibleId ?? null) : content.responsibleId,
    active: content.active ?? before?.active ?? true,
  };
}

/**
 * Applies the next rows of an import, each of them whole or not at all, and says how it stands. To be called until it is
 * `done`; whoever comes after an end in between goes on where it was.
 */
export async function applyImport(scope: Scope, importId: string): Promise<Import> {
  await scope.write(async (tx) => {
    await lock(tx.store, tx.db, `client-import/${importId}`);
    const rows: Row[] = await tx
      .from('client_import_rows')
      .where({ import_id: importId })
      .whereIn('outcome', ['create', 'update'])
      .orderBy('line')
      .limit(batchRows);
    const contents = rows.map((row) => JSON.parse(row.content) as ImportContent);
    const known = await clientsInFile(tx, {
      externalIds: contents.map((content) => externalIdIn(content)),
      numbers: contents.flatMap(({ externalId, organisationNumber }) => (externalId ? [] : (organisationNumber ?? []))),
    });
    const [created, updated]: [number[], number[]] = [[], []];
    const added: Row[] = [];
    for (const [index, content] of contents.entries()) {
      const before = clientIn(known, content);
      const after = detailsAfter(content, before);
      (before ? updated : created).push(rows[index]!.line);
      if (!before) {
        added.push({ id: newId('c'), external_id: externalIdIn(content), stage: 'active', ...columnsOf(after) });
        continue;
      }
      await tx.from('clients').where({ id: before.id }).update(columnsOf(after));
      await tx.from('instances').where({ client_id: before.id, done: 0 }).update({ change_pending: 1 });
      if (before.responsibleId !== after.responsibleId) await renewAudiences(tx, before.id);
    }
    if (added.length > 0) await tx.insert('clients', added);
    await addRoots(
      tx,
      added.map(({ id }) => id),
    );
    await settle(tx, importId, created, 'created');
    await settle(tx, importId, updated, 'updated');
    const status = rows.length < batchRows ? 'done' : 'applying';
    await tx.from('client_imports').where({ id: importId }).update({ status });
    if (rows.length > 0) await noteChanges(tx, [{ topic: 'client' }]);
  });
  return (await importById(scope, importId))!;
}

async function settle(tx: Scope, importId: string, lines: number[], outcome: ImportOutcome): Promise<void> {
  if (lines.length === 0) return;
  const rows = tx.from('client_import_rows').where({ import_id: importId }).whereIn('line', lines);
  await rows.update({ outcome, content: '' });
}
