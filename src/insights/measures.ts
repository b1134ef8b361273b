import type { Answer } from '#shared/answer.ts';
import { dayNumber } from '#shared/local-time.ts';

/** One day's number of one item: the last that was given on that day. */
export interface DayValue {
  readonly date: string;
  readonly value: number;
}

/** How many days make the baseline: the first ones that were kept. */
export const BASELINE_DAYS = 5;

/** The numbers of one item, one a day, oldest first. Answers that are no number are left out. */
export const series = (answers: readonly Answer[], item: string): readonly DayValue[] => {
  const days = new Map<string, number>();
  for (const answer of answers.toSorted((a, b) => a.at - b.at)) {
    if (answer.item === item && typeof answer.value === 'number') days.set(answer.date, answer.value);
  }
  return [...days].map(([date, value]) => ({ date, value })).toSorted((a, b) => (a.date < b.date ? -1 : 1));
};

/** The values of the `days` local days that end with `today`, today included. */
export const within = (values: readonly DayValue[], today: string, days: number): readonly DayValue[] =>
  values.filter(({ date }) => dayNumber(date) > dayNumber(today) - days && date <= today);

/** Mean; null of nothing. */
export const mean = (values: readonly DayValue[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, { value }) => sum + value, 0) / values.length;

/** Mean of the first five kept days: where the person began. Null before the first. */
export const baseline = (values: readonly DayValue[]): number | null => mean(values.slice(0, BASELINE_DAYS));

/** On how many of the last `days` days the value was at most `atMost`. */
export const daysAtMost = (values: readonly DayValue[], today: string, atMost: number, days: number): number =>
  within(values, today, days).filter(({ value }) => value <= atMost).length;
