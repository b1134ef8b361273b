/** What waits to be sent of a picture: its description, and how to draw it, but none of what it will show. */
import { describe, expect, it } from 'vitest';
import type { AttachmentDraft, Draft } from '#core/ports.ts';
import { addDays } from '#shared/local-time.ts';
import { Person, START } from '../../support/talking.ts';

const DAY = 86_400_000;

const picturesIn = (said: readonly Draft[]): AttachmentDraft[] => said.flatMap(({ attachments }) => attachments);

/** Someone with numbers kept on the last days, today last. */
const withDays = (numbers: Readonly<Record<string, readonly number[]>>): Person => {
  const person = new Person();
  for (const [item, values] of Object.entries(numbers)) {
    for (const [index, value] of values.entries()) {
      const ago = values.length - 1 - index;
      person.history.push({ item, value, date: addDays('2026-11-23', -ago), at: START - ago * DAY - 60_000 });
    }
  }
  return person;
};

const lookBack = (person: Person): Draft[] => {
  person.types('/week');
  person.types('4');
  return person.types('6');
};

describe('the week as a picture', () => {
  it('waits as a description of what to draw; the numbers are read when it is sent', () => {
    const [picture] = picturesIn(lookBack(withDays({ mood: [3, 7, 5, 6] })));
    expect(picture).toEqual({
      type: 'image',
      name: 'week-2026-11-23.png',
      alt: 'Your numbers from November 17 to November 23, as lines from 0 to 10. Mood: first 3, last 6.',
      make: 'chart',
      chart: {
        lines: [{ item: 'mood', label: 'Mood' }],
        min: 0,
        max: 10,
        days: 7,
        until: '2026-11-23',
        locale: 'en',
      },
    });
  });

  it('has a line for each thing that was marked, and none for what never was', () => {
    const marked = { mood: [3, 7, 5], anxiety: [8, 6, 5], sleep: [2, 4, 4], motivation: [1, 2, 2] };
    const [all] = picturesIn(lookBack(withDays(marked)));
    expect(all?.make === 'chart' ? all.chart.lines.map(({ label }) => label) : []).toEqual([
      'Mood',
      'Anxiety (high is more)',
      'Sleep',
      'Drive',
    ]);
    const [two] = picturesIn(lookBack(withDays({ mood: [3, 7, 5], sleep: [2] })));
    expect(two?.alt).toContain('Mood: first 3, last 5.');
    expect(two?.alt).toContain('Sleep: 2.');
    expect(two?.alt).not.toMatch(/Anxiety|Drive/u);
  });

  it('is not sent to someone of whom too little is kept', () => {
    expect(picturesIn(lookBack(withDays({ mood: [4] })))).toEqual([]);
  });
});
