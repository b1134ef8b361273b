import { Temporal } from 'temporal-polyfill';
import type { Words } from '#content/schemas/words.ts';
import { addDays, dayNumber } from '#shared/local-time.ts';
import { plain } from '#core/understanding/plain.ts';
import { phraseAfter, phraseAt, phraseBefore, spanIn } from '#core/understanding/time-line.ts';

/** What a day is judged by. `today` is the local date, `weekday` its ISO weekday. */
export interface Judged {
  readonly words: Words;
  readonly locale: string;
  readonly country: string | null;
  readonly zone: string | null;
  readonly now: number;
  readonly side: 'past' | 'future' | 'either';
  readonly today: string;
  readonly weekday: number;
}

/** A day found in a line, and the words that are left beside it. `time` where it was found with the day. */
export interface FoundDay {
  readonly date: string;
  readonly time?: string | undefined;
  readonly rest: readonly string[];
  /** Where its first word stands in the line. */
  readonly at: number;
}

/** Countries that write the month before the day. */
const MONTH_FIRST: ReadonlySet<string> = new Set(['US', 'PH', 'FM', 'MH', 'PW', 'GU', 'PR', 'AS', 'VI', 'MP']);

const isMonthFirst = ({ locale, country }: Judged): boolean =>
  locale === 'en' && (country === null || MONTH_FIRST.has(country));

/** Years before these are no answer to anything that is asked. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

const without = (line: readonly string[], from: number, to: number): readonly string[] => [
  ...line.slice(0, from),
  ...line.slice(to),
];

/** The day that a line of words names in a form known in every language; null where it names none. */
export const dayOn = (line: readonly string[], text: string, judged: Judged): FoundDay | null =>
  bySpan(line, judged) ??
  byWord(line, judged) ??
  byFigures(line, text, judged) ??
  byMonth(line, judged) ??
  byWeekday(line, judged) ??
  byOrdinal(line, judged);

const bySpan = (line: readonly string[], { words, today }: Judged): FoundDay | null => {
  const span = spanIn(line, words);
  if (span === null || !Number.isInteger(span.count) || span.unit === 'minute' || span.unit === 'hour') return null;
  const date = Temporal.PlainDate.from(today).add({ [`${span.unit}s`]: span.count });
  if (date.year < FIRST_YEAR || date.year > LAST_YEAR) return null;
  return { date: date.toString(), at: span.from, rest: without(line, span.from, span.to) };
};

const byWord = (line: readonly string[], { words, today }: Judged): FoundDay | null => {
  const phrases = Object.keys(words.days);
  const found = phraseAt(line, phrases);
  if (found === null) return null;
  const said = line.slice(found.from, found.to).join(' ');
  const phrase = phrases.find((one) => one.replaceAll('-', ' ') === said) ?? '';
  return { date: addDays(today, words.days[phrase] ?? 0), at: found.from, rest: without(line, found.from, found.to) };
};

/** The date of a year, a month and a day; null where it does not exist. */
const dateOf = (year: number, month: number, day: number): string | null => {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const date = Temporal.PlainDate.from({ year, month, day });
  return date.day === day ? date.toString() : null;
};

/** The same day of a year that was not said: on the side that is meant, else the nearest. */
const withYear = (month: number, day: number, { today, side }: Judged): string | null => {
  const year = Number(today.slice(0, 4));
  const dates = [-4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap((years) => dateOf(year + years, month, day) ?? []);
  const near = dates
    .filter((date) => side === 'either' || (side === 'past' ? date <= today : date >= today))
    .toSorted((a, b) => Math.abs(dayNumber(a) - dayNumber(today)) - Math.abs(dayNumber(b) - dayNumber(today)));
  return near[0] ?? null;
};

const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));

/** 2026-12-24, 24.12., 24/12/26, 12/24 where the month comes first. */
const byFigures = (line: readonly string[], text: string, judged: Judged): FoundDay | null => {
  for (const [index, word] of line.entries()) {
    const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u.exec(word);
    const rest = without(line, index, index + 1);
    if (iso !== null) {
      const date = dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
      return date === null ? null : { date, at: index, rest };
    }
    const figures = /^(\d{1,2})([./-])(\d{1,2})(?:[./-](\d{2}|\d{4}))?$/u.exec(word);
    if (figures === null) continue;
    const [, first = '', sign = '', second = '', year] = figures;
    // "8.30" is a time in most places, "8-9" a stretch; "24.12." is a day everywhere.
    if (sign === '-' && year === undefined) continue;
    const isDotted = judged.locale === 'de' || new RegExp(`${first}\\.${second}\\.(?!\\d)`, 'u').test(text);
    if (sign === '.' && year === undefined && !isDotted) continue;
    const monthFirst = sign === '/' && isMonthFirst(judged) ? Number(first) <= 12 : Number(second) > 12;
    const [day, month] = monthFirst ? [Number(second), Number(first)] : [Number(first), Number(second)];
    const date = year === undefined ? withYear(month, day, judged) : dateOf(fullYear(year), month, day);
    if (date !== null) return { date, at: index, rest };
  }
  return null;
};

