/** Where a long text may be cut. */

export interface Slice {
  readonly start: number;
  readonly end: number;
}

/** The end of the last match within `window`; 0 for none. */
const lastEnd = (window: string, pattern: RegExp): number => {
  let end = 0;
  for (const match of window.matchAll(pattern)) end = match.index + match[0].length;
  return end;
};

const PARAGRAPH = /\n{2,}/g;
const SENTENCE = /[.!?…。！？]["'”’»)\]]*\s+/g;
const LINE = /\n/g;
const WORD = /\s+/g;

const cut = (text: string, longest: number): number => {
  // One more than fits: white space there ends a sentence that fills the message exactly.
  const window = text.slice(0, longest + 1);
  const end = (pattern: RegExp): number => Math.min(longest, lastEnd(window, pattern));
  // A paragraph's end is the best place, unless it would leave most of the message empty.
  if (end(PARAGRAPH) > longest / 2) return end(PARAGRAPH);
  const place = [SENTENCE, LINE, WORD].map(end).find((found) => found > 0);
  if (place !== undefined) return place;
  // One endless word: anywhere but in the middle of a character.
  return /[\uD800-\uDBFF]/.test(text.charAt(longest - 1)) ? longest - 1 : longest;
};

/**
 * Cuts `text` into slices of at most `longest` UTF-16 units: at the end of a paragraph or sentence where there is one,
 * else between words. The slices are without white space at their ends and together hold everything else, in order.
 */
export const slices = (text: string, longest: number): readonly Slice[] => {
  const out: Slice[] = [];
  let start = 0;
  for (;;) {
    start += text.length - start - text.slice(start).trimStart().length;
    if (start >= text.length) return out;
    const rest = text.slice(start).trimEnd();
    const end = start + (rest.length <= longest ? rest.length : cut(rest, longest));
    out.push({ start, end: start + text.slice(start, end).trimEnd().length });
    start = end;
  }
};
