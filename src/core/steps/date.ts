import { z } from 'zod';
import { instantOf, localTime } from '#shared/local-time.ts';
import { dateIn } from '#core/understanding/date.ts';
import { keeps, waitingBase, waitingTexts, type WaitingType } from '#core/steps/step-type.ts';

const side = z.enum(['allow', 'refuse']).default('allow');

const schema = z.strictObject({
  ...waitingBase,
  type: z.literal('date'),
  past: side.describe('Whether a day before today, or a moment before now, is an answer'),
  future: side.describe('Whether a day after today, or a moment after now, is an answer'),
  with_time: z.boolean().default(false).describe('Asks for a time of day, too'),
});

export type DateStep = z.infer<typeof schema>;

/**
 * Asks for a day, or for a day and a time: "tomorrow at 8", "next friday", "3rd of march". Keeps it as `YYYY-MM-DD` or
 * `YYYY-MM-DDTHH:MM`, as the wall of the person shows it.
 *
 * @example
 * - id: visit
 *   type: date
 *   text: visit
 *   var: visit
 *   past: refuse
 *   with_time: true
 */
export const date = {
  type: 'date',
  schema,
  waits: true,
  targets: (step) => (step.danger === undefined ? [] : [step.danger]),
  texts: waitingTexts,
  expressions: () => [],
  variables: (step) => keeps(step, 'string'),
  options: () => [],
  understand: (step, reply, view) => {
    if ('option' in reply) return { kind: 'miss' };
    const { words, locale, country, zone, now } = view;
    const found = dateIn(reply.text, {
      words,
      locale,
      country,
      zone,
      now,
      side: step.past === 'refuse' ? 'future' : step.future === 'refuse' ? 'past' : 'either',
      withTime: step.with_time,
    });
    if (found === null || (step.with_time && found.time === null)) return { kind: 'miss' };
    // A day is compared with today, a moment with now.
    const today = localTime(now, zone).date;
    const order =
      step.with_time && found.time !== null
        ? Math.sign(instantOf(found.date, found.time, zone ?? 'UTC') - now)
        : found.date.localeCompare(today);
    if ((order < 0 && step.past === 'refuse') || (order > 0 && step.future === 'refuse')) return { kind: 'miss' };
    return { kind: 'value', value: step.with_time ? `${found.date}T${found.time}` : found.date, free: false };
  },
} satisfies WaitingType<DateStep>;
