import type { PGlite } from '@electric-sql/pglite';
import { runMigrations } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PglitePool } from '#jobs/pglite-pool.ts';
import { createQueue } from '#jobs/queue.ts';
import { silentLogger } from '#shared/logger.ts';
import { freshName, openPglite } from './backends.ts';
import { chores, Tally } from './chores.ts';

let pglite: PGlite;
let pool: PglitePool;

beforeAll(async () => {
  pglite = await openPglite();
  await pglite.exec('CREATE TABLE public.moment (id text PRIMARY KEY)');
});
beforeEach(async () => {
  pool = new PglitePool(pglite);
  await pglite.exec('DELETE FROM public.moment');
});
afterAll(() => pglite.close());

const ids = async (): Promise<readonly string[]> => {
  const { rows } = await pglite.query<{ id: string }>('SELECT id FROM public.moment ORDER BY id');
  return rows.map((row) => row.id);
};

describe('a client of the embedded pool', () => {
  test('has the database for itself between BEGIN and ROLLBACK: what others write meanwhile is kept', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO public.moment VALUES ($1)', ['mine']);
    // Begun while the transaction is open: were it let in, it would be rolled back with it.
    const other = pglite.query('INSERT INTO public.moment VALUES ($1)', ['theirs']);
    const pooled = pool.query('INSERT INTO public.moment VALUES ($1)', ['pooled']);
    await client.query('ROLLBACK');
    await Promise.all([other, pooled]);
    expect(await ids()).toEqual(['pooled', 'theirs']);
    client.release();
  });

  test('keeps what it committed, and the next transaction of the same client is its own', async () => {
    const client = await pool.connect();
    for (const id of ['first', 'second']) {
      await client.query('BEGIN');
      await client.query('INSERT INTO public.moment VALUES ($1)', [id]);
      await client.query('COMMIT');
    }
    client.release();
    expect(await ids()).toEqual(['first', 'second']);
  });

  test('that is given back in the middle of a transaction undoes it and lets the others in', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO public.moment VALUES ($1)', ['half']);
    client.release();
    expect(await ids()).toEqual([]);
    await expect(client.query('SELECT 1')).rejects.toThrow('given back');
  });

  test('can roll back after a statement failed, as a migration that breaks does', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await expect(client.query('INSERT INTO public.nowhere VALUES (1)')).rejects.toMatchObject({ code: '42P01' });
    await client.query('ROLLBACK');
    client.release();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('two clients that both want a transaction take turns', async () => {
    const order: string[] = [];
    const work = async (id: string): Promise<void> => {
      const client = await pool.connect();
      await client.query('BEGIN');
      order.push(`${id} begins`);
      await client.query('INSERT INTO public.moment VALUES ($1)', [id]);
      order.push(`${id} ends`);
      await client.query('COMMIT');
      client.release();
    };
    await Promise.all([work('one'), work('two')]);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  test('hears the channel that it listens to, until it is given back, and holds nothing up meanwhile', async () => {
    const client = await pool.connect();
    const heard: unknown[] = [];
    const said = new Tally();
    client.on('notification', (message) => {
      heard.push(message);
      said.add();
    });
    await client.query('-- which jobs wait\nLISTEN moments;\n');
    await pool.query(`SELECT pg_notify('moments', $1)`, ['one']);
    await said.reaches(1);
    expect(heard).toEqual([{ channel: 'moments', payload: 'one' }]);
    client.release();
    await pool.query(`SELECT pg_notify('moments', $1)`, ['two']);
    await pool.end();
    expect(heard).toHaveLength(1);
  });

  test('migrates once, however many ask for it at the same time', async () => {
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    await Promise.all(clients.map((client) => runMigrations(client, 'bullmq')));
    for (const client of clients) client.release();
    const { rows } = await pglite.query<{ times: number }>(
      'SELECT version, count(*) AS times FROM bullmq.migration GROUP BY version',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
  });

  test('an ended pool takes nothing new and leaves the database open', async () => {
    await pool.end();
    await expect(pool.query('SELECT 1')).rejects.toThrow('after calling end on the pool');
    await expect(pool.connect()).rejects.toThrow('after calling end on the pool');
    expect(await ids()).toEqual([]);
  });
});

// The application and the queue share one connection: a statement of one inside a transaction of the other would be
// undone with it, and a wait of one for the other would never end.
test('forty transactions of the application and forty jobs beside each other are all right', async () => {
  const done = new Tally();
  const taken: string[] = [];
  const queue = createQueue({
    backend: { kind: 'embedded', pglite },
    logger: silentLogger,
    name: freshName(),
    sweepEveryMs: 20,
  });
  const store = (id: string): Promise<unknown> =>
    pglite
      .transaction(async (transaction) => {
        await transaction.query('INSERT INTO public.moment VALUES ($1)', [id]);
        await transaction.query('SELECT count(*) FROM public.moment');
        if (id.startsWith('undone')) throw new Error('rolled back');
      })
      .catch(() => null);
  await queue.start(
    chores({
      sweep: async (enqueue) => {
        if (taken.length === 0) await Promise.all(Array.from({ length: 40 }, (_, index) => enqueue(`job${index}`)));
      },
      due: async (id) => {
        taken.push(id);
        await store(`due-${id}`);
        done.add();
      },
    }),
  );
  const transactions = Array.from({ length: 40 }, (_, index) =>
    store(`${index % 2 === 0 ? 'kept' : 'undone'}${index}`),
  );
  await Promise.all([...transactions, done.reaches(40)]);
  await queue.stop();
  const kept = await ids();
  expect(kept.filter((id) => id.startsWith('kept'))).toHaveLength(20);
  expect(kept.filter((id) => id.startsWith('undone'))).toEqual([]);
  expect(new Set(taken).size).toBe(40);
  expect(kept.filter((id) => id.startsWith('due-'))).toHaveLength(40);
});
