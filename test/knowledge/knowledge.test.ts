import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Knowledge } from '#core/ports.ts';
import { evaluate } from '#knowledge/evaluate.ts';
import { createFinder, createKnowledge } from '#knowledge/knowledge.ts';
import { NEAR } from '#knowledge/near.ts';
import { articles, phrasings } from './corpus.ts';

const find = createFinder(articles, phrasings);
const covered = (topic: string) => articles.has(topic);

describe('a question gets the article that answers it', () => {
  it.each([
    ['is feeling flat normal', 'bl.normal'],
    ['Is feeling flat normal on antidepressants?', 'bl.normal'],
    ['emotionless since sertralin is this comon', 'bl.normal'],
    ['can i just stop taking them', 'wd.abrupt'],
    ['are you a real person', 'bt.who'],
    ['how long till it works', 'ef.long'],
    ['how do i bring this up with my doctor', 'dr.doc'],
    ['is it making me worse', 'ws.worse'],
    ['why cant i cry anymore', 'bl.cry'],
    ['does the numbness ever go away', 'bl.better'],
    ['who can see what i write', 'bt.priv'],
    ['i missed a dose', 'ms.dose'],
  ])('%s → %s', (text, topic) => {
    expect(find(text)).toMatchObject({ action: 'answer', topic });
  });

  // The map's own wording is what the menu and the near topics show: it must lead where it says.
  it('finds every article by its own question', () => {
    const lost = [...articles.values()].filter(({ id, question }) => find(question).candidates[0]?.topic !== id);
    expect(lost.map(({ id }) => id)).toEqual([]);
  });
});

const NOT_ASKED =
  `hi|4|10|6 4 7 5 2 1 yes|about a 6|meh|ok|fine|thanks|yes|no|skip|good night|what's the weather|tell me a joke
had lunch with my sister|😀|:(|...||   |👩‍👩‍👧|const a = 1;|my foot is numb from sitting|got a flat tyre on the way to work|明日の天気は
привет`.split(/[|\n]/);

describe('what is no question is left alone', () => {
  it.each(NOT_ASKED)('%j', (text) => {
    expect(find(text).action).toBe('none');
  });
});

describe('the figures on messages that nothing was learnt from or tuned on', () => {
  const test = phrasings.filter(({ split }) => split === 'test');
  const split = evaluate(
    find,
    test.filter(({ apart }) => !apart),
    covered,
  );
  const voices = evaluate(
    find,
    test.filter(({ apart }) => apart),
    covered,
  );

  it('finds the topic first in seven of ten, and among three in 85 of 100', () => {
    expect(split.questions).toBeGreaterThan(200);
    expect(split.top1).toBeGreaterThanOrEqual(0.78);
    expect(split.top3).toBeGreaterThanOrEqual(0.9);
  });

  // The split shares its author's habits with the training lines; these voices were written apart.
  it('holds for voices that were written apart', () => {
    expect(voices.questions).toBeGreaterThan(90);
    expect(voices.top1).toBeGreaterThanOrEqual(0.7);
    expect(voices.top3).toBeGreaterThanOrEqual(0.85);
  });

  it('answers with a wrong article in fewer than one in ten', () => {
    expect(split.answeredWrong).toBeLessThan(0.1);
    expect(voices.answeredWrong).toBeLessThan(0.1);
  });

  it('answers at most five in a hundred messages that ask for nothing', () => {
    expect(split.others).toBeGreaterThan(90);
    expect(split.falseAnswers).toBeLessThanOrEqual(0.05);
    expect(voices.falseAnswers).toBeLessThanOrEqual(0.05);
  });

  // An article on something else would look like an answer; an offer says that it is unsure.
  it('mostly offers topics when a question has no article yet', () => {
    expect(split.uncovered).toBeGreaterThan(50);
    expect(split.uncoveredAnswered).toBeLessThanOrEqual(0.2);
  });
});

describe('a question without an article yet', () => {
  // Three random topics would be worse than none: a person who asks about this one may be in trouble.
  it.each([
    ['does zoloft cause suicidal thoughts', 'ws.worse'],
    ['how do i taper', 'wd.abrupt'],
    ['can i drink on sertraline', 'se.list'],
  ])('%s is offered what helps meanwhile, %s first', (text, topic) => {
    expect(find(text)).toMatchObject({ action: 'offer', topic: null });
    expect(find(text).candidates[0]?.topic).toBe(topic);
  });

  it('names only neighbours of topics that the phrasings know, each with three that have an article', () => {
    const uncovered = new Set(phrasings.map((one) => one.topic).filter((topic) => topic !== 'none' && !covered(topic)));
    expect(new Set(Object.keys(NEAR).filter((topic) => !covered(topic)))).toEqual(uncovered);
    for (const [topic, near] of Object.entries(NEAR)) {
      expect(near.filter(covered), topic).toHaveLength(3);
    }
  });
});

describe('any text at all', () => {
  const known = new Set(articles.keys());

  it('gets a well-formed finding: nothing throws, and only topics with an article are named', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 900 }),
      fc.string({ maxLength: 200 }),
      fc.constantFrom(...phrasings.map((one) => one.text)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { action, topic, candidates } = find(text);
        expect(candidates.length).toBeLessThanOrEqual(5);
        expect(candidates.every((one) => known.has(one.topic) && one.score >= 0 && one.score <= 1)).toBe(true);
        expect(candidates.map(({ score }) => score)).toEqual(
          candidates.map(({ score }) => score).toSorted((a, b) => b - a),
        );
        expect(topic).toBe(action === 'answer' ? candidates[0]?.topic : null);
        if (action === 'offer') expect(candidates.length).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 400 },
    );
  });

  it('is judged by its first 600 characters, so that a wall of text costs no more', () => {
    const asked = 'is feeling flat normal '.repeat(27).slice(0, 600);
    expect(find(asked + 'x '.repeat(200_000))).toEqual(find(asked));
  });

  it('does not trip over words that JavaScript gives a meaning', () => {
    for (const text of ['__proto__ constructor', 'toString hasOwnProperty valueOf', 'prototype of numbness']) {
      expect(() => find(text)).not.toThrow();
    }
  });
});

describe('the port', () => {
  it('gives the same answer for the same words, however often it is built', async () => {
    const one: Knowledge = createKnowledge({ articles, phrasings });
    const texts = phrasings.filter((_, at) => at % 40 === 0).map(({ text }) => text);
    for (const text of texts) expect(await one.find(text)).toEqual(find(text));
  });

  it('finds nothing, and does not fail, where there is nothing to know', async () => {
    const empty = createKnowledge({ articles: new Map(), phrasings: [] });
    expect(await empty.find('is feeling flat normal')).toEqual({ action: 'none', topic: null, candidates: [] });
  });
});
