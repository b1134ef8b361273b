import { z } from 'zod';
import { matchOption, optionByLead } from '#core/understanding/option.ts';
import { yesOrNo } from '#core/understanding/yes-no.ts';
import {
  keeps,
  nameSchema,
  stepIdSchema,
  textKeySchema,
  waitingBase,
  waitingTexts,
  type WaitingType,
} from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...waitingBase,
  type: z.literal('choose'),
  options: z
    .array(
      z.strictObject({
        value: nameSchema,
        label: textKeySchema,
        like: textKeySchema.optional().describe('A text with further words that mean this option, separated by commas'),
        to: stepIdSchema.optional().describe('Where this option leads'),
      }),
    )
    .min(2)
    .max(20),
});

export type ChooseStep = z.infer<typeof schema>;

/** Options named `yes` and `no` are understood in the many ways in which people say yes and no. */
const isYesNo = (step: ChooseStep): boolean =>
  step.options.some((option) => option.value === 'yes') && step.options.some((option) => option.value === 'no');

/**
 * Asks for one of a few options: tapped, its number, its label or words like it.
 *
 * @example
 * - id: taken
 *   type: choose
 *   text: taken
 *   item: taken
 *   options:
 *     - { value: 'yes', label: common.yes }
 *     - { value: 'no', label: common.no }
 *     - { value: unsaid, label: rather_not }
 */
export const choose = {
  type: 'choose',
  schema,
  waits: true,
  targets: (step) => [
    ...step.options.flatMap((option) => option.to ?? []),
    ...[step.danger, step.safe, step.easier].filter((to) => to !== undefined),
  ],
  texts: (step) => [
    ...waitingTexts(step),
    ...step.options.flatMap((option) => (option.like === undefined ? [option.label] : [option.label, option.like])),
  ],
  expressions: () => [],
  variables: (step) => keeps(step, 'string'),
  options: (step, view) => step.options.map((option) => ({ label: view.say(option.label), value: option.value })),
  understand: (step, reply, view) => {
    const answer = (value: string) => {
      const chosen = step.options.find((option) => option.value === value);
      return { kind: 'value' as const, value, free: false, to: chosen?.to };
    };
    if ('option' in reply) return answer(String(reply.option.value));
    const named = step.options.map((option) => ({
      value: option.value,
      names: [view.say(option.label), ...(option.like === undefined ? [] : view.say(option.like).split(','))],
    }));
    // Where danger is asked about, an ordinary word in the middle of a sentence is no answer.
    const careful = step.danger !== undefined;
    const byName = matchOption(reply.text, named, { careful });
    if (byName !== null) return answer(byName);
    if (careful) {
      const { yes, no, in_crisis } = view.words;
      const led = optionByLead(reply.text, named, { yes, no, unless: in_crisis.unless });
      if (led !== null) return answer(led);
    }
    if (isYesNo(step)) {
      const said = yesOrNo(reply.text, view.words);
      if (said !== null) return answer(said);
    }
    return { kind: 'miss' };
  },
} satisfies WaitingType<ChooseStep>;
