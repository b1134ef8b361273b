import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { randomIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import { embeddedConnection } from '#store/migrate.ts';
import { PRISMA_FOLDER, readMigrations, withEngine } from '#store/migration-engine.ts';
import { openStore } from '#store/open.ts';
import { createDatabase, describeOnEachDatabase, openTestStore, POSTGRES_URL, testKeys } from '../support/database.ts';
import type { TestStore } from '../support/database.ts';
import { heard, look } from './turns.ts';

const filters = { externalTables: [], externalEnums: [] };

describe('the migration history', () => {
  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
  });
  afterAll(() => test.store.close());
  const engine = <T>(work: Parameters<typeof withEngine<T>>[1]): Promise<T> => {
    const { embedded } = test;
    if (embedded === null) throw new Error('not embedded');
    return withEngine(() => embeddedConnection(embedded), work);
  };
  /** What would have to change in the migrated database to make it what `schema.prisma` says. */
  const drift = async (): Promise<string | null> => {
    const path = join(PRISMA_FOLDER, 'schema.prisma');
    const files = [{ path, content: readFileSync(path, 'utf8') }];
    const from = { tag: 'schemaDatasource', files, configDir: PRISMA_FOLDER } as const;
    const { stdout } = await engine((prisma) =>
      prisma.diff({ from, to: { tag: 'schemaDatamodel', files }, script: true, exitCode: null, filters }),
    );
    return stdout;
  };

  it('makes exactly the tables that the schema describes', async () => {
    expect(await drift()).toMatch(/empty migration/i);
    // The comparison would show a difference.
    await test.query('ALTER TABLE member DROP COLUMN country');
    expect(await drift()).toContain('ALTER TABLE "member" ADD COLUMN     "country" TEXT');
    await test.query('ALTER TABLE member ADD COLUMN country TEXT');
  });

  it('applies nothing a second time', async () => {
    const migrationsList = readMigrations();
    expect(await engine((prisma) => prisma.applyMigrations({ migrationsList, filters }))).toEqual({
      appliedMigrationNames: [],
    });
  });

  it('never lets the database tell the time: no column has a default but a counter', async () => {
    const defaults = await test.query<{ column_default: string }>(
      `SELECT column_default FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' AND column_default IS NOT NULL`,
    );
    expect(defaults.length).toBeGreaterThan(0);
    for (const { column_default } of defaults) expect(column_default).toMatch(/^nextval\(/);
  });
});

describe.skipIf(POSTGRES_URL === null)('a first start of several processes at once', () => {
  it('migrates once, makes one data key, and serves all of them', async () => {
    const database = await createDatabase();
    const keys = testKeys();
    const start = () =>
      openStore({
        databaseUrl: database.url,
        dataDir: null,
        keys,
        ids: randomIds(() => 0),
        logger: silentLogger,
        checkpoint: noCheckpoint,
      });
    const stores = await Promise.all([start(), start(), start(), start()]);
    try {
      const { member } = await look(stores[0].store, 'ada');
      // Each finds the person that another one made: they share the look-up key and the data key.
      for (const { store } of stores) expect((await look(store, 'ada')).member.id).toBe(member.id);
      expect(await stores[1].store.exportMember(member.id, 0)).toBeDefined();
    } finally {
      for (const { store } of stores) await store.close();
      await database.drop();
    }
  });
});

describeOnEachDatabase('a migrated database', (open) => {
  it('names its migration in the history table that Prisma reads', async () => {
    const test = await open();
    const rows = await test.query(`SELECT migration_name, finished_at IS NOT NULL AS finished FROM _prisma_migrations`);
    expect(rows).toEqual(
      readMigrations().migrationDirectories.map(({ path }) => ({ migration_name: path, finished: true })),
    );
    expect((await look(test.store, heard('x').from.accountId)).isNew).toBe(true);
  });
});
