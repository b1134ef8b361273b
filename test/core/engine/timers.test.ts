/** What happens at a question that nobody answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTime } from '#shared/local-time.ts';
import { editedLibrary, flowOf } from '../../support/edited.ts';
import { button, HOUR, Person, START, textOf } from '../../support/talking.ts';

const DAY = 24 * HOUR;

/** Two questions: the first is remembered after four hours and passed by after ten, the second waits for a day. */
const library = editedLibrary({
  flows: {
    trial: flowOf({
      id: 'trial',
      name: 'name',
      command: 'trial',
      steps: [
        {
          id: 'energy',
          type: 'rate',
          text: 'energy',
          item: 'energy',
          min: 0,
          max: 10,
          high: 'good',
          remind: { after: '4h', text: 'remind' },
          timeout: { after: '10h', to: 'without' },
        },
        { id: 'thanks', type: 'say', text: 'thanks', next: 'rest' },
        { id: 'without', type: 'say', text: 'without' },
        { id: 'rest', type: 'rate', text: 'rest', item: 'rest', min: 0, max: 10, high: 'good' },
        { id: 'bye', type: 'say', text: 'bye' },
      ],
    }),
    mute: flowOf({
      id: 'mute',
      command: 'mute',
      steps: [
        { id: 'ask', type: 'ask', text: 'trial.energy', var: 'ask', timeout: { after: '2h', to: 'finish' } },
        { id: 'finish', type: 'end' },
      ],
    }),
  },
  texts: {
    'trial.name': 'the trial',
    'trial.energy': 'How much energy?',
    'trial.remind': 'The question still waits.',
    'trial.thanks': 'Thanks.',
    'trial.without': 'We go on without it.',
    'trial.rest': 'How well did you rest?',
    'trial.bye': 'That is all.',
  },
});

const begin = (command = '/trial'): Person => {
  const person = new Person(library);
  person.types(command);
  return person;
};
const outcomes = (person: Person): string[] =>
  person.events.flatMap((event) => (event.type === 'flow_ended' ? [event.outcome] : []));
const passedOver = (person: Person): string[] =>
  person.events.flatMap((event) => (event.type === 'passed_over' ? [event.reason] : []));

describe('a reminder', () => {
  it('comes once, with the buttons of the question, which then count once', () => {
    const person = begin();
    const said = person.lives(5 * HOUR);
    expect(said.map(({ text }) => text)).toEqual(['The question still waits.']);
    expect(person.lives(4 * HOUR)).toEqual([]);
    expect(textOf(person.taps(button(said, '7')))).toContain('How well did you rest');
    expect(person.kept('energy')).toEqual([7]);
  });

  it('is no nudge: nothing counts it as the one message of the day', () => {
    const person = begin();
    expect(person.lives(5 * HOUR).map(({ kind }) => kind)).toEqual(['flow']);
    expect(person.events.some(({ type }) => type === 'nudged')).toBe(false);
  });

  it('does not come at night, but in the morning', () => {
    const person = new Person(library);
    person.waits(11 * HOUR);
    person.types('/trial');
    const hours: number[] = [];
    for (let hour = 0; hour < 16; hour++)
      if (person.lives(HOUR).length > 0) hours.push(localTime(person.now, 'Europe/London').hour);
    expect(
      hours.every((hour) => hour >= 8 && hour < 22),
      hours.join(' '),
    ).toBe(true);
    expect(hours.length).toBeGreaterThan(0);
  });

  it('waits for the morning where it comes late, after a time without anybody to send it', () => {
    const person = begin();
    const timer = person.timers.find(({ kind }) => kind === 'reminder');
    person.waits(14 * HOUR);
    expect(person.due('reminder', person.now, timer?.about)).toEqual([]);
    expect(passedOver(person)).toEqual(['quiet-hours']);
    expect(
      person.timers
        .filter(({ kind }) => kind === 'reminder')
        .map(({ dueAt }) => localTime(dueAt, 'Europe/London').hour),
    ).toContain(8);
  });

  it.each([
    [
      'who never said yes to being written to',
      (person: Person) => (person.consents = { ...person.consents, nudges: false }),
    ],
    ['who made a pause', (person: Person) => (person.member = { ...person.member, pausedUntil: START + 9 * DAY })],
  ])('is not sent to someone %s', (_who, change) => {
    const person = begin();
    change(person);
    expect(person.lives(30 * HOUR)).toEqual([]);
  });

  it('never comes in an open episode', () => {
    const person = begin();
    person.types('i want to die');
    expect(person.episode).not.toBeNull();
    expect(person.timers).toEqual([]);
    expect(person.lives(3 * DAY)).toEqual([]);
  });
});

describe('a question with a way on of its own', () => {
  it('is passed by when nobody answered, and the flow goes on', () => {
    const person = begin();
    const said = textOf(person.lives(11 * HOUR));
    expect(said).toContain('We go on without it.');
    expect(said).toContain('How well did you rest');
    person.types('6');
    expect(person.kept('energy')).toEqual([]);
    expect(person.kept('rest')).toEqual([6]);
  });

  it('goes on without a word where the flow has none to say', () => {
    const person = begin('/mute');
    expect(person.lives(3 * HOUR)).toEqual([]);
    expect(outcomes(person)).toEqual(['done']);
  });

  it('says nothing to someone who never said yes to being written to, and the question stays', () => {
    const person = begin();
    person.consents = { ...person.consents, nudges: false };
    expect(person.lives(12 * HOUR)).toEqual([]);
    person.types('5');
    expect(person.kept('energy')).toEqual([5]);
  });

  it('comes to an end by itself, also where questions lead to each other by themselves', () => {
    const ask = (id: string, to: string) => ({
      id,
      type: 'ask',
      text: 'trial.energy',
      var: id,
      timeout: { after: '2h', to },
    });
    const person = new Person(
      editedLibrary({
        flows: { ring: flowOf({ id: 'ring', command: 'ring', steps: [ask('one', 'two'), ask('two', 'one')] }) },
        texts: { 'trial.energy': 'How much energy?' },
      }),
    );
    person.types('/ring');
    expect(person.lives(10 * DAY).length).toBeLessThan(12);
    expect(person.session?.frames).toEqual([]);
  });
});

