import { z } from 'zod';
import { numberIn } from '#core/understanding/number.ts';
import { keeps, waitingBase, waitingTexts, type WaitingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...waitingBase,
  type: z.literal('number'),
  min: z.number(),
  max: z.number(),
});

export type NumberStep = z.infer<typeof schema>;

/**
 * Asks for a number without buttons.
 *
 * @example
 * - id: hours
 *   type: number
 *   text: hours
 *   item: sleep_hours
 *   min: 0
 *   max: 24
 */
export const number = {
  type: 'number',
  schema,
  waits: true,
  targets: (step) => (step.danger === undefined ? [] : [step.danger]),
  texts: waitingTexts,
  expressions: () => [],
  variables: (step) => keeps(step, 'double'),
  options: () => [],
  understand: (step, reply, view) => {
    const value =
      'option' in reply ? Number(reply.option.value) : numberIn(reply.text, view.words, { outOf: step.max });
    if (value === null || Number.isNaN(value) || value < step.min || value > step.max) return { kind: 'miss' };
    return { kind: 'value', value, free: false };
  },
} satisfies WaitingType<NumberStep>;
