import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssessor } from '#core/safety/assess.ts';
import { compileLexicon } from '#core/safety/compile.ts';
import { readMessage } from '#core/safety/reading.ts';
import { assessor, shippedLexicon } from './lexicon-files.ts';

/** Texts that are hard on a matcher with backtracking, on a speller, or on both. */
const ADVERSARIES: Readonly<Record<string, string>> = {
  'half a phrase again and again': 'i want to i want to not ',
  'phrases without end': 'i want to die but not ',
  'nothing but negations': 'not ',
  'letters set apart': 'k i l l m ',
  'words torn to pieces': 'ki ll su ic ide my se ',
  'unknown words': 'xqzvw brlfk ',
  'almost key words': 'suicidxl overdosx ',
  'stars and marks': 'k*l!l$ ',
};

const { machine } = compileLexicon(shippedLexicon);
const stepsOf = (text: string): number => {
  const reading = readMessage(text, machine.speller, machine.jokes);
  const before = machine.risks.steps + machine.contexts.steps;
  machine.risks.find(reading);
  machine.contexts.find(reading);
  return machine.risks.steps + machine.contexts.steps - before;
};

describe('the work of judging a text', () => {
  // Counted, not timed: elements tried. Twice the text may cost twice the work and no more.
  it.each(Object.entries(ADVERSARIES))('is linear in its length: %s', (_, piece) => {
    const once = stepsOf(piece.repeat(400));
    const twice = stepsOf(piece.repeat(800));
    expect(twice).toBeLessThanOrEqual(once * 2.05 + 200);
  });

  // Generous: the machine that runs this is shared. Anything worse than linear would take minutes.
  it.each([...Object.values(ADVERSARIES), 'killmyselfx', 'k*l', 'ｋｉ😀', 'a\u0301\u0301'])(
    'stays in bounds for megabytes of %j',
    (piece) => {
      const text = piece.repeat(Math.ceil(400_000 / piece.length));
      const start = performance.now();
      assessor.assess(text);
      expect(performance.now() - start).toBeLessThan(8_000);
    },
  );

  it('finds the one sentence in two million characters', () => {
    const text = `${'nothing new here today. '.repeat(42_000)} i want to kill myself. ${'nothing new here today. '.repeat(42_000)}`;
    expect(assessor.assess(text).tier).toBe('interrupt');
  });
});

describe('the assessor', () => {
  it('answers for any text whatever', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme-composite' }),
    );
    fc.assert(
      fc.property(any, (text) => {
        expect(assessor.assess(text)).toHaveProperty('tier');
      }),
      { numRuns: 500 },
    );
  });

  it('hears nothing in an empty message', () => {
    for (const text of ['', ' ', '\n\n', '...', '😀', '\u200b', '\ud800'])
      expect(assessor.assess(text)).toEqual({ tier: 'none', kind: null, language: null });
  });

  // A person who can't be judged is asked, not passed over.
  it('asks when it fails itself', () => {
    const notText: unknown = { toLowerCase: null };
    expect(createAssessor(shippedLexicon).assess(notText as string)).toEqual({
      tier: 'check',
      kind: 'unassessed',
      language: null,
    });
  });

  it('answers the same whatever it heard before', () => {
    const first = assessor.assess('i feel flat today');
    assessor.assess('i want to die '.repeat(1000));
    expect(assessor.assess('i feel flat today')).toEqual(first);
  });
});
