import type { Schedule, SchedulePlan } from '#core/ports.ts';
import { addDays, instantOf, localTime } from '#shared/local-time.ts';

/** A message is not delivered later than this after its time: a morning word at night is noise. */
export const STALE_MS = 3 * 3_600_000;
/** Days looked ahead: more than any set of weekdays leaves out. */
const AHEAD = 8;

const weekdayOf = (date: string): number => localTime(Date.parse(`${date}T12:00:00Z`), 'UTC').weekday;

/** The first instant (ms UTC) after `after` at which a wall time comes, on one of the weekdays, in its zone. */
export const nextRun = (
  schedule: Pick<Schedule, 'time' | 'zone' | 'days'>,
  after: number,
): { at: number; date: string } | null => {
  const today = localTime(after, schedule.zone).date;
  for (let days = 0; days <= AHEAD; days++) {
    const date = addDays(today, days);
    if (!schedule.days.includes(weekdayOf(date))) continue;
    const at = instantOf(date, schedule.time, schedule.zone);
    if (at > after) return { at, date };
  }
  return null;
};

/**
 * What a due schedule row becomes: the latest time that has come makes one occurrence, whatever was missed before it
 * (missed ones collapse into one), and the next time lies ahead of `now`.
 */
export const planSchedule = (schedule: Schedule, now: number): SchedulePlan => {
  const next = nextRun(schedule, now);
  const nextRunAt = schedule.active ? (next?.at ?? null) : null;
  if (!schedule.active || schedule.nextRunAt === null || schedule.nextRunAt > now)
    return { nextRunAt, occurrence: null };
  let latest = { at: schedule.nextRunAt, date: localTime(schedule.nextRunAt, schedule.zone).date };
  const from = Math.max(schedule.nextRunAt, now - AHEAD * 86_400_000);
  for (let found = nextRun(schedule, from); found !== null && found.at <= now; found = nextRun(schedule, found.at))
    latest = found;
  return { nextRunAt, occurrence: { date: latest.date, dueAt: latest.at } };
};
