/** What people turn to in the middle of something, inside each other, and the way back to where they were. */
import { describe, expect, it } from 'vitest';
import type { Found, Schedule } from '#core/ports.ts';
import { button, HOUR, Person, START, textOf } from '../../support/talking.ts';

const DAY = 24 * HOUR;
const NORMAL: Found = { action: 'answer', topic: 'bl.normal', candidates: [{ topic: 'bl.normal', score: 0.9 }] };

const daily: Schedule = {
  id: 's1',
  kind: 'checkin',
  slot: '0',
  time: '09:00',
  zone: 'Europe/London',
  days: [1, 2, 3, 4, 5, 6],
  active: true,
  ignored: 0,
  every: 1,
  nextRunAt: START + DAY,
};

/** Something that can be open: how it begins, how far it is answered, and the question that then waits, with an answer. */
interface Place {
  readonly enter: (person: Person) => void;
  /** The item under which the answer to the waiting question is kept; null where nothing is kept of it. */
  readonly item: string | null;
  readonly answer: string;
}

const OUTER: Readonly<Record<string, Place>> = {
  'a check-in': {
    enter: (person) => {
      person.types('/checkin');
      person.types('6');
    },
    item: 'anxiety',
    answer: '4',
  },
  'a nudge': {
    enter: (person) => {
      person.session = null;
      person.due('checkin');
      person.types('6');
      person.types('4');
    },
    item: 'sleep',
    answer: '7',
  },
  'the weekly review': {
    enter: (person) => {
      person.types('/week');
      person.types('3');
    },
    item: 'coping',
    answer: '8',
  },
  'a check-in inside the weekly review': {
    enter: (person) => {
      for (const said of ['/week', '3', '8', 'skip', 'yes', '6']) person.types(said);
    },
    item: 'anxiety',
    answer: '4',
  },
};

/** A detour that waits in between: how it is begun and how it is gone through to its end. */
interface Detour {
  readonly enter: (person: Person) => void;
  readonly exit: (person: Person) => void;
}

const says =
  (...texts: readonly string[]) =>
  (person: Person): void => {
    for (const text of texts) person.types(text);
  };

const DETOURS: Readonly<Record<string, Detour>> = {
  'what is kept': { enter: says('/privacy'), exit: says("that's all") },
  'a pause': { enter: says('/pause'), exit: (person) => person.types('1 day') },
  'deleting everything, and then not': { enter: says('/delete'), exit: says('keep it') },
  'the time of the check-in': { enter: says('/nudges'), exit: says('keep it') },
  'one kind, direct question': { enter: says("i'm a burden to everyone"), exit: says('no') },
  'a sign to tell somebody about today': {
    enter: says("i'm crawling out of my skin and can't sit still"),
    exit: says('no'),
  },
  'losing somebody to suicide': { enter: says('my brother killed himself last year'), exit: says('no') },
};

/** A detour that is dealt with at once. */
const MOMENTS: Readonly<Record<string, (person: Person) => void>> = {
  'a question': (person) => void person.types('is feeling flat normal?', NORMAL),
  'a tap on an article': (person) => void person.taps('t.bl.normal'),
  help: says('help'),
  'the crisis lines': says('/sos'),
  'an answer that is none': says('purple monkey'),
};

const where = (person: Person): unknown => {
  const top = person.session?.frames.at(-1);
  return top && { flow: top.flow, step: top.step, run: top.run, vars: top.vars, past: top.past };
};

const newPerson = (): Person => {
  const person = new Person();
  person.schedules = [daily];
  for (const day of [20, 21, 22]) {
    for (const item of ['mood', 'anxiety', 'sleep', 'motivation'])
      person.history.push({ item, value: 6, date: `2026-11-${day}`, at: START - DAY });
  }
  return person;
};

/** Takes up the offer to go on, where there is one. */
const goOn = (person: Person): void => {
  if (person.session?.offer === 'resume') person.types('yes');
};

const expectBack = (person: Person, place: Place, before: unknown): void => {
  goOn(person);
  expect(where(person)).toEqual(before);
  const kept = person.history.length;
  expect(textOf(person.types(place.answer))).not.toBe('');
  expect(person.history.slice(kept).map(({ item, value }) => [item, String(value)])).toEqual([
    [place.item, place.answer],
  ]);
};

const nestings = Object.entries(OUTER).flatMap(([outer, place]) =>
  Object.entries(DETOURS).flatMap(([middle, detour]) =>
    Object.entries(MOMENTS).map(
      ([inner, moment]) => [`${inner}, in ${middle}, in ${outer}`, place, detour, moment] as const,
    ),
  ),
);

