import { Worker, type IQueueBackend } from 'bullmq';
import { errorName } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';
import type { Backend } from './backend.ts';
import { deliver } from './chores/deliver.ts';
import { due } from './chores/due.ts';
import type { Hands, JobDefinition } from './chores/definition.ts';
import { retain } from './chores/retain.ts';
import { sweep } from './chores/sweep.ts';
import type { Outage } from './outage.ts';

/** Every kind of job there is. */
export const JOBS: readonly JobDefinition[] = [sweep, due, deliver, retain];

/** How long a worker waits (ms) before it asks a server again that refused it. */
const RETRY_MS = 2_000;

export type JobWorker = Worker<unknown, void, string, IQueueBackend, never, object>;

/** What a failed job leaves behind in the queue: never the chore's own words, they may quote a person. */
class ChoreFailed extends Error {
  override readonly name = 'ChoreFailed';
}

/**
 * Makes the worker; `run()` starts it. A chore that rejects is logged by its error's class and code and counts as a
 * failed job; the worker goes on. A tick whose predecessor still runs in this process is passed over, so that a slow
 * sweep can't take one place after the other from the occurrences.
 */
export const createWorker = (
  name: string,
  backend: Backend,
  options: { readonly concurrency: number; readonly hands: Hands; readonly logger: Logger; readonly outage: Outage },
): JobWorker => {
  const { hands, logger, outage } = options;
  const jobs = new Map(JOBS.map((job) => [job.id, job]));
  const ticking = new Set<string>();

  const work = async (definition: JobDefinition, payload: unknown): Promise<void> => {
    try {
      await definition.run(payload, hands);
    } catch (error) {
      const { name: kind, code } = errorName(error);
      logger.error({ job: definition.id, error: kind, code }, 'A chore failed; a later tick tries it again.');
      throw new ChoreFailed('The chore failed.');
    }
  };

  const worker: JobWorker = new Worker(
    name,
    async (job) => {
      outage.over();
      const definition = jobs.get(job.name);
      if (definition === undefined) {
        logger.warn({}, 'The queue holds a job of a kind that this version does not know; it is dropped.');
        return;
      }
      if (definition.tick === null) return work(definition, job.data);
      if (ticking.has(definition.id)) return;
      ticking.add(definition.id);
      try {
        await work(definition, job.data);
      } finally {
        ticking.delete(definition.id);
      }
    },
    {
      connection: {},
      autorun: false,
      concurrency: options.concurrency,
      drainDelay: backend.drainDelay,
      runRetryDelay: RETRY_MS,
    },
    backend.factory,
  );
  worker.on('error', (error) => outage.noticed(error));
  return worker;
};
