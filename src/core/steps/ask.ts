import { z } from 'zod';
import { parseCountry, parseZone, zoneLabel, zonesOf } from '#core/places.ts';
import { keeps, waitingBase, waitingTexts, type PromptOption, type WaitingType } from '#core/steps/step-type.ts';

/** Longest text of a member's that is kept as an answer, in characters. */
export const LONGEST_NOTE = 2000;

const schema = z.strictObject({
  ...waitingBase,
  type: z.literal('ask'),
  as: z.enum(['text', 'country', 'zone']).default('text').describe('How the words are understood'),
  suggest: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .optional()
    .describe('Countries offered as buttons (as: country)'),
});

export type AskStep = z.infer<typeof schema>;

const countryName = (code: string, locale: string): string =>
  new Intl.DisplayNames([locale, 'en'], { type: 'region' }).of(code) ?? code;

/**
 * Asks for the person's own words: kept as they are, or understood as a country or a time zone.
 *
 * @example
 * - id: note
 *   type: ask
 *   text: note
 *   item: note
 *   optional: true
 */
export const ask = {
  type: 'ask',
  schema,
  waits: true,
  targets: (step) => (step.danger === undefined ? [] : [step.danger]),
  texts: waitingTexts,
  expressions: () => [],
  variables: (step) => keeps(step, 'string'),
  options: (step, view): readonly PromptOption[] => {
    if (step.as === 'country') {
      return (step.suggest ?? []).map((code) => ({ label: countryName(code, view.locale), value: code }));
    }
    if (step.as === 'zone' && view.country !== null) {
      return zonesOf(view.country)
        .slice(0, 8)
        .map((zone) => ({ label: zoneLabel(zone, view.locale, view.now), value: zone }));
    }
    return [];
  },
  understand: (step, reply, view) => {
    if ('option' in reply) return { kind: 'value', value: reply.option.value, free: false };
    if (step.as === 'text') {
      const words = reply.text.trim().slice(0, LONGEST_NOTE);
      return words === '' ? { kind: 'miss' } : { kind: 'value', value: words, free: true };
    }
    const value =
      step.as === 'country'
        ? parseCountry(reply.text)
        : parseZone(reply.text, { country: view.country, now: view.now });
    return value === null ? { kind: 'miss' } : { kind: 'value', value, free: false };
  },
} satisfies WaitingType<AskStep>;
