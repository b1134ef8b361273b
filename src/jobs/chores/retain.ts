import { z } from 'zod';
import { defineJob } from './definition.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes what is past its keeping time, once a day. A day is long to wait for the next tick, so it is tried again. */
export const retain = defineJob({
  id: 'retain',
  tick: { every: DAY_MS, attempts: 5 },
  payload: z.strictObject({}),
  handle: (_payload, { chores }) => chores.retain(),
});
