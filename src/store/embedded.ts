import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { TidemarkError } from '#shared/errors.ts';
import { databaseError } from './database-errors.ts';
import type { Database, Sql } from './sql.ts';
import { TRANSACTION_TIMEOUT_MS } from './sql.ts';

/** What the embedded database is called in error messages. */
export const EMBEDDED = 'embedded in this process';

/** True where `openPGlite` would make a new database: in memory (null), and in a folder that holds none. */
export const isFresh = (folder: string | null): boolean => folder === null || !existsSync(join(folder, 'PG_VERSION'));

/**
 * Opens the embedded database in a folder, or in memory for null. `-F` would turn fsync off and lose committed messages
 * on a power cut; the schema `bullmq` is on the path because the queue lives in the same instance (it may not exist yet).
 *
 * @param snapshot a dumped data folder to start from
 */
export const openPGlite = async (folder: string | null, snapshot?: Blob | File): Promise<PGlite> => {
  const startParams = PGlite.defaultStartParams
    .filter((param) => param !== '-F')
    .map((param) => (param.startsWith('search_path=') ? 'search_path=public,bullmq' : param));
  try {
    if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
    return await PGlite.create({
      startParams,
      ...(folder === null ? {} : { dataDir: folder }),
      ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
    });
  } catch (error) {
    throw new TidemarkError(
      'DATABASE_UNREACHABLE',
      'The embedded database could not be opened.',
      `Check that the data folder can be written and has space; if it is damaged, restore it from a backup.`,
      error instanceof Error ? new Error(error.name) : undefined,
    );
  }
};

const on = (target: Pick<PGlite, 'query'>): Sql => ({
  async query<Row>(text: string, params: readonly unknown[] = []) {
    try {
      return (await target.query<Row>(text, [...params])).rows;
    } catch (error) {
      throw databaseError(error, EMBEDDED);
    }
  },
});

/** The database over one PGlite instance, shared with the queue: it has one connection, so transactions take turns. */
export const embeddedDatabase = (pglite: PGlite): Database => {
  return {
    ...on(pglite),
    async transaction(work) {
      let late = false;
      let give: (() => void) | undefined;
      const waiting = new Promise<never>((_resolve, reject) => {
        const timer = setTimeout(() => {
          late = true;
          reject(new TidemarkError('DATABASE_FAILED', 'The embedded database was busy for too long.', 'Try again.'));
        }, TRANSACTION_TIMEOUT_MS);
        give = () => clearTimeout(timer);
      });
      const run = pglite
        .transaction(async (tx) => {
          give?.();
          // The caller has been told that this failed: it must not happen behind their back.
          if (late) throw new TidemarkError('DATABASE_FAILED', 'A transaction began too late.', 'Try again.');
          return await work(on(tx));
        })
        .finally(() => give?.());
      try {
        return await Promise.race([run, waiting]);
      } catch (error) {
        if (late) run.catch(() => {});
        throw isDriverError(error) ? databaseError(error, EMBEDDED) : error;
      }
    },
    close: () => pglite.close(),
  };
};

/** BEGIN and COMMIT answer with the driver's own errors; statements inside have been translated already. */
const isDriverError = (error: unknown): boolean =>
  error instanceof Error && ('severity' in error || /PGlite|aborted/.test(`${error.name} ${error.message}`));
