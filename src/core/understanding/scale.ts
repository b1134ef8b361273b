import type { Words } from '#content/schemas/words.ts';
import { numberIn } from '#core/understanding/number.ts';
import { plain } from '#core/understanding/plain.ts';

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly high: 'good' | 'bad';
}

/** Most words a message may have and still be read as a feeling on the scale: longer ones say something else. */
const MOST_WORDS = 5;

/**
 * Reads an answer on a scale: a number in any form, or a feeling in a few words ("meh", "pretty bad", 😞). A number off
 * the scale is no answer. Halves are kept.
 */
export const onScale = (text: string, scale: Scale, words: Words): number | null => {
  const number = numberIn(text, words);
  if (number !== null) return number >= scale.min && number <= scale.max ? number : null;
  const simple = plain(text);
  const parts = simple.split(' ').filter((part) => part !== '');
  if (parts.length === 0 || parts.length > MOST_WORDS) return null;
  let best: { phrase: string; feeling: number } | null = null;
  for (const [phrase, feeling] of Object.entries(words.feelings)) {
    if (!` ${simple} `.includes(` ${phrase} `) && !simple.startsWith(phrase + '\u{fe0f}') && simple !== phrase)
      continue;
    if (best === null || phrase.length > best.phrase.length) best = { phrase, feeling };
  }
  if (best === null) return null;
  // "not great" is a feeling of its own; "not" beside another one turns it into something unsaid.
  const own = best.phrase.split(' ');
  if (parts.some((part) => words.not.includes(part) && !own.includes(part))) return null;
  const share = scale.high === 'good' ? best.feeling : 1 - best.feeling;
  return Math.round(scale.min + share * (scale.max - scale.min));
};
