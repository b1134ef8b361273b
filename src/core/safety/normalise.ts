import { APOSTROPHE, DROPPED, foldPoint, isEmoji, PAUSE, SPACE, STOP } from '#core/safety/fold.ts';

/** How strongly a word is parted from the one before it. */
export const NO_BREAK = 0;
export const WEAK_BREAK = 1;
export const STRONG_BREAK = 2;

/** The words of a text, still as they were spelled, in parallel lists. */
export interface Words {
  /** Lower-case, folded; may hold the marks `!@$*|+` between letters and a point between digits. Emoji are words. */
  readonly text: string[];
  /** The break before each word. */
  readonly breaks: number[];
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isAlnum = (code: number): boolean => isLetter(code) || isDigit(code) || code > 0x7f;
/** Marks that stand for a letter when they stand between letters: `su!cide`, `k*ll`, `p@in`. */
const isLeetMark = (code: number): boolean =>
  code === 33 || code === 64 || code === 36 || code === 42 || code === 124 || code === 43;

class Collector implements Words {
  readonly text: string[] = [];
  readonly breaks: number[] = [];
  #parted = STRONG_BREAK;

  word(text: string): void {
    this.text.push(text);
    this.breaks.push(this.#parted);
    this.#parted = NO_BREAK;
  }

  part(strength: number): void {
    if (strength > this.#parted) this.#parted = strength;
  }
}

/** The marks of ASCII, by how they part words; everything else of ASCII is a space or tight. */
const asciiBreak = (code: number): number => {
  if (code === 46 || code === 33 || code === 63 || code === 59 || code === 10 || code === 13) return STRONG_BREAK;
  if (code === 44 || code === 58 || code === 40 || code === 41 || code === 34 || code === 47) return WEAK_BREAK;
  return NO_BREAK;
};

/**
 * Splits a text into folded words in one pass: every character is looked at a fixed number of times, so the time is
 * linear in the text. Case, accents, look-alike letters, invisible characters and apostrophes are gone afterwards.
 */
export const splitWords = (source: string): Words => {
  const out = new Collector();
  const text = source.toLowerCase();
  const length = text.length;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    // The common case: a run of plain letters and digits with nothing special after it.
    if (isLetter(code) || isDigit(code) || code > 0x7f || code === 36) {
      at = takeWord(text, at, out);
      continue;
    }
    const strength = asciiBreak(code);
    if (strength > NO_BREAK) out.part(strength);
    // An apostrophe, a star or a dash between words parts nothing: `*die*`, `'die'`.
    at++;
  }
  return out;
};

/** Reads one word from `start`; answers where to go on. */
const takeWord = (text: string, start: number, out: Collector): number => {
  const length = text.length;
  let at = start;
  while (at < length && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++;
  const next = at < length ? text.charCodeAt(at) : 32;
  if (at > start && next !== 39 && next <= 0x7f && !isLeetMark(next) && next !== 46 && next !== 44) {
    out.word(text.slice(start, at));
    return at;
  }
  // The slow path builds the word piece by piece.
  let pieces = text.slice(start, at);
  // The last character of the pieces, kept apart: looking it up would flatten a growing text again and again.
  let before = at > start ? text.charCodeAt(at - 1) : 32;
  while (at < length) {
    const code = text.charCodeAt(at);
    const after = at + 1 < length ? text.charCodeAt(at + 1) : 32;
    if (isLetter(code) || isDigit(code)) {
      let end = at + 1;
      while (end < length && (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end)))) end++;
      pieces += text.slice(at, end);
      before = text.charCodeAt(end - 1);
      at = end;
    } else if (code === 39) {
      if (!isAlnum(after)) break;
      at++;
    } else if ((code === 46 || code === 44) && isDigit(before) && isDigit(after)) {
      if (code === 46) pieces += '.';
      before = code;
      at++;
    } else if (
      isLeetMark(code) &&
      ((isAlnum(before) && isAlnum(after)) || (code === 36 && isLetter(after)) || code === 42)
    ) {
      if (code === 42 && pieces === '') break;
      pieces += text.charAt(at);
      before = code;
      at++;
    } else if (code > 0x7f) {
      const point = text.codePointAt(at) ?? code;
      const width = point > 0xffff ? 2 : 1;
      const folded = foldPoint(point);
      if (folded === DROPPED) {
        at += width;
      } else if (folded === APOSTROPHE) {
        if (pieces !== '' && at + 1 < length && isAlnum(after)) at += width;
        else {
          if (pieces !== '') out.word(pieces);
          return at + width;
        }
      } else if (folded === SPACE || folded === STOP || folded === PAUSE || isEmoji(folded)) {
        if (pieces !== '') out.word(pieces);
        if (folded === STOP) out.part(STRONG_BREAK);
        else if (folded === PAUSE) out.part(WEAK_BREAK);
        else if (folded !== SPACE) out.word(folded);
        return at + width;
      } else {
        pieces += folded;
        before = folded.charCodeAt(folded.length - 1);
        at += width;
      }
    } else break;
  }
  if (pieces !== '') out.word(pieces);
  // A lone mark that began no word must still be passed over.
  return at === start ? at + 1 : at;
};