describe('a detour inside a detour leads back, step by step, with every answer kept', () => {
  it('is tried in more than a hundred nestings', () => {
    expect(nestings.length).toBeGreaterThan(100);
  });

  it.each(nestings)('%s', (_name, place, detour, moment) => {
    const person = newPerson();
    place.enter(person);
    const outer = where(person);
    const depth = person.session?.frames.length ?? 0;
    detour.enter(person);
    expect(person.session?.frames).toHaveLength(depth + 1);
    const middle = where(person);
    moment(person);
    expect(where(person)).toEqual(middle);
    detour.exit(person);
    expect(person.session?.frames).toHaveLength(depth);
    expectBack(person, place, outer);
  });
});

const pairs = Object.entries(DETOURS).flatMap(([middle, first]) =>
  Object.entries(DETOURS)
    .filter(([inner]) => inner !== middle)
    .map(([inner, second]) => [`${inner}, in ${middle}, in a check-in`, first, second] as const),
);

const isSafety = (detour: Detour): boolean =>
  detour === DETOURS['one kind, direct question'] ||
  detour === DETOURS['a sign to tell somebody about today'] ||
  detour === DETOURS['losing somebody to suicide'];

describe('a detour from a detour, each with a question of its own', () => {
  // Two signs of danger after each other are one talk: the second is an answer in it, or takes its place.
  it.each(pairs.filter(([, first, second]) => !(isSafety(first) && isSafety(second))))('%s', (_name, first, second) => {
    const place = OUTER['a check-in'] as Place;
    const person = newPerson();
    place.enter(person);
    const outer = where(person);
    first.enter(person);
    const middle = where(person);
    second.enter(person);
    expect(person.session?.frames).toHaveLength(3);
    second.exit(person);
    goOn(person);
    expect(where(person)).toEqual(middle);
    first.exit(person);
    expectBack(person, place, outer);
  });
});

describe('danger, wherever somebody is', () => {
  const depths = Object.entries(DETOURS).map(([middle, detour]) => [middle, detour] as const);

  it.each(depths)('comes first, in %s in a check-in, and is answered before anything else', (_name, detour) => {
    const person = newPerson();
    (OUTER['a check-in'] as Place).enter(person);
    detour.enter(person);
    const said = person.types('i am going to kill myself tonight');
    expect(said[0]?.kind).toBe('crisis');
    expect(person.episode).not.toBeNull();
    expect(person.session?.frames.at(-1)?.flow).toBe('crisis');
    // Nothing of what was interrupted is taken up while it is open.
    for (const text of ['no', 'ok', 'thanks', 'later']) {
      for (const draft of person.types(text)) expect(draft.text).not.toMatch(/go on with|anxiety/i);
    }
  });

  it('leaves a talk about it open when something else is stopped or left that was begun in it', () => {
    for (const leaving of ['stop', 'leave it']) {
      const person = newPerson();
      (DETOURS['one kind, direct question'] as Detour).enter(person);
      const before = where(person);
      person.types('/checkin');
      person.types('/pause');
      person.types('1 day');
      expect(person.session?.offer).toBe('resume');
      person.types(leaving);
      expect(where(person)).toEqual(before);
    }
  });
});

describe('after a long break', () => {
  it('in a detour, going on leads back through it to the very step', () => {
    const person = newPerson();
    const place = OUTER['a check-in'] as Place;
    place.enter(person);
    const outer = where(person);
    person.types('/privacy');
    person.types('change it');
    const inner = where(person);
    const said = person.waits(6 * HOUR).types('hello again');
    expect(said.flatMap(({ choices }) => choices.map(({ label }) => label))).toContain('Start over');
    person.taps(button(said, 'Go on'));
    expect(where(person)).toEqual(inner);
    person.types('skip');
    person.types("that's all");
    expectBack(person, place, outer);
  });

  it('starting over begins that one flow anew, and what it interrupted still waits', () => {
    const person = newPerson();
    const place = OUTER['a check-in'] as Place;
    place.enter(person);
    const outer = where(person);
    person.types('/week');
    person.types('3');
    const said = person.waits(6 * HOUR).types('hello again');
    person.taps(button(said, 'Start over'));
    expect(person.session?.frames.map(({ flow, past }) => [flow, past.length])).toEqual([
      ['checkin', 1],
      ['week', 0],
    ]);
    for (const text of ['3', '8', 'skip']) person.types(text);
    if (person.session?.frames.at(-1)?.flow === 'week') person.types('no');
    expectBack(person, place, outer);
  });

  it('an offer to go on is let go with the day, and nothing is pushed on anyone', () => {
    const person = newPerson();
    (OUTER['a check-in'] as Place).enter(person);
    person.types('/privacy');
    person.types("that's all");
    expect(person.session?.offer).toBe('resume');
    expect(person.lives(20 * HOUR)).toEqual([]);
    expect(person.session?.frames).toEqual([]);
  });
});
