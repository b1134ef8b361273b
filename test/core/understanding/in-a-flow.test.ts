import { describe, expect, it } from 'vitest';
import { dateIn } from '#core/understanding/date.ts';
import { editedLibrary, flowOf } from '../../support/edited.ts';
import { button, Person, textOf } from '../../support/talking.ts';
import { viewIn } from './steps.ts';

const OPTIONS = [
  { value: 'sleep', label: 'sleep' },
  { value: 'work', label: 'work' },
  { value: 'family', label: 'family' },
];

/** Someone who is asked one question, and then told what was kept. */
const askedBy = (step: object, locale?: string): Person => {
  const person = new Person(
    editedLibrary({
      flows: {
        probe: flowOf({
          id: 'probe',
          name: 'name',
          command: 'probe',
          steps: [
            { id: 'first', text: 'question', item: 'probed', ...step },
            { id: 'after', type: 'say', text: 'after' },
          ],
        }),
      },
      texts: {
        'probe.name': 'the probe',
        'probe.question': 'Which of these?',
        'probe.after': 'That is it.',
        'probe.sleep': 'Sleep',
        'probe.work': 'Work',
        'probe.family': 'Family',
      },
    }),
  );
  if (locale !== undefined) person.member = { ...person.member, locale };
  return person;
};

const labels = (drafts: ReturnType<Person['types']>): readonly string[] =>
  drafts.at(-1)?.choices.map(({ label }) => label) ?? [];

describe('several options', () => {
  const many = (more: object = {}): Person => askedBy({ type: 'choose', many: true, options: OPTIONS, ...more });

  it('are chosen in one message, and kept as a list', () => {
    const person = many();
    person.types('/probe');
    expect(textOf(person.types('1 and family'))).toContain('That is it.');
    expect(person.kept('probed')).toEqual([['sleep', 'family']]);
  });

  it('are tapped one after the other, and taken back, until they say that this is all', () => {
    const person = many();
    const asked = person.types('/probe');
    expect(labels(asked)).toEqual(['Sleep', 'Work', 'Family']);
    const first = person.taps(button(asked, 'Work'));
    expect(textOf(first)).toContain('Work');
    expect(textOf(first)).not.toContain('Which of these?');
    expect(labels(first)).toEqual(['Sleep', '✓ Work', 'Family', "That's all"]);
    const second = person.taps(button(first, 'Sleep'));
    const third = person.taps(button(second, '✓ Work'));
    expect(labels(third)).toEqual(['✓ Sleep', 'Work', 'Family', "That's all"]);
    person.taps(button(third, "That's all"));
    expect(person.kept('probed')).toEqual([['sleep']]);
  });

  it('count the same when two buttons of the first message are tapped one after the other', () => {
    const person = many();
    const asked = person.types('/probe');
    person.taps(button(asked, 'Work'));
    person.taps(button(asked, 'Sleep'));
    person.taps(button(asked, 'Sleep'));
    person.types("that's all");
    expect(person.kept('probed')).toEqual([['sleep', 'work']]);
  });

  it('may be tapped and typed in turn', () => {
    const person = many();
    const asked = person.types('/probe');
    const tapped = person.taps(button(asked, 'Work'));
    expect(textOf(person.types('and sleep'))).toMatch(/Sleep and Work/u);
    person.taps(button(tapped, "That's all"));
    expect(person.kept('probed')).toEqual([['sleep', 'work']]);
  });

  it('end by themselves when no more may be chosen', () => {
    const person = many({ max: 2 });
    const asked = person.types('/probe');
    const first = person.taps(button(asked, 'Work'));
    expect(textOf(person.taps(button(first, 'Family')))).toContain('That is it.');
    expect(person.kept('probed')).toEqual([['work', 'family']]);
  });

  it('are never more than the question allows', () => {
    const person = many({ max: 2 });
    person.types('/probe');
    person.types('all of them');
    expect(person.kept('probed')).toEqual([]);
  });

  it('can be none where the question allows it', () => {
    const person = many({ min: 0 });
    const asked = person.types('/probe');
    person.taps(button(asked, 'None of these'));
    expect(person.kept('probed')).toEqual([[]]);
  });

  it('are chosen afresh after a break in which something else was asked', () => {
    const person = many();
    const asked = person.types('/probe');
    person.taps(button(asked, 'Work'));
    const help = person.types('help');
    expect(labels(help)).toEqual(['Sleep', '✓ Work', 'Family', "That's all"]);
  });
});

describe('every question has a way out', () => {
  it.each([
    { type: 'rate', min: 0, max: 10, high: 'good' },
    { type: 'number', min: 0, max: 24 },
    { type: 'choose', options: OPTIONS },
    { type: 'choose', many: true, options: OPTIONS },
    { type: 'time' },
    { type: 'date' },
    { type: 'date', past: 'refuse', with_time: true },
    { type: 'ask', as: 'country' },
    { type: 'ask', as: 'zone' },
  ])('$type: after two answers that were not understood, Skip is offered, and it leads on', (step) => {
    const person = askedBy(step);
    person.types('/probe');
    expect(labels(person.types('qwrtz plmk'))).not.toContain('Skip');
    const second = person.types('qwrtz plmk');
    expect(textOf(person.taps(button(second, 'Skip')))).toContain('That is it.');
    expect(person.session?.frames).toEqual([]);
  });
});

describe('"same as yesterday"', () => {
  const scale = { type: 'rate', min: 0, max: 10, high: 'good' };

  it('keeps the number of the last day that was kept', () => {
    const person = askedBy(scale);
    person.history.push({ item: 'probed', value: 4, date: '2026-11-20', at: person.now - 3 * 86_400_000 });
    person.types('/probe');
    person.types('same as yesterday');
    expect(person.kept('probed')).toEqual([4, 4]);
  });

  it('is asked again kindly where nothing was kept', () => {
    const person = askedBy(scale);
    person.types('/probe');
    expect(textOf(person.types('same as yesterday'))).toMatch(/from before|last time/u);
    expect(person.kept('probed')).toEqual([]);
  });
});

describe('a day and a time', () => {
  const moment = (now: string, zone: string) => {
    const { words } = viewIn('en');
    const [side, withTime] = ['future' as const, true];
    return { words, locale: 'en', country: 'GB', zone, now: Date.parse(now), side, withTime };
  };

  it('is judged on the day that it is where the person is', () => {
    // At this moment it is still Sunday in Honolulu; an hour and a half later it is Tuesday in Auckland.
    expect(dateIn('tomorrow', moment('2026-11-23T09:59:00Z', 'Pacific/Honolulu'))?.date).toBe('2026-11-23');
    expect(dateIn('today', moment('2026-11-23T11:30:00Z', 'Pacific/Auckland'))?.date).toBe('2026-11-24');
  });

  it('moves on where the clock leaves it out, and counts real hours over the change', () => {
    const before = moment('2027-03-27T23:30:00Z', 'Europe/Berlin');
    expect(dateIn('28.3.2027 at 02:30', before)).toEqual({ date: '2027-03-28', time: '03:30' });
    // Half past midnight there; two hours later the clock shows 3:30, for it skips an hour.
    expect(dateIn('in two hours', before)).toEqual({ date: '2027-03-28', time: '03:30' });
  });
});
