import type { Lexicon } from '#content/schemas/lexicon.ts';
import type { Assessment } from '#core/ports.ts';
import { Hunch, type HunchExample } from '#core/safety/hunch.ts';
import { tierOf } from '#core/safety/kinds.ts';
import { splitWords } from '#core/safety/normalise.ts';

/** Above this a text in which no phrase was heard gets one question: 4 in 1,000 of the questions kept apart pass it. */
const ASK_ABOVE = 1.5;
const QUESTION: Assessment = Object.freeze({ tier: 'check', kind: 'ambiguous', language: 'en' });

const examplesOf = (lexicon: Lexicon): HunchExample[] => [
  ...lexicon.patterns.flatMap((pattern) =>
    pattern.language === 'en'
      ? pattern.must_match.map((text) => ({ text, ask: tierOf(pattern.kind) !== 'support' }))
      : [],
  ),
  ...lexicon.idioms.flatMap((idiom) => idiom.must_quiet.map((text) => ({ text, ask: false }))),
  ...lexicon.sentences.ask.map((text) => ({ text, ask: true })),
  ...lexicon.sentences.quiet.map((text) => ({ text, ask: false })),
];

/** Learns from the sentences of the lexicon; takes well under a second. */
export const learnHunch = (lexicon: Lexicon): Hunch => {
  const expand = new Map(
    Object.entries(lexicon.spelling.expand).map(([from, to]) => [
      splitWords(from).text[0] ?? from,
      splitWords(to).text,
    ]),
  );
  return new Hunch(examplesOf(lexicon), expand);
};

/**
 * What the phrases could not decide: a text without any that sounds like a cry for help gets one question. It never makes
 * a tier lighter: what was heard stands.
 */
export const withHunch = (hunch: Hunch, text: string, heard: Assessment): Assessment =>
  heard.tier === 'none' && hunch.score(text) > ASK_ABOVE ? QUESTION : heard;
