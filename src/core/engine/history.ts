import { baseline, daysAtMost, mean, series, within, type DayValue } from '#insights/measures.ts';
import type { Answer } from '#shared/answer.ts';
import type { HistoryView } from '#core/engine/expressions.ts';

/** The measures of `insights` as conditions see them: over kept answers, with today's local date. Nothing kept reads 0. */
export const historyView = (answers: readonly Answer[], today: string): HistoryView => {
  const known = new Map<string, readonly DayValue[]>();
  const of = (item: string): readonly DayValue[] => {
    const found = known.get(item) ?? series(answers, item);
    known.set(item, found);
    return found;
  };
  return {
    last: (item) => of(item).at(-1)?.value ?? 0,
    average: (item, days) => mean(within(of(item), today, days)) ?? 0,
    baseline: (item) => baseline(of(item)) ?? 0,
    count: (item, days) => within(of(item), today, days).length,
    low: (item, atMost, days) => daysAtMost(of(item), today, atMost, days),
  };
};
