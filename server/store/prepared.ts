import type sqlite3 from 'sqlite3';

type Callback = (this: unknown, error: Error | null, rows?: unknown) => void;
type Run = (sql: string, bindings: unknown[], callback: Callback) => unknown;

/** As many statements stay compiled in a connection; the hot ones are some tens. */
const kept = 300;

/**
 * Keeps what a connection has compiled. The driver compiles every statement anew, which is a way to its thread and back
 * of its own before the one that runs it. SQLite compiles again by itself when the schema has changed.
 */
export function keepPrepared(connection: sqlite3.Database): void {
  const statements = new Map<string, sqlite3.Statement>();
  const forget = (sql: string): void => {
    statements.get(sql)?.finalize();
    statements.delete(sql);
  };
  const prepare = (sql: string, callback: Callback): sqlite3.Statement => {
    const known = statements.get(sql);
    if (known) {
      // The least recently used goes first.
      statements.delete(sql);
      statements.set(sql, known);
      return known;
    }
    if (statements.size >= kept) forget(statements.keys().next().value!);
    const made = connection.prepare(sql, (error: Error | null) => {
      if (error) callback.call(made, error);
    });
    statements.set(sql, made);
    return made;
  };
  const using =
    (method: 'all' | 'run'): Run =>
    (sql, bindings, callback) => {
      const settled: Callback = function (error, rows) {
        // One that was stopped on its way (the database is busy) would stand in the way of every commit.
        if (error) forget(sql);
        callback.call(this, error, rows);
      };
      return prepare(sql, settled)[method](bindings, settled);
    };
  const close = connection.close.bind(connection);
  Object.assign(connection, {
    all: using('all'),
    run: using('run'),
    // A connection with compiled statements does not close.
    close: (callback: (error: Error | null) => void) => {
      for (const sql of [...statements.keys()]) forget(sql);
      close(callback);
    },
  });
}
