import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import type sqlite3 from 'sqlite3';
import { migrations } from './migrations/index.ts';
import { keepPrepared } from './prepared.ts';

export type Row = Record<string, any>;
const handles = new WeakMap<Store, Knex>();

/** The open database. Rows of a firm are reached through `tenant`. */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres';
  tenant(tenantId: string): Scope;
  close(): Promise<void>;
}

/** One firm's rows. Everything that goes through it carries the firm's id; composite foreign keys hold the rest. */
export class Scope {
  readonly store: Store;
  readonly tenantId: string;
  /** For expressions inside a query of this scope, never for a query of its own. */
  readonly db: Knex;

  constructor(store: Store, tenantId: string, db: Knex) {
    this.store = store;
    this.tenantId = tenantId;
    this.db = db;
  }

  /** `table` or `table as t`, only this firm's rows. */
  from(table: string): Knex.QueryBuilder<any, any> {
    const alias = table.split(' as ').pop()!;
    return this.db(table).where(`${alias}.tenant_id`, this.tenantId);
  }

  insert(table: string, rows: Row | Row[]): Knex.QueryBuilder<any, any> {
    const list = Array.isArray(rows) ? rows : [rows];
    return this.db(table).insert(list.map((row) => ({ ...row, tenant_id: this.tenantId })));
  }

  /** One transaction; a scope that is in one already joins it. */
  async write<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
    if (this.db.isTransaction) return work(this);
    return transaction(this.store, (trx) => work(new Scope(this.store, this.tenantId, trx)));
  }
}

/** Joins a table of the same firm: `joined(q, 'clients as c', 'c.id', 'i.client_id')`. */
export function joined(query: Knex.QueryBuilder, table: string, column: string, other: string): Knex.QueryBuilder {
  const alias = column.split('.')[0];
  const otherAlias = other.split('.')[0];
  return query.leftJoin(table, (on) =>
    on.on(`${alias}.tenant_id`, '=', `${otherAlias}.tenant_id`).andOn(column, '=', other),
  );
}

/** The whole database, for the few modules that stand at the door, before it is known which firm comes in. */
export function acrossTenants(store: Store): Knex {
  const handle = handles.get(store);
  if (!handle) throw new Error('The store is closed.');
  return handle;
}

/**
 * A write transaction. SQLite: a transaction that reads before it writes fails with SQLITE_BUSY_SNAPSHOT, which no
 * busy_timeout waits for, when another process wrote in between; so the write lock is taken first.
 */
export async function transaction<T>(store: Store, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return acrossTenants(store).transaction(async (trx) => {
    if (store.dialect === 'sqlite') await trx.raw('delete from write_lock');
    return work(trx);
  });
}

/**
 * Statements of one transaction that do not need each other, sent without waiting in between. All have ended when it
 * throws the first error, so that none of them runs after the rollback.
 */
export async function together<T extends unknown[]>(...statements: { [K in keyof T]: PromiseLike<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(statements);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as T;
}

/** Serialises writers of the same thing until the transaction ends. SQLite has one writer anyway. */
export async function lock(store: Store, trx: Knex, name: string): Promise<void> {
  if (store.dialect === 'postgres') await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name]);
}

/** `url`: a file path, `sqlite:<path>` or `postgres://…`. */
export async function openStore(url: string): Promise<Store> {
  const postgres = /^postgres(ql)?:\/\//.test(url);
  const handle = postgres ? openPostgres(url) : openSqlite(url.replace(/^sqlite:(\/\/(?=\/))?/, ''));
  const store: Store = {
    dialect: postgres ? 'postgres' : 'sqlite',
    tenant: (tenantId) => new Scope(store, tenantId, acrossTenants(store)),
    close: async () => {
      handles.delete(store);
      await handle.destroy();
    },
  };
  handles.set(store, handle);
  try {
    await handle.raw('select 1');
  } catch (error) {
    await store.close();
    const place = postgres ? new URL(url).host : resolve(url);
    throw new Error(`The database at ${place} does not open: ${(error as Error).message}`, { cause: error });
  }
  return store;
}

/**
 * Brings the schema up to date, all of it or nothing. Not knex's own migrator: its lock is a row that stays behind when a
 * process is killed, and servers and workers that start together would stop at it.
 */
export async function migrate(store: Store): Promise<void> {
  const list = 'create table if not exists migrations (name text primary key)';
  if (store.dialect === 'sqlite') await acrossTenants(store).raw(list);
  await acrossTenants(store).transaction(async (trx) => {
    await lock(store, trx, 'migrations');
    if (store.dialect === 'postgres') await trx.raw(list);
    // Takes SQLite's write lock before the first read, as `transaction` does.
    await trx('migrations').where({ name: '' }).del();
    const done = new Set<string>(await trx('migrations').pluck('name'));
    for (const { name, up } of migrations.filter((migration) => !done.has(migration.name))) {
      await up(trx);
      await trx('migrations').insert({ name });
    }
  });
}

/** Errors are thrown to whoever asked; knex would print them as well. */
const quiet = { warn() {}, error() {}, deprecate() {}, debug() {} };

function openSqlite(path: string): Knex {
  const filename = resolve(path);
  mkdirSync(dirname(filename), { recursive: true });
  return knex({
    client: 'sqlite3',
    log: quiet,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      // The busy timeout first: switching to WAL needs the lock itself.
      afterCreate: (connection: sqlite3.Database, done: (error: Error | null, connection: unknown) => void) => {
        keepPrepared(connection);
        connection.exec(
          'pragma busy_timeout = 15000; pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;',
          (error: Error | null) => done(error, connection),
        );
      },
    },
  });
}

function openPostgres(connectionString: string): Knex {
  return knex({
    client: 'pg',
    log: quiet,
    connection: {
      connectionString,
      // bigint as number: positions and sizes stay far below 2^53.
      types: {
        getTypeParser: (oid: number, format: any) => (oid === 20 ? Number : pg.types.getTypeParser(oid, format)),
      },
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: 10 },
  });
}
