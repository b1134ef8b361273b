import { createRedisBackend } from 'bullmq';
import { Redis, type Callback, type RedisOptions } from 'ioredis';
import type { Logger } from '#shared/logger.ts';
import { CONNECT_MS, unreachable, whereabouts, type Backend, type Server } from './backend.ts';
import { within } from './within.ts';

/** How an operator knows it. */
export const redisAt = (url: string): Server => ({
  name: 'Redis',
  where: whereabouts(url, '6379'),
  mend: 'Start Redis there, or mend REDIS_URL.',
});

/** Redis is asked again after 0.2 s, 0.4 s, … at most 5 s. */
const retryStrategy = (times: number): number => Math.min(times * 200, 5_000);

/** A replica that was a primary a moment ago refuses to write: the address now leads elsewhere. */
const reconnectOnError = (error: Error): boolean => error.message.startsWith('READONLY');

/**
 * BullMQ reads the eviction policy out of INFO on each connection and prints a bare line if it dislikes it. The policy
 * is logged properly once (see `openRedis`), so that line is left out of what BullMQ reads; ioredis, which asks with a
 * callback whether Redis is still loading, gets the whole. Copies are treated alike, and always have a listener: ioredis
 * prints the errors of a client that has none.
 */
const quiet = (client: Redis): Redis => {
  const info = client.info.bind(client);
  const duplicate = client.duplicate.bind(client);
  const own = { configurable: true, writable: true };
  Object.defineProperties(client, {
    info: {
      ...own,
      value: async (callback?: Callback<string>) =>
        callback === undefined ? (await info()).replace(/^maxmemory_policy:.*\r?\n/m, '') : info(callback),
    },
    duplicate: { ...own, value: (override?: Partial<RedisOptions>) => quiet(duplicate(override)) },
  });
  client.on('error', () => {});
  return client;
};

/**
 * The queue in Redis. Resolves once Redis answers; rejects with `QUEUE_UNREACHABLE` if it does not within five seconds.
 * Two connections here and one that the worker blocks on: what asks (a sweep that hands over hints) fails at once when
 * Redis is away and is tried again by the next tick, while what works waits for Redis to come back, to finish its job.
 */
export const openRedis = async (url: string, prefix: string, logger: Logger): Promise<Backend> => {
  const common = { lazyConnect: true, connectTimeout: CONNECT_MS, retryStrategy, reconnectOnError };
  const working = new Redis(url, { ...common, maxRetriesPerRequest: null });
  let fault: unknown = new Error('no answer');
  working.on('error', (error: unknown) => {
    fault = error;
  });
  const asking = new Redis(url, { ...common, maxRetriesPerRequest: 1 });
  asking.on('error', () => {});
  const close = (): Promise<void> => {
    working.disconnect();
    asking.disconnect();
    return Promise.resolve();
  };
  const reach = async (): Promise<string> => {
    await Promise.all([working.connect(), asking.connect()]);
    return working.info('memory');
  };
  const reached = reach();
  const there = await within(CONNECT_MS + 1_000, reached).catch((error: unknown) => {
    // The client's own error says less ("Connection is closed.") than the event before it.
    if (fault instanceof Error && fault.message === 'no answer') fault = error;
    return false;
  });
  if (!there) {
    await close();
    throw unreachable(redisAt(url), fault);
  }
  const policy = /^maxmemory_policy:([\w-]+)/m.exec(await reached)?.[1] ?? 'noeviction';
  if (policy !== 'noeviction') {
    logger.warn(
      { policy },
      'Redis may drop the queue when its memory is full: set its maxmemory-policy to noeviction.',
    );
  }
  quiet(working);
  quiet(asking);
  return {
    factory: (name, options, extra) => {
      const connection = extra?.withBlockingConnection === true ? working : asking;
      const prefixed = { ...options, prefix, connection };
      return createRedisBackend(name, prefixed, extra);
    },
    drainDelay: 5,
    close,
  };
};
