import { describe, expect, it } from 'vitest';
import { assessor, rows } from './lexicon-files.ts';

// The examples were agreed before the first pattern was written. They are not a measure, they are the floor: a change of
// the lexicon that alters one of them is a decision for a clinician, not for a programmer.
describe('the agreed examples', () => {
  it.each(rows('examples.tsv'))('"%s" is %s (%s)', (text, tier, kind) => {
    expect(assessor.assess(text ?? '')).toMatchObject({ tier, kind: kind === '-' ? null : kind });
  });
});
