/**
 * The queue's servers as the tests use them: the real ones, each test under a queue name of its own, and every trace of
 * it removed afterwards.
 */
import { PGlite } from '@electric-sql/pglite';
import { createPostgresBackend, createRedisBackend, Queue as BullQueue } from 'bullmq';
import { randomBytes } from 'node:crypto';
import type { QueueBackend } from '#jobs/queue.ts';

export const DATABASE_URL = process.env['DATABASE_URL'];
export const REDIS_URL = process.env['REDIS_URL'];

/** A name that no other test, and no earlier run, has used. */
export const freshName = (): string => `test-${randomBytes(8).toString('hex')}`;

/** The embedded database in memory, opened as the application opens it. */
export const openPglite = (): Promise<PGlite> =>
  PGlite.create('memory://', { startParams: [...PGlite.defaultStartParams, '-c', 'search_path=public,bullmq'] });

export interface TestBackend {
  readonly kind: QueueBackend['kind'];
  readonly backend: QueueBackend;
  /** Removes everything that the queue of this name left. */
  clean(name: string): Promise<void>;
  close(): Promise<void>;
}

const postgres = (connectionString: string): TestBackend => ({
  kind: 'postgres',
  backend: { kind: 'postgres', connectionString },
  clean: async (name) => {
    const connection = { connectionString, schema: 'bullmq', max: 1 };
    const queue = new BullQueue(name, { connection, skipMetasUpdate: true }, createPostgresBackend);
    await queue.obliterate({ force: true });
    await queue.close();
  },
  close: async () => {},
});

const redis = (url: string): TestBackend => ({
  kind: 'redis',
  backend: { kind: 'redis', url },
  clean: async (name) => {
    const queue = new BullQueue(name, { connection: { url }, prefix: 'tidemark' }, createRedisBackend);
    await queue.obliterate({ force: true });
    await queue.close();
  },
  close: async () => {},
});

const embedded = async (): Promise<TestBackend> => {
  const pglite = await openPglite();
  return {
    kind: 'embedded',
    backend: { kind: 'embedded', pglite },
    clean: async () => {},
    close: () => pglite.close(),
  };
};

/** How to open each backend that is at hand here. */
export const AT_HAND: readonly (readonly [string, () => TestBackend | Promise<TestBackend>])[] = [
  ['embedded', embedded],
  ...(DATABASE_URL === undefined ? [] : [['postgres', () => postgres(DATABASE_URL)] as const]),
  ...(REDIS_URL === undefined ? [] : [['redis', () => redis(REDIS_URL)] as const]),
];
