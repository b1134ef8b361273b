import * as fc from 'fast-check';
import { getAllCountries } from 'countries-and-timezones';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parseCountry, parseZone, zoneLabel, zonesOf } from '#core/places.ts';

const COUNTRIES = Object.keys(getAllCountries());
/** 21:40 in London and Lisbon, 15:40 in Chicago, 22:40 in Paris. */
const NOW = Date.UTC(2026, 10, 22, 21, 40);
const knownToIntl = (zone: string): boolean => {
  const clock = new Intl.DateTimeFormat('en', { timeZone: zone }).format(NOW);
  return clock !== '' && Temporal.Instant.fromEpochMilliseconds(NOW).toZonedDateTimeISO(zone).timeZoneId === zone;
};
const offset = (zone: string, at: number): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds;

describe('the country that a person names', () => {
  it.each([
    ['uk', 'GB'],
    ['England', 'GB'],
    ['I live in scotland', 'GB'],
    ['🇬🇧', 'GB'],
    ['🏴󠁧󠁢󠁷󠁬󠁳󠁿', 'GB'],
    ['usa', 'US'],
    ['the states', 'US'],
    ['America', 'US'],
    ['us', 'US'],
    ['Deutschland', 'DE'],
    ['ich wohne in Österreich', 'AT'],
    ['moro no Brasil', 'BR'],
    ['vivo en México', 'MX'],
    ['je vis en Belgique', 'BE'],
    ['holland', 'NL'],
    ['Côte d’Ivoire', 'CI'],
    ['Guinea-Bissau', 'GW'],
    ['south korea', 'KR'],
    ['NZ', 'NZ'],
    ['UAE', 'AE'],
    ['berlin', 'DE'],
  ])('%s is %s', (text, country) => {
    expect(parseCountry(text)).toBe(country);
  });

  it.each(Object.values(getAllCountries()).map(({ id, name }) => [name, id]))('%s is %s', (name, country) => {
    expect(parseCountry(name)).toBe(country);
  });

  it.each([
    ['germny', 'DE'],
    ['portgual', 'PT'],
    ['united kindom', 'GB'],
    ['australa', 'AU'],
  ])('%s, with one wrong letter, is %s', (text, country) => {
    expect(parseCountry(text)).toBe(country);
  });

  // The wrong country would send a person in danger to a line that cannot be dialled.
  it.each(['no', 'nice', 'christmas', 'me', 'in', 'so', 'hi', 'idk', 'hello there', 'prefer not to say', '', '???'])(
    'is not guessed from %j',
    (text) => {
      expect(parseCountry(text)).toBeNull();
    },
  );

  it('is not guessed where two are named, or where one letter could mean either', () => {
    expect(parseCountry('i moved from france to spain')).toBeNull();
    expect(parseCountry('austrlia')).toBeNull();
  });

  it.each(['new mexico', 'New Jersey', 'new england', 'Atlanta, Georgia, USA', 'San Francisco'])(
    '%s lies in the United States',
    (text) => {
      expect(parseCountry(text)).toBe('US');
    },
  );
});

describe('the zones of a country', () => {
  it('are the ones that people know, the largest first', () => {
    expect(zonesOf('US')).toEqual([
      'America/New_York',
      'America/Chicago',
      'America/Denver',
      'America/Phoenix',
      'America/Los_Angeles',
      'America/Anchorage',
      'Pacific/Honolulu',
    ]);
  });

  // The tz database files these under Brussels and Berlin; nobody in Oslo looks for "Berlin" on a button.
  it.each([
    ['NL', 'Europe/Amsterdam'],
    ['NO', 'Europe/Oslo'],
    ['SE', 'Europe/Stockholm'],
    ['DK', 'Europe/Copenhagen'],
    ['IN', 'Asia/Kolkata'],
    ['GB', 'Europe/London'],
  ])('%s has the one that bears its own name: %s', (country, zone) => {
    expect(zonesOf(country)).toEqual([zone]);
  });

  it.each(COUNTRIES)('%s: each is known to Intl and to Temporal', (country) => {
    expect(zonesOf(country).every(knownToIntl)).toBe(true);
    // Heard and McDonald Islands: nobody lives there, and the tz database has no zone for them.
    if (country !== 'HM') expect(zonesOf(country).length).toBeGreaterThan(0);
  });

  it('are none for something that is no country', () => {
    expect(zonesOf('ZZ')).toEqual([]);
    expect(zonesOf('constructor')).toEqual([]);
  });
});

const zone = (text: string, country: string | null) => parseZone(text, { country, now: NOW });

