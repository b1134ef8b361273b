import type { IQueueBackend, Queue } from 'bullmq';
import { setTimeout as pause } from 'node:timers/promises';
import type { Tick } from './chores/definition.ts';
import type { Outage } from './outage.ts';

export type JobQueue = Queue<unknown, void, string, unknown, void, string, IQueueBackend, object>;

/** A kind of job that comes back by itself, and how often (ms of real time). */
export interface Ticking {
  readonly id: string;
  readonly every: number;
  readonly attempts: Tick['attempts'];
}

/** Failed ticks that stay visible in the queue; they hold no payload and no message. */
const KEPT_FAILURES = 20;
/** The first wait (ms) before a failed tick is tried again; it doubles. */
const BACKOFF_MS = 60_000;
/** So many ticks may be missed before the schedule counts as broken. */
const PATIENCE = 3;

const plan = (queue: JobQueue, tick: Ticking): Promise<unknown> =>
  queue.upsertJobScheduler(
    tick.id,
    { every: tick.every },
    {
      name: tick.id,
      data: {},
      opts: {
        removeOnComplete: true,
        removeOnFail: { count: KEPT_FAILURES },
        stackTraceLimit: 0,
        attempts: tick.attempts,
        backoff: { type: 'exponential', delay: BACKOFF_MS },
      },
    },
  );

/**
 * Keeps the ticks coming. A job scheduler lives in the queue alone: it is gone when Redis was emptied, and stands still
 * when the job that should have planned the next one was lost. So each process looks now and then, and plans anew what
 * is missing or has not moved. Planning twice changes nothing, so any number of processes may do it.
 */
export const keepTicks = (queue: JobQueue, ticks: readonly Ticking[], outage: Outage) => {
  const lookEvery = PATIENCE * Math.min(...ticks.map((tick) => tick.every));
  const stopping = new AbortController();
  const next = new Map<string, number | undefined>();

  const look = async (tick: Ticking, first: boolean): Promise<void> => {
    const known = await queue.getJobScheduler(tick.id);
    const still = known?.next === next.get(tick.id) && tick.every <= lookEvery;
    const changed = first && known?.every !== tick.every;
    if (known === undefined || changed || (still && !first)) await plan(queue, tick);
    next.set(tick.id, known?.next);
  };

  const keep = async (): Promise<void> => {
    for (;;) {
      try {
        await pause(lookEvery, undefined, { signal: stopping.signal });
      } catch {
        return;
      }
      await Promise.all(ticks.map((tick) => look(tick, false))).catch((error: unknown) => outage.noticed(error));
    }
  };

  return {
    /** Plans what is not planned yet; rejects if the queue can't be written. From then on it looks by itself. */
    start: async (): Promise<void> => {
      for (const tick of ticks) await look(tick, true);
      void keep();
    },
    stop: (): void => stopping.abort(),
  };
};
