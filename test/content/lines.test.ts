import { readFileSync } from 'node:fs';
import { getAllCountries } from 'countries-and-timezones';
import { describe, expect, it } from 'vitest';
import { loadLines } from '#content/lines.ts';

const file = 'flows/safety/lines.yaml';
const source = readFileSync(file, 'utf8');
const today = '2026-11-22';

const load = (text: string) => loadLines({ file, source: text });
const shipped = () => {
  const { lines, problems } = load(source);
  if (lines === null) throw new Error(JSON.stringify(problems));
  return lines;
};

describe('the list of help lines that is delivered', () => {
  it('has no mistake in it', () => {
    expect(load(source).problems).toEqual([]);
  });

  it('names only countries that exist, each with an emergency number', () => {
    const known = Object.keys(getAllCountries());
    const lines = shipped();
    for (const country of [...Object.keys(lines.countries), ...lines.groups.flatMap((group) => group.countries)]) {
      expect(known).toContain(country);
    }
  });

  // These countries were promised; a crisis line may be missing where none could be looked up, the number may not.
  it('knows the emergency number of every promised country', () => {
    const { countries } = shipped();
    for (const country of 'US CA GB IE AU NZ ES MX BR PT FR DE AT CH NL BE IT SE NO DK IN ZA'.split(' ')) {
      expect(countries[country]?.emergency.length, country).toBeGreaterThan(0);
    }
  });

  it.each([
    ['US', '988'],
    ['CA', '988'],
    ['GB', '116 123'],
    ['IE', '116 123'],
    ['AU', '13 11 14'],
    ['NZ', '1737'],
    ['ES', '024'],
    ['BR', '188'],
    ['PT', '1411'],
    ['FR', '3114'],
    ['AT', '142'],
    ['NL', '113'],
  ])('gives the national crisis line of %s, looked up and open at any hour', (country, number) => {
    const line = shipped().countries[country]?.lines.find((one) => one.for === 'crisis' && one.call === number);
    expect(line).toMatchObject({ hours: 'always' });
    expect(line?.verified_on).not.toBeNull();
  });

  it('gives the text lines of the United Kingdom and Ireland', () => {
    const { countries } = shipped();
    expect(countries['GB']?.lines.find((line) => line.text?.to === '85258')?.text?.say).toBe('SHOUT');
    expect(countries['IE']?.lines.some((line) => line.text?.to === '50808')).toBe(true);
  });

  // A date in the future would keep a line alive that nobody has looked up.
  it('claims no look-up after today', () => {
    for (const { lines } of Object.values(shipped().countries)) {
      for (const line of lines) expect(line.verified_on ?? today, line.name).toSatisfy((day: string) => day <= today);
    }
  });
});

const mistake = (from: string, to: string) => {
  expect(source).toContain(from);
  const { lines, problems } = load(source.replace(from, to));
  expect(lines).toBeNull();
  return problems;
};

describe('a mistake in the list', () => {
  // Half a list must never be served: the one missing line could be the one that is needed.
  it('is named with line and mend, and nothing is served', () => {
    const [problem] = mistake("call: '988'", 'call: nine eight eight');
    expect(problem?.line).toBe(source.slice(0, source.indexOf("call: '988'")).split('\n').length);
    expect(problem?.message).toContain('digits, spaces and hyphens');
  });

  it('is caught when a premium-rate number slips in', () => {
    expect(mistake("call: '113'", "call: '0900-0113'")[0]?.message).toContain('premium-rate');
  });

  it('is caught when a line has no way to reach it', () => {
    expect(mistake("        call: '3114'\n", '')[0]?.message).toContain('needs a way to reach it');
  });

  it('is caught when the day of the look-up is no day', () => {
    expect(
      mistake('verified_on: 2026-11-22\n      - for: violence', 'verified_on: 2026-02-30\n      - for: violence')[0]
        ?.message,
    ).toContain('no day of the calendar');
  });

  it('is caught when a misspelt field would drop a number', () => {
    expect(mistake("        call: '142'", "        cal: '142'").some(({ mend }) => mend.includes('"cal"'))).toBe(true);
  });

  it('is caught when a translation loses the number', () => {
    expect(mistake("way_call: 'appeler le {number}'", "way_call: 'appeler'")[0]?.message).toContain('{number}');
  });

  it('is caught when one country stands in two places', () => {
    expect(mistake('countries: [BG,', 'countries: [GB, BG,')[0]?.message).toContain('entry of its own');
  });

  it('is caught when the file is no YAML at all', () => {
    const { lines, problems } = load('countries: [');
    expect(lines).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
  });
});
