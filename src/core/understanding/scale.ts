import type { Words } from '#content/schemas/words.ts';
import { numberIn } from '#core/understanding/number.ts';
import { hasPhrase, plain } from '#core/understanding/plain.ts';

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly high: 'good' | 'bad';
}

/** Most words a message may have and still be read as a feeling on the scale: longer ones say something else. */
const MOST_WORDS = 5;
/** Most words in which a comparison with the last time is looked for. */
const MOST_WORDS_COMPARING = 8;
/** As many characters of a message are read as a feeling. */
const LONGEST = 400;
/** Two feelings further apart than this in one message say neither. */
const APART = 0.3;

/**
 * Reads an answer on a scale: a number in any form, "same as yesterday" or "a bit worse" against `last` (the value of the
 * last day kept, null where there is none), or a feeling in a few words ("meh", "pretty bad", 😞). Null where it is none
 * of them or lies off the scale. Halves are kept. Never throws.
 */
export const onScale = (text: string, scale: Scale, words: Words, last: number | null = null): number | null => {
  const number = numberIn(text, words, { outOf: scale.max, rating: true });
  if (number !== null) return isOn(scale, number) ? number : null;
  // Whatever says something with a digit and is no number on the scale is no feeling on it either.
  if (/\p{Nd}/u.test(text)) return null;
  const simple = faced(plain(text.slice(0, LONGEST)));
  const compared = comparing(simple, words);
  if (compared !== null) {
    if (last === null || !isOn(scale, last)) return null;
    const up = scale.high === 'good' ? compared : -compared;
    return Math.min(scale.max, Math.max(scale.min, last + up));
  }
  const feeling = feelingIn(simple, words);
  if (feeling === null) return null;
  const share = scale.high === 'good' ? feeling : 1 - feeling;
  return Math.round(scale.min + share * (scale.max - scale.min));
};

const isOn = (scale: Scale, value: number): boolean => value >= scale.min && value <= scale.max;

/** Faces stand as words of their own, and the same one several times over is one. */
const faced = (said: string): string =>
  said
    .replace(/(\p{Extended_Pictographic})/gu, ' $1 ')
    .replace(/\s+/gu, ' ')
    .replace(/(\p{Extended_Pictographic})(?: \1)+/gu, '$1')
    .trim();

/** Whether a message answers by comparing with the last time: "same as yesterday", "a bit worse". */
export const comparesWithLast = (text: string, words: Words): boolean =>
  comparing(faced(plain(text.slice(0, LONGEST))), words) !== null;

/** How many steps better (1), worse (-1) or neither (0) than the last time a message says it is; null: it does not say. */
const comparing = (said: string, words: Words): -1 | 0 | 1 | null => {
  const parts = said.split(' ');
  if (parts.length > MOST_WORDS_COMPARING) return null;
  const { same, better, worse, about, after } = words.scales;
  const beside = new Set([...about, ...after]);
  const says = (phrases: readonly string[]): boolean =>
    phrases
      .filter((phrase) => said.includes(phrase) && hasPhrase(said, phrase))
      .some((phrase) =>
        ` ${said} `
          .replace(` ${phrase} `, ' ')
          .trim()
          .split(' ')
          .every((word) => word === '' || (beside.has(word) && !words.not.includes(word))),
      );
  if (says(better)) return 1;
  if (says(worse)) return -1;
  return says(same) ? 0 : null;
};

/** The feeling that a short message names, from 0 (worst) to 1 (best); null where it names none, or two that differ. */
const feelingIn = (simple: string, words: Words): number | null => {
  const parts = simple.split(' ').filter((part) => part !== '');
  if (parts.length === 0 || parts.length > MOST_WORDS) return null;
  const all = Object.entries(words.feelings).filter(([phrase]) => simple.includes(phrase) && hasPhrase(simple, phrase));
  const found = all.filter(([phrase]) => !all.some(([other]) => other !== phrase && hasPhrase(other, phrase)));
  const best = found.toSorted(([a], [b]) => b.length - a.length)[0];
  if (best === undefined) return null;
  const values = found.map(([, feeling]) => feeling);
  if (Math.max(...values) - Math.min(...values) > APART) return null;
  // "not great" is a feeling of its own; "not" beside another one turns it into something unsaid.
  const own = best[0].split(' ');
  const turns = (part: string): boolean => words.not.includes(part) || words.no.includes(part);
  return parts.some((part) => turns(part) && part !== best[0] && !own.includes(part)) ? null : best[1];
};
