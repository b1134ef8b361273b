import type { Words } from '#content/schemas/words.ts';

/** A part of a message: a number, a word, a face, or a sign between them. Exactly one of its fields says something. */
export interface Token {
  readonly number: number | null;
  /** Whether the number was written as a word. */
  readonly inWords: boolean;
  /** Small letters without accents and apostrophes. */
  readonly word: string;
  /** One of `- / : %`; `,` stands for every break between parts of a sentence. */
  readonly sign: string;
  readonly face: boolean;
}

const PART =
  /(?<![\p{L}\p{N}.])-\d+(?:\.\d+)?|\d+(?:\.\d+)?|\p{L}[\p{L}\d]*|[-/:%]|\p{Extended_Pictographic}|[.,;!?()\n]+/gu;

const FRACTIONS: Readonly<Record<string, string>> = { '½': '.5', '¼': '.25', '¾': '.75' };

/** A number as long as this counts nothing that is asked for. */
const LONGEST_NUMBER = 12;

/** The value of a decimal digit of any script: their blocks hold ten each, one after the other. */
const digitOf = (sign: string): string => {
  const code = sign.codePointAt(0) ?? 0;
  let start = code;
  while (start > 0 && /\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--;
  return String((code - start) % 10);
};

/**
 * The text with the digits of every script as 0–9, keycaps and fractions as plain numbers, long dashes as `-`, and
 * without signs that show nothing (zero-width joiners, marks of direction). Never throws.
 */
export const plainDigits = (text: string): string =>
  text
    .replace(/\u{1f51f}/gu, '10')
    .replace(/(\d)?\s?([½¼¾])/gu, (_, before: string | undefined, part: string) => (before ?? '0') + FRACTIONS[part])
    .replace(/[\u{fe0f}\u{20e3}]|\p{Cf}/gu, '')
    .normalize('NFKC')
    .replace(/(?![0-9])\p{Nd}/gu, digitOf)
    .replace(/[‐‑‒–—―−]/gu, '-');

/** The parts of a message in order, numbers in words among them: "twenty five" is 25, "sevenish" is 7. Never throws. */
export const tokensOf = (text: string, words: Words): readonly Token[] => {
  const simple = plainDigits(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’‘`´]/gu, '')
    .replace(/(?<=\d),(?=\d)/gu, '.')
    .trim();
  const tokens: Token[] = [];
  for (const [part] of simple.matchAll(PART)) add(tokens, part, words);
  while (tokens.at(-1)?.sign === ',') tokens.pop();
  while (tokens[0]?.sign === ',') tokens.shift();
  return tokens.some(({ number }) => number !== null) ? tokens : withArticle(tokens, words);
};

/** "Un" and "eine" are numbers only where they stand alone or before what is counted: elsewhere they are articles. */
const withArticle = (tokens: readonly Token[], words: Words): readonly Token[] => {
  const at = tokens.findIndex(({ word }, index) => {
    const next = tokens[index + 1];
    return valueOf(word, words) !== null && (next === undefined || words.scales.units.includes(next.word));
  });
  return tokens.map((token, index) =>
    index === at ? { ...NOTHING, number: valueOf(token.word, words), inWords: true } : token,
  );
};

const NOTHING: Token = { number: null, inWords: false, word: '', sign: '', face: false };

const add = (tokens: Token[], part: string, words: Words): void => {
  if (/\d$/u.test(part) && /^-?\d/u.test(part)) {
    tokens.push({ ...NOTHING, number: part.length > LONGEST_NUMBER ? Number.NaN : Number(part) });
    return;
  }
  if (/^[-/:%]$/u.test(part)) {
    tokens.push({ ...NOTHING, sign: part });
    return;
  }
  if (/^\p{L}/u.test(part)) {
    const value = valueOf(part, words);
    const hyphened = tokens.at(-1)?.sign === '-';
    const before = tokens.at(hyphened ? -2 : -1);
    if (value === null || words.scales.about.includes(part)) tokens.push({ ...NOTHING, word: part });
    else if (before?.inWords === true && isTens(before.number) && value > 0 && value < 10)
      tokens.splice(hyphened ? -2 : -1, 2, { ...before, number: (before.number ?? 0) + value });
    else tokens.push({ ...NOTHING, number: value, inWords: true });
    return;
  }
  if (/^\p{Extended_Pictographic}/u.test(part)) tokens.push({ ...NOTHING, face: true });
  else tokens.push({ ...NOTHING, sign: ',' });
};

const isTens = (value: number | null): boolean => value !== null && value >= 20 && value % 10 === 0;

const valueOf = (word: string, words: Words): number | null => {
  const known = (name: string): number | null =>
    Object.hasOwn(words.numbers, name) ? (words.numbers[name] ?? null) : null;
  return known(word) ?? (word.endsWith('ish') ? known(word.slice(0, -3)) : null);
};

/** How many tokens from `at` on say "and a half"; 0 where they say something else. */
export const halfAfter = (tokens: readonly Token[], at: number, words: Words): number => {
  const lengths = words.half
    .map((phrase) => phrase.split(' '))
    .filter((phrase) => phrase.every((word, index) => tokens[at + index]?.word === word))
    .map(({ length }) => length);
  return Math.max(0, ...lengths);
};
