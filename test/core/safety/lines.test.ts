import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { getAllCountries } from 'countries-and-timezones';
import { describe, expect, it } from 'vitest';
import { loadLines } from '#content/lines.ts';
import { linesFor, staleLines } from '#core/safety/lines.ts';

const file = 'flows/safety/lines.yaml';
const { lines: loaded } = loadLines({ file, source: readFileSync(file, 'utf8') });
if (loaded === null) throw new Error('the list does not load');
const lines = loaded;

const today = '2026-11-22';
const adult = { youth: false, today, locale: 'en' };
const LOCALES = ['en', 'es', 'pt', 'fr', 'de'] as const;

/** The day `days` after the look-up of the delivered list. */
const later = (days: number): string =>
  new Date(Date.parse('2026-11-22T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10);

describe('the lines for a person in danger', () => {
  it('are one short list: the line, what it is, and the emergency number last', () => {
    expect(linesFor(lines, { ...adult, country: 'US' }).text.split('\n')).toEqual([
      '- **988** – call or text, any time; chat at [988lifeline.org/chat](https://988lifeline.org/chat) (988 Suicide & Crisis Lifeline)',
      '- **911** – if you or someone else is in danger right now',
    ]);
  });

  it('come as one sentence too', () => {
    expect(linesFor(lines, { ...adult, country: 'GB' }).short).toBe(
      'You can call 116 123 (Samaritans), or call 999 if you are in danger right now.',
    );
  });

  it('say which word to text where a word is needed', () => {
    expect(linesFor(lines, { ...adult, country: 'GB' }).text).toContain(
      'Text **SHOUT** to **85258**, any time (Shout)',
    );
  });

  it('come in the language of the person', () => {
    expect(linesFor(lines, { ...adult, country: 'DE', locale: 'de' }).short).toBe(
      'Zum Reden: 0800 111 0 111 anrufen (TelefonSeelsorge); bei akuter Gefahr 112 anrufen.',
    );
    expect(linesFor(lines, { ...adult, country: 'US', locale: 'es-MX' }).text).toContain('pulsa 2 para español');
  });

  // Belgium has a line for each half: the first one offered must be one that the person can talk to.
  it('begin with a line that speaks their language, and say so where none does', () => {
    expect(linesFor(lines, { ...adult, country: 'BE', locale: 'fr' }).short).toContain('0800 32 123');
    expect(linesFor(lines, { ...adult, country: 'IT' }).text).toContain('in Italian');
  });

  it('give someone under 18 the youth line first, and never give it to an adult', () => {
    expect(linesFor(lines, { ...adult, country: 'AU', youth: true }).text.split('\n')[0]).toContain('1800 55 1800');
    expect(linesFor(lines, { ...adult, country: 'AU' }).text).not.toContain('1800 55 1800');
  });

  // The German youth line closes at eight: the one sentence must name a number that answers at night.
  it('name a line in the sentence that answers at any hour, whatever stands first in the list', () => {
    const young = linesFor(lines, { ...adult, country: 'DE', youth: true });
    expect(young.text.split('\n')[0]).toContain('116 111');
    expect(young.short).toContain('0800 111 0 111');
  });

  it('add the directory where no line is open at night', () => {
    expect(linesFor(lines, { ...adult, country: 'IT' }).text).toContain('(https://findahelpline.com)');
    expect(linesFor(lines, { ...adult, country: 'NZ' }).text).not.toContain('findahelpline');
  });

  it('hold the lines for health advice, poison and violence apart from the crisis lines', () => {
    const found = linesFor(lines, { ...adult, country: 'NZ' });
    expect(found.health).toContain('0800 611 116');
    expect(found.poison).toContain('0800 764 766');
    expect(found.violence).toContain('0800 733 843');
    expect(found.text).not.toContain('0800 764 766');
  });
});

describe('where no line is known', () => {
  it('gives the emergency number of the European Union and the directory', () => {
    const found = linesFor(lines, { ...adult, country: 'PL' });
    expect(found.emergency).toBe('112');
    expect(found.text).toContain('**112**');
    expect(found.text).toContain('findahelpline.com');
  });

  it('speaks of the local emergency number until the country is known', () => {
    const found = linesFor(lines, { ...adult, country: null });
    expect(found.emergency).toContain('your local emergency number');
    expect(found.short).toContain('findahelpline.com');
    expect(found.stale).toBe(false);
  });

  // Somebody in France must not be sent to an American number because their country was never asked.
  it('gives nobody the line of another country', () => {
    expect(linesFor(lines, { ...adult, country: null }).text).not.toContain('988');
    expect(linesFor(lines, { ...adult, country: 'JP' }).text).not.toContain('988');
  });
});

describe('a line that nobody has looked up for a long time', () => {
  it('is still shown on the last day of the year and hidden on the day after', () => {
    expect(linesFor(lines, { ...adult, country: 'US', today: later(365) }).text).toContain('988');
    const over = linesFor(lines, { ...adult, country: 'US', today: later(366) });
    expect(over.text).not.toContain('988');
    expect(over.text).toContain('**911**');
    expect(over.text).toContain('findahelpline.com');
    expect(over.poison).toBeNull();
    expect(over.stale).toBe(true);
  });

  it('is never shown where nobody ever looked it up', () => {
    const found = linesFor(lines, { ...adult, country: 'DK' });
    expect(found.text).not.toContain('70 20');
    expect(found.text).toContain('**112**');
    expect(found.stale).toBe(true);
  });

  it('is on the operator’s list after ninety days, not before', () => {
    const fresh = staleLines(lines, later(90));
    expect(fresh.every(({ verifiedOn }) => verifiedOn === null)).toBe(true);
    const due = staleLines(lines, later(91));
    expect(due.length).toBe(Object.values(lines.countries).flatMap((country) => country.lines).length);
    expect(due).toContainEqual({
      country: 'US',
      name: '988 Suicide & Crisis Lifeline',
      verifiedOn: '2026-11-22',
      days: 91,
      hidden: false,
    });
  });

  it('is called hidden on the operator’s list once it is', () => {
    expect(staleLines(lines, later(366)).every(({ hidden }) => hidden)).toBe(true);
  });

  it('is on the operator’s list from the first day where nobody ever looked it up', () => {
    expect(staleLines(lines, today)).toContainEqual(
      expect.objectContaining({ country: 'DK', verifiedOn: null, days: null, hidden: true }),
    );
  });
});

describe('whatever is asked', () => {
  const anything = fc.record({
    country: fc.option(fc.oneof(fc.constantFrom(...Object.keys(getAllCountries())), fc.string()), { nil: null }),
    youth: fc.boolean(),
    today: fc.oneof(fc.constantFrom(later(-400), today, later(200), later(4000)), fc.string()),
    locale: fc.oneof(fc.constantFrom(...LOCALES, 'en-GB', 'pt-BR', 'ja'), fc.string()),
  });

  // A crisis message without a way to help is the one thing that must never go out.
  it('answers with an emergency number or where to find one, and leaves no gap to fill', () => {
    fc.assert(
      fc.property(anything, (ask) => {
        const found = linesFor(lines, ask);
        expect(found.emergency).toMatch(/\d{2}/);
        for (const number of found.emergency.match(/\d+/g) ?? []) expect(found.text).toContain(number);
        expect(found.short).toContain(found.emergency);
        for (const text of [found.text, found.short, found.health ?? '', found.poison ?? '', found.violence ?? '']) {
          expect(text).not.toMatch(/\{\w+\}|undefined|null/);
        }
      }),
    );
  });

  it('keeps every message short enough for the smallest platform', () => {
    for (const country of Object.keys(lines.countries)) {
      for (const locale of LOCALES) {
        expect(linesFor(lines, { country, youth: true, today, locale }).text.length).toBeLessThan(1000);
      }
    }
  });

  it('takes no inherited property of an object for a country or a language', () => {
    const found = linesFor(lines, { ...adult, country: 'constructor', locale: 'constructor' });
    expect(found.emergency).toContain('your local emergency number');
  });
});
