import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { randomIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import { openStore } from '#store/open.ts';
import type { OpenedStore, OpenOptions } from '#store/open.ts';
import { migratedSnapshot, testKeys } from '../support/database.ts';
import { DAY, fillEveryTable, look, NOON } from './turns.ts';

describe('a data folder', () => {
  let dataDir = '';
  const opened: OpenedStore[] = [];
  const open = async (overrides: Partial<OpenOptions> = {}): Promise<OpenedStore> => {
    const keys = { encryption: null, lookup: null };
    const base = {
      databaseUrl: null,
      dataDir,
      keys,
      ids: randomIds(() => 0),
      logger: silentLogger,
      checkpoint: noCheckpoint,
    };
    const store = await openStore({ ...base, ...overrides });
    opened.push(store);
    return store;
  };
  /** Opens the folder for the first time, from a migrated snapshot to spare the seconds of making a database. */
  const begin = async (): Promise<OpenedStore> => open({ snapshot: await migratedSnapshot() });

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  });
  afterEach(async () => {
    for (const { store } of opened.splice(0)) await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('keeps everything when it is closed and opened again', async () => {
    const first = await begin();
    const memberId = await fillEveryTable(first.store);
    const before = await first.store.exportMember(memberId, NOON);
    await first.store.close();
    const second = await open();
    expect(await second.store.exportMember(memberId, NOON)).toEqual(before);
    expect((await look(second.store, 'nobody else', NOON + DAY)).isNew).toBe(true);
  });

  it('writes through to the disk before it says that a message is kept', async () => {
    const { embedded } = await begin();
    expect((await embedded?.query('SHOW fsync'))?.rows).toEqual([{ fsync: 'on' }]);
    expect((await embedded?.query('SHOW search_path'))?.rows).toEqual([{ search_path: 'public,bullmq' }]);
  });

  it('is refused to a second process while the first lives, and free the moment the first is killed', async () => {
    await (await begin()).store.close();
    const holder = spawn(process.execPath, [fileURLToPath(new URL('hold-folder.ts', import.meta.url)), dataDir], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const complaints: string[] = [];
    holder.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
    const [said] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    expect(`${String(said)}${complaints.join('')}`).toBe('open\n');
    await expect(open()).rejects.toMatchObject({ code: 'DATA_LOCKED', mend: expect.stringContaining('DATABASE_URL') });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const { store } = await open();
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('is refused to a second opening in the same process, and free again after closing', async () => {
    const first = await begin();
    await expect(open()).rejects.toMatchObject({ code: 'DATA_LOCKED' });
    await first.store.close();
    await expect(open()).resolves.toBeDefined();
  });

  it('holds keys that only its owner can read', async () => {
    await begin();
    const keys = join(dataDir, 'keys');
    expect(readdirSync(keys).toSorted()).toEqual(['encryption.key', 'lookup.key']);
    for (const name of readdirSync(keys)) expect(statSync(join(keys, name)).mode & 0o777).toBe(0o600);
  });

  it('is not opened with other keys than its own, and not without any', async () => {
    const { store } = await begin();
    await store.close();
    const right = {
      encryption: readFileSync(join(dataDir, 'keys/encryption.key'), 'utf8'),
      lookup: readFileSync(join(dataDir, 'keys/lookup.key'), 'utf8'),
    };
    const wrong = testKeys();
    await expect(open({ keys: { ...right, encryption: wrong.encryption } })).rejects.toMatchObject({
      code: 'KEYS_INVALID',
      message: expect.stringContaining('encryption'),
    });
    await expect(open({ keys: { ...right, lookup: wrong.lookup } })).rejects.toMatchObject({
      code: 'KEYS_INVALID',
      message: expect.stringContaining('lookup'),
    });
    await expect(open({ keys: { encryption: 'c2hvcnQ=', lookup: null } })).rejects.toMatchObject({
      code: 'KEYS_INVALID',
    });
    renameSync(join(dataDir, 'keys'), join(dataDir, 'elsewhere'));
    await expect(open()).rejects.toMatchObject({ code: 'KEYS_INVALID', mend: expect.stringContaining('keys') });
    // None of the refusals made keys that would stand in the way of putting back the right ones.
    expect(readdirSync(dataDir)).not.toContain('keys');
    await (await open({ keys: right })).store.close();
  });

  it('gives a clear error when it cannot be used', async () => {
    writeFileSync(join(dataDir, 'database'), 'not a folder');
    await expect(open()).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    const file = join(dataDir, 'database', 'below a file');
    await expect(open({ dataDir: file })).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining(file),
    });
  });
});
