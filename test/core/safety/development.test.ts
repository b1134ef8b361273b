import { describe, expect, it } from 'vitest';
import { ACTING, assessor, rows, shippedLexicon } from './lexicon-files.ts';

interface Row {
  text: string;
  tier: string;
  group: string;
}

const all = rows('development.tsv').map(([text = '', tier = '', group = '', split = '']) => ({
  text,
  tier,
  group,
  split,
}));

const share = (list: readonly Row[], holds: (tier: string) => boolean): number =>
  list.filter((row) => holds(assessor.assess(row.text).tier)).length / list.length;
const acting = (tier: string): boolean => ACTING.has(tier);
const interrupts = (tier: string): boolean => tier === 'interrupt';

const EXPLICIT = new Set(['explicit', 'plan', 'overdose', 'self-harm', 'attempt', 'method']);
const SOFT = new Set(['veiled', 'passive', 'slang', 'misspelt']);

/** FNV-1a over the text: nobody chooses in which split a sentence comes to lie. */
const splitOf = (text: string): string => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % 3 === 0 ? 'keep' : 'tune';
};

describe('the development set', () => {
  it('is split by a fixed hash, so that nobody can move a sentence out of the kept part', () => {
    expect(all.filter((row) => splitOf(row.text) !== row.split)).toEqual([]);
  });

  it('holds each sentence once', () => {
    expect(new Set(all.map((row) => row.text)).size).toBe(all.length);
  });

  // Else its figures would say how well the program remembers, not how well it hears.
  it('keeps its kept part out of everything that the program learns from', () => {
    const learned = new Set([
      ...shippedLexicon.sentences.ask,
      ...shippedLexicon.sentences.quiet,
      ...shippedLexicon.patterns.flatMap((pattern) => [...pattern.must_match, ...pattern.must_not_match]),
      ...shippedLexicon.idioms.flatMap((idiom) => idiom.must_quiet),
    ]);
    expect(all.filter((row) => row.split === 'keep' && learned.has(row.text)).map((row) => row.text)).toEqual([]);
  });

  it('is large enough to say something', () => {
    expect(all.filter((row) => ACTING.has(row.tier)).length).toBeGreaterThanOrEqual(250);
    expect(all.filter((row) => row.group === 'hard').length).toBeGreaterThanOrEqual(250);
    expect(all.filter((row) => row.group === 'ordinary').length).toBeGreaterThanOrEqual(100);
  });

  // The floors of "tune" show that nothing got lost; those of "keep", on which nobody tunes, are the honest ones. They
  // stand a little below what was measured (flows/safety/README.md) and are raised when it gets better, never lowered.
  const floors = [
    {
      split: 'tune',
      explicit: 0.99,
      soft: 0.97,
      positives: 0.98,
      hardInterrupted: 0.01,
      hardActing: 0.02,
      ordinary: 0.01,
    },
    {
      split: 'keep',
      explicit: 0.92,
      soft: 0.73,
      positives: 0.8,
      hardInterrupted: 0.05,
      hardActing: 0.17,
      ordinary: 0.04,
    },
  ];

  describe.each(floors)('its part "$split"', (floor) => {
    const part = all.filter((row) => row.split === floor.split);
    const positives = part.filter((row) => ACTING.has(row.tier));
    const hard = part.filter((row) => row.group === 'hard');

    it('hears what is said openly', () => {
      expect(
        share(
          positives.filter((row) => EXPLICIT.has(row.group)),
          acting,
        ),
      ).toBeGreaterThanOrEqual(floor.explicit);
    });

    it('hears what is veiled, passive, in slang or misspelt', () => {
      expect(
        share(
          positives.filter((row) => SOFT.has(row.group)),
          acting,
        ),
      ).toBeGreaterThanOrEqual(floor.soft);
    });

    it('hears people who need something to be done', () => {
      expect(share(positives, acting)).toBeGreaterThanOrEqual(floor.positives);
    });

    it('seldom takes an idiom, a story or a question for a crisis', () => {
      expect(share(hard, interrupts)).toBeLessThanOrEqual(floor.hardInterrupted);
      expect(share(hard, acting)).toBeLessThanOrEqual(floor.hardActing);
    });

    it('leaves ordinary talk alone', () => {
      expect(
        share(
          part.filter((row) => row.group === 'ordinary'),
          acting,
        ),
      ).toBeLessThanOrEqual(floor.ordinary);
    });
  });
});
