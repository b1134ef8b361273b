import type { Words } from '#content/schemas/words.ts';
import { hasPhrase, plain } from '#core/understanding/plain.ts';

const DIGITS = /(?<![\p{L}\p{N}.])-?\d{1,9}(?:[.,]\d{1,3})?(?![\p{L}\p{N}])/gu;

/** Every number in the text in order, in digits or in words; "6-7" is two. */
export const numbersIn = (text: string, words: Words): readonly number[] => {
  const spread = plain(text)
    .replace(/(\d)\s*(?:-|–|to|\/)\s*(?=\d)/gu, '$1 ')
    .replace(/(\d)(?=[a-z])/gu, '$1 ')
    .split(' ');
  const found: number[] = [];
  for (const part of spread) {
    const digits = part.match(DIGITS);
    if (digits !== null) found.push(...digits.map((one) => Number(one.replace(',', '.'))));
    else {
      const inWords = words.numbers[part];
      if (inWords !== undefined) found.push(inWords);
    }
  }
  return found;
};

/**
 * The one number that the text says: "4", "about a 6", "six and a half"; a range ("6 or 7") is its middle, "7/10" and
 * "7 out of 10" are 7. Null where there is none, or too many to know which.
 */
export const numberIn = (text: string, words: Words): number | null => {
  const simple = plain(text);
  const outOf = /(-?\d+(?:[.,]\d+)?)\s*(?:\/|out of|von|sur|de|em)\s*(\d+)/u.exec(simple);
  if (outOf?.[1] !== undefined && numbersIn(text, words).length === 2) return Number(outOf[1].replace(',', '.'));
  const found = numbersIn(text, words);
  const [first, second] = found;
  if (first === undefined || found.length > 2) return null;
  if (second === undefined) return words.half.some((half) => hasPhrase(simple, half)) ? first + 0.5 : first;
  return Math.abs(second - first) <= 2 ? (first + second) / 2 : null;
};
