import { describe, expect, it } from 'vitest';
import type { Found } from '#core/ports.ts';
import { button, HOUR, Person, textOf } from '../../support/talking.ts';

const stranger = (): Person => {
  const person = new Person();
  person.member = { ...person.member, onboarded: false, adult: null, zone: null, country: null };
  person.consents = {};
  return person;
};

describe('first contact', () => {
  it('says at once that it is a program and no therapist, before it asks anything', () => {
    const said = stranger().types('hi');
    expect(said[0]?.text).toMatch(/program/u);
    expect(said[0]?.text).toMatch(/not a therapist|not a person/u);
  });

  it('takes at most ten answers to the first check-in, each consent by itself and none ticked beforehand', () => {
    const person = stranger();
    let asked = 0;
    let said = person.types('/start');
    for (const answer of ['yes', 'US', 'chicago', 'yes', 'no', 'no', 'yes', '8pm']) {
      asked += 1;
      said = person.types(answer);
    }
    expect(asked).toBeLessThanOrEqual(10);
    expect(person.consents).toEqual({ health_log: true, free_text: false, group_totals: false, nudges: true });
    expect(person.member).toMatchObject({ adult: true, country: 'US', zone: 'America/Chicago', onboarded: true });
    expect(person.events.filter(({ type }) => type === 'scheduled')).toHaveLength(2);
    expect(textOf(person.taps(button(said, /Yes/u)))).toContain('How is your mood');
  });

  it('takes a first check-in in one line where it asks whether to do one, and is then over', () => {
    const person = stranger();
    for (const answer of ['hi', 'yes', 'GB', 'london', 'yes', 'no', 'no', 'no']) person.types(answer);
    expect(textOf(person.types('6 4 7 5 2 1 yes'))).toMatch(/mood 6/u);
    expect(person.kept('mood')).toEqual([6]);
    expect(person.session?.frames).toEqual([]);
  });

  it('takes a skipped consent for a no', () => {
    const person = stranger();
    person.types('hi');
    for (const answer of ['yes', 'skip', 'skip', 'skip', 'skip', 'skip', 'skip']) person.types(answer);
    expect(Object.values(person.consents).includes(true)).toBe(false);
    expect(person.member.onboarded).toBe(true);
  });

  it.each(['why do you want to know', 'why?', 'what for', 'Why do you need that?'])(
    'says in a sentence why it asks, on "%s", and asks again',
    (why) => {
      const person = stranger();
      for (const [answer, reason] of [
        ['hi', 'made for adults'],
        ['yes', 'crisis lines that work where you are'],
        ['GB', "when it's morning for you"],
        ['london', 'how your week went'],
        ['no', 'notes are private'],
        ['no', 'in a group'],
        ['no', 'likes to be written to'],
      ] as const) {
        const [question] = person.types(answer).slice(-1);
        const said = person.types(why);
        expect(said).toHaveLength(2);
        expect(said[0]?.text).toContain(reason);
        expect(said[1]?.text).toBe(question?.text);
      }
      expect(person.member).toMatchObject({ adult: true, country: 'GB', zone: 'Europe/London' });
    },
  );

  it('says what each answer to the question of age leads to after the second unclear one', () => {
    const person = stranger();
    person.types('hi');
    person.types('it depends who asks');
    const said = person.types('a few summers');
    expect(textOf(said)).toMatch(/"Yes".*"No".*"Rather not say".*"sos"/su);
    expect(said.at(-1)?.choices.map(({ label }) => label)).toContain('Rather not say');
    expect(person.types('yes').at(-1)?.text).toContain('Which country');
  });

  it.each(['skip', 'maybe', 'maybe, skip'])(
    'never asks for the age in a circle: %s, over and over, soon ends with what is possible all the same',
    (words) => {
      const unclear = words.split(', ');
      const person = stranger();
      person.types('hi');
      let said: string;
      let turns = 0;
      do {
        said = textOf(person.types(unclear[turns % unclear.length] ?? ''));
        turns += 1;
      } while ((person.session?.frames.length ?? 0) > 0 && turns < 10);
      expect(turns).toBeLessThanOrEqual(5);
      expect(said).toMatch(/don't have to say/u);
      expect(said).toMatch(/"sos"/u);
      expect(said).toMatch(/"get started"/u);
      expect(person.member.adult).toBe(null);
      expect(textOf(person.types('get started'))).toMatch(/18 or older/u);
    },
  );

  it('says what a yes and a no to a consent lead to after the second unclear answer', () => {
    const person = stranger();
    for (const answer of ['hi', 'yes', 'GB', 'london', 'maybe']) person.types(answer);
    expect(textOf(person.types('maybe'))).toMatch(/Yes means.*No means/su);
    expect(person.consents['health_log']).toBe(undefined);
  });

  it('answers a question that comes first, and then says hello', () => {
    const found: Found = { action: 'answer', topic: 'bl.normal', candidates: [{ topic: 'bl.normal', score: 0.9 }] };
    const said = stranger().types('is feeling flat normal', found);
    expect(said[0]?.kind).toBe('answer');
    expect(textOf(said)).toMatch(/program/u);
  });

  it('goes on where it was after a look at the privacy menu', () => {
    const person = stranger();
    person.types('hi');
    person.types('yes');
    person.types('/privacy');
    const said = person.types('stop');
    expect(textOf(said)).not.toMatch(/18 or older/u);
    expect(person.member.adult).toBe(true);
  });

  it('understands the clock on the wall as a time zone', () => {
    const person = stranger();
    person.now = Date.parse('2026-11-23T15:40:00Z');
    person.types('hi');
    person.types('yes');
    person.types('usa');
    person.types("it's 9:40 am");
    expect(person.member.zone).toBe('America/Chicago');
  });
});

describe('a nudge', () => {
  const nudged = (person: Person): Person => {
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
    return person;
  };

  it('begins the check-in, and is marked as one', () => {
    const said = nudged(new Person()).due('checkin');
    expect(said.every(({ kind }) => kind === 'nudge')).toBe(true);
    expect(textOf(said)).toContain('How is your mood right now?');
  });

  it('is answered hours later without any fuss', () => {
    const person = nudged(new Person());
    person.due('checkin');
    expect(textOf(person.waits(9 * HOUR).types('6'))).toContain('anxiety');
  });

  it('does not come after a check-in of the same day, in a pause, without consent, too late, or into a talk', () => {
    const done = nudged(new Person());
    done.types('6 4 7 5 2 1 yes');
    done.types('skip');
    expect(done.due('checkin')).toEqual([]);

    const paused = nudged(new Person());
    paused.member = { ...paused.member, pausedUntil: paused.now + HOUR };
    expect(paused.due('checkin')).toEqual([]);

    const unwanted = nudged(new Person());
    unwanted.consents = { health_log: true };
    expect(unwanted.due('checkin')).toEqual([]);

    const late = nudged(new Person());
    expect(late.due('checkin', late.now - 5 * HOUR)).toEqual([]);

    const talking = nudged(new Person());
    talking.types('/privacy');
    expect(talking.due('checkin')).toEqual([]);
  });

  it('comes less often after three that were left alone, with a kind word and no reproach', () => {
    const person = nudged(new Person());
    const [schedule] = person.schedules;
    if (schedule === undefined) throw new Error('no schedule');
    person.schedules = [{ ...schedule, ignored: 3 }];
    const said = person.due('checkin');
    expect(textOf(said)).toMatch(/less often|quieter/u);
    expect(person.events).toContainEqual({ type: 'nudged', kind: 'checkin', slot: '0', ignored: 4, every: 2 });
  });
});
