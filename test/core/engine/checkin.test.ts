import { describe, expect, it } from 'vitest';
import type { Found } from '#core/ports.ts';
import { button, HOUR, Person, textOf } from '../../support/talking.ts';

const about = (topic: string): Found => ({ action: 'answer', topic, candidates: [{ topic, score: 0.9 }] });

describe('a daily check-in', () => {
  it('is done in eight taps or words, and every number is kept under its own name', () => {
    const person = new Person();
    let said = person.types('/checkin');
    for (const answer of ['6', '4', '7', '5']) said = person.types(answer);
    said = person.taps(button(said, '2 · Some'));
    said = person.taps(button(said, '1 · A little'));
    said = person.taps(button(said, 'Yes'));
    person.types('quiet day');
    expect(Object.fromEntries(person.history.map(({ item, value }) => [item, value]))).toEqual({
      mood: 6,
      anxiety: 4,
      sleep: 7,
      motivation: 5,
      good_feelings: 2,
      hard_feelings: 1,
      taken: 'yes',
      note: 'quiet day',
    });
    expect(person.session?.frames).toEqual([]);
  });

  it('is done in one typed line, even without being asked', () => {
    const person = new Person();
    person.types('6 4 7 5 2 1 yes');
    expect(
      ['mood', 'anxiety', 'sleep', 'motivation', 'good_feelings', 'hard_feelings', 'taken'].map(
        (item) => person.kept(item)[0],
      ),
    ).toEqual([6, 4, 7, 5, 2, 1, 'yes']);
  });

  it('takes nothing of a line in which one word does not fit', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6 4 77 5');
    expect(person.history).toEqual([]);
  });

  it('understands a feeling in words, and never takes a question for one', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('meh');
    expect(person.kept('mood')).toHaveLength(1);
    const said = person.types('is feeling flat normal', about('bl.normal'));
    expect(person.kept('anxiety')).toEqual([]);
    expect(said[0]?.kind).toBe('answer');
    // The way back is the very question, worded the same as always.
    expect(said.at(-1)?.text).toContain('How strong is your anxiety right now?');
    person.types('3');
    expect(person.kept('anxiety')).toEqual([3]);
  });

  it('words the question on a scale the same on every day, and the words round it differently', () => {
    const leads = new Set<string>();
    for (let day = 0; day < 5; day++) {
      const person = new Person();
      person.waits(day * 24 * HOUR);
      const [first] = person.types('/checkin');
      const [lead = '', question] = (first?.text ?? '').split('\n\n');
      expect(question).toBe('How is your mood right now? 0 is the lowest, 10 is the highest.');
      leads.add(lead);
    }
    expect(leads.size).toBe(5);
  });

  it('asks once in other words after a miss, then offers to skip: never a dead end', () => {
    const person = new Person();
    person.types('/checkin');
    const once = person.types('purple monkeys dishwasher');
    expect(once).toHaveLength(2);
    const twice = person.types('still purple');
    const token = button(twice, 'Skip');
    expect(textOf(person.taps(token))).toContain('anxiety');
    expect(person.kept('mood')).toEqual([]);
  });

  it('goes back to the question before, and the new answer replaces the old one', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    expect(textOf(person.types('back'))).toContain('How is your mood');
    expect(textOf(person.types('2'))).toContain('anxiety');
    expect(person.session?.frames[0]?.vars['mood']).toBe(2);
  });

  it('stops when asked to, and says so', () => {
    const person = new Person();
    person.types('/checkin');
    expect(person.types('stop')).toHaveLength(1);
    expect(person.session?.frames).toEqual([]);
  });

  it('counts a double tap once', () => {
    const person = new Person();
    const token = button(person.types('/checkin'), '6');
    person.taps(token);
    expect(person.taps(token)).toEqual([]);
    expect(person.kept('mood')).toEqual([6]);
  });

  it('answers a tap on an old button gently, and files nothing under the wrong question', () => {
    const person = new Person();
    const old = button(person.types('/checkin'), '6');
    person.types('3');
    person.waits(HOUR);
    const said = person.taps(old);
    expect(said.at(-1)?.text).toContain('anxiety');
    expect(person.kept('mood')).toEqual([3]);
    expect(person.kept('anxiety')).toEqual([]);
  });

  it('asks after a long break whether to go on or start afresh, with the answers kept', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    person.waits(6 * HOUR);
    const said = person.types('4');
    expect(textOf(said)).toMatch(/go on|start it over/u);
    expect(textOf(person.taps(button(said, 'Go on')))).toContain('anxiety');
    expect(person.session?.frames[0]?.vars['mood']).toBe(6);
  });

  it('says back one true number of their own', () => {
    const person = new Person();
    person.types('6 4 7 5 2 2 yes');
    expect(textOf(person.types('skip'))).toMatch(/mood 6/iu);
    person.waits(24 * HOUR);
    person.types('8 4 7 5 2 2 yes');
    const said = textOf(person.types('skip'));
    expect(said).toMatch(/8/u);
    expect(said).toMatch(/6/u);
  });

  it('takes a command at the note for a command, and a note with such words in it for a note', () => {
    const person = new Person();
    person.types('6 4 7 5 2 1 yes');
    expect(textOf(person.types('sos'))).toContain('116 123');
    expect(textOf(person.types('delete everything about me'))).toMatch(/can't be undone/u);
    const other = new Person();
    other.types('6 4 7 5 2 1 yes');
    other.types('told my sister to delete my data from her old phone');
    expect(other.kept('note')).toHaveLength(1);
  });

  it('asks one gentle question after a run of low days', () => {
    const person = new Person();
    for (let day = 0; day < 3; day++) {
      person.types('2 7 3 1 2 3 yes');
      if (day < 2) person.types('skip');
      person.waits(24 * HOUR - 10_000);
    }
    const said = person.types('skip');
    expect(said.some(({ kind }) => kind === 'crisis')).toBe(true);
    expect(textOf(said)).toContain('ending your life');
  });
});
