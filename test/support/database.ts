/**
 * A fresh store for a test, on the embedded database and, when DATABASE_URL is set, on PostgreSQL too:
 *
 *     describeOnEachDatabase('the outbox', (open) => {
 *       it('keeps the order of a chat', async () => {
 *         const { store } = await open();
 *         …
 *       });
 *     });
 *
 * Every `open()` answers an empty, migrated database of its own; all are closed and dropped after the block. Opening
 * takes about half a second, so tests that don't disturb each other share one: `beforeAll(async () => { … = await open() })`.
 * Outside of such a block, `openTestStore` opens one on the embedded database; close its store yourself.
 */
import { randomBytes } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { Client, Pool } from 'pg';
import { afterAll, describe } from 'vitest';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { randomIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import type { Store } from '#core/ports.ts';
import { openStore } from '#store/open.ts';
import type { OpenOptions } from '#store/open.ts';
import { readPrepared } from '#store/prepared.ts';

/** The environment's PostgreSQL; null where there is none. */
export const POSTGRES_URL = process.env['DATABASE_URL'] ?? null;

/** An opened store, and a way to look at its rows behind its back. */
export interface TestStore {
  readonly store: Store;
  readonly embedded: PGlite | null;
  /** The fresh database's own connection string; null on the embedded one. */
  readonly databaseUrl: string | null;
  /** The keys that it was opened with: for a second store over the same database. */
  readonly keys: { readonly encryption: string; readonly lookup: string };
  /** Runs one statement beside the store. */
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>;
}

export type OpenTestStore = (overrides?: Partial<OpenOptions>) => Promise<TestStore>;

/** New keys in the form of the configuration. */
export const testKeys = (): { encryption: string; lookup: string } => ({
  encryption: randomBytes(32).toString('base64'),
  lookup: randomBytes(32).toString('base64'),
});

/** A migrated, empty embedded database, as the program itself keeps one for its next fresh start. */
export const migratedSnapshot = async (): Promise<Blob> => {
  const kept = readPrepared();
  if (kept !== null) return kept;
  const { store } = await openTestStore();
  await store.close();
  const made = readPrepared();
  if (made === null) throw new Error('no prepared database could be kept in node_modules/.cache');
  return made;
};

/** Opens a store on a fresh embedded database. Close it with `store.close()`. */
export const openTestStore: OpenTestStore = async (overrides = {}) => {
  const keys = testKeys();
  const { store, embedded } = await openStore({
    databaseUrl: null,
    dataDir: null,
    keys,
    ids: randomIds(() => 1_700_000_000_000),
    logger: silentLogger,
    checkpoint: noCheckpoint,
    ...overrides,
  });
  if (embedded === null) throw new Error('this helper opens the embedded database');
  return {
    store,
    embedded,
    databaseUrl: null,
    keys,
    query: async <Row>(text: string, params: readonly unknown[] = []) =>
      (await embedded.query<Row>(text, [...params])).rows,
  };
};

/** Makes an empty PostgreSQL database beside the environment's; `drop` removes it, whoever is still connected. */
export const createDatabase = async (): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  if (POSTGRES_URL === null) throw new Error('DATABASE_URL is not set');
  const name = `tidemark_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const admin = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: POSTGRES_URL });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await admin(`CREATE DATABASE ${name}`);
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
};

/** Runs a block of tests on the embedded database and, where DATABASE_URL is set, on PostgreSQL. */
export const describeOnEachDatabase = (
  name: string,
  body: (open: OpenTestStore, kind: 'embedded' | 'postgres') => void,
): void => {
  describe(`${name}, embedded`, () => {
    const opened: Store[] = [];
    afterAll(async () => {
      for (const store of opened) await store.close();
    });
    body(async (overrides) => {
      const test = await openTestStore(overrides);
      opened.push(test.store);
      return test;
    }, 'embedded');
  });

  describe.skipIf(POSTGRES_URL === null)(`${name}, on PostgreSQL`, () => {
    const undo: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const step of undo.toReversed()) await step();
    });
    body(async (overrides = {}) => {
      const database = await createDatabase();
      undo.push(() => database.drop());
      const keys = testKeys();
      const { store } = await openStore({
        databaseUrl: database.url,
        dataDir: null,
        keys,
        ids: randomIds(() => 1_700_000_000_000),
        logger: silentLogger,
        checkpoint: noCheckpoint,
        ...overrides,
      });
      undo.push(() => store.close());
      const aside = new Pool({ connectionString: database.url, max: 1 });
      aside.on('error', () => {});
      undo.push(() => aside.end());
      return {
        store,
        embedded: null,
        databaseUrl: database.url,
        keys,
        query: async (text, params = []) => (await aside.query(text, [...params])).rows,
      };
    }, 'postgres');
  });
};
