import { z } from 'zod';
import type { CelType } from '#core/engine/expressions.ts';
import { nameSchema, stepBase, textKeySchema, type PassingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('chart'),
  text: textKeySchema,
  alt: textKeySchema.describe('What the picture shows, in words: for whoever cannot see it'),
  empty: textKeySchema.optional().describe('Said instead where fewer than two days are kept; without it, nothing is'),
  days: z.number().int().min(7).max(90).describe('How many days it shows, today included'),
  items: z
    .array(z.strictObject({ item: nameSchema, label: textKeySchema.describe('What members call it') }))
    .min(1)
    .max(4)
    .describe('One line each, all on the same scale'),
});

export type ChartStep = z.infer<typeof schema>;

/**
 * Shows kept numbers as a picture: one line an item over the last days, drawn at the moment at which it is sent. Its texts
 * may use `{from}` and `{until}` (dates), `{marked}` (on how many days something was kept), and for each item, here
 * `mood`: `{mood_days}`, `{mood_first}`, `{mood_last}`, which are 0 where nothing was kept.
 *
 * @example
 * - id: week
 *   type: chart
 *   text: week
 *   alt: week_alt
 *   empty: too_early
 *   days: 7
 *   items:
 *     - { item: mood, label: mood_name }
 */
export const chart = {
  type: 'chart',
  schema,
  waits: false,
  targets: () => [],
  texts: (step) => [
    step.text,
    step.alt,
    ...(step.empty === undefined ? [] : [step.empty]),
    ...step.items.map(({ label }) => label),
  ],
  expressions: () => [],
  variables: () => ({}),
  values: (step) => ({
    from: 'string',
    until: 'string',
    marked: 'double',
    ...Object.fromEntries(
      step.items.flatMap(({ item }): [string, CelType][] => [
        [`${item}_days`, 'double'],
        [`${item}_first`, 'double'],
        [`${item}_last`, 'double'],
      ]),
    ),
  }),
  pass: ({ items, days, text, alt, empty }) => ({
    effects: [{ effect: 'chart', lines: items, days, text, alt, empty: empty ?? null }],
  }),
} satisfies PassingType<ChartStep>;
