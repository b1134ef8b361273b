import { z } from 'zod';
import { celSchema, stepBase, stepIdSchema, type PassingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('branch'),
  cases: z.array(z.strictObject({ if: celSchema, to: stepIdSchema })).min(1),
  else: stepIdSchema.optional().describe('Where to go when no case holds; by default the next step'),
});

export type BranchStep = z.infer<typeof schema>;

/**
 * Goes to the first case that holds.
 *
 * @example
 * - id: low
 *   type: branch
 *   cases:
 *     - if: mood <= 3.0 && history.low("mood", 3, 7) >= 2
 *       to: ask_safe
 */
export const branch = {
  type: 'branch',
  schema,
  waits: false,
  targets: (step) => [...step.cases.map((one) => one.to), ...(step.else === undefined ? [] : [step.else])],
  texts: () => [],
  expressions: (step) => step.cases.map((one, index) => ({ path: ['cases', index, 'if'], cel: one.if, type: 'bool' })),
  variables: () => ({}),
  pass: (step, view) => ({
    effects: [],
    to: step.cases.find((one) => view.evaluate(one.if) === true)?.to ?? step.else,
  }),
} satisfies PassingType<BranchStep>;
