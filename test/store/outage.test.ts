import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckpointName } from '#shared/checkpoint.ts';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { TidemarkError } from '#shared/errors.ts';
import { randomIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import type { Store } from '#core/ports.ts';
import { openStore } from '#store/open.ts';
import { createDatabase, POSTGRES_URL, testKeys } from '../support/database.ts';
import { heard, look, NOON, say, sent, turn, writes } from './turns.ts';

const base = { dataDir: null, ids: randomIds(() => 0), logger: silentLogger };

/** A wire to the database that can be cut. */
const createWire = async (target: URL) => {
  const open = new Set<Socket>();
  let up = true;
  const server: Server = createServer((client) => {
    if (!up) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port === '' ? 5432 : target.port), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    cut() {
      up = false;
      for (const socket of open) socket.destroy();
    },
    mend() {
      up = true;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

describe.skipIf(POSTGRES_URL === null)('a database that goes away', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let wire: Awaited<ReturnType<typeof createWire>>;
  let store: Store;
  const keys = testKeys();
  let atPoint: (point: CheckpointName) => void = noCheckpoint;
  beforeAll(async () => {
    database = await createDatabase();
    const target = new URL(database.url);
    wire = await createWire(target);
    const through = new URL(database.url);
    through.hostname = '127.0.0.1';
    through.port = String(wire.port);
    ({ store } = await openStore({
      ...base,
      databaseUrl: through.href,
      keys,
      checkpoint: (point) => atPoint(point),
    }));
  });
  afterAll(async () => {
    await store.close();
    await wire.close();
    await database.drop();
  });
  const unreachable = { code: 'DATABASE_UNREACHABLE', mend: expect.stringContaining(`127.0.0.1:`) };

  it('fails turns with a clear error while it is gone, and serves them when it is back', async () => {
    await turn(store, heard('ada'), { session: { n: 1 } });
    wire.cut();
    const message = heard('ada');
    await expect(turn(store, message)).rejects.toMatchObject(unreachable);
    await expect(store.ping()).rejects.toMatchObject(unreachable);
    await expect(store.glance(message.from)).rejects.toMatchObject(unreachable);
    await expect(store.claimOutbox(NOON, 1, 1)).rejects.toMatchObject(unreachable);
    await expect(store.getSetting('x')).rejects.toMatchObject(unreachable);
    wire.mend();
    await expect(store.ping()).resolves.toBeUndefined();
    expect((await look(store, 'ada')).session).toEqual({ n: 1 });
    expect(await turn(store, message)).toMatchObject({ outcome: 'handled' });
  });

  it.each(['tx-begun', 'tx-locked', 'tx-loaded', 'tx-decided', 'tx-written'] as const)(
    'leaves nothing half done when it goes at %s, and the repeated message is handled once',
    async (point) => {
      const who = `gone-${point}`;
      const message = heard(who);
      const decide = { session: { handled: true }, outbox: [say('answer')] };
      atPoint = (at) => {
        if (at === point) wire.cut();
      };
      await expect(turn(store, message, decide)).rejects.toMatchObject(unreachable);
      atPoint = noCheckpoint;
      wire.mend();
      expect(await store.glance(message.from)).toBeNull();
      expect(sent(await turn(store, message, decide))).toEqual(['answer']);
      expect(await turn(store, message, decide)).toEqual({ outcome: 'duplicate' });
    },
  );

  it('survives an administrator who ends all of its connections', async () => {
    // A store of its own that has used nothing but the pool: no other listener keeps the process alive for it.
    const { store: fresh } = await openStore({ ...base, databaseUrl: database.url, keys, checkpoint: noCheckpoint });
    await turn(fresh, heard('bea'), { session: { n: 1 } });
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await admin.end();
    // The first turn may still be given a connection that was ended; after that one it is well again.
    await turn(fresh, heard('bea'), (state) => writes({ session: state.session })).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    });
    expect((await look(fresh, 'bea')).session).toEqual({ n: 1 });
    await fresh.close();
  });
});

/** The error with which an opening fails. */
const failure = async (databaseUrl: string): Promise<TidemarkError> => {
  const error: unknown = await openStore({ ...base, databaseUrl, keys: testKeys(), checkpoint: noCheckpoint }).then(
    () => null,
    (fault: unknown) => fault,
  );
  if (error instanceof TidemarkError) return error;
  throw new Error('it opened');
};

describe('a database that cannot be reached at the start', () => {
  it('is named with host, port and database, and never with the password', async () => {
    const error = await failure('postgresql://tide:very-secret@127.0.0.1:1/tidemark');
    expect(error.code).toBe('DATABASE_UNREACHABLE');
    expect(`${error.message} ${error.mend}`).toContain('127.0.0.1:1/tidemark');
    expect(`${error.message} ${error.mend} ${String(error.cause)} ${JSON.stringify(error)}`).not.toContain(
      'very-secret',
    );
  });

  it('is told apart from a connection string that is none', async () => {
    const error = await failure('very-secret not a url');
    expect(error.code).toBe('CONFIG_INVALID');
    expect(`${error.message} ${error.mend}`).not.toContain('very-secret');
  });

  it.skipIf(POSTGRES_URL === null)('tells that the database itself is missing', async () => {
    const url = new URL(POSTGRES_URL ?? '');
    url.pathname = '/tidemark_no_such_database';
    const error = await failure(url.href);
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', mend: expect.stringContaining('createdb') });
  });
});
