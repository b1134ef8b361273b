import { Temporal } from 'temporal-polyfill';

/** An instant as a person's wall shows it. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 0–23. */
  readonly hour: number;
  /** 0–59. */
  readonly minute: number;
  /** ISO weekday, 1 = Monday. */
  readonly weekday: number;
  /** Days since 1970-01-01, by the local date. */
  readonly day: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);

/** The local time in an IANA zone at an instant (ms UTC). Where the zone is not known yet, UTC. */
export const localTime = (at: number, zone: string | null): LocalTime => {
  const minute = Math.floor(at / MINUTE_MS);
  // One message asks for the same minute several times over.
  if (latest?.minute === minute && latest.zone === zone) return latest.local;
  latest = { minute, zone, local: read(at, zone) };
  return latest.local;
};

let latest: { readonly minute: number; readonly zone: string | null; readonly local: LocalTime } | null = null;

const read = (at: number, zone: string | null): LocalTime => {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone ?? 'UTC');
  const date = local.toPlainDate().toString();
  return { date, hour: local.hour, minute: local.minute, weekday: local.dayOfWeek, day: dayNumber(date) };
};

/** Most results kept of each of the two below: many people ask for the same few midnights. */
const MOST_KEPT = 500;

/** Remembers what a pure function of texts answered lately. */
const remembered = <T>(kept: Map<string, T>, key: string, work: () => T): T => {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = work();
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
};

const instants = new Map<string, number>();
const dates = new Map<string, string>();

/**
 * The instant (ms UTC) of a wall time `HH:MM` on a local date in a zone. A time that a DST change leaves out moves to
 * the next one that exists; a time that comes twice is the first (Temporal's `compatible`).
 */
export const instantOf = (date: string, time: string, zone: string): number =>
  remembered(
    instants,
    `${date}T${time} ${zone}`,
    () =>
      Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, { disambiguation: 'compatible' })
        .epochMilliseconds,
  );

/** The date so many days after another. */
export const addDays = (date: string, days: number): string =>
  remembered(dates, `${date} ${days}`, () => Temporal.PlainDate.from(date).add({ days }).toString());
