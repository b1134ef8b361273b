import { describe, expect, it } from 'vitest';
import { HOUR, Person, textOf } from '../../support/talking.ts';

const DAYS = 14;
/** In any so many days nothing is said twice. */
const APART = 10;

/** Fourteen days of one typed line each, begun by the message of the day. */
const fortnight = (lines: readonly string[], firstDay = 0): { leads: string[]; closings: string[] } => {
  const person = new Person();
  person.consents = { health_log: true, nudges: true };
  person.schedules = [
    {
      id: 's',
      kind: 'checkin',
      slot: '0',
      time: '09:00',
      zone: 'Europe/London',
      days: [1, 2, 3, 4, 5, 6, 7],
      active: true,
      ignored: 0,
      every: 1,
      nextRunAt: null,
    },
  ];
  person.waits(firstDay * 24 * HOUR);
  const leads: string[] = [];
  const closings: string[] = [];
  for (let day = 0; day < DAYS; day++) {
    const began = person.now;
    leads.push(textOf(person.due('checkin')).split('\n\n')[0] ?? '');
    closings.push(textOf(person.types(lines[day % lines.length] ?? '').slice(-1)));
    person.now = began + 24 * HOUR;
  }
  return { leads, closings };
};

/** The sentences without their numbers: "Mood 5 today, 4 last time" is the same sentence on another day. */
const wording = (text: string): string => text.replaceAll(/\d+(?:\.\d+)?/gu, '#');

const twice = (texts: readonly string[]): string[] =>
  texts.filter((text, day) =>
    texts.slice(Math.max(0, day - APART + 1), day).some((one) => wording(one) === wording(text)),
  );

const UPS_AND_DOWNS = [
  '4 6 3 2 1 2 yes',
  '5 5 5 3 1 1 yes',
  '4 7 2 2 1 3 no',
  '5 5 6 4 2 1 yes',
  '6 4 6 5 2 1 yes',
  '6 4 7 5 3 1 yes',
  '4 6 4 4 1 2 yes',
  '7 3 7 6 3 1 yes',
  '5 5 5 5 2 2 yes',
  '5 5 6 5 2 1 yes',
  '8 2 8 7 4 0 yes',
  '5 8 3 2 0 3 no',
  '6 4 6 5 2 1 yes',
  '6 5 6 5 2 1 yes',
];

describe('fourteen days of check-ins', () => {
  it.each([
    ['with ups and downs', UPS_AND_DOWNS],
    ['that are all the same', ['5 5 5 5 2 2 yes']],
    ['without any feelings', ['5 3 5 4 0 0 yes']],
    ['that go up and down by much', ['8 2 8 8 4 0 yes', '4 8 3 3 1 3 no']],
    ['with nights that change', ['5 5 2 5 2 2 yes', '5 5 8 5 2 2 yes']],
    ['with anxiety that changes', ['5 2 5 5 2 2 yes', '5 8 5 5 2 2 yes']],
    ['with drive that changes', ['5 5 5 1 2 2 yes', '5 5 5 6 2 2 yes']],
    ['with good feelings that come and go', ['5 5 5 5 0 2 yes', '5 5 5 5 3 2 yes']],
  ])('%s: no closing and no lead comes twice in ten days, whatever day it begins on', (_name, lines) => {
    for (let firstDay = 0; firstDay < 7; firstDay++) {
      const { leads, closings } = fortnight(lines, firstDay);
      expect(twice(leads)).toEqual([]);
      expect(twice(closings)).toEqual([]);
    }
  });

  it('say what moved, in the numbers that were given', () => {
    const { closings } = fortnight(['5 5 2 5 2 2 yes', '5 5 8 5 2 2 yes']);
    for (const closing of closings.slice(1)) {
      expect(closing).toMatch(/sleep|night/iu);
      expect(closing).toMatch(/2/u);
      expect(closing).toMatch(/8/u);
    }
  });

  it('praise no number and blame none; what is credited is that they did it', () => {
    const runs = [UPS_AND_DOWNS, ['8 2 8 8 4 0 yes', '4 8 3 3 1 3 no'], ['5 5 5 5 2 2 yes']].map((lines) =>
      fortnight(lines),
    );
    const all = runs.flatMap(({ closings }) => closings).join('\n');
    expect(all).not.toMatch(
      /\b(?:well done|good job|great|proud|better|worse|improv\w*|progress|congrat\w*|bad|sadly)\b/iu,
    );
    expect(all).toMatch(
      /your doing|your work|takes effort|you put them|you put each|made the time|kept this up|came here|You took a minute|You've given/u,
    );
  });
});
