import { z } from 'zod';
import { comparesWithLast, onScale } from '#core/understanding/scale.ts';
import { matchOption } from '#core/understanding/option.ts';
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
  type: z.literal('rate'),
  min: z.number().int().min(0).max(10),
  max: z.number().int().min(1).max(10),
  labels: z
    .array(textKeySchema)
    .optional()
    .describe('One label a value, from min to max; without them the buttons show the numbers'),
  high: z.enum(['good', 'bad']).describe('Whether a high number is the pleasant end: how "meh" and "awful" are read'),
  also: z
    .array(z.strictObject({ value: nameSchema, label: textKeySchema, to: stepIdSchema }))
    .optional()
    .describe('Further buttons that lead elsewhere and keep nothing'),
});

export type RateStep = z.infer<typeof schema>;

/**
 * Asks for a number on a scale. The question is always worded the same: other words would measure something else. What
 * varies is the `lead`.
 *
 * @example
 * - id: mood
 *   type: rate
 *   lead: hello
 *   text: mood
 *   item: mood
 *   min: 0
 *   max: 10
 *   high: good
 */
export const rate = {
  type: 'rate',
  schema,
  waits: true,
  targets: (step) => [
    ...(step.also ?? []).map((other) => other.to),
    ...(step.danger === undefined ? [] : [step.danger]),
  ],
  texts: (step) => [...waitingTexts(step), ...(step.labels ?? []), ...(step.also ?? []).map((other) => other.label)],
  expressions: () => [],
  variables: (step) => keeps(step, 'double'),
  options: (step, view) => [
    ...Array.from({ length: step.max - step.min + 1 }, (_, index) => {
      const label = step.labels?.[index];
      const value = step.min + index;
      // The number stands before its words: what is typed and what is tapped are then the same.
      return { label: label === undefined ? String(value) : `${value} · ${view.say(label)}`, value };
    }),
    ...(step.also ?? []).map((other) => ({ label: view.say(other.label), value: other.value })),
  ],
  understand: (step, reply, view) => {
    const elsewhere = (value: unknown) => step.also?.find((other) => other.value === value);
    if ('option' in reply) {
      const other = elsewhere(reply.option.value);
      if (other !== undefined) return { kind: 'value', value: null, free: false, to: other.to };
      return { kind: 'value', value: reply.option.value, free: false };
    }
    const last = step.item === undefined ? null : view.last(step.item);
    const value = onScale(reply.text, step, view.words, last);
    if (value !== null) return { kind: 'value', value, free: false };
    const names = [
      ...(step.labels ?? []).map((label, index) => ({ value: String(step.min + index), names: [view.say(label)] })),
      ...(step.also ?? []).map((other) => ({ value: other.value, names: [view.say(other.label)] })),
    ];
    const named = matchOption(reply.text, names, { byNumber: false });
    if (named === null) {
      const hint = last === null && comparesWithLast(reply.text, view.words) ? 'nothing_before' : undefined;
      return hint === undefined ? { kind: 'miss' } : { kind: 'miss', hint };
    }
    const other = elsewhere(named);
    if (other !== undefined) return { kind: 'value', value: null, free: false, to: other.to };
    return { kind: 'value', value: Number(named), free: false };
  },
} satisfies WaitingType<RateStep>;
