import { Queue as BullQueue } from 'bullmq';
import type { Chores, Queue } from '#core/ports.ts';
import { TidemarkError } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';
import { unreachable, type Backend, type Server } from './backend.ts';
import { due, dueOptions, duePayload } from './chores/due.ts';
import { EMBEDDED, openEmbedded } from './embedded.ts';
import { watchOutage, type Outage } from './outage.ts';
import type { EmbeddedDatabase } from './pglite-pool.ts';
import { openPostgres, postgresAt } from './postgres.ts';
import { openRedis, redisAt } from './redis.ts';
import { keepTicks, type JobQueue, type Ticking } from './ticks.ts';
import { within } from './within.ts';
import { createWorker, JOBS } from './worker.ts';

/** Where the queue lives; the operator's settings decide. */
export type QueueBackend =
  | { readonly kind: 'redis'; readonly url: string }
  | { readonly kind: 'postgres'; readonly connectionString: string }
  | { readonly kind: 'embedded'; readonly pglite: EmbeddedDatabase };

export interface QueueOptions {
  readonly backend: QueueBackend;
  readonly logger: Logger;
  /** Milliseconds of real time between two sweeps, and between two deliveries. */
  readonly sweepEveryMs?: number;
  /** Tells apart several queues on one server. No colon. */
  readonly name?: string;
  /** Jobs at once in this process. At most three of them are ticks, so fewer than four can hold up what is due. */
  readonly concurrency?: number;
  /** How long `stop` waits (ms) for what is running before it lets go of it. */
  readonly stopWithinMs?: number;
}

/** Everything on Redis is under this prefix. */
const PREFIX = 'tidemark';
/** A server that has not answered by then (ms) can't be reached. */
const REACH_MS = 9_000;
/** Each connection gets this long (ms) to close in good order. */
const CLOSE_MS = 2_000;
/** Events are for onlookers, and there are none: BullMQ would keep 10,000. */
const KEPT_EVENTS = 100;

const open = ({ backend, logger }: QueueOptions): Promise<Backend> | Backend => {
  if (backend.kind === 'redis') return openRedis(backend.url, PREFIX, logger);
  if (backend.kind === 'postgres') return openPostgres(backend.connectionString);
  return openEmbedded(backend.pglite);
};

const serverOf = (backend: QueueBackend): Server => {
  if (backend.kind === 'redis') return redisAt(backend.url);
  if (backend.kind === 'postgres') return postgresAt(backend.connectionString);
  return EMBEDDED;
};

const connect = (name: string, backend: Backend, outage: Outage): JobQueue => {
  const queue: JobQueue = new BullQueue(
    name,
    { connection: {}, streams: { events: { maxLen: KEPT_EVENTS } } },
    backend.factory,
  );
  queue.on('error', (error) => outage.noticed(error));
  return queue;
};

/** Runs the closings one after the other, each at most `CLOSE_MS`; one that fails does not keep the others open. */
const closeAll = async (outage: Outage, closings: readonly (() => Promise<unknown>)[]): Promise<void> => {
  for (const close of closings) await within(CLOSE_MS, close()).catch((error: unknown) => outage.noticed(error));
};

/** Starts a queue and answers how to stop it. Leaves nothing open where it rejects. */
const run = async (options: QueueOptions, chores: Chores): Promise<() => Promise<void>> => {
  const { logger, name = 'chores', sweepEveryMs = 5_000, concurrency = 8, stopWithinMs = 10_000 } = options;
  const outage = watchOutage(logger);
  const closings: (() => Promise<unknown>)[] = [];
  try {
    const backend = await open(options);
    closings.unshift(() => backend.close());
    const queue = connect(name, backend, outage);
    closings.unshift(() => queue.close());
    const hint = async (occurrenceId: string): Promise<void> => {
      await queue.add(due.id, duePayload.parse({ occurrenceId }), dueOptions(occurrenceId));
    };
    const worker = createWorker(name, backend, { concurrency, hands: { chores, hint }, logger, outage });
    closings.unshift(() => worker.close(true));

    const ticks = JOBS.flatMap(({ id, tick }): Ticking[] =>
      tick === null ? [] : [{ id, every: tick.every === 'sweep' ? sweepEveryMs : tick.every, attempts: tick.attempts }],
    );
    const keeper = keepTicks(queue, ticks, outage);
    closings.unshift(() => Promise.resolve(keeper.stop()));
    const ready = async (): Promise<void> => {
      await queue.waitUntilReady();
      await worker.waitUntilReady();
      await keeper.start();
    };
    if (!(await within(REACH_MS, ready()))) throw new Error('no answer');
    worker.run().catch((error: unknown) => outage.noticed(error));

    return async () => {
      keeper.stop();
      const finished = await within(stopWithinMs, worker.pause()).catch((error: unknown) => outage.noticed(error));
      if (finished === false) logger.warn({}, 'A chore did not end in time; the queue closes without it.');
      await closeAll(outage, closings);
    };
  } catch (error) {
    await closeAll(outage, closings);
    throw error instanceof TidemarkError ? error : unreachable(serverOf(options.backend), error);
  }
};

/**
 * The queue: it ticks, hands what is due to the chores, and carries nothing but ids. Nothing is opened before `start`,
 * which rejects with `QUEUE_UNREACHABLE` within ten seconds when the server can't be used. Later losses of the server
 * are logged and waited out. `stop` waits for running chores up to `stopWithinMs` and closes every connection; what was
 * left running is taken up by another process or by a later sweep. Several processes may share one queue by its name.
 */
export const createQueue = (options: QueueOptions): Queue => {
  let running: Promise<() => Promise<void>> | null = null;
  return {
    start: async (chores) => {
      if (running !== null) throw new Error('The queue was started before');
      running = run(options, chores);
      try {
        await running;
      } catch (error) {
        running = null;
        throw error;
      }
    },
    stop: async () => {
      const started = running;
      running = null;
      const stop = await started?.catch(() => null);
      await stop?.();
    },
  };
};
