import { acrossTenants, type Row, type Store } from './connection.ts';

/** Runs a statement with `?` for its values; answers the rows that it returns. */
export type Run = (sql: string, values?: unknown[]) => Promise<Row[]>;

/**
 * For the few statements that every act takes: written out, and straight to a connection of the pool. Putting them
 * together anew each time would cost about as much as running them.
 */
async function direct<T>(store: Store, work: (run: Run) => Promise<T>): Promise<T> {
  const { client } = acrossTenants(store);
  const connection = await client.acquireConnection();
  try {
    return await work(store.dialect === 'postgres' ? onPostgres(connection) : onSqlite(connection));
  } finally {
    await client.releaseConnection(connection);
  }
}

/** One statement, outside of every transaction. */
export const directly = (store: Store, sql: string, values: unknown[]): Promise<Row[]> =>
  direct(store, (run) => run(sql, values));

/**
 * A transaction whose first statement changes a row, which takes SQLite's write lock by itself (see `transaction`).
 * Null takes back what was written.
 */
export function directTransaction<T>(store: Store, work: (run: Run) => Promise<T | null>): Promise<T | null> {
  return direct(store, async (run) => {
    await run('begin');
    try {
      const result = await work(run);
      await run(result === null ? 'rollback' : 'commit');
      return result;
    } catch (error) {
      // A database that went away, or took it back by itself, has nothing left to take back.
      await run('rollback').catch(() => undefined);
      throw error;
    }
  });
}

/** `insert into …` for rows of a firm that have the same columns. */
export function insertion(tenantId: string, table: string, rows: Row[]): [sql: string, values: unknown[]] {
  const columns = ['tenant_id', ...Object.keys(rows[0]!)];
  const marks = `(${columns.map(() => '?').join(', ')})`;
  const names = columns.map((column) => `"${column}"`).join(', ');
  return [
    `insert into ${table} (${names}) values ${rows.map(() => marks).join(', ')}`,
    rows.flatMap((row) => [tenantId, ...Object.values(row)]),
  ];
}

interface SqliteConnection {
  all(sql: string, values: unknown[], callback: (error: Error | null, rows: Row[]) => void): void;
}

const onSqlite =
  (connection: SqliteConnection): Run =>
  (sql, values = []) =>
    new Promise((resolve, reject) => {
      connection.all(sql, values, (error, rows) => (error ? reject(error) : resolve(rows)));
    });

interface PostgresConnection {
  query(sql: string, values: unknown[]): Promise<{ rows: Row[] }>;
}

/** One after another: its driver does not take a statement while another runs. */
function onPostgres(connection: PostgresConnection): Run {
  let last: Promise<unknown> = Promise.resolve();
  return (sql, values = []) => {
    let number = 0;
    const numbered = sql.replaceAll('?', () => `$${++number}`);
    const result = last.then(() => connection.query(numbered, values));
    last = result.catch(() => undefined);
    return result.then(({ rows }) => rows);
  };
}
