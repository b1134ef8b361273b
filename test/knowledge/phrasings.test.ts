import { describe, expect, it } from 'vitest';
import { loadPhrasings, splitOf } from '#content/phrasings.ts';
import { articles, phrasingProblems, phrasings } from './corpus.ts';

const load = (file: string, source: string) => loadPhrasings([{ file: `flows/phrasings/en/${file}`, source }]);

describe('the phrasings that are delivered', () => {
  it('have no mistake in them', () => {
    expect(phrasingProblems).toEqual([]);
  });

  it('give every article at least twenty ways of asking, and hold 250 messages that ask for nothing', () => {
    for (const id of articles.keys()) {
      expect(phrasings.filter(({ topic, apart }) => topic === id && !apart).length, id).toBeGreaterThanOrEqual(20);
    }
    expect(phrasings.filter(({ topic }) => topic === 'none').length).toBeGreaterThanOrEqual(250);
  });

  // Templates with slots make the figures look good and the bot deaf: people don't write from templates.
  it('are written one by one: no four words in a row come back more than five times in a topic', () => {
    const worn: string[] = [];
    for (const topic of new Set(phrasings.map((one) => one.topic))) {
      const counts = new Map<string, number>();
      for (const { text } of phrasings.filter((one) => one.topic === topic)) {
        const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
        const runs = new Set(words.slice(3).map((_, at) => words.slice(at, at + 4).join(' ')));
        for (const run of runs) counts.set(run, (counts.get(run) ?? 0) + 1);
      }
      for (const [run, count] of counts) if (count > 5) worn.push(`${topic}: "${run}" ${count} times`);
    }
    expect(worn).toEqual([]);
  });

  it('lie in three splits of which nobody can choose', () => {
    const own = phrasings.filter(({ apart }) => !apart);
    const share = (split: string) => own.filter((one) => one.split === split).length / own.length;
    expect(share('train')).toBeGreaterThan(0.6);
    expect(share('tune')).toBeGreaterThan(0.1);
    expect(share('test')).toBeGreaterThan(0.1);
    expect(phrasings.filter(({ apart }) => apart).every(({ split }) => split === 'test')).toBe(true);
  });
});

describe('reading phrasings', () => {
  it('takes the topic from the name of the file, or from the line', () => {
    expect(load('bl.cry.txt', '# a comment\nno tears\n\n').phrasings).toMatchObject([
      { text: 'no tears', topic: 'bl.cry' },
    ]);
    expect(load('mixed.txt', 'none: hi\nbl.cry: no tears').phrasings).toMatchObject([
      { text: 'hi', topic: 'none' },
      { text: 'no tears', topic: 'bl.cry' },
    ]);
  });

  it('keeps a phrasing in its split whatever its signs and capitals, so that a copy cannot cross over', () => {
    expect(splitOf('Is this NORMAL?!')).toBe(splitOf('is this normal'));
  });

  it.each([
    ['mixed.txt', 'none: hi\nno topic here', 2, /no phrasing/],
    ['bl.cry.txt', `no tears\n${'x'.repeat(601)}`, 2, /no phrasing/],
    ['mixed.txt', 'none: No tears!\nbl.cry: no tears', 2, /same words stand in flows\/phrasings\/en\/mixed.txt:1/],
  ])('names the line of a mistake in %s', (file, source, line, message) => {
    const { problems, phrasings: kept } = load(file, source);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: `flows/phrasings/en/${file}`, line, column: 1 });
    expect(problems[0]?.message).toMatch(message);
    expect(kept).toHaveLength(1);
  });
});
