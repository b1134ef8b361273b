import { z } from 'zod';
import { celSchema, stepBase, type PassingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('end'),
  result: celSchema.optional().describe('What the calling flow gets'),
});

export type EndStep = z.infer<typeof schema>;

/**
 * Ends the flow, with a result for the one that called it.
 *
 * @example
 * - id: done
 *   type: end
 *   result: '"safe"'
 */
export const end = {
  type: 'end',
  schema,
  waits: false,
  targets: () => [],
  texts: () => [],
  expressions: (step) => (step.result === undefined ? [] : [{ path: ['result'], cel: step.result, type: null }]),
  variables: () => ({}),
  pass: (step, view) => {
    const result = step.result === undefined ? null : view.evaluate(step.result);
    return {
      effects: [],
      end: {
        result: typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean' ? result : null,
      },
    };
  },
} satisfies PassingType<EndStep>;
