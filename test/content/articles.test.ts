import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ANSWER_MAX, GRADE_MAX, loadArticles, PART_MAX, type Article } from '#content/articles.ts';
import { findClaims } from '#content/claims.ts';
import { readingGrade } from '#content/readability.ts';

const folder = 'flows/articles/en/';
const shippedFiles = readdirSync(folder).map((name) => ({
  file: folder + name,
  source: readFileSync(folder + name, 'utf8'),
}));
const shipped = loadArticles(shippedFiles);
const whole = (article: Article) => [article.answer, ...article.more].join('\n\n');

/** A sound article, to spoil in one place at a time. */
const sound = (id = 'aa.one', also = 'aa.two') => `---
id: ${id}
title: Is it so?
question: Is it so?
urgency: N
sources:
  - { title: A paper, publisher: A journal, url: "https://example.org/a", read: 2026-11-22 }
written_on: 2026-11-22
reviewed_by: null
also: [${also}]
next: { label: Log today, command: checkin }
---

Yes, it can be so. You can ask about it.

## more

A first part.

---

A second part.
`;
const other = { file: 'flows/articles/en/aa.two.md', source: sound('aa.two', 'aa.one') };
const spoil = (from: string | RegExp, to: string) => {
  const source = sound().replace(from, to);
  if (source === sound()) throw new Error('nothing was spoilt');
  return loadArticles([{ file: 'flows/articles/en/aa.one.md', source }, other]).problems;
};

