import { z } from 'zod';
import { defineJob } from './definition.ts';

/** Looks for what fell due. Carries nothing: what is due is judged by the application's clock, inside the chore. */
export const sweep = defineJob({
  id: 'sweep',
  tick: { every: 'sweep', attempts: 1 },
  payload: z.strictObject({}),
  handle: (_payload, { chores, hint }) => chores.sweep(hint),
});
