import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sqlite3 from 'sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepPrepared } from '../../server/store/prepared.ts';

let folder: string;
let open: sqlite3.Database[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'arende-prepared-'));
  open = [];
});
afterEach(async () => {
  for (const connection of open) await close(connection);
  await rm(folder, { recursive: true });
});

async function connect(): Promise<sqlite3.Database> {
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const made = new sqlite3.Database(path.join(folder, 'test.sqlite'), (error) =>
      error ? reject(error) : resolve(made),
    );
  });
  keepPrepared(connection);
  open.push(connection);
  await run(connection, 'pragma busy_timeout = 0');
  await run(connection, 'pragma journal_mode = wal');
  return connection;
}

/** Rejects also when the callback is called twice. */
function run(connection: sqlite3.Database, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    let calls = 0;
    connection.all(sql, values, (error: Error | null, rows: Record<string, unknown>[]) => {
      calls += 1;
      // What comes a second time comes with the next ticks.
      setTimeout(() => (calls > 1 ? reject(new Error('called twice')) : error ? reject(error) : resolve(rows)), 5);
    });
  });
}

const close = (connection: sqlite3.Database): Promise<void> => {
  open = open.filter((other) => other !== connection);
  return new Promise((resolve, reject) => connection.close((error) => (error ? reject(error) : resolve())));
};

const insert = 'insert into notes (id, text) values (?, ?)';
const select = 'select * from notes order by id';

async function table(): Promise<sqlite3.Database> {
  const connection = await connect();
  await run(connection, 'create table notes (id integer primary key, text text not null)');
  await run(connection, insert, [1, 'one']);
  return connection;
}

describe('statements that stay compiled', () => {
  test('are run again with other values, each with its own rows', async () => {
    const connection = await table();
    await Promise.all([2, 3, 4].map((id) => run(connection, insert, [id, String(id)])));
    const byId = 'select text from notes where id = ?';
    const rows = await Promise.all([4, 1, 3].map((id) => run(connection, byId, [id])));
    expect(rows).toEqual([[{ text: '4' }], [{ text: 'one' }], [{ text: '3' }]]);
    expect(await run(connection, byId, [9])).toEqual([]);
  });

  test('one that met a busy database stands in nobody’s way afterwards', async () => {
    const [first, second] = [await table(), await connect()];
    await run(first, 'begin immediate');
    await run(first, insert, [2, 'two']);
    await run(second, 'begin');
    await expect(run(second, insert, [3, 'three'])).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    await run(first, 'commit');
    await run(second, insert, [3, 'three']);
    await run(second, 'commit');
    expect(await run(first, select)).toHaveLength(3);
  });

  test('one that broke a constraint leaves its transaction able to go on and to commit', async () => {
    const connection = await table();
    await run(connection, 'begin');
    await run(connection, insert, [2, 'two']);
    await expect(run(connection, insert, [2, 'again'])).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
    await run(connection, insert, [3, 'three']);
    await run(connection, 'commit');
    expect((await run(connection, select)).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('one that does not compile says so once, and again the next time', async () => {
    const connection = await table();
    for (let time = 0; time < 2; time += 1) {
      await expect(run(connection, 'select text from nowhere')).rejects.toThrow(/no such table: nowhere/);
    }
    expect(await run(connection, select)).toHaveLength(1);
  });

  test('they see a schema that another connection has changed', async () => {
    const [first, second] = [await table(), await connect()];
    expect(await run(first, select)).toEqual([{ id: 1, text: 'one' }]);
    await run(second, "alter table notes add column tone text not null default 'calm'");
    expect(await run(first, select)).toEqual([{ id: 1, text: 'one', tone: 'calm' }]);
    await run(second, 'drop table notes');
    await expect(run(first, select)).rejects.toThrow(/no such table: notes/);
  });

  test('more of them than are kept work all the same', async () => {
    const connection = await table();
    for (let round = 0; round < 2; round += 1) {
      const rows = await Promise.all(
        Array.from({ length: 700 }, (_, number) => run(connection, `select ${number} as number`)),
      );
      expect(rows.map(([row]) => row!.number)).toEqual(rows.map((_, number) => number));
    }
  });

  test('a connection closes with them, and what it wrote is there for the next one', async () => {
    const connection = await table();
    await run(connection, select);
    await close(connection);
    expect(await run(await connect(), select)).toEqual([{ id: 1, text: 'one' }]);
  });
});
