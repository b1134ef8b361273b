import { z } from 'zod';
import { stepBase, textKeySchema, type PassingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('say'),
  text: textKeySchema,
  lines: z.boolean().optional().describe('Adds a button that brings the crisis lines'),
});

export type SayStep = z.infer<typeof schema>;

/**
 * Says one message and goes on.
 *
 * @example
 * - id: hello
 *   type: say
 *   text: hello
 */
export const say = {
  type: 'say',
  schema,
  waits: false,
  targets: () => [],
  texts: (step) => [step.text],
  expressions: () => [],
  variables: () => ({}),
  pass: (step) => ({ effects: [{ effect: 'say', key: step.text, lines: step.lines ?? false }] }),
} satisfies PassingType<SayStep>;
