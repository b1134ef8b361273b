import type { Lexicon, LexiconContext, LexiconPattern } from '#content/schemas/lexicon.ts';
import { PatternCompiler, PatternFault, type Bits, type Compiled } from '#core/safety/patterns-compile.ts';
import { Matcher } from '#core/safety/patterns-match.ts';
import { Speller } from '#core/safety/spelling.ts';
import { Vocabulary } from '#core/safety/vocabulary.ts';

/** What a piece of context does; one name a list of the lexicon's `context`, and `idiom`. */
export const ROLES = [
  'not_negations',
  'reports',
  'old',
  'used_to',
  'recent',
  'present',
  'resolved',
  'questions',
  'unwanted',
  'fiction',
  'hypothetical',
  'everyday',
] as const satisfies readonly (keyof LexiconContext)[];
export type Role = (typeof ROLES)[number] | 'idiom';

/** Where in the lexicon a pattern could not be read. */
export interface PatternProblem {
  /** The section and the name in it, as `patterns`, id, or `context`, role. */
  readonly section: 'patterns' | 'idioms' | 'context' | 'classes';
  readonly name: string;
  /** Which of several notations, counted from 0. */
  readonly index: number;
  readonly message: string;
  readonly mend: string;
}

/** Sets of single words that the judging of context asks for. */
export interface WordSets {
  readonly negations: ReadonlySet<number>;
  readonly between: ReadonlySet<number>;
  readonly opinions: ReadonlySet<number>;
  readonly self: ReadonlySet<number>;
  readonly people: ReadonlySet<number>;
  readonly others: ReadonlySet<number>;
  readonly madeUp: ReadonlySet<number>;
  readonly connectives: ReadonlySet<number>;
  readonly fillers: ReadonlySet<number>;
}

/** The lexicon, ready to be used. */
export interface Machine {
  readonly speller: Speller;
  readonly jokes: ReadonlySet<string>;
  readonly words: WordSets;
  readonly risks: Matcher<LexiconPattern>;
  readonly contexts: Matcher<Role>;
}

const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

const toBits = (ids: ReadonlySet<number>, size: number): Bits => {
  const bits = new Uint32Array(Math.ceil(size / 32));
  for (const id of ids) bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
  return bits;
};

/** Makes the lexicon ready. Patterns that can't be read are left out and come back as problems. */
export const compileLexicon = (lexicon: Lexicon): { machine: Machine; problems: readonly PatternProblem[] } => {
  const { spelling, context } = lexicon;
  const vocabulary = new Vocabulary(spelling);
  const symbols = (words: readonly string[]): ReadonlySet<number> =>
    new Set(words.flatMap((word) => vocabulary.literal(word)).flatMap((word) => vocabulary.symbolsOf(word)));
  const words: WordSets = {
    negations: symbols(context.negations),
    between: symbols(context.between),
    opinions: symbols(context.opinions),
    self: symbols(context.self),
    people: symbols(context.people),
    others: symbols(context.others),
    madeUp: symbols(context.made_up),
    connectives: symbols(context.connectives),
    fillers: symbols(spelling.fillers),
  };
  const common = [...context.self, ...context.between, ...context.negations, ...context.connectives];
  const compiler = new PatternCompiler(vocabulary, lexicon.classes, common);
  const problems: PatternProblem[] = [];
  const compile = <T>(
    section: PatternProblem['section'],
    name: string,
    notations: readonly string[],
    about: T,
  ): Compiled<T>[] =>
    notations.flatMap((notation, index) => {
      try {
        return compiler.compile(notation, about);
      } catch (error) {
        if (!(error instanceof PatternFault)) throw error;
        problems.push({ section, name, index, message: error.message, mend: error.mend });
        return [];
      }
    });
  for (const name of Object.keys(lexicon.classes)) compile('classes', name, [`{${name}}`], null);
  const risks = lexicon.patterns.flatMap((pattern) => compile('patterns', pattern.id, list(pattern.pattern), pattern));
  const contexts = [
    ...ROLES.flatMap((role) => compile<Role>('context', role, context[role], role)),
    ...lexicon.idioms.flatMap((idiom) => compile<Role>('idioms', idiom.id, list(idiom.pattern), 'idiom')),
  ];
  for (const word of [...spelling.keys, ...spelling.fuzzy, ...spelling.censored]) vocabulary.add(word);
  compiler.finish();
  const fillers = toBits(words.fillers, vocabulary.size);
  const walls = toBits(new Set([...words.negations, ...words.connectives]), vocabulary.size);
  const machine: Machine = {
    speller: new Speller(spelling, vocabulary),
    jokes: new Set(spelling.jokes.map((joke) => joke.replaceAll('\u{FE0F}', ''))),
    words,
    risks: new Matcher(risks, fillers, walls),
    contexts: new Matcher(contexts, fillers, walls),
  };
  return { machine, problems };
};
