import { z } from 'zod';
import type { AnswerValue } from '#shared/answer.ts';
import { celSchema, nameSchema, stepBase, type PassingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('call'),
  flow: z.string().describe('The flow to run before going on'),
  with: z.record(nameSchema, celSchema).optional().describe("Values for the called flow's params"),
  var: nameSchema.optional().describe('Where the result of the called flow is remembered'),
});

export type CallStep = z.infer<typeof schema>;

const asAnswer = (value: unknown): AnswerValue =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;

/**
 * Runs another flow and comes back, with its result.
 *
 * @example
 * - id: safe
 *   type: call
 *   flow: check
 *   with: { kind: '"low_days"', tier: '"check"' }
 *   var: safe
 */
export const call = {
  type: 'call',
  schema,
  waits: false,
  targets: () => [],
  texts: () => [],
  expressions: (step) =>
    Object.entries(step.with ?? {}).map(([name, cel]) => ({ path: ['with', name], cel, type: null })),
  variables: (step) => (step.var === undefined ? {} : { [step.var]: 'string' }),
  pass: (step, view) => ({
    effects: [],
    call: {
      flow: step.flow,
      params: Object.fromEntries(
        Object.entries(step.with ?? {}).map(([name, cel]) => [name, asAnswer(view.evaluate(cel))]),
      ),
    },
  }),
} satisfies PassingType<CallStep>;
