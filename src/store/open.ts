import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import type { Checkpoint } from '#shared/checkpoint.ts';
import type { Ids } from '#shared/ids.ts';
import type { Logger } from '#shared/logger.ts';
import type { Store } from '#core/ports.ts';
import { databaseError } from './database-errors.ts';
import { EMBEDDED, embeddedDatabase, isFresh, openPGlite } from './embedded.ts';
import { lockFolder } from './folder-lock.ts';
import { openKeys } from './keys.ts';
import type { KeyOptions } from './keys.ts';
import { embeddedConnection, migrate, postgresConnection } from './migrate.ts';
import { createPool, describeUrl, postgresDatabase } from './postgres.ts';
import { keepPrepared, readPrepared } from './prepared.ts';
import { createPrisma } from './prisma.ts';
import { createStore } from './store.ts';

export interface OpenOptions {
  /** PostgreSQL; null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Folder of the embedded database and of keys that Tidemark makes itself; null keeps both in memory. */
  readonly dataDir: string | null;
  /** Base64 of 32 bytes each; null for one that is made and kept in `<dataDir>/keys`, or in memory. */
  readonly keys: KeyOptions;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly checkpoint: Checkpoint;
  /** A dumped data folder for the embedded database to start from (tests). */
  readonly snapshot?: Blob | File;
  /** Folder where an empty, migrated database is kept for the next fresh start; by default in `node_modules/.cache`. */
  readonly preparedDir?: string;
}

export interface OpenedStore {
  readonly store: Store;
  /** The embedded instance, for the queue to live in too; null on PostgreSQL. `store.close()` closes it. */
  readonly embedded: PGlite | null;
}

/**
 * Opens the database, brings it up to date and answers the store.
 *
 * Throws `DATA_LOCKED` when another process has the folder, `DATABASE_UNREACHABLE` when the database cannot be reached,
 * `DATABASE_FAILED` when a migration fails, `KEYS_INVALID` when the keys are not those of this database, and
 * `CONFIG_INVALID` when the connection string is none.
 */
export const openStore = (options: OpenOptions): Promise<OpenedStore> =>
  options.databaseUrl === null ? openEmbedded(options) : openPostgres(options, options.databaseUrl);

const openEmbedded = async (options: OpenOptions): Promise<OpenedStore> => {
  const { dataDir, keys, ids, logger } = options;
  const lock = dataDir === null ? null : await lockFolder(dataDir);
  let pglite: PGlite | undefined;
  try {
    const folder = dataDir === null ? null : join(dataDir, 'database');
    const fresh = options.snapshot === undefined && isFresh(folder);
    const prepared = fresh ? readPrepared(options.preparedDir) : null;
    pglite = await openPGlite(folder, options.snapshot ?? prepared ?? undefined);
    const instance = pglite;
    const database = embeddedDatabase(instance);
    await migrate(database, () => embeddedConnection(instance), EMBEDDED);
    if (fresh && prepared === null) await keepPrepared(instance, options.preparedDir);
    // One process at a time has this folder: whatever was being sent by the one before is free again.
    await database.query(`UPDATE outbox SET leased_until = 0 WHERE state = 'waiting'`);
    const { cipher, lookup } = await openKeys(database, keys, dataDir, ids, logger);
    const prisma = createPrisma({ pglite: instance });
    const close = async (): Promise<void> => {
      await prisma.close();
      await database.close();
      lock?.release();
    };
    return {
      store: createStore({ ...options, owner: ids.row(), database, prisma, cipher, lookup, where: EMBEDDED, close }),
      embedded: instance,
    };
  } catch (error) {
    await pglite?.close();
    lock?.release();
    throw error;
  }
};

const openPostgres = async (options: OpenOptions, databaseUrl: string): Promise<OpenedStore> => {
  const { dataDir, keys, ids, logger } = options;
  const where = describeUrl(databaseUrl);
  const pool = createPool(databaseUrl, logger);
  try {
    const database = postgresDatabase(pool, where);
    const { cipher, lookup } = await alone(pool, where, async () => {
      await migrate(database, () => postgresConnection(pool), where);
      return await openKeys(database, keys, dataDir, ids, logger);
    });
    const prisma = createPrisma({ pool });
    const close = async (): Promise<void> => {
      await prisma.close();
      await pool.end();
    };
    return {
      store: createStore({ ...options, owner: ids.row(), database, prisma, cipher, lookup, where, close }),
      embedded: null,
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

/** Any number; the same in every process, and not the one that Prisma's own commands take. */
const START_LOCK = 7_391_864_211_002;
/** How long (ms) a start waits for another process that is migrating. */
const START_WAIT_MS = 60_000;

/** Runs the first steps of a start while no other process of this database does. */
const alone = async <T>(pool: pg.Pool, where: string, work: () => Promise<T>): Promise<T> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw databaseError(error, where);
  });
  try {
    // A lock of the session would outlive a pooled connection; a transaction's ends with it, however it ends.
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${START_WAIT_MS}; SET LOCAL statement_timeout = 0`);
    // node-postgres reads `query_timeout` of a single query; its types don't say so.
    const takeLock = {
      text: 'SELECT pg_advisory_xact_lock($1::bigint)',
      values: [START_LOCK],
      query_timeout: 2 * START_WAIT_MS,
    };
    await client.query(takeLock);
    return await work();
  } catch (error) {
    throw databaseError(error, where);
  } finally {
    await client.query('COMMIT').catch(() => {});
    client.release();
  }
};
