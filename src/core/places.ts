import { getAllCountries } from 'countries-and-timezones';
import { fold, oneLetterOff } from '#core/places/fold.ts';
import {
  CITY_LABELS,
  CODES_THAT_ARE_WORDS,
  COUNTRY_WORDS,
  FILLER,
  LIKELY_ZONES,
  THREE_LETTERS,
  TRAILER,
  ZONE_WORDS,
} from '#core/places/tables.ts';
import { clockDistance, readWallTime, type WallTime } from '#core/places/wall-clock.ts';
import { cityZones, homeOf, isCountry, isZone, offsetAt, zoneNamed, zonesOfCountry } from '#core/places/zone-data.ts';

/** The languages whose country names are understood. */
const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de'] as const;
/** A clock that differs by more than this from the person's shows another zone. */
const CLOCK_TOLERANCE_MINUTES = 10;
/** Names shorter than this are too easily another word to forgive a typo. */
const LONG_NAME = 6;

let countryNames: ReadonlyMap<string, string> | undefined;

const names = (): ReadonlyMap<string, string> => {
  if (countryNames !== undefined) return countryNames;
  const map = new Map<string, string>();
  for (const [code, { name }] of Object.entries(getAllCountries())) map.set(fold(name), code);
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of Object.keys(getAllCountries())) {
      const name = fold(display.of(code) ?? '');
      if (name !== '') map.set(name, code);
    }
  }
  for (const [code, words] of Object.entries(COUNTRY_WORDS)) {
    for (const word of words.split('|')) map.set(word, code);
  }
  countryNames = map;
  return map;
};

const fromFlag = (text: string): string | null => {
  // England, Scotland and Wales: a black flag with tag letters.
  if (/\u{1F3F4}\u{E0067}\u{E0062}/u.test(text)) return 'GB';
  const pair = /([\u{1F1E6}-\u{1F1FF}])([\u{1F1E6}-\u{1F1FF}])/u.exec(text);
  if (pair === null) return null;
  const code = pair
    .slice(1)
    .map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0x1f1e6 + 65))
    .join('');
  return isCountry(code) ? code : null;
};

const fromCode = (text: string): string | null => {
  const bare = text.trim().replace(/[.!]+$/, '');
  const three = /^[A-Z]{3}$/.test(bare) ? THREE_LETTERS[bare] : undefined;
  if (three !== undefined) return three;
  if (!/^[A-Za-z]{2}$/.test(bare)) return null;
  const code = bare.toUpperCase();
  // "NO" in capitals is still more likely an answer than Norway.
  if (code === 'NO' || (bare !== code && CODES_THAT_ARE_WORDS.has(bare.toLowerCase()))) return null;
  return isCountry(code) ? code : null;
};

/** The longest country names inside a sentence; null unless they all mean one country. */
const inside = (folded: string): string | null => {
  const known = names();
  const words = folded.split(' ').slice(0, 30);
  const found = new Set<string>();
  for (let from = 0; from < words.length;) {
    let taken = 1;
    for (let length = Math.min(5, words.length - from); length >= 1; length--) {
      const phrase = words.slice(from, from + length).join(' ');
      const code = phrase.length >= 4 || phrase === 'uk' || phrase === 'usa' ? known.get(phrase) : undefined;
      if (code === undefined) continue;
      found.add(code);
      taken = length;
      break;
    }
    from += taken;
  }
  // "Atlanta, Georgia, USA" names the state.
  if (found.has('US')) found.delete('GE');
  return found.size === 1 ? ([...found][0] ?? null) : null;
};

const withoutFiller = (folded: string): string => folded.replace(FILLER, '').replace(TRAILER, '');

const misspelt = (folded: string): string | null => {
  if (folded.length < LONG_NAME) return null;
  const found = new Set<string>();
  for (const [name, code] of names()) {
    if (name.length >= LONG_NAME && oneLetterOff(folded, name)) found.add(code);
  }
  return found.size === 1 ? ([...found][0] ?? null) : null;
};

