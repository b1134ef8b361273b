import { z } from 'zod';
import { defineJob } from './definition.ts';

/** Sends what waits in the outbox and nobody holds. */
export const deliver = defineJob({
  id: 'deliver',
  tick: { every: 'sweep', attempts: 1 },
  payload: z.strictObject({}),
  handle: (_payload, { chores }) => chores.deliver(),
});
