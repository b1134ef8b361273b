import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TidemarkError } from '#shared/errors.ts';
import type { Ids } from '#shared/ids.ts';
import type { Logger } from '#shared/logger.ts';
import { createCipher, KEY_BYTES, unwrapKey, wrapKey } from './encryption.ts';
import type { Cipher } from './encryption.ts';
import { createLookup } from './lookup.ts';
import type { Lookup } from './lookup.ts';
import type { Sql } from './sql.ts';

/** Base64 of 32 bytes each; null for one that Tidemark makes and keeps itself. */
export interface KeyOptions {
  readonly encryption: string | null;
  readonly lookup: string | null;
}

type KeyName = keyof KeyOptions;

const parseKey = (text: string, name: string): Buffer => {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new TidemarkError(
    'KEYS_INVALID',
    `The ${name} key is not ${KEY_BYTES} bytes in base64.`,
    'Make one with: openssl rand -base64 32',
  );
};

/**
 * Where the keys come from: the configuration, else `<dataDir>/keys`, else memory.
 */
const keySource = (options: KeyOptions, dataDir: string | null, ids: Ids, logger: Logger) => {
  const folder = dataDir === null ? null : join(dataDir, 'keys');
  const existing = (name: KeyName): Buffer | null => {
    const configured = options[name];
    if (configured !== null) return parseKey(configured, name);
    if (folder === null || !existsSync(join(folder, `${name}.key`))) return null;
    const path = join(folder, `${name}.key`);
    if ((statSync(path).mode & 0o077) !== 0) logger.warn({ key: name }, 'A key file can be read by other users.');
    return parseKey(readFileSync(path, 'utf8'), name);
  };
  const make = (name: KeyName): Buffer => {
    const key = randomBytes(KEY_BYTES);
    if (folder === null) return key;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Written aside and linked: two processes that start at once end up with one key, and never with half of one.
    const path = join(folder, `${name}.key`);
    const draft = `${path}.${ids.row()}.${process.pid}`;
    writeFileSync(draft, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    try {
      linkSync(draft, path);
      return key;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        return parseKey(readFileSync(path, 'utf8'), name);
      throw new TidemarkError(
        'KEYS_INVALID',
        `The key file ${path} cannot be written.`,
        'Make the data folder writable.',
        error,
      );
    } finally {
      unlinkSync(draft);
    }
  };
  return { existing, make };
};

interface DataKeyRow {
  readonly id: number;
  readonly wrapped: Uint8Array;
  readonly lookup_check: string;
}

/**
 * Opens the data keys of a database, or makes the first one where there is none. To be called under the migration lock.
 * Throws `KEYS_INVALID` when the keys are missing or are not those that the rows were written with: nothing must be
 * written with other keys, or nobody's history would be found again.
 */
export const openKeys = async (
  sql: Sql,
  options: KeyOptions,
  dataDir: string | null,
  ids: Ids,
  logger: Logger,
): Promise<{ cipher: Cipher; lookup: Lookup }> => {
  const source = keySource(options, dataDir, ids, logger);
  const rows = await sql.query<DataKeyRow>('SELECT id, wrapped, lookup_check FROM data_key ORDER BY id');
  if (rows.length === 0) {
    const master = source.existing('encryption') ?? source.make('encryption');
    const lookup = createLookup(source.existing('lookup') ?? source.make('lookup'));
    const dataKey = randomBytes(KEY_BYTES);
    await sql.query(`INSERT INTO data_key (id, wrapped, lookup_check) VALUES (1, decode($1, 'base64'), $2)`, [
      wrapKey(master, 1, dataKey).toString('base64'),
      lookup.check(),
    ]);
    return { cipher: createCipher(new Map([[1, dataKey]])), lookup };
  }
  const master = source.existing('encryption');
  const lookupKey = source.existing('lookup');
  if (master === null || lookupKey === null) {
    throw new TidemarkError(
      'KEYS_INVALID',
      'This database was written with keys that are not here.',
      'Put back the folder "keys" of the data folder, or set the two keys that the database was made with.',
    );
  }
  const lookup = createLookup(lookupKey);
  const dataKeys = new Map<number, Uint8Array>();
  for (const row of rows) {
    const key = unwrapKey(master, row.id, row.wrapped);
    if (key === null) throw wrongKey('encryption');
    if (row.lookup_check !== lookup.check()) throw wrongKey('lookup');
    dataKeys.set(row.id, key);
  }
  return { cipher: createCipher(dataKeys), lookup };
};

const wrongKey = (name: KeyName): TidemarkError =>
  new TidemarkError(
    'KEYS_INVALID',
    `The ${name} key is not the one that this database was written with.`,
    'Set the key that it was made with. Without it, what is sealed can never be read.',
  );