describe('a flow in which nobody answers', () => {
  it('is left quietly after 24 hours; what was answered stays, and the next message starts fresh', () => {
    const person = begin();
    person.types('7');
    expect(person.lives(DAY - HOUR)).toEqual([]);
    expect(person.session?.frames).toHaveLength(1);
    expect(person.lives(2 * HOUR)).toEqual([]);
    expect(outcomes(person)).toEqual(['expired']);
    expect(person.kept('energy')).toEqual([7]);
    person.types('4');
    expect(person.kept('rest')).toEqual([]);
    expect(textOf(person.types('/trial'))).toContain('How much energy');
  });

  it('the check-in is left with the day of the person, so that the next one starts clean', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    person.lives(14 * HOUR);
    expect(localTime(person.now, 'Europe/London').hour).toBe(23);
    expect(person.session?.frames).toHaveLength(1);
    person.lives(2 * HOUR);
    expect(person.session?.frames).toEqual([]);
    expect(person.kept('mood')).toEqual([6]);
  });

  it('the check-in is not cut off at midnight under the fingers of somebody who is at it', () => {
    const person = new Person();
    person.waits(14 * HOUR + 50 * 60_000);
    person.types('/checkin');
    person.lives(20 * 60_000);
    expect(textOf(person.types('6'))).toContain('anxiety');
  });

  it('the weekly review is remembered once, and left after two days', () => {
    const person = new Person();
    for (const day of [20, 21, 22])
      person.history.push({ item: 'mood', value: 5, date: `2026-11-${day}`, at: START - DAY });
    person.types('/week');
    expect(person.lives(DAY).map(({ text }) => text)).toEqual([expect.stringContaining('number from 0 to 10')]);
    expect(person.session?.frames).toHaveLength(1);
    expect(person.lives(DAY + HOUR)).toEqual([]);
    expect(person.session?.frames).toEqual([]);
  });

  it('a talk about safety never runs out', () => {
    const person = new Person();
    person.types('i want to die');
    person.lives(60 * HOUR);
    expect(person.session?.frames.length).toBeGreaterThan(0);
    expect(person.timers).toEqual([]);
  });

  it('leaves a talk about safety below it where it is', () => {
    const person = new Person(library);
    person.types("i can't do this anymore");
    const open = person.session?.frames.length ?? 0;
    expect(open).toBeGreaterThan(0);
    person.due('checkin');
    person.lives(3 * DAY);
    expect(person.session?.frames).toHaveLength(open);
  });
});

describe('a timer whose question no longer waits', () => {
  it('does nothing: the person answered in the same moment', () => {
    const person = begin();
    const timers = person.timers;
    person.types('7');
    for (const { kind, dueAt, about } of timers) {
      const before = JSON.stringify(person.session);
      person.waits(dueAt - person.now);
      expect(person.due(kind, dueAt, about)).toEqual([]);
      expect(passedOver(person)).toEqual(['moved-on']);
      expect(JSON.stringify(person.session)).toBe(before);
    }
    expect(person.kept('energy')).toEqual([7]);
  });

  it('does nothing the second time it is handed out', () => {
    const person = begin();
    const timers = person.timers;
    person.lives(30 * HOUR);
    for (const { kind, dueAt, about } of timers.filter(({ kind: one }) => one !== 'reminder')) {
      expect(person.due(kind, dueAt, about)).toEqual([]);
      expect(passedOver(person)).toEqual(['moved-on']);
    }
  });

  it('whatever people do and whenever it comes: it never answers for them, and never begins what they left', () => {
    const deed = fc.oneof(
      fc.constantFrom('7', 'skip', 'back', '/trial', '/checkin', 'stop', 'why?', 'i want to die', 'help', 'no'),
      fc.record({ hours: fc.integer({ min: -30, max: 60 }) }),
      fc.record({ late: fc.nat(8) }),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 14 }), (deeds) => {
        const person = begin();
        const ever = [...person.timers];
        for (const one of deeds) {
          const kept = person.history.length;
          if (typeof one === 'string') {
            expect(person.types(one).length).toBeGreaterThan(0);
          } else if ('late' in one) {
            // Any timer that ever was, at any time, as two workers or a lost queue would bring it.
            const timer = ever[one.late % ever.length];
            const waits = person.session?.frames.at(-1);
            const name = `${waits?.run}.${waits?.step}.${person.session?.prompt}`;
            const said = timer === undefined ? [] : person.due(timer.kind, timer.dueAt, timer.about);
            if (timer?.about !== name) expect(said).toEqual([]);
            expect(person.history).toHaveLength(kept);
          } else {
            // A clock that jumps back is nothing special either.
            if (one.hours < 0) person.now += one.hours * HOUR;
            else person.lives(one.hours * HOUR);
            expect(person.history).toHaveLength(kept);
          }
          ever.push(...person.timers);
          const name = person.session?.frames.at(-1);
          for (const { about } of person.timers)
            expect(about).toBe(`${name?.run}.${name?.step}.${person.session?.prompt}`);
        }
      }),
      { numRuns: 120, seed: 11 },
    );
  });
});
