import { z } from 'zod';

/** `flows/withdrawn.yaml`: revisions of flows that did harm, or would. */
export const withdrawnSchema = z
  .array(
    z.strictObject({
      revision: z
        .string()
        .regex(/^[0-9a-f]{16}$/, '16 digits and letters a to f')
        .describe('As `flows list` shows it while the revision is deployed'),
      reason: z.string().min(1).describe('Why it was taken back: for whoever wonders years later'),
    }),
  )
  .describe('Revisions of flows that were taken back: nobody goes on in one of them');