interface Names {
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlyMap<string, number>;
}

const known = new Map<string, Names>();

/** The names of months and weekdays of a language, long and short, as they are compared. */
const namesOf = (locale: string): Names => {
  const before = known.get(locale);
  if (before !== undefined) return before;
  const months = new Map<string, number>();
  const weekdays = new Map<string, number>();
  const add = (map: Map<string, number>, name: string, value: number): void => {
    const simple = plain(name);
    // Portuguese "sexta-feira" is mostly said "sexta".
    for (const one of [simple, simple.split('-')[0] ?? '']) if (one.length > 2 && !map.has(one)) map.set(one, value);
  };
  for (const style of ['long', 'short'] as const) {
    const month = new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' });
    const weekday = new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' });
    for (let index = 0; index < 12; index++) add(months, month.format(Date.UTC(2026, index, 15)), index + 1);
    // The fifth of January 2026 was a Monday.
    for (let index = 0; index < 7; index++) add(weekdays, weekday.format(Date.UTC(2026, 0, 5 + index)), index + 1);
  }
  const names = { months, weekdays };
  known.set(locale, names);
  return names;
};

const DAY_OF_MONTH = /^(\d{1,2})(?:st|nd|rd|th|er|e|o|a)?$/u;

/** "3rd of march", "march 3 2027", "3. märz", "3 de marzo". */
const byMonth = (line: readonly string[], judged: Judged): FoundDay | null => {
  const { months } = namesOf(judged.locale);
  for (const [at, word] of line.entries()) {
    const month = months.get(word);
    if (month === undefined) continue;
    let from = at;
    let to = at + 1;
    let before = at - 1;
    while (before >= 0 && judged.words.times.filler.includes(line[before] ?? '')) before--;
    let day = DAY_OF_MONTH.exec(line[before] ?? '')?.[1];
    if (day === undefined) {
      day = DAY_OF_MONTH.exec(line[to] ?? '')?.[1];
      to += 1;
    } else from = before;
    if (day === undefined) continue;
    if (['de', 'of', 'do'].includes(line[to] ?? '') && /^\d{4}$/u.test(line[to + 1] ?? '')) to += 1;
    const year = /^(?:19|2[01])\d{2}$/u.test(line[to] ?? '') ? Number(line[to++]) : null;
    const date = year === null ? withYear(month, Number(day), judged) : dateOf(year, month, Number(day));
    return date === null ? null : { date, at: from, rest: without(line, from, to) };
  }
  return null;
};

/** "The 24th": of this month, or of the nearest one in which it lies on the side that is meant. */
const byOrdinal = (line: readonly string[], { today, side }: Judged): FoundDay | null => {
  const at = line.findIndex((word) => /^\d{1,2}(?:st|nd|rd|th)$/u.test(word));
  const day = Number.parseInt(line[at] ?? '', 10);
  const first = Temporal.PlainDate.from(today).with({ day: 1 });
  const months = side === 'past' ? [0, -1, -2] : [0, 1, 2];
  for (const month of months) {
    const { year, month: number } = first.add({ months: month });
    const date = at < 0 ? null : dateOf(year, number, day);
    const fits = date !== null && (side === 'past' ? date <= today : date >= today);
    if (date !== null && fits) return { date, at, rest: without(line, at, at + 1) };
  }
  return null;
};

/** "friday", "next friday", "vendredi prochain", "last monday". */
const byWeekday = (line: readonly string[], judged: Judged): FoundDay | null => {
  const { weekdays } = namesOf(judged.locale);
  const { words, today, weekday, side } = judged;
  const at = line.findIndex((word) => weekdays.has(word));
  const wanted = weekdays.get(line[at] ?? '');
  if (at < 0 || wanted === undefined) return null;
  const end = line[at + 1] === 'feira' ? at + 2 : at + 1;
  const around = (phrases: readonly string[]): readonly [number, number] => [
    phraseBefore(line, phrases, at),
    phraseAfter(line, phrases, end),
  ];
  const next = around(words.times.next);
  const last = around(words.times.last);
  const isNext = next[0] + next[1] > 0;
  const isLast = last[0] + last[1] > 0;
  const ahead = (wanted - weekday + 7) % 7;
  let days = ahead === 0 ? 7 : ahead;
  if (isLast || (side === 'past' && !isNext)) days = ahead - 7;
  // In English "next Friday" is the one of next week.
  else if (isNext && judged.locale === 'en') days = wanted - weekday + 7;
  const [before, after] = isLast ? last : next;
  return { date: addDays(today, days), at: at - before, rest: without(line, at - before, end + after) };
};
