import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseline, daysAtMost, mean, series, within } from '#insights/measures.ts';
import type { Answer } from '#shared/answer.ts';
import { addDays } from '#shared/local-time.ts';

const answer = (date: string, value: Answer['value'], at = Date.parse(date)): Answer => ({
  item: 'mood',
  value,
  date,
  at,
});

describe('the numbers of one item', () => {
  it('are one a day, the last that was given on that day', () => {
    expect(
      series([answer('2026-11-22', 3, 1), answer('2026-11-22', 6, 2), answer('2026-11-21', 4, 0)], 'mood'),
    ).toEqual([
      { date: '2026-11-21', value: 4 },
      { date: '2026-11-22', value: 6 },
    ]);
  });

  it('leave out words, skipped days and other items', () => {
    expect(
      series(
        [answer('2026-11-22', 'yes'), answer('2026-11-23', null), { ...answer('2026-11-24', 5), item: 'sleep' }],
        'mood',
      ),
    ).toEqual([]);
  });

  it('begin where the person began: the first five kept days, however far back', () => {
    const values = [2, 3, 4, 5, 6, 10, 10].map((value, index) => ({ date: addDays('2026-01-01', index * 9), value }));
    expect(baseline(values)).toBe(4);
    expect(baseline([])).toBeNull();
  });

  it('count local days back from today, today included', () => {
    const values = ['2026-11-16', '2026-11-17', '2026-11-23'].map((date) => ({ date, value: 2 }));
    expect(within(values, '2026-11-23', 7).map(({ date }) => date)).toEqual(['2026-11-17', '2026-11-23']);
    expect(daysAtMost(values, '2026-11-23', 3, 7)).toBe(2);
  });

  it('never have a mean outside what was said', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1 }), (numbers) => {
        const of = mean(numbers.map((value, index) => ({ date: addDays('2026-01-01', index), value })));
        return of !== null && of >= Math.min(...numbers) - 1e-9 && of <= Math.max(...numbers) + 1e-9;
      }),
    );
  });
});
