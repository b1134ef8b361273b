import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { TidemarkError } from '#shared/errors.ts';
import { quietImport } from './quiet-import.ts';

/** sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Holds a data folder against a second process until `release` is called or the process dies, however it dies: it is a
 * lock of the operating system on an SQLite file, so nothing stale is left behind. Throws `DATA_LOCKED` when held, and
 * `DATABASE_UNREACHABLE` when the folder cannot be written.
 */
export const lockFolder = async (dataDir: string): Promise<{ release(): void }> => {
  const sqlite = await quietImport(() => import('node:sqlite'), /SQLite/);
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    lock = new sqlite.DatabaseSync(join(dataDir, 'lock.sqlite'));
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new TidemarkError(
        'DATA_LOCKED',
        `The data folder ${dataDir} is in use by another process.`,
        'Stop the other process, or give this one a folder of its own (--data DIR), or use PostgreSQL (DATABASE_URL) for several processes.',
        error,
      );
    }
    throw new TidemarkError(
      'DATABASE_UNREACHABLE',
      `The data folder ${dataDir} cannot be used.`,
      'Make it a folder that this user can write, on a disk with space.',
      error,
    );
  }
  const held = lock;
  return { release: () => held.close() };
};
