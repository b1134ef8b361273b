import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { nextRun, planSchedule } from '#core/nudges/plan.ts';
import { afterQuietHours } from '#core/nudges/quiet-hours.ts';
import type { Schedule } from '#core/ports.ts';
import { localTime } from '#shared/local-time.ts';

const DAY = 86_400_000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const schedule = (change: Partial<Schedule>): Schedule => ({
  id: 's',
  kind: 'checkin',
  slot: '0',
  time: '09:00',
  zone: 'America/Chicago',
  days: EVERY_DAY,
  active: true,
  ignored: 0,
  every: 1,
  nextRunAt: null,
  ...change,
});

const at = (text: string): number => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const iso = (ms: number | undefined, zone: string): string | undefined =>
  ms === undefined
    ? undefined
    : Temporal.Instant.fromEpochMilliseconds(ms)
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' });

describe('a time that the member set', () => {
  it('comes at that wall time on the next day, whatever the clocks do in between', () => {
    // 2026-03-08: clocks go forward in Chicago; 2026-11-01: back.
    for (const night of ['2026-03-07T22:00[America/Chicago]', '2026-10-31T22:00[America/Chicago]']) {
      const next = nextRun(schedule({}), at(night));
      expect(iso(next?.at, 'America/Chicago')?.slice(11)).toBe('09:00');
      expect(next?.date.slice(-2)).toBe(night.startsWith('2026-03') ? '08' : '01');
    }
  });

  it('moves to the next time that exists when the clocks leave it out', () => {
    const next = nextRun(schedule({ time: '02:30' }), at('2026-03-08T00:10[America/Chicago]'));
    expect(iso(next?.at, 'America/Chicago')).toBe('2026-03-08T03:30');
  });

  it('comes once when the clocks show it twice', () => {
    const first = nextRun(schedule({ time: '01:30' }), at('2026-11-01T00:10[America/Chicago]'));
    const second = nextRun(schedule({ time: '01:30' }), first?.at ?? 0);
    expect(second?.date).toBe('2026-11-02');
  });

  it('keeps to its weekdays', () => {
    const next = nextRun(schedule({ days: [7] }), at('2026-11-23T08:00[America/Chicago]'));
    expect(next?.date).toBe('2026-11-29');
  });

  it('holds in every zone on any day of ten years: the wall shows the time, or the first that exists after it', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2034-01-01') }),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(0, 15, 30, 45),
        (zone, now, hour, minute) => {
          const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const next = nextRun(schedule({ zone, time }), now);
          if (next === null) return false;
          const wall = localTime(next.at, zone);
          const shown = wall.hour * 60 + wall.minute;
          const late = shown - (hour * 60 + minute);
          // Within two days ahead, and exactly at the time but where a change left it out (at most three hours in this sample).
          return (
            next.at > now &&
            next.at - now <= 2 * DAY + 3 * 3_600_000 &&
            (wall.date === next.date ? late >= 0 && late <= 180 : true)
          );
        },
      ),
      { numRuns: 400, seed: 7 },
    );
  });
});

describe('a schedule that fell due', () => {
  it('makes one occurrence for its local date and looks ahead', () => {
    const dueAt = at('2026-11-23T09:00[America/Chicago]');
    const plan = planSchedule(schedule({ nextRunAt: dueAt }), dueAt + 2000);
    expect(plan.occurrence).toEqual({ date: '2026-11-23', dueAt });
    expect(plan.nextRunAt).toBe(dueAt + DAY);
  });

  it('collapses what was missed in a downtime into the latest one', () => {
    const dueAt = at('2026-11-20T09:00[America/Chicago]');
    const plan = planSchedule(schedule({ nextRunAt: dueAt }), at('2026-11-23T10:00[America/Chicago]'));
    expect(plan.occurrence?.date).toBe('2026-11-23');
    expect(plan.nextRunAt).toBe(at('2026-11-24T09:00[America/Chicago]'));
  });

  it('is nothing while it lies ahead, or while it is switched off', () => {
    const dueAt = at('2026-11-23T09:00[America/Chicago]');
    expect(planSchedule(schedule({ nextRunAt: dueAt }), dueAt - 1).occurrence).toBeNull();
    expect(planSchedule(schedule({ nextRunAt: dueAt, active: false }), dueAt)).toEqual({
      nextRunAt: null,
      occurrence: null,
    });
  });
});

describe('quiet hours', () => {
  it('hold back until the morning of the person, and only in the night', () => {
    const zone = 'Asia/Kolkata';
    expect(iso(afterQuietHours(at('2026-11-23T23:30[Asia/Kolkata]'), zone), zone)).toBe('2026-11-24T08:00');
    expect(iso(afterQuietHours(at('2026-11-24T03:00[Asia/Kolkata]'), zone), zone)).toBe('2026-11-24T08:00');
    expect(iso(afterQuietHours(at('2026-11-24T12:00[Asia/Kolkata]'), zone), zone)).toBe('2026-11-24T12:00');
  });
});
