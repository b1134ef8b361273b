import { z } from 'zod';
import { KIND_NAMES } from '#core/safety/kinds.ts';
import { TIERS } from '#core/ports.ts';

/** The languages in which explicit phrases are known. */
export const LEXICON_LANGUAGES = ['en', 'es', 'pt', 'fr', 'de'] as const;

const words = z.array(z.string().min(1));
const notation = z.string().min(1).max(1500);
const notations = z.union([notation, z.array(notation).min(1)]);
const sentence = z.string().min(1).max(400);

/** What can weaken a phrase, and what a pattern can be made deaf to. */
export const WEAKENERS = [
  'negation',
  'subject',
  'time',
  'question',
  'fiction',
  'hypothetical',
  'unwanted',
  'idiom',
] as const;

/** One phrase that the assessment listens for. */
export const patternSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('A name of its own in all files: small letters, digits, dashes.'),
  tier: z.enum(TIERS).exclude(['none']).describe('The tier of the kind; written out so that a reader sees the weight.'),
  kind: z.enum(KIND_NAMES).describe('What hearing this phrase means, from the closed list of kinds.'),
  language: z.enum(LEXICON_LANGUAGES).describe('The language of the phrase, and so of the answer.'),
  pattern: notations.describe('One phrase or several, in the notation of flows/safety/README.md.'),
  tense: z
    .enum(['present', 'any', 'past'])
    .default('present')
    .describe(
      'present: an old date does not weaken it. any: the same words serve for now and then ("suicidal"). past: words of the past ("wanted to die"), which without a time lead to a question.',
    ),
  joke: z
    .enum(['keeps', 'checks', 'quiets'])
    .default('keeps')
    .describe('What "lol" or a laughing emoji in the same sentence does: nothing, one question instead, or silence.'),
  keeps: z
    .array(z.enum(WEAKENERS))
    .default([])
    .describe('The contexts that do not weaken this phrase, because it holds them itself ("better off without me").'),
  must_match: z.array(sentence).min(3).describe('Sentences in which this pattern must be heard, with its own kind.'),
  must_not_match: z.array(sentence).min(2).describe('Sentences in which it must not be heard with its own kind.'),
});

/** Words that look like one of the phrases and are something else. */
export const idiomSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  pattern: notations.describe('A phrase that takes every pattern that touches it out of the hearing.'),
  must_quiet: z.array(sentence).min(1).describe('Sentences that must not come out in an acting tier.'),
});

const spellingSchema = z.strictObject({
  expand: z.record(z.string(), z.string()).default({}).describe('How a word is written out: `wanna: want to`.'),
  variants: z
    .record(z.string(), words)
    .default({})
    .describe('Other ways to write a word, where they stand for more than it: `to: ["2"]`.'),
  fillers: words.default([]).describe('Words that a phrase may be stretched with anywhere: `really`, swear words.'),
  jokes: words.default([]).describe('Words and emoji that say "I am joking". They part nothing.'),
  keys: words.default([]).describe('Words looked for in letters run together or torn apart: `ki ll my self`.'),
  fuzzy: words.default([]).describe('Words of six letters and more that are known with one letter wrong.'),
  real: words.default([]).describe('True words that are one letter off a fuzzy word and mean something else.'),
  censored: words.default([]).describe('Words that people write with stars: `s*icide`.'),
});

const contextSchema = z.strictObject({
  negations: words.default([]).describe('Words that turn what follows round.'),
  between: words.default([]).describe('Words that may stand between a negation and the phrase it turns round.'),
  opinions: words.default([]).describe('Words after which a negation reaches over "i": not think i, not saying i.'),
  not_negations: z.array(notation).default([]).describe('Phrases with "not" that turn nothing round: `can not stop`.'),
  self: words.default([]).describe('Words for the person who writes.'),
  people: words.default([]).describe('Words for somebody whom they know or may know.'),
  others: words.default([]).describe('Words for people in general, patients, the public.'),
  made_up: words.default([]).describe('Words for beings of stories and games, for animals and things.'),
  connectives: words.default([]).describe('Words at which the search for the subject ends.'),
  reports: z.array(notation).default([]).describe('Somebody else says what follows: `{people} said`.'),
  old: z.array(notation).default([]).describe('Times long ago.'),
  used_to: z
    .array(notation)
    .default([])
    .describe('Right before a phrase of now, these make it one of then: `used to`.'),
  recent: z.array(notation).default([]).describe('Times just now: yesterday is not past.'),
  present: z.array(notation).default([]).describe('It is so now, or again.'),
  resolved: z.array(notation).default([]).describe('It is over: looked for in the whole message.'),
  questions: z.array(notation).default([]).describe('Frames of a question or a talk about the topic.'),
  unwanted: z.array(notation).default([]).describe('Thoughts that the person fears and does not want: OCD.'),
  fiction: z.array(notation).default([]).describe('Frames of a story, a film, a song, a game.'),
  everyday: z
    .array(notation)
    .default([])
    .describe('Phrases about everyday things: they silence what would only lead to a question.'),
  hypothetical: z.array(notation).default([]).describe('What comes next is only supposed.'),
});

const sentencesSchema = z.strictObject({
  ask: z
    .array(sentence)
    .default([])
    .describe('Somebody who writes this should be asked how they are. One by one, in many voices.'),
  quiet: z.array(sentence).default([]).describe('Somebody who writes this needs no such question.'),
});

/** One file of the lexicon: any of the sections. All files are read as one. */
export const lexiconFileSchema = z.strictObject({
  spelling: spellingSchema.optional(),
  classes: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), words.min(1))
    .optional()
    .describe('Word classes, used as {name}.'),
  context: contextSchema.optional(),
  idioms: z.array(idiomSchema).optional(),
  patterns: z.array(patternSchema).optional(),
  sentences: sentencesSchema.optional().describe('What the program learns from by example, where no phrase is heard.'),
});

export type LexiconPattern = z.infer<typeof patternSchema>;
export type LexiconIdiom = z.infer<typeof idiomSchema>;
export type LexiconSpelling = z.infer<typeof spellingSchema>;
export type LexiconContext = z.infer<typeof contextSchema>;
export type LexiconSentences = z.infer<typeof sentencesSchema>;
export type LexiconFile = z.infer<typeof lexiconFileSchema>;

/** The whole lexicon, from all its files. */
export interface Lexicon {
  readonly spelling: LexiconSpelling;
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly context: LexiconContext;
  readonly idioms: readonly LexiconIdiom[];
  readonly patterns: readonly LexiconPattern[];
  readonly sentences: LexiconSentences;
}

/** A lexicon with nothing in it, to which files are added. */
export const emptyLexicon = (): Lexicon => ({
  spelling: spellingSchema.parse({}),
  classes: {},
  context: contextSchema.parse({}),
  idioms: [],
  patterns: [],
  sentences: { ask: [], quiet: [] },
});
