import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '#core/steps/ask.ts';
import { LOCALES } from '#shared/locales.ts';
import { labelOf, PAIR, STEPS, TAKEN, TOPICS, viewIn } from './steps.ts';

const TYPED = [
  ['6', '-', '/', ' or ', 'half', 'next', 'friday', 'in', 'two', 'hours', 'ago', '٦', '६', '６', '½', '🔟', '6️⃣'],
  ['\u200b', '\u200d', '\u202e', '\u0301', '\ufe0f', 'שלום', 'مرحبا', '😞', '👍🏽', 'yes', 'no', '?', 'all', 'but'],
  ['the', 'first', '24.12.', '99/99', '2026-02-31', '1e999', 'constructor', '__proto__', '\n', ',', ':', '31 feb'],
].flat();

/** Whatever can be typed: any script, marks of direction, joiners, digits of other scripts, words that are answers. */
const pieces = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...TYPED));
const anyText = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(' ')),
  fc.tuple(pieces, fc.integer({ min: 1, max: 10_000 })).map(([piece, length]) => piece.repeat(length).slice(0, 10_000)),
);
const anyLocale = fc.constantFrom(...LOCALES);

const IS_TIME = /^([01]\d|2[0-3]):[0-5]\d$/u;
const IS_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u;
const TODAY = '2026-11-23';

const onScale = (max: number) => (value: unknown) => typeof value === 'number' && value >= 0 && value <= max;
const among = (options: readonly string[]) => (value: unknown) => options.includes(String(value));
const someOf = (options: readonly string[], least: number) => (value: unknown) =>
  Array.isArray(value) &&
  value.length >= least &&
  new Set(value).size === value.length &&
  value.every((one) => options.includes(String(one)));
const dayFrom = (side: (date: string) => boolean) => (value: unknown) =>
  typeof value === 'string' && IS_DATE.test(value) && side(value);

/** What each step may take an answer for. */
const ALLOWED: Readonly<Record<keyof typeof STEPS, (value: unknown) => boolean>> = {
  mood: onScale(10),
  sleep: onScale(10),
  anxiety: onScale(10),
  fresh: onScale(10),
  feel: onScale(4),
  hours: onScale(24),
  taken: among(TAKEN),
  topics: someOf(TOPICS, 0),
  pair: someOf(PAIR, 1),
  when: (value) => IS_TIME.test(String(value)),
  day: dayFrom((date) => date >= TODAY),
  us: dayFrom((date) => date >= TODAY),
  since: dayFrom((date) => date <= TODAY),
  moment: (value) => {
    const [date = '', time = ''] = String(value).split('T');
    return IS_DATE.test(date) && IS_TIME.test(time) && date >= TODAY;
  },
};

describe('whatever is typed', () => {
  it.each(Object.keys(STEPS))(
    '%s takes it for nothing off its scale or outside its options, and never fails',
    (name) => {
      fc.assert(
        fc.property(anyText, anyLocale, (text, locale) => {
          const understood = STEPS[name]?.({ text }, viewIn(locale));
          return understood?.kind !== 'value' || ALLOWED[name]?.(understood.value) === true;
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(['text', 'country', 'zone'] as const)('an open question (%s) keeps at most what it has room for', (as) => {
    const step = ask.schema.parse({ id: 's', type: 'ask', text: 't', var: 'v', as });
    fc.assert(
      fc.property(anyText, (text) => {
        const understood = ask.understand(step, { text }, viewIn('en'));
        return understood.kind !== 'value' || (typeof understood.value === 'string' && understood.value.length <= 2000);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is on the buttons can be typed', () => {
  const chosen = (name: string, text: string, locale = 'en'): unknown => {
    const understood = STEPS[name]?.({ text }, viewIn(locale));
    return understood?.kind === 'value' ? understood.value : null;
  };
  const shapes = (label: string): readonly string[] => [
    label,
    label.toUpperCase(),
    ` ${label.toLowerCase()} `,
    `${label}.`,
  ];

  it.each(LOCALES)('each option by its label and by its number (%s)', (locale) => {
    for (const [index, value] of TAKEN.entries())
      for (const text of [...shapes(labelOf(value)), String(index + 1)])
        expect(chosen('taken', text, locale)).toBe(value);
  });

  it.each(LOCALES)('any of several options, by their labels or numbers joined in any way (%s)', (locale) => {
    const joint = fc.constantFrom(', ', '\n', ' & ', '; ', ' + ', ' ');
    fc.assert(
      fc.property(fc.subarray([...TOPICS], { minLength: 1 }), joint, (values, join) => {
        expect(chosen('topics', values.map(labelOf).join(join), locale)).toEqual(values);
        const numbers = values.map((value) => TOPICS.indexOf(value) + 1);
        expect(chosen('topics', numbers.join(join), locale)).toEqual(values);
      }),
    );
  });

  it('each number of a scale, in digits and as its label', () => {
    for (let value = 0; value <= 10; value++) expect(chosen('mood', String(value))).toBe(value);
    for (let value = 0; value <= 4; value++) {
      for (const text of shapes(labelOf(`feel_${value}`))) expect(chosen('feel', text)).toBe(value);
      expect(chosen('feel', `${value} · ${labelOf(`feel_${value}`)}`)).toBe(value);
    }
  });
});
