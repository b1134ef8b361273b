import { addDays, instantOf, localTime } from '#shared/local-time.ts';

/** Between these wall times nothing is sent that the person did not ask for at that time. */
export const QUIET_FROM = '22:00';
export const QUIET_TO = '08:00';

/** The instant itself, or the end of the quiet hours in which it lies. */
export const afterQuietHours = (at: number, zone: string | null): number => {
  const { hour, date } = localTime(at, zone);
  if (hour >= Number(QUIET_FROM.slice(0, 2))) return instantOf(addDays(date, 1), QUIET_TO, zone ?? 'UTC');
  if (hour < Number(QUIET_TO.slice(0, 2))) return instantOf(date, QUIET_TO, zone ?? 'UTC');
  return at;
};
