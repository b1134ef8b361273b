import { getAllCountries, getCountry, getTimezone } from 'countries-and-timezones';
import { Temporal } from 'temporal-polyfill';
import { fold } from '#core/places/fold.ts';
import { CITIES, MAIN_ZONES, NO_CITIES } from '#core/places/tables.ts';

/** Offset of a zone's clock from UTC at an instant (ms), in minutes. Throws `RangeError` for an unknown zone. */
export const offsetAt = (zone: string, now: number): number =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).offsetNanoseconds / 60_000_000_000;

/** True for a zone that both Intl and Temporal can tell the time of. */
export const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '' && Number.isFinite(offsetAt(zone, 0));
  } catch {
    return false;
  }
};

// Two winters and two summers tell apart every pair of clocks that differ today.
const SAMPLES = [Date.UTC(2025, 0, 10), Date.UTC(2025, 6, 10), Date.UTC(2026, 0, 10), Date.UTC(2026, 6, 10)];
const behaviour = (zone: string): string => SAMPLES.map((at) => offsetAt(zone, at)).join('/');

/** The country after which a zone is named: the first of those that keep its time. */
export const homeOf = (zone: string): string | null => getTimezone(zone)?.countries[0] ?? null;

/** A country's own name for a clock that the tz database files under a neighbour: Oslo, not Berlin. */
const ownName = (country: string, zone: string): string => {
  if (homeOf(zone) === country) return zone;
  const names = getCountry(country, { deprecated: true })?.timezones ?? [];
  return (
    names.find((name) => getTimezone(name)?.aliasOf === zone && homeOf(name) === country && name.includes('/')) ?? zone
  );
};

const compute = (country: string): readonly string[] => {
  const listed = MAIN_ZONES[country];
  if (listed !== undefined) return listed.filter(isZone);
  const seen = new Set<string>();
  const zones: string[] = [];
  for (const zone of getCountry(country)?.timezones ?? []) {
    const name = ownName(country, zone);
    if (!isZone(name) || seen.has(behaviour(name))) continue;
    seen.add(behaviour(name));
    zones.push(name);
  }
  return zones;
};

const cache = new Map<string, readonly string[]>();

/** The zones of a country that people know, the most used first; empty for an unknown country. */
export const zonesOfCountry = (country: string): readonly string[] => {
  if (!isCountry(country)) return [];
  const known = cache.get(country);
  if (known !== undefined) return known;
  const zones = Object.freeze(compute(country));
  cache.set(country, zones);
  return zones;
};

/** True for an ISO 3166-1 alpha-2 code that the country table knows. */
export const isCountry = (code: string): boolean => Object.hasOwn(getAllCountries(), code);

const add = (map: Map<string, string[]>, name: string, zone: string): void => {
  if (NO_CITIES.has(name)) return;
  const zones = map.get(name) ?? [];
  if (!zones.includes(zone)) zones.push(zone);
  map.set(name, zones);
};

const AREAS = /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

let cities: ReadonlyMap<string, readonly string[]> | undefined;

/** City names (folded) to zones: our own table first, then the last part of every zone's name. */
export const cityZones = (): ReadonlyMap<string, readonly string[]> => {
  if (cities !== undefined) return cities;
  const map = new Map<string, string[]>();
  for (const [zone, names] of Object.entries(CITIES)) {
    for (const name of names.split('|')) add(map, name, zone);
  }
  for (const country of Object.keys(getAllCountries())) {
    for (const zone of zonesOfCountry(country)) {
      if (AREAS.test(zone)) add(map, fold(zone.split('/').at(-1) ?? ''), zone);
    }
    for (const zone of getCountry(country, { deprecated: true })?.timezones ?? []) {
      if (!AREAS.test(zone) || !isZone(zone)) continue;
      add(map, fold(zone.split('/').at(-1) ?? ''), getTimezone(zone)?.aliasOf ?? zone);
    }
  }
  cities = map;
  return map;
};

let byLowerName: ReadonlyMap<string, string> | undefined;

/** A zone's proper name for what was typed as one (`america/new_york`, `Asia/Calcutta`); null where it is none. */
export const zoneNamed = (typed: string): string | null => {
  if (byLowerName === undefined) {
    const map = new Map<string, string>();
    for (const country of Object.keys(getAllCountries())) {
      for (const zone of getCountry(country, { deprecated: true })?.timezones ?? []) {
        if (!zone.includes('/') || !isZone(zone)) continue;
        const kept = zonesOfCountry(country).includes(zone) ? zone : (getTimezone(zone)?.aliasOf ?? zone);
        if (!map.has(zone.toLowerCase()) || kept === zone) map.set(zone.toLowerCase(), kept);
      }
      for (const zone of zonesOfCountry(country)) map.set(zone.toLowerCase(), zone);
    }
    byLowerName = map;
  }
  return byLowerName.get(typed.toLowerCase().replaceAll(' ', '_')) ?? null;
};
