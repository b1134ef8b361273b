/** A first start on the embedded database: the seconds that a database takes to make are spent once. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPrepared } from '#store/prepared.ts';
import { openTestStore } from '../support/database.ts';
import { look } from './turns.ts';

const scratch = mkdtempSync(join(tmpdir(), 'tidemark-prepared-'));
const preparedDir = join(scratch, 'cache');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The one file of the cache. */
const prepared = (): string => {
  const [name, ...others] = readdirSync(preparedDir);
  expect(others).toEqual([]);
  return join(preparedDir, name ?? '');
};

/** Opens a fresh database, uses it, and answers what tells two databases apart: those made apart have two identifiers. */
const identity = async (options: { preparedDir: string; dataDir?: string }): Promise<unknown> => {
  const opened = await openTestStore(options);
  try {
    expect((await look(opened.store, 'ada')).isNew).toBe(true);
    const [row] = await opened.query('SELECT system_identifier::text AS id FROM pg_control_system()');
    return row?.['id'];
  } finally {
    await opened.store.close();
  }
};

describe('a fresh embedded database', () => {
  let first: unknown;
  beforeAll(async () => {
    first = await identity({ preparedDir });
  });

  it('is made once, then taken from the one before, empty: in memory and in a folder', async () => {
    expect(await identity({ preparedDir })).toBe(first);
    const dataDir = join(scratch, 'data');
    expect(await identity({ preparedDir, dataDir })).toBe(first);
  });

  it('never begins from a damaged one: that one is replaced', async () => {
    const whole = readFileSync(prepared());
    const changed = Buffer.from(whole);
    changed[20_000_000] = (changed[20_000_000] ?? 0) ^ 1;
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, 5_000_000), changed]) {
      writeFileSync(prepared(), bytes);
      expect(readPrepared(preparedDir)).toBeNull();
    }
    const made = await identity({ preparedDir });
    expect(made).not.toBe(first);
    expect(await identity({ preparedDir })).toBe(made);
  });

  it('opens where nothing can be kept', async () => {
    const file = join(scratch, 'a file');
    writeFileSync(file, '');
    expect(await identity({ preparedDir: join(file, 'below it') })).toBeDefined();
  });
});
