/** What people write where a number or a note is asked for, and what is said when a crisis is over. */
import { describe, expect, it } from 'vitest';
import { HOUR, Person, textOf } from '../../support/talking.ts';

describe('someone who is asked for a number', () => {
  it.each(['not today', 'no', 'later', 'not now'])('may say no to the whole of it: %s', (text) => {
    const person = new Person();
    person.types('/checkin');
    const said = person.types(text);
    expect(textOf(said)).not.toMatch(/0 to 10|How is your mood/u);
    expect(person.session?.frames).toEqual([]);
  });

  it('and tells how it is, is told that it was read, each time', () => {
    const person = new Person();
    person.types('/checkin');
    for (let turn = 0; turn < 3; turn++) {
      const said = person.types('everything is just kinda grey');
      expect(textOf(said)).toMatch(/read that|thank you for telling me|hear you/iu);
      expect(said.at(-1)?.text).toContain('How is your mood right now?');
    }
  });
});

describe('someone who is asked for a note', () => {
  it.each(['no', 'nope', 'not really'])('says no, and that is not kept as their words: %s', (text) => {
    const person = new Person();
    person.types('/checkin');
    person.types('5 5 6 5 2 1 yes');
    person.types(text);
    expect(person.kept('note')).toEqual([]);
    expect(person.session?.frames).toEqual([]);
  });
});

it('the last word of a crisis stands alone: nobody is asked for numbers in the same breath', () => {
  const person = new Person();
  person.types('/checkin');
  person.types('i want to die');
  person.types("no i'm fine");
  person.types('im ok');
  person.waits(4 * HOUR).due('followup');
  const said = person.types("yes i'm safe");
  expect(person.episode).toBeNull();
  expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
  expect(person.session?.frames).toEqual([]);
});
