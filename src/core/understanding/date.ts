import type { Words } from '#content/schemas/words.ts';
import { addDays, instantOf, localTime } from '#shared/local-time.ts';
import { chronoDay } from '#core/understanding/chrono-day.ts';
import { dayOn, type Judged } from '#core/understanding/day.ts';
import { spanIn, spanMs, timeLine } from '#core/understanding/time-line.ts';
import { timeOn } from '#core/understanding/wall-time.ts';

/** A day, with a time of day where one was said: `YYYY-MM-DD` and `HH:MM`, as the wall of the person shows them. */
export interface Day {
  readonly date: string;
  readonly time: string | null;
}

interface Moment {
  readonly words: Words;
  readonly locale: string;
  /** ISO 3166-1 alpha-2: whether 3/4 is the third of April. */
  readonly country: string | null;
  /** IANA zone; UTC where it is not known. */
  readonly zone: string | null;
  /** Milliseconds UTC. */
  readonly now: number;
  /** Which side of today is meant where the words do not tell: "Friday", "3 March". */
  readonly side: 'past' | 'future' | 'either';
  /** Whether a time of day without a day is an answer: the nearest one on that side. */
  readonly withTime: boolean;
}

/** Most words beside the day and the time: with more, the message tells something else. */
const MOST_BESIDE = 5;

/**
 * The day that the text means, judged at `now` in the person's zone: "tomorrow at 8", "in two hours", "next friday", "3rd
 * of march", "24.12.". A wall time that a change of the clock leaves out moves to the next that exists. Null where there
 * is none, more than one, or a negated one. Never throws.
 */
export const dateIn = (text: string, moment: Moment): Day | null => {
  const { words, now, zone } = moment;
  const line = timeLine(text, words);
  if (line.length === 0 || line.some((word) => words.not.includes(word))) return null;
  const span = spanIn(line, words);
  const ms = span === null ? null : spanMs(span);
  if (span !== null && ms !== null) {
    if (line.length - (span.to - span.from) > MOST_BESIDE) return null;
    const { date, hour, minute } = localTime(now + ms, zone);
    return { date, time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
  }
  const today = localTime(now, zone);
  const judged: Judged = { ...moment, today: today.date, weekday: today.weekday };
  const day = dayOn(line, text, judged) ?? chronoDay(text, line, judged);
  if (day === null) return moment.withTime ? nearest(timeOn(line, line, words), moment) : null;
  if (unknown(day.rest, words) > MOST_BESIDE) return null;
  // "After Friday" is another day, and so is "two weeks from Friday".
  if (words.times.off.includes(line[day.at - 1] ?? '')) return null;
  if (day.rest.some((word, index) => Object.hasOwn(words.spans, word) && /^\d+$/u.test(day.rest[index - 1] ?? '')))
    return null;
  // "Monday or Tuesday" is two days, and so none.
  if (dayOn(day.rest, '', judged) !== null) return null;
  return existing(day.date, day.time ?? timeOn(day.rest, line, words), moment);
};

const unknown = (rest: readonly string[], words: Words): number =>
  rest.filter((word) => !/\d/u.test(word) && !words.times.filler.includes(word)).length;

/** The same time moved on where the clock leaves it out. */
const existing = (date: string, time: string | null, { zone }: Moment): Day => {
  if (time === null) return { date, time };
  const local = localTime(instantOf(date, time, zone ?? 'UTC'), zone);
  return {
    date: local.date,
    time: `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`,
  };
};

/** The next, or the latest, moment at which the wall shows a time. */
const nearest = (time: string | null, moment: Moment): Day | null => {
  if (time === null) return null;
  const { now, zone, side } = moment;
  const today = localTime(now, zone).date;
  const at = instantOf(today, time, zone ?? 'UTC');
  const days = side === 'past' ? (at > now ? -1 : 0) : at < now ? 1 : 0;
  return existing(addDays(today, days), time, moment);
};