describe('the zone that a person means', () => {
  it.each([
    ['America/New_York', null, 'America/New_York'],
    ['america/new york', null, 'America/New_York'],
    ['Asia/Calcutta', null, 'Asia/Kolkata'],
    ['chicago', 'US', 'America/Chicago'],
    ['são paulo', 'BR', 'America/Sao_Paulo'],
    ['I live in Munich', null, 'Europe/Berlin'],
    ['san diego california', 'US', 'America/Los_Angeles'],
    ['EST', 'US', 'America/New_York'],
    ['eastern time', 'CA', 'America/Toronto'],
    ['est', 'AU', 'Australia/Sydney'],
    ['PT', 'US', 'America/Los_Angeles'],
    ['pacific', 'US', 'America/Los_Angeles'],
    ['hora del pacífico', 'US', 'America/Los_Angeles'],
    ['CET', 'FR', 'Europe/Paris'],
    ['BST', 'GB', 'Europe/London'],
    ['gmt', 'GB', 'Europe/London'],
    ['GMT', null, 'UTC'],
    ['utc+2', null, 'Etc/GMT-2'],
    ['gmt -3', 'BR', 'America/Sao_Paulo'],
    ['UTC+5:30', null, 'Asia/Kolkata'],
    ['Germany', null, 'Europe/Berlin'],
  ])('%s (%s) is %s', (text, country, expected) => {
    expect(zone(text, country)).toBe(expected);
  });

  it.each([
    ["it's 3:40 pm", 'US', 'America/Chicago'],
    ['3:38pm', 'US', 'America/Chicago'],
    ['15.40', 'US', 'America/Chicago'],
    ['3:40', 'US', 'America/Chicago'],
    ['3 pm', 'US', 'America/Chicago'],
    ['son las 22:40', 'ES', 'Europe/Madrid'],
    ['21:40', 'ES', 'Atlantic/Canary'],
    ['es ist 22 Uhr 40', 'DE', 'Europe/Berlin'],
    ['22h40', 'FR', 'Europe/Paris'],
    ['19:40', 'PT', 'America/Noronha'],
    ['13:40', null, 'America/Los_Angeles'],
  ])('%s on the clock in %s is %s', (text, country, expected) => {
    const found = zone(text, country);
    expect(found === null ? null : offset(found, NOW)).toBe(offset(expected, NOW));
    if (country !== 'PT') expect(found).toBe(expected);
  });

  // Without a country "1:40" fits two halves of the day: asking again is better than nudging at night.
  it.each(['1:40', 'idk', 'usa', 'I take 20 mg', 'call me at 5', '9', '2026-11-22', ''])(
    'is not guessed from %j',
    (text) => {
      expect(zone(text, text === 'usa' || text === '1:40' ? null : 'US')).toBeNull();
    },
  );

  it('is found again from the time on its own clock, in winter and in summer', () => {
    const sample = COUNTRIES.flatMap((country) => zonesOf(country).map((name) => [country, name] as const));
    fc.assert(
      fc.property(
        fc.constantFrom(...sample),
        fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 11, 31) }),
        fc.integer({ min: -5, max: 5 }),
        ([country, name], now, minutesOff) => {
          const there = Temporal.Instant.fromEpochMilliseconds(now + minutesOff * 60_000).toZonedDateTimeISO(name);
          const said = `${String(there.hour).padStart(2, '0')}:${String(there.minute).padStart(2, '0')}`;
          const found = parseZone(said, { country, now });
          // Two zones of one country may show the same clock today: any of them is right.
          expect(found === null ? null : offset(found, now)).toBe(offset(name, now));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a zone on a button', () => {
  it('shows the city and the time there', () => {
    expect(zoneLabel('America/Chicago', 'en', NOW)).toBe('Chicago · 3:40 pm');
    expect(zoneLabel('America/Sao_Paulo', 'pt', NOW)).toBe('São Paulo · 18:40');
    expect(zoneLabel('Etc/GMT-2', 'de', NOW)).toBe('UTC+2 · 23:40');
  });

  it('still shows something for a zone or a language that does not exist', () => {
    expect(zoneLabel('Mars/Olympus_Mons', 'en', NOW)).toBe('Olympus Mons');
    expect(zoneLabel('Europe/Paris', '!!', NOW)).toBe('Paris · 10:40 pm');
  });

  it('fits on a button of every platform, in every language', () => {
    for (const country of COUNTRIES) {
      for (const name of zonesOf(country)) {
        for (const locale of ['en', 'es', 'pt', 'fr', 'de']) {
          expect(zoneLabel(name, locale, NOW).length).toBeLessThanOrEqual(64);
        }
      }
    }
  });
});

describe('whatever a person types', () => {
  const words = fc.array(
    fc.constantFrom(
      'i',
      'live',
      'in',
      'utc',
      '+',
      '25',
      ':',
      '99',
      'pm',
      'new',
      'mexico',
      'paris',
      'gmt-14',
      '🇽🇽',
      'é',
      '7h',
      '12',
    ),
    { maxLength: 12 },
  );
  const text = fc.oneof(
    fc.string({ maxLength: 300, unit: 'grapheme' }),
    words.map((some) => some.join(' ')),
    words.map((some) => some.join('')),
  );

  it('nothing throws, and only real countries and zones come out', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(null, 'US', 'DE', 'ZZ'), (typed, country) => {
        const named = parseCountry(typed);
        expect(named === null || COUNTRIES.includes(named)).toBe(true);
        const found = zone(typed, country);
        expect(found === null || knownToIntl(found)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
