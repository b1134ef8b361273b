import type { z } from 'zod';
import type { Chores } from '#core/ports.ts';

/** What a job's handler may use. */
export interface Hands {
  readonly chores: Chores;
  /** Puts the hint into the queue that this occurrence waits; the same id twice while it waits is one job. */
  readonly hint: (occurrenceId: string) => Promise<void>;
}

/** How a job comes back by itself. */
export interface Tick {
  /** Milliseconds of real time between two ticks: fixed, or as often as the queue was told to sweep. */
  readonly every: number | 'sweep';
  /** Tries of one tick before the next one, for jobs whose next tick is far away. */
  readonly attempts: number;
}

/** One kind of job as the worker sees it: the payload's schema is closed over by `run`. */
export interface JobDefinition {
  readonly id: string;
  readonly tick: Tick | null;
  /** Checks the payload (throws `ZodError`) and does the work; rejects as the chore does. */
  readonly run: (payload: unknown, hands: Hands) => Promise<void>;
}

/** Ties a job's id, the schema of its payload and its handler together. */
export const defineJob = <Payload>(job: {
  readonly id: string;
  readonly tick: Tick | null;
  readonly payload: z.ZodType<Payload>;
  readonly handle: (payload: Payload, hands: Hands) => Promise<void>;
}): JobDefinition => ({
  id: job.id,
  tick: job.tick,
  run: async (payload, hands) => job.handle(job.payload.parse(payload), hands),
});