/** The country that a city lies in, where only one country has a city of that name. */
const fromCity = (name: string): string | null => {
  const homes = new Set((cityZones().get(name) ?? []).map(homeOf));
  return homes.size === 1 ? ([...homes][0] ?? null) : null;
};

/**
 * The country that a person named: its name in English, Spanish, Portuguese, French or German, a short form ("uk",
 * "the states"), a code, a flag, a state or a large city; one wrong letter is forgiven in a long name. ISO 3166-1
 * alpha-2; null where none or more than one is meant. Never throws.
 */
export const parseCountry = (text: string): string | null => {
  const head = text.slice(0, 200);
  const flag = fromFlag(head);
  if (flag !== null) return flag;
  const coded = fromCode(head);
  if (coded !== null) return coded;
  const folded = fold(head);
  const short = withoutFiller(folded);
  const known = names();
  const exact = known.get(folded) ?? known.get(short);
  if (exact !== undefined) return exact;
  if (short.length < 3) return null;
  return inside(folded) ?? fromCity(short) ?? misspelt(short);
};

/** The IANA zones of a country that people know, the most used first; empty for an unknown code. */
export const zonesOf = (country: string): readonly string[] => zonesOfCountry(country);

interface ZoneContext {
  /** ISO 3166-1 alpha-2; null until known. */
  readonly country: string | null;
  /** Milliseconds UTC. */
  readonly now: number;
}

/** Of several zones, the first in the person's country, else the first. */
const nearest = (zones: readonly string[], country: string | null): string | null => {
  const own = country === null ? [] : zonesOf(country);
  return zones.find((zone) => own.includes(zone)) ?? zones.find((zone) => homeOf(zone) === country) ?? zones[0] ?? null;
};

const fixedOffset = (minutes: number): string | null => {
  if (minutes === 0) return 'UTC';
  if (minutes % 60 !== 0) return null;
  // The tz database counts these the other way round: Etc/GMT-2 is two hours ahead of UTC.
  const zone = `Etc/GMT${minutes > 0 ? '-' : '+'}${Math.abs(minutes / 60)}`;
  return isZone(zone) ? zone : null;
};

const withOffset = (minutes: number, zones: readonly string[], now: number): string | null =>
  zones.find((zone) => offsetAt(zone, now) === minutes) ?? null;

const fromOffset = (folded: string, { country, now }: ZoneContext): string | null => {
  const match = /(?:^|\s)(?:(?:utc|gmt)\s*([+\-−])\s*(\d{1,2})(?:[:.]?(\d{2}))?|([+\-−])(\d{1,2}):(\d{2}))(?!\d)/.exec(
    folded,
  );
  const zero = match === null && /^(?:utc|gmt|zulu)$/.test(folded);
  if (match === null && !zero) return null;
  const [, sign1, hours1, minutes1, sign2, hours2, minutes2] = match ?? [];
  const size = Number(hours1 ?? hours2 ?? 0) * 60 + Number(minutes1 ?? minutes2 ?? 0);
  const minutes = (sign1 ?? sign2) === '+' || size === 0 ? size : -size;
  const own = country === null ? null : withOffset(minutes, zonesOf(country), now);
  return own ?? fixedOffset(minutes) ?? withOffset(minutes, LIKELY_ZONES, now);
};

const clockIn = (zone: string, now: number): number => {
  const minutes = Math.floor(now / 60_000) + offsetAt(zone, now);
  return ((minutes % 1440) + 1440) % 1440;
};

/** How far a zone's clock is from what was read off it; Infinity where it cannot be this zone. */
const misfit = (wall: WallTime, shown: number): number => {
  const distances = wall.minutes.map((minutes) => {
    const apart = clockDistance(minutes, shown);
    if (apart <= CLOCK_TOLERANCE_MINUTES) return apart;
    // "9 pm" said at 9:25: the hour fits.
    const past = (shown - minutes + 1440) % 1440;
    return wall.hourOnly && past < 60 ? past : Number.POSITIVE_INFINITY;
  });
  return Math.min(...distances);
};

