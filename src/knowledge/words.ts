import { stemmer } from 'stemmer';
import { CONCEPTS } from '#knowledge/concepts.ts';

/** What people write for words that matter here. */
const SHORT: Readonly<Record<string, string>> = {
  u: 'you', ur: 'your', r: 'are', y: 'why', im: 'i am', ive: 'i have', id: 'i would', ill: 'i will', dont: 'do not',
  doesnt: 'does not', didnt: 'did not', cant: 'can not', cannot: 'can not', wont: 'will not', isnt: 'is not', arent: 'are not',
  wasnt: 'was not', wouldnt: 'would not', couldnt: 'could not', shouldnt: 'should not', havent: 'have not', hasnt: 'has not',
  aint: 'is not', gonna: 'going to', wanna: 'want to', gotta: 'got to', idk: 'i do not know', tho: 'though', cos: 'because',
  coz: 'because', cuz: 'because', bc: 'because', becuase: 'because', thru: 'through', wat: 'what', wht: 'what', wot: 'what',
  pls: 'please', plz: 'please', rn: 'right now', tbh: '', lol: '', lmao: '', omg: '', ngl: '', smh: '', abt: 'about', smth: 'something',
  sth: 'something', ppl: 'people', whats: 'what is', hows: 'how is', whos: 'who is', thats: 'that is', its: 'it is', theyre: 'they are',
  youre: 'you are', yr: 'year', yrs: 'years', wks: 'weeks', wk: 'week', mths: 'months', wif: 'with', da: 'the', dis: 'this', n: 'and',
  nd: 'and', cld: 'could', shld: 'should', wld: 'would', b: 'be', c: 'see', ne1: 'anyone', sum1: 'someone', sth1: 'something',
  nobodys: 'nobody is', docs: 'doctor', deppression: 'depression', depresion: 'depression', shud: 'should', cud: 'could', wen: 'when',
}; // prettier-ignore

/** Lower case, accents off, contractions and chat spellings written out; words and numbers only. */
const tokens = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .replace(/[’'`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .flatMap((word) => (Object.hasOwn(SHORT, word) ? (SHORT[word] ?? '').split(' ') : [word]))
    .filter((word) => word !== '');

interface Lexicon {
  /** Word or stem → ideas. */
  readonly single: ReadonlyMap<string, readonly string[]>;
  /** First word of a phrase → the phrases. */
  readonly phrases: ReadonlyMap<string, readonly { readonly words: readonly string[]; readonly concept: string }[]>;
  /** A listed word with up to one letter left out → the words, for slips. */
  readonly slips: ReadonlyMap<string, readonly string[]>;
}

const without = function* (word: string): Generator<string> {
  for (let at = 0; at < word.length; at++) yield word.slice(0, at) + word.slice(at + 1);
};

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
};

const build = (): Lexicon => {
  const single = new Map<string, string[]>();
  const phrases = new Map<string, { words: readonly string[]; concept: string }[]>();
  const slips = new Map<string, string[]>();
  for (const [concept, list] of Object.entries(CONCEPTS)) {
    for (const entry of list.split(/\s+/)) {
      const words = tokens(entry.replaceAll('_', ' '));
      const [first] = words;
      if (first === undefined) continue;
      if (words.length > 1) {
        push(phrases, first, { words, concept });
        continue;
      }
      push(single, first, concept);
      if (first.length > 3) push(single, stemmer(first), concept);
      if (first.length < 6) continue;
      push(slips, first, first);
      for (const shorter of without(first)) push(slips, shorter, first);
    }
  }
  return { single, phrases, slips };
};

const LEXICON = build();

/** The listed word that this one is a slip of (one letter missing, added, wrong, or two swapped); null if none. */
const meant = (word: string): string | null => {
  if (word.length < 5 || word.length > 24) return null;
  const listed = LEXICON.slips.get(word);
  if (listed?.[0] !== undefined) return listed[0];
  for (const shorter of without(word)) {
    for (const one of LEXICON.slips.get(shorter) ?? []) if (Math.abs(one.length - word.length) <= 1) return one;
  }
  return null;
};

/** One word of a message: its stem, and the ideas that it stands for. */
export interface Word {
  readonly raw: string;
  readonly stem: string;
  readonly concepts: readonly string[];
}

/** The words of a message with their ideas, and the ideas of its phrases. */
export const readWords = (text: string): { words: readonly Word[]; concepts: ReadonlySet<string> } => {
  const raw = tokens(text);
  const concepts = new Set<string>();
  const words = raw.map((word, at): Word => {
    for (const phrase of LEXICON.phrases.get(word) ?? []) {
      if (phrase.words.every((one, index) => raw[at + index] === one)) concepts.add(phrase.concept);
    }
    const stem = stemmer(word);
    const exact = LEXICON.single.get(word) ?? LEXICON.single.get(stem);
    const slip = exact === undefined ? meant(word) : null;
    const own = exact ?? (slip === null ? undefined : LEXICON.single.get(slip)) ?? [];
    for (const concept of own) concepts.add(concept);
    return { raw: word, stem: slip === null ? stem : stemmer(slip), concepts: own };
  });
  return { words, concepts };
};
