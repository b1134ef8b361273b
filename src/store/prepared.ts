import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { readMigrations } from './migration-engine.ts';

/** Where tools of Node keep what they can make again. */
const PREPARED_FOLDER = fileURLToPath(new URL('../../node_modules/.cache/tidemark/', import.meta.url));

/** The first bytes of the file: the hash of the others. */
const DIGEST_BYTES = 32;

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Another PGlite or another history makes another database: each has a name of its own. */
const nameOf = (): string => {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const hash = createHash('sha256').update(readFileSync(manifest));
  hash.update(JSON.stringify(readMigrations().migrationDirectories));
  return `database-${hash.digest('hex').slice(0, 16)}.tar`;
};

/**
 * The empty, migrated database that an earlier start left in `folder`, for `openPGlite` to begin from: to make one takes
 * seconds. Null where there is none, or none that is whole. Never throws.
 */
export const readPrepared = (folder = PREPARED_FOLDER): Blob | null => {
  try {
    const file = readFileSync(join(folder, nameOf()));
    const bytes = file.subarray(DIGEST_BYTES);
    return digestOf(bytes).equals(file.subarray(0, DIGEST_BYTES)) ? new Blob([bytes]) : null;
  } catch {
    return null;
  }
};

/**
 * Keeps this empty, migrated database in `folder` for the next start, in place of what was there. Nobody can read half of
 * it. Where it cannot be written, nothing happens: a start then takes its seconds. Never throws.
 */
export const keepPrepared = async (pglite: PGlite, folder = PREPARED_FOLDER): Promise<void> => {
  let draft: string | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    draft = mkdtempSync(join(folder, 'draft-'));
    // Whoever begins from it need not replay what was written so far.
    await pglite.exec('CHECKPOINT');
    const bytes = new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
    const path = join(draft, 'database.tar');
    writeFileSync(path, digestOf(bytes));
    writeFileSync(path, bytes, { flag: 'a' });
    for (const old of readdirSync(folder)) {
      if (old.startsWith('database-')) rmSync(join(folder, old), { recursive: true });
    }
    renameSync(path, join(folder, nameOf()));
  } catch {
    // A full disk, a folder of somebody else's: the database itself is open and well.
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
};