describe('the articles that are delivered', () => {
  it('have no mistake that the lint knows', () => {
    expect(shipped.problems).toEqual([]);
  });

  it('cover every topic of the blunting family, and what a person must not be left alone with', () => {
    const promised =
      `bl.normal bl.what bl.cause bl.posneg bl.better bl.options bl.drugs bl.cry bl.love bl.apathy bl.self bl.calm
      bl.lift bl.stress bl.fault bl.score bl.fog bl.shame wd.abrupt ws.worse dr.doc ef.long bt.who bt.priv bt.del ef.work
      ef.serotonin wd.what ms.dose se.list op.switch ws.early ws.under25`.split(/\s+/);
    expect(promised.filter((id) => !shipped.articles.has(id))).toEqual([]);
  });

  it('fit into one message each and read with ease', () => {
    for (const article of shipped.articles.values()) {
      expect(article.answer.length, article.id).toBeLessThanOrEqual(ANSWER_MAX);
      for (const part of article.more) expect(part.length, article.id).toBeLessThanOrEqual(PART_MAX);
      expect(readingGrade(whole(article)), article.id).toBeLessThanOrEqual(GRADE_MAX);
      // The first message alone must be readable too: many people never open the rest.
      expect(readingGrade(article.answer), article.id).toBeLessThanOrEqual(GRADE_MAX);
    }
  });

  // What each must say, whatever words an author gives it later.
  it.each([
    ['bl.normal', [/46 in 100/, /survey/, /does not mean you have to put up with it/]],
    ['bl.cause', [/the medicine, the depression, or both/, /Nobody can tell from a chat/]],
    ['bl.options', [/prescriber/, /don't change or stop anything on your own/]],
    ['bl.drugs', [/bupropion/, /trials/, /don't swap on your own/]],
    ['bl.love', [/no proof/, /\/sos/, /baby/]],
    ['bl.apathy', [/\/sos/]],
    ['bl.calm', [/4 in 10/, /prescriber/]],
    ['wd.abrupt', [/don't stop on your own/, /emergency help now/, /Already stopped/]],
    ['wd.what', [/zaps/, /dark thoughts/, /15 in 100/, /over half/]],
    ['ws.worse', [/today/, /\/sos/, /medicine, the depression, or both/]],
    ['ws.under25', [/one to two months/, /don't stop alone/]],
    ['ef.long', [/one to two weeks/, /six weeks/]],
    ['ef.serotonin', [/too simple/, /no reason to stop/]],
    ['ms.dose', [/double dose/, /leaflet/, /pharmacist/]],
    ['op.switch', [/gap/, /don't do it alone/]],
    ['bt.who', [/scripted program/, /not a person, a doctor or a therapist/]],
    ['bt.priv', [/Slack/, /export/, /Discord/, /Telegram/]],
    ['bt.del', [/\/export/, /\/delete/]],
  ])('%s keeps the gist of its topic', (id, needed) => {
    const article = shipped.articles.get(id);
    if (article === undefined) throw new Error(`no article ${id}`);
    for (const words of needed) expect(whole(article)).toMatch(words);
  });

  it('send a person with an urgent question to what to do now, in the first sentence or two', () => {
    for (const article of shipped.articles.values()) {
      if (article.urgency !== 'U' && article.urgency !== 'E') continue;
      const opening = article.answer.slice(0, 160);
      expect(opening, article.id).toMatch(/today|now/);
      expect(whole(article), article.id).toMatch(/\/sos|emergency/);
    }
  });

  it('claim no review that has not happened', () => {
    for (const article of shipped.articles.values()) expect(article.reviewedBy, article.id).toBeNull();
  });
});

describe('an author who makes a mistake is told file, line and mend', () => {
  it('finds nothing wrong with a sound article', () => {
    expect(loadArticles([{ file: 'flows/articles/en/aa.one.md', source: sound() }, other]).problems).toEqual([]);
  });

  it.each([
    ['no front matter', /^---\n/, '', 1, /front matter is missing/],
    ['an unknown field', 'urgency: N', 'urgency: N\nmood: 3', 6, /mood/],
    ['a wrong urgency', 'urgency: N', 'urgency: X', 5, /urgency/],
    ['no sources', /sources:\n.*\n/, 'sources: []\n', 6, /sources/],
    ['an unknown near topic', 'also: [aa.two]', 'also: [aa.two, aa.six]', 10, /no article "aa.six"/],
    ['itself as a near topic', 'also: [aa.two]', 'also: [aa.one]', 10, /this article itself/],
    ['an unknown next topic', 'command: checkin', 'topic: aa.six', 11, /no article "aa.six"/],
    ['an unknown command', 'command: checkin', 'command: dance', 11, /dance/],
    ['an id that is not the file name', 'id: aa.one', 'id: aa.ten', 2, /"aa.ten" but the file is "aa.one.md"/],
    ['no answer', 'Yes, it can be so. You can ask about it.', '', 13, /chat answer is missing/],
    ['a long answer', 'Yes,', `Yes, ${'it is so and '.repeat(40)}`, 14, /chat answer has \d+ characters/],
    ['a long part', 'A second part.', 'So it is. '.repeat(70), 22, /part has \d+ characters/],
    ['one part only', '---\n\nA second part.\n', '', 18, /there are 1 parts/],
    ['a heading', 'A second part.', '# Oh\n\nA second part.', 22, /heading/],
    ['a dose', 'A first part.', 'Fine.\nTake 20 mg of it.', 19, /names a dose/],
    ['a number without its source', 'A first part.', 'It is 46 in 100 people.', 18, /without its source/],
    [
      'long words',
      'A first part.',
      'Considerable individualised modification necessitates interdisciplinary communication.',
      14,
      /reading grade/,
    ],
    ['urgency without a time', 'urgency: N', 'urgency: U', 14, /does not say when to act/],
    ['broken YAML', 'title: Is it so?', 'title: "Is it so?', 3, /not valid YAML/],
  ])('%s', (_, from, to, line, message) => {
    const problems = spoil(from, to);
    const found = problems.filter((problem) => message.test(problem.message));
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
    expect(found[0]).toMatchObject({ file: 'flows/articles/en/aa.one.md', line });
    expect(found[0]?.mend).not.toBe('');
  });

  it('names the column of a forbidden claim', () => {
    const [problem] = spoil('A first part.', 'Well, take 20 mg of it.');
    expect(problem).toMatchObject({ line: 18, column: 12 });
  });

  it('tells of a second article for one topic', () => {
    const one = { file: 'flows/articles/en/aa.one.md', source: sound() };
    expect(loadArticles([one, other, one]).problems.map(({ message }) => message)).toEqual([
      'there is a second article "aa.one"',
    ]);
  });

  it('reads files with Windows line ends alike', () => {
    const crlf = loadArticles([
      { file: 'flows/articles/en/aa.one.md', source: sound().replaceAll('\n', '\r\n') },
      other,
    ]);
    expect(crlf.problems).toEqual([]);
    expect(crlf.articles.get('aa.one')?.more).toEqual(['A first part.', 'A second part.']);
  });
});

describe('what this program must never say is found', () => {
  it.each([
    ['Take 20 mg in the morning.', 'names a dose'],
    ['Take half a pill for a week.', 'advises on a dose'],
    ['It sounds like you have depression.', 'makes a diagnosis'],
    ['You are suffering from bipolar.', 'makes a diagnosis'],
    ['I am a therapist and I can help.', 'says that it is a person or a professional'],
    ["I'm a real person.", 'says that it is a person or a professional'],
    ['Just keep taking it.', 'says to just keep taking it'],
    ['You should just stop.', 'says to just stop'],
    ['The recovery rate is good.', 'gives a recovery rate'],
    ['About 40% of people recover within a year.', 'gives a recovery rate'],
    ['It restores a chemical imbalance in the brain.', 'says that the medicine restores a chemical imbalance'],
    ['The numbness is not permanent.', 'says that it is not permanent'],
    ['Walking is as effective as a pill.', 'says that something is as effective as the medicine'],
    ['Feeling low is your own fault.', 'blames the person'],
    ['Great, you lost weight!', 'praises weight loss'],
    ['You will get better.', 'makes a promise'],
    ["Don't worry. It will pass.", 'makes a promise'],
    ["It's just your medicine.", 'gives a verdict on the cause'],
    ['This chat is therapy.', 'says that it is therapy or treatment'],
  ])('%s', (text, claim) => {
    expect(findClaims(text).map((found) => found.claim)).toContain(claim);
  });

  // A lint that cries wolf is switched off: these are sentences that the content needs.
  it.each([
    "I'm not a therapist, a doctor or a person.",
    'Nobody can promise that it will pass.',
    "Please don't stop on your own.",
    "Never just stop: it's planned with your prescriber.",
    'Can I just stop?',
    'If you have bipolar disorder, tell your prescriber.',
    'Feeling flat is not your own fault.',
    "Don't take a double dose to make up for it.",
    'It could be the medicine, the depression, or both.',
    'These medicines do not restore a chemical imbalance.',
    'In one big survey, 46 in 100 felt some blunting.',
    'A prescriber may look at the dose or the medicine.',
    'How was your day, from 0 to 10?',
    'Did you take your medicine today?',
  ])('and not: %s', (text) => {
    expect(findClaims(text)).toEqual([]);
  });

  it('points at the place of each, in order', () => {
    const text = 'You will get better. Take 5 mg.';
    expect(findClaims(text).map(({ index }) => text.slice(index, index + 8))).toEqual(['You will', '5 mg.']);
  });
});

describe('the reading grade', () => {
  it('is low for short plain words and high for long ones', () => {
    expect(readingGrade('The cat sat on the mat. It was warm.')).toBeLessThan(2);
    expect(
      readingGrade('Pharmacological interventions frequently necessitate considerable modification.'),
    ).toBeGreaterThan(15);
  });

  // The sentence is the published example of the formula: 13 words, 24 syllables, one sentence.
  it('agrees with the formula on a sentence counted by hand', () => {
    const counted = 'The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.';
    expect(readingGrade(counted)).toBeGreaterThan(10.5);
    expect(readingGrade(counted)).toBeLessThan(14);
  });

  it('does not count a word of the field that is explained, and counts it when told to', () => {
    const text = 'Your antidepressant may help.';
    expect(readingGrade(text)).toBeLessThan(readingGrade(text, new Set()));
  });

  it('takes the items of a list for sentences, and gives no grade to a text without words', () => {
    expect(readingGrade('- one cat\n- two dogs\n- three cows')).toBeLessThan(3);
    expect(readingGrade('… 123 ❤️'.replace(/\d/g, ''))).toBe(0);
  });
});