const fromClock = (wall: WallTime, { country, now }: ZoneContext): string | null => {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const zone of country === null ? [] : zonesOf(country)) {
    const apart = misfit(wall, clockIn(zone, now));
    if (apart < least) [best, least] = [zone, apart];
  }
  const [minutes, ...more] = wall.minutes;
  if (best !== null || minutes === undefined || more.length > 0 || wall.hourOnly) return best;
  for (const zone of LIKELY_ZONES) {
    const apart = misfit(wall, clockIn(zone, now));
    if (apart < least) [best, least] = [zone, apart];
  }
  return best;
};

let zoneWords: ReadonlyMap<string, readonly string[]> | undefined;

const fromWord = (word: string, country: string | null): string | null => {
  zoneWords ??= new Map(
    Object.entries(ZONE_WORDS).flatMap(([keys, zones]) =>
      keys.split(' ').map((key) => [key, zones.split(' ')] as const),
    ),
  );
  const zones = zoneWords.get(word);
  if (zones === undefined) return null;
  if (word === 'gmt' && (country === null || !zones.some((zone) => homeOf(zone) === country))) return 'UTC';
  return nearest(zones, country);
};

/** A city's name within a sentence, the longest first. */
const fromCityName = (folded: string, country: string | null): string | null => {
  const known = cityZones();
  const words = folded.split(' ').slice(0, 30);
  for (let length = Math.min(4, words.length); length >= 1; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const phrase = words.slice(from, from + length).join(' ');
      const whole = length === words.length;
      // Short names are words too often ("la", "nice") to be found inside a sentence.
      const zones = whole || phrase.length >= 5 ? known.get(phrase) : undefined;
      if (zones !== undefined) return nearest(zones, country);
    }
  }
  const misspelled = folded.length < LONG_NAME ? [] : [...known].filter(([name]) => oneLetterOff(folded, name));
  const zones = new Set(misspelled.filter(([name]) => name.length >= LONG_NAME).flatMap(([, found]) => found));
  return zones.size === 1 ? ([...zones][0] ?? null) : null;
};

/**
 * The time zone that a person means: an IANA name, a city, an abbreviation ("PT", "CET"), an offset ("utc+2"), or the
 * time on their own clock ("it's 9:40 pm"), for which the country's zone whose clock shows that within ten minutes is
 * taken, else one of the same offset. Only zones that Intl and Temporal know; null where nothing fits. Never throws.
 */
export const parseZone = (text: string, context: ZoneContext): string | null => {
  const head = text.slice(0, 200).trim();
  const named = zoneNamed(head);
  if (named !== null) return named;
  const loose = fold(head, true);
  const strict = withoutFiller(fold(head));
  const zone =
    fromWord(strict, context.country) ??
    fromOffset(loose, context) ??
    (() => {
      const wall = readWallTime(loose);
      return wall === null ? null : fromClock(wall, context);
    })() ??
    fromCityName(strict, context.country) ??
    fromCountry(head);
  return zone !== null && isZone(zone) ? zone : null;
};

/** A country with one clock names its zone. */
const fromCountry = (text: string): string | null => {
  const zones = zonesOf(parseCountry(text) ?? '');
  return zones.length === 1 ? (zones[0] ?? null) : null;
};

/**
 * A zone for a button: its city and the time there, in the way of the language: "Chicago · 3:40 pm". `now` is in
 * milliseconds UTC. An unknown zone is shown by its name alone; an unknown locale as English.
 */
export const zoneLabel = (zone: string, locale: string, now: number): string => {
  const offset = /^Etc\/GMT([+-])(\d+)$/.exec(zone);
  const city =
    offset === null
      ? (CITY_LABELS[zone] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' '))
      : `UTC${offset[1] === '-' ? '+' : '−'}${offset[2] ?? ''}`;
  if (!isZone(zone)) return city;
  const [language] = Intl.DateTimeFormat.supportedLocalesOf(
    /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(locale) ? locale : 'en',
  );
  const time = new Intl.DateTimeFormat(language ?? 'en', { hour: 'numeric', minute: '2-digit', timeZone: zone })
    .format(now)
    .replaceAll(/[\u202F\u00A0]/g, ' ')
    .replace(/[AP]M$/, (half) => half.toLowerCase());
  return `${city} · ${time}`;
};
