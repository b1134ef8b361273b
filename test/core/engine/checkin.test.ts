import { describe, expect, it } from 'vitest';
import type { Found } from '#core/ports.ts';
import { button, HOUR, Person, textOf } from '../../support/talking.ts';

const about = (topic: string): Found => ({ action: 'answer', topic, candidates: [{ topic, score: 0.9 }] });

const ITEMS = ['mood', 'anxiety', 'sleep', 'motivation', 'good_feelings', 'hard_feelings', 'taken'];

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
    expect(ITEMS.map((item) => person.kept(item)[0])).toEqual([6, 4, 7, 5, 2, 1, 'yes']);
  });

  it('takes nothing of a line in which two numbers may have run together, and says where it stopped', () => {
    const person = new Person();
    person.types('/checkin');
    const said = textOf(person.types('6 4 77 5'));
    expect(person.history).toEqual([]);
    expect(said).toMatch(/"77".*from 0 to 10/u);
    expect(said).toContain('How is your mood right now?');
  });

  it.each(['/checkin', 'hi'])(
    'says which number of a line is off its scale, and keeps the others (after "%s")',
    (first) => {
      const person = new Person();
      person.types(first);
      const said = textOf(person.types('5 5 5 5 5 1 yes'));
      expect(said).toMatch(/"5" doesn't fit.*from 0 to 4/u);
      expect(said).toContain('did anything feel good?');
      // What was answered already is not asked again: after the one number comes the note.
      expect(textOf(person.types('3'))).toContain('anything you want to note');
      expect(ITEMS.map((item) => person.kept(item))).toEqual([[5], [5], [5], [5], [3], [1], ['yes']]);
    },
  );

  it('asks for each number of a line that is off its scale, and for nothing else', () => {
    const person = new Person();
    expect(textOf(person.types('5 5 5 5 5 6 yes'))).toContain('feel good?');
    expect(textOf(person.types('4'))).toContain('sad or hard?');
    expect(textOf(person.types('back'))).toContain('feel good?');
    person.types('2');
    expect(textOf(person.types('4'))).toContain('anything you want to note');
    expect(person.kept('taken')).toEqual(['yes']);
    expect(person.kept('hard_feelings')).toEqual([4]);
  });

  it('is done in one line at the weekly look back, too, which then offers to go on and counts it', () => {
    const person = new Person();
    person.consents = { health_log: true };
    for (let day = 0; day < 3; day++) {
      person.types('6 4 7 5 2 1 yes');
      person.waits(24 * HOUR);
    }
    person.types('/week');
    const said = person.types('2 4 7 5 2 1 yes');
    expect(person.kept('mood')).toEqual([6, 6, 6, 2]);
    expect(textOf(said)).toContain('Shall we go on with the weekly review?');
    expect(textOf(person.taps(button(said, 'Go on')))).toContain('how overwhelmed');
    person.types('4');
    const week = textOf(person.types('6'));
    expect(week).toContain('You checked in on 4 days');
    expect(week).toContain('Mood: **5**');
    // Today has its mark: nobody is asked for it again.
    expect(textOf(person.types('skip'))).not.toMatch(/check-in/u);
    expect(person.session?.frames).toEqual([]);
  });

  it('is done in one line where the look back offers it, and nothing is asked twice', () => {
    const person = new Person();
    person.consents = { health_log: true };
    expect(textOf(person.types('/week'))).toMatch(/today/iu);
    person.types('6 4 7 5 2 1 yes');
    expect(person.kept('mood')).toEqual([6]);
    expect(person.session?.frames).toEqual([]);
  });

  it('says at the weekly look back which number of a line is off its scale', () => {
    const person = new Person();
    person.consents = { health_log: true };
    for (let day = 0; day < 3; day++) {
      person.types('6 4 7 5 2 1 yes');
      person.waits(24 * HOUR);
    }
    person.types('/week');
    expect(textOf(person.types('5 5 5 5 5 1 yes'))).toMatch(/"5" doesn't fit.*from 0 to 4/u);
    expect(textOf(person.types('3'))).toContain('Shall we go on with the weekly review?');
    expect(person.kept('overwhelm')).toEqual([]);
  });

  const afterThree = (answer: (person: Person) => string): string => {
    const person = new Person();
    person.consents = { health_log: true };
    let said = '';
    for (let day = 0; day < 4; day++) {
      said = answer(person);
      person.waits(24 * HOUR);
    }
    return said;
  };

  it('tells of the one typed line those who answer question by question, and nobody who uses it', () => {
    const oneByOne = (person: Person): string => {
      person.types('/checkin');
      return ['6', '4', '7', '5', '2', '1', 'yes'].map((answer) => textOf(person.types(answer))).join('\n');
    };
    expect(afterThree(oneByOne)).toContain('all seven in one line');
    expect(afterThree((person) => textOf(person.types('6 4 7 5 2 1 yes')))).not.toContain('in one line');
    // Once is enough to know it.
    expect(
      afterThree((person) =>
        person.history.length === 0
          ? textOf(person.types('6 4 7 5')) + ['2', '1', 'yes'].map((answer) => textOf(person.types(answer))).join('')
          : oneByOne(person),
      ),
    ).not.toContain('in one line');
  });

  it('ends quietly for those who keep no notes and write "skip" after it', () => {
    const person = new Person();
    person.consents = { health_log: true };
    person.types('6 4 7 5 2 1 yes');
    const [said, ...more] = person.types('skip');
    expect(more).toEqual([]);
    expect(said?.choices).toEqual([]);
    expect((said?.text ?? '').split(' ').length).toBeLessThan(10);
  });

  it.each(['stop asking me numbers', 'too many questions', "I'm sick of these numbers"])(
    'is left at once on "%s", and what follows is fewer questions, a break or nothing',
    (words) => {
      const person = new Person();
      person.types('/checkin');
      person.types('6');
      const said = person.types(words);
      expect(textOf(said)).toMatch(/no more numbers/iu);
      expect(said.at(-1)?.choices.map(({ label }) => label)).toEqual([
        'Two questions a day',
        'Take a break',
        'Fewer messages',
        'Just leave it',
      ]);
      // Thanks end it, and are no reason to ask once more.
      const after = person.types('thanks i guess');
      expect(after).toHaveLength(1);
      expect(after[0]?.choices).toEqual([]);
      expect(person.session?.frames).toEqual([]);
      expect(person.kept('mood')).toEqual([6]);
    },
  );

  it('leads from "stop asking me numbers" to a break that is one', () => {
    const person = new Person();
    const said = person.types('stop asking me numbers');
    const breaks = person.taps(button(said, 'Take a break'));
    person.taps(button(breaks, 'Three days'));
    expect(person.member.pausedUntil).toBeGreaterThan(person.now);
    expect(person.session?.frames).toEqual([]);
  });

  it('takes thanks for thanks where it asks about the medicine, and never for a yes', () => {
    const person = new Person();
    for (const answer of ['/checkin', '6', '4', '7', '5', '2', '1']) person.types(answer);
    expect(textOf(person.types('thanks i guess'))).toContain('Did you take your antidepressant today?');
    expect(person.kept('taken')).toEqual([]);
    person.types('yes thanks');
    expect(person.kept('taken')).toEqual(['yes']);
  });

  it('hears thanks that are half meant', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('stop');
    expect(textOf(person.types('thanks i guess'))).toMatch(/welcome|Of course|Any time|all right|no trouble|No need/u);
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
