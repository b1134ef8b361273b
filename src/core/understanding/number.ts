import type { Words } from '#content/schemas/words.ts';
import { halfAfter, tokensOf, type Token } from '#core/understanding/tokens.ts';

/** Longest message in which a number is looked for, in characters: a longer one is a story. */
const LONGEST = 1000;
/** Most tokens of a message in which a number may be followed by any word. */
const MOST_TOKENS = 14;
/** Most tokens of "zero motivation". */
const FEW_TOKENS = 3;
/** How far apart the two ends of a range may be. */
const WIDEST_RANGE = 2;

const BARE = /^\s*\d{1,2}\s*$/u;

interface Reading {
  /** The highest number that can be meant: "7 out of 10" is read only where it is 10. Null: any. */
  readonly outOf?: number | null;
  /** Whether the number must be a place on a scale: then "3 hours" and "at 5" are none. */
  readonly rating?: boolean;
}

/** A number in the text, from the token `from` to the one before `to`. */
interface Spoken {
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly inWords: boolean;
}

/**
 * The one number that the text says: "4", "about a 6", "six and a half", "7ish", "٧"; the middle of a narrow range ("6 or
 * 7", "between six and seven"). Null where there is none, where there are several, or where it is negated or compared
 * ("not a 3", "under 5"). Never throws.
 */
export const numberIn = (text: string, words: Words, { outOf = null, rating = false }: Reading = {}): number | null => {
  if (text.length > LONGEST) return null;
  // Most answers are this.
  if (BARE.test(text)) return Number(text);
  const tokens = tokensOf(text, words);
  const spoken = spokenIn(tokens, words, outOf);
  if (spoken === null) return null;
  if (/\?\s*$/u.test(text) && tokens.length > 2 && words.in_crisis.asks.includes(tokens[0]?.word ?? '')) return null;
  return stands(tokens, spoken, words, rating) ? spoken.value : null;
};

/** The only number expression among the tokens; null where there is none, more than one, or one that is not whole. */
const spokenIn = (tokens: readonly Token[], words: Words, outOf: number | null): Spoken | null => {
  const from = tokens.findIndex((token) => token.number !== null);
  const first = tokens[from];
  if (first === undefined || first.number === null) return null;
  let { value, to } = withHalf(tokens, from, first.number, words);
  const second = rangeEnd(tokens, from, to, words);
  if (second !== null) {
    const upper = withHalf(tokens, second, tokens[second]?.number ?? 0, words);
    if (Math.abs(upper.value - value) > WIDEST_RANGE) return null;
    value = (value + upper.value) / 2;
    to = upper.to;
  }
  const whole = wholeAfter(tokens, to, words);
  if (whole !== null) {
    if (outOf !== null && tokens[whole]?.number !== outOf) return null;
    to = whole + 1;
  }
  if (tokens.slice(to).some((token) => token.number !== null && !isPronoun(token))) return null;
  return { value, from, to, inWords: first.inWords };
};

/** "one" may stand for a person or a thing: "6, a bad one". */
const isPronoun = (token: Token): boolean => token.inWords && token.number === 1;

const withHalf = (tokens: readonly Token[], at: number, value: number, words: Words): { value: number; to: number } => {
  const half = halfAfter(tokens, at + 1, words);
  return half === 0 ? { value, to: at + 1 } : { value: value + 0.5, to: at + 1 + half };
};

/** Where the upper end of a range stands that begins before `to`; null where there is none. */
const rangeEnd = (tokens: readonly Token[], from: number, to: number, words: Words): number | null => {
  const { range, about, and, between } = words.scales;
  const end = tokens.findIndex((token, index) => index >= to && token.number !== null);
  if (end < 0) return null;
  const link = tokens.slice(to, end);
  const isBetween = between.includes(tokens[from - 1]?.word ?? '');
  const links = ({ sign, word }: Token): boolean =>
    sign === '-' || range.includes(word) || (isBetween && and.includes(word));
  const says = (token: Token): boolean => links(token) || token.sign === ',' || about.includes(token.word);
  return link.some(links) && link.every(says) ? end : null;
};

/** Where the whole stands of which the number is a part: the 10 of "7/10". */
const wholeAfter = (tokens: readonly Token[], to: number, words: Words): number | null => {
  const line = (length: number): string =>
    tokens
      .slice(to, to + length)
      .map(({ word, sign }) => word || sign)
      .join(' ');
  for (const phrase of ['/', ...words.scales.out_of]) {
    const length = phrase.split(' ').length;
    if (line(length) === phrase && (tokens[to + length]?.number ?? null) !== null) return to + length;
  }
  return null;
};

/** Whether a number that was found is meant as the answer, by the words round it. */
const stands = (tokens: readonly Token[], spoken: Spoken, words: Words, rating: boolean): boolean => {
  const { about, after, units, not_after: notAfter, ago, between } = words.scales;
  const next = tokens[spoken.to];
  let lead = spoken.from - 1;
  while (lead >= 0 && isWord(tokens[lead], [...about, ...between])) lead--;
  const before = tokens[lead];
  if (before !== undefined && isWord(before, words.not)) return false;
  // Whatever was so long ago is not how it is.
  if (tokens.slice(spoken.to, spoken.to + 3).some((token) => isWord(token, ago))) return false;
  if (!rating && !(spoken.inWords && spoken.value <= 1)) return true;
  if (rating && before !== undefined && isWord(before, notAfter)) return false;
  if (next === undefined || next.sign === ',') return true;
  if (isWord(next, units) || next.sign === '%') return !rating;
  if (next.sign !== '' || isWord(next, after) || isWord(next, about) || next.face) return true;
  if (spoken.inWords) return spoken.value === 0 && spoken.from === 0 && tokens.length <= FEW_TOKENS;
  // "4 kinda tired" begins with its answer; "had 3 coffees" does not.
  return tokens.length <= MOST_TOKENS && (lead < 0 || lead < spoken.from - 1);
};

const isWord = (token: Token | undefined, list: readonly string[]): boolean =>
  token !== undefined && token.word !== '' && list.includes(token.word);
