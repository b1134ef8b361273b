import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { defineJob } from './definition.ts';

/** The id of an occurrence row and nothing else: a payload that could hold a sentence is refused. */
export const duePayload = z.strictObject({ occurrenceId: z.string().regex(/^[\w-]{1,64}$/) });

/** Takes one occurrence through the conversation. */
export const due = defineJob({
  id: 'due',
  tick: null,
  payload: duePayload,
  handle: ({ occurrenceId }, { chores }) => chores.due(occurrenceId),
});

/**
 * How an occurrence waits in the queue. Its id makes the job's id (prefixed, because BullMQ takes no bare number), so
 * the same hint twice is one job. It leaves no trace on failure either: a kept job would swallow the next hint of the
 * same occurrence. Any number above 0 lets the ticks, which have none, pass a long row of waiting occurrences.
 */
export const dueOptions = (occurrenceId: string): JobsOptions => ({
  jobId: `due-${occurrenceId}`,
  priority: 10,
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 0,
});
