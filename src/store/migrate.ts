import type { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { databaseError } from './database-errors.ts';
import { readMigrations, withEngine } from './migration-engine.ts';
import type { EngineConnection } from './migration-engine.ts';
import type { Sql } from './sql.ts';

/** The engine's connection to the embedded database. The adapter's own `executeScript` does not wait for its end. */
export const embeddedConnection = async (pglite: PGlite): Promise<EngineConnection> => {
  const adapter = await new PrismaPGlite(pglite).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: async (script) => {
      await pglite.exec(script);
    },
    startTransaction: (isolation) => adapter.startTransaction(isolation),
    dispose: () => Promise.resolve(),
  };
};

/**
 * The engine's connection to PostgreSQL. The adapter's own `executeScript` cuts a script at every semicolon and runs the
 * pieces one by one; sent whole, it is one transaction, so that a migration is applied altogether or not at all.
 */
export const postgresConnection = async (pool: pg.Pool): Promise<EngineConnection> => {
  const adapter = await new PrismaPg(pool).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: async (script) => {
      await pool.query(script);
    },
    startTransaction: (isolation) => adapter.startTransaction(isolation),
    dispose: () => adapter.dispose(),
  };
};

const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Applies what the history on disk has and the database has not, and answers the names. Reads the history table first:
 * the usual start, with nothing to do, need not load the engine. Several processes must take turns (see `open.ts`).
 */
export const migrate = async (
  sql: Sql,
  connect: () => Promise<EngineConnection>,
  where: string,
): Promise<readonly string[]> => {
  const migrationsList = readMigrations();
  const [table] = await sql.query<{ found: string | null }>(
    `SELECT to_regclass('public._prisma_migrations')::text AS found`,
  );
  if (typeof table?.found === 'string') {
    const rows = await sql.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const applied = new Set(rows.map((row) => row.migration_name));
    if (migrationsList.migrationDirectories.every(({ path }) => applied.has(path))) return [];
  }
  try {
    return await withEngine(connect, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTER });
      return appliedMigrationNames;
    });
  } catch (error) {
    throw databaseError(error, where);
  }
};
