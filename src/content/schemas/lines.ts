import { z } from 'zod';

/** Languages in which the small connecting words exist. */
const LINE_LOCALES = ['en', 'es', 'pt', 'fr', 'de'] as const;
export type LineLocale = (typeof LINE_LOCALES)[number];

/** Digits as printed, parted by spaces or hyphens: what a person types into their phone. */
const number = z
  .string()
  .regex(/^\d[\d -]{1,18}$/, 'write a number as it is dialled in that country: digits, spaces and hyphens only');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'this is no date such as 2026-11-22');
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time as 09:00');
const country = z.string().regex(/^[A-Z]{2}$/, 'use the two capital letters of ISO 3166, such as GB');
const webPage = z.url({ protocol: /^https?$/ });
/** A text for some languages; English serves the others. */
const inSomeLocales = z.partialRecord(z.enum(LINE_LOCALES), z.string().min(1).max(120));

const hours = z.union([
  z.literal('always'),
  z.strictObject({ from: time, to: time, days: z.enum(['every-day', 'weekdays', 'monday-to-saturday']) }),
]);

/**
 * One help line.
 *
 * ```yaml
 * - for: crisis                  # crisis, youth, violence, poison or health
 *   name: Shout
 *   text: { to: '85258', say: SHOUT }
 *   hours: always                # or { from: '09:00', to: '24:00', days: every-day }; null when not known
 *   languages: [en]
 *   source: https://giveusashout.org/about-us/faq/
 *   page_dated: null             # the date that the page itself shows, if it shows one
 *   verified_on: 2026-11-22      # the day on which somebody read that page; null: nobody did, it is never shown
 * ```
 */
const line = z
  .strictObject({
    /** Whom it is for. A person under 18 is shown `youth` first; `health` is for same-day advice. */
    for: z.enum(['crisis', 'youth', 'violence', 'poison', 'health']),
    /** The name that people know it by, in the language of the country. */
    name: z.string().min(1).max(80),
    call: number.optional(),
    text: z.strictObject({ to: number, say: z.string().min(1).max(20).nullable() }).optional(),
    whatsapp: number.optional(),
    /** Where to write to them on the web. */
    chat: webPage.optional(),
    hours: hours.nullable(),
    /** Languages spoken there (ISO 639-1), the main one first. */
    languages: z.array(z.string().regex(/^[a-z]{2}$/, 'use a two-letter language code, such as es')).min(1),
    /** What must be known to get through: "press 2 for Spanish". */
    note: inSomeLocales.optional(),
    source: webPage,
    page_dated: z
      .string()
      .regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, 'this is no date such as 2025, 2025-10 or 2025-10-03')
      .nullable(),
    verified_on: day.nullable(),
  })
  .refine(
    (entry) =>
      entry.call !== undefined || entry.text !== undefined || entry.whatsapp !== undefined || entry.chat !== undefined,
    'a line needs a way to reach it: call, text, whatsapp or chat',
  )
  .refine(
    (entry) =>
      ![entry.call, entry.text?.to].some(
        (value) => value !== undefined && /^(?:0900|1-?900|1900|190[1269]|070|089[0-9] )/.test(value),
      ),
    'this is a premium-rate number: never send a person in danger to one',
  );

const countryEntry = z.strictObject({
  /** Emergency numbers, the one to call first. */
  emergency: z.array(number).min(1).max(3),
  /** The pages that name them. */
  emergency_sources: z.array(webPage).min(1),
  lines: z.array(line),
});

const text = z.string().min(1).max(200);
const holding = (...keys: readonly string[]) =>
  text.refine(
    (value) => keys.every((key) => value.includes(`{${key}}`)),
    `this text must keep ${keys.map((key) => `{${key}}`).join(' and ')}`,
  );
/** The small words between the numbers. `{…}` is filled in; each must stay. */
const words = z.strictObject({
  call: text,
  text: text,
  call_or_text: text,
  /** Text a word to a number: {word}, {number}. */
  text_word: holding('word', 'number'),
  text_to: holding('number'),
  whatsapp_to: holding('number'),
  chat_at: holding('page'),
  any_time: text,
  every_day: holding('from', 'to'),
  weekdays: holding('from', 'to'),
  monday_to_saturday: holding('from', 'to'),
  in_language: holding('language'),
  or: text,
  /** After the emergency number in the list. */
  in_danger: text,
  /** Where no country is known. */
  local_emergency: text,
  /** The directory's entry in the list: {link}. */
  directory: holding('link'),
  /** One sentence with the best line: {way}, {emergency}. */
  short: holding('way', 'emergency'),
  /** One sentence without a line: {emergency}, {link}. */
  short_without: holding('emergency', 'link'),
  way_call: holding('number'),
  way_call_or_text: holding('number'),
  way_text: holding('number'),
  way_text_word: holding('word', 'number'),
  way_whatsapp: holding('number'),
  way_chat: holding('page'),
});

/** `flows/safety/lines.yaml`: the numbers that a person in danger is given, by country. */
export const linesSchema = z.strictObject({
  version: z.literal(1),
  /** Where a person finds help lines of any country: shown where a line is missing or too old. */
  directory: z.strictObject({ name: z.string().min(1), url: webPage, source: webPage, verified_on: day }),
  /** Countries without an entry of their own that share an emergency number. */
  groups: z.array(
    z.strictObject({
      countries: z.array(country).min(1),
      emergency: z.array(number).min(1).max(3),
      emergency_sources: z.array(webPage).min(1),
    }),
  ),
  countries: z.record(country, countryEntry),
  words: z.record(z.enum(LINE_LOCALES), words),
});

export type Lines = z.infer<typeof linesSchema>;
export type Line = z.infer<typeof line>;
export type LineWords = z.infer<typeof words>;
