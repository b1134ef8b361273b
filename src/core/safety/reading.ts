import { NO_BREAK, splitWords, STRONG_BREAK } from '#core/safety/normalise.ts';
import { isEmoji } from '#core/safety/fold.ts';
import type { Speller } from '#core/safety/spelling.ts';

/** A message as the patterns see it: known words as symbols, with the breaks between them. */
export interface Reading {
  readonly symbols: readonly number[];
  /** The break before each word. */
  readonly breaks: readonly number[];
  /** Sentences, counted from 0, one number a word. */
  readonly sentences: readonly number[];
  /** Where each sentence begins; one more entry than there are sentences. */
  readonly starts: readonly number[];
  /** Sentences in which somebody laughs. */
  readonly joking: ReadonlySet<number>;
}

interface Draft {
  readonly text: string[];
  readonly breaks: number[];
  /** True for a word beside which somebody laughs. */
  readonly laughs: boolean[];
}

const emptyDraft = (): Draft => ({ text: [], breaks: [], laughs: [] });

const push = (to: Draft, text: string, before: number, laughs: boolean): void => {
  to.text.push(text);
  to.breaks.push(before);
  to.laughs.push(laughs);
};

const LAUGHTER = /^([hj][aeio])\1+[hj]?$/;
/** Torn words are looked for in so many pieces, of so few letters each. */
const PIECES = 5;
const PIECE_LENGTH = 4;
const TORN_LENGTH = 12;

const isSingle = (word: string | undefined): boolean =>
  word !== undefined && word.length === 1 && /[a-z0-9]/.test(word);

/** `k i l l` and `k.i.l.l`: letters that stand alone are read as words again. */
const joinLetters = (words: Draft, speller: Speller): Draft => {
  const out = emptyDraft();
  for (let at = 0; at < words.text.length;) {
    let end = at;
    while (isSingle(words.text[end])) end++;
    if (end - at >= 3) {
      const letters = words.text.slice(at, end).join('');
      const plain = /[a-z]/.test(letters)
        ? letters.replaceAll('1', 'i').replaceAll('0', 'o').replaceAll('3', 'e')
        : letters;
      const parts = speller.isKey(plain) ? [plain] : speller.split(plain);
      if (parts !== null) {
        const laughs = words.laughs.slice(at, end).includes(true);
        for (const part of parts)
          push(out, part, part === parts[0] ? (words.breaks[at] ?? NO_BREAK) : NO_BREAK, laughs);
        at = end;
        continue;
      }
    }
    const stop = Math.max(end, at + 1);
    for (; at < stop; at++) push(out, words.text[at] ?? '', words.breaks[at] ?? NO_BREAK, words.laughs[at] ?? false);
  }
  return out;
};

/** `ki ll`, `su ic ide`: neighbours that make a key word together, one of which means nothing alone. */
const joinPieces = (words: Draft, speller: Speller): Draft => {
  const out = emptyDraft();
  const { text, breaks, laughs } = words;
  for (let at = 0; at < text.length;) {
    let taken = 1;
    let whole = text[at] ?? '';
    if (whole.length <= PIECE_LENGTH + 2 && speller.beginsKey(whole)) {
      let joined = whole;
      let strange = !speller.knows(joined);
      for (let next = at + 1; next < text.length && next < at + PIECES; next++) {
        const piece = text[next] ?? '';
        joined += piece;
        if (joined.length > TORN_LENGTH || piece.length > PIECE_LENGTH + 3 || !speller.beginsKey(joined)) break;
        strange ||= !speller.knows(piece);
        if (strange && speller.isKey(joined)) {
          taken = next - at + 1;
          whole = joined;
        }
      }
    }
    push(out, whole, breaks[at] ?? NO_BREAK, laughs[at] === true || laughs[at + taken - 1] === true);
    at += taken;
  }
  return out;
};

/** Takes laughter and emoji without a meaning of their own out of the row of words, and marks where somebody laughs. */
const quieten = (source: string, speller: Speller, jokes: ReadonlySet<string>): Draft => {
  const raw = splitWords(source);
  const kept = emptyDraft();
  let pending = NO_BREAK;
  let laughsNext = false;
  for (let at = 0; at < raw.text.length; at++) {
    const word = raw.text[at] ?? '';
    const own = raw.breaks[at] ?? NO_BREAK;
    const before = Math.max(own, pending);
    // The sentence in which somebody laughed is over.
    if (own === STRONG_BREAK) laughsNext = false;
    if (jokes.has(word) || LAUGHTER.test(word)) {
      // A laugh belongs to its own sentence: to the words before it, or, where it begins one, to the words after it.
      if (before === STRONG_BREAK) laughsNext = true;
      else kept.laughs[kept.laughs.length - 1] = true;
      pending = before;
    } else if (isEmoji(word) && !speller.knows(word)) {
      pending = before;
    } else {
      push(kept, word, before, laughsNext);
      pending = NO_BREAK;
      laughsNext = false;
    }
  }
  return kept;
};

/** Reads a message: linear in its length, whatever it holds. `jokes` are words and emoji that stand for a laugh. */
export const readMessage = (source: string, speller: Speller, jokes: ReadonlySet<string>): Reading => {
  const words = joinPieces(joinLetters(quieten(source, speller, jokes), speller), speller);
  const symbols: number[] = [];
  const breaks: number[] = [];
  const sentences: number[] = [];
  const starts: number[] = [];
  const joking = new Set<number>();
  for (let at = 0; at < words.text.length; at++) {
    const first = symbols.length;
    speller.read(words.text[at] ?? '', symbols);
    for (let added = first; added < symbols.length; added++) {
      breaks.push(added === first ? (words.breaks[at] ?? NO_BREAK) : NO_BREAK);
      if (added === 0 || breaks[added] === STRONG_BREAK) starts.push(added);
      sentences.push(starts.length - 1);
    }
    if (words.laughs[at] === true) joking.add(starts.length - 1);
  }
  starts.push(symbols.length);
  return { symbols, breaks, sentences, starts, joking };
};
