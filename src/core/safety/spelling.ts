import type { LexiconSpelling } from '#content/schemas/lexicon.ts';
import { Segmenter } from '#core/safety/segment.ts';
import { numberSymbol, UNKNOWN, type Vocabulary } from '#core/safety/vocabulary.ts';

const LEET: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g',
  '@': 'a', $: 's', '!': 'i', '|': 'i', '+': 't', '*': '',
}; // prettier-ignore

const unleet = (word: string, one: 'i' | 'l'): string => {
  let plain = '';
  for (const char of word) plain += char === '1' || char === '!' || char === '|' ? one : (LEET[char] ?? char);
  return plain;
};

/** One of each run of the same letter: `kiiill` and `kill` both give `kil`. */
const squeeze = (word: string): string => {
  let squeezed = '';
  for (let at = 0; at < word.length; at++)
    if (word.charCodeAt(at) !== word.charCodeAt(at - 1)) squeezed += word.charAt(at);
  return squeezed;
};

const without = (word: string, at: number): string => word.slice(0, at) + word.slice(at + 1);

/** True where one letter more, less, other, or two neighbours swapped turns one word into the other. */
const oneOff = (a: string, b: string): boolean => {
  let head = 0;
  while (head < a.length && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  let tail = 0;
  const least = Math.min(a.length, b.length) - head;
  while (tail < least && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)) tail++;
  const restA = a.slice(head, a.length - tail);
  const restB = b.slice(head, b.length - tail);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return (
    restA.length === 2 &&
    restB.length === 2 &&
    restA.charAt(0) === restB.charAt(1) &&
    restA.charAt(1) === restB.charAt(0)
  );
};

/** Words longer than this are no words, and are only searched for words run together. */
const LONGEST = 20;
const SHORTEST_FUZZY = 5;
const PLAIN = /^[a-z]+$/;

/** Says which known words a spelled word stands for. */
export class Speller {
  readonly #vocabulary: Vocabulary;
  readonly #squeezed = new Map<string, string>();
  readonly #fuzzy = new Map<string, string[]>();
  readonly #real: ReadonlySet<string>;
  readonly #keys: ReadonlySet<string>;
  readonly #keyHeads = new Set<string>();
  readonly #fuzzyShapes = new Set<number>();
  readonly #censored: readonly string[];
  readonly #segmenter: Segmenter;

  constructor(spelling: LexiconSpelling, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#real = new Set(spelling.real);
    this.#keys = new Set(spelling.keys);
    this.#censored = spelling.censored;
    const forms = [...spelling.keys, ...vocabulary.words(), ...vocabulary.shortForms()];
    for (const word of forms) {
      const key = squeeze(word);
      if (PLAIN.test(word) && word.length > 1 && !this.#squeezed.has(key)) this.#squeezed.set(key, word);
    }
    for (const key of spelling.keys) for (let end = 1; end <= key.length; end++) this.#keyHeads.add(key.slice(0, end));
    for (const word of spelling.fuzzy) {
      for (let more = -1; more <= 1; more++) this.#fuzzyShapes.add(word.charCodeAt(0) * 64 + word.length + more);
      this.#addFuzzy(word, word);
      for (let at = 1; at < word.length; at++) this.#addFuzzy(without(word, at), word);
    }
    this.#segmenter = new Segmenter([...vocabulary.words(), ...vocabulary.shortForms()], this.#keys);
  }

  #addFuzzy(form: string, word: string): void {
    const list = this.#fuzzy.get(form) ?? [];
    if (!list.includes(word)) list.push(word);
    this.#fuzzy.set(form, list);
  }

  /** True where the word means something as it stands. */
  knows(word: string): boolean {
    return (
      this.#vocabulary.idOf(word) !== undefined || this.#vocabulary.expansionOf(word) !== undefined || /^\d/.test(word)
    );
  }

  /** True for the words that are looked for in torn letters. */
  isKey(word: string): boolean {
    return this.#keys.has(word);
  }

  /** True where a key word begins with these letters. */
  beginsKey(letters: string): boolean {
    return this.#keyHeads.has(letters);
  }

  /** Words from letters that were run together, if one of them is a key word; else null. */
  split(letters: string): string[] | null {
    const parts = this.#segmenter.split(letters);
    return parts !== null && parts.some((part) => this.#keys.has(part)) ? parts : null;
  }

  /** Adds the symbols that a spelled word stands for to `out`; one `UNKNOWN` where it stands for none. */
  read(raw: string, out: number[]): void {
    if (this.#exact(raw, out)) return;
    const digits = raw.charCodeAt(0) >= 48 && raw.charCodeAt(0) <= 57;
    if (digits && /^[\d.]+$/.test(raw)) {
      out.push(numberSymbol(raw));
      return;
    }
    if (!PLAIN.test(raw) && this.#marked(raw, out)) return;
    if (digits && this.#amount(raw, out)) return;
    if (raw.length <= LONGEST && this.#near(raw, out)) return;
    const parts = raw.length >= 5 && !this.#real.has(raw) ? this.split(raw) : null;
    if (parts === null) out.push(UNKNOWN);
    else for (const part of parts) if (!this.#exact(part, out)) out.push(UNKNOWN);
  }

  #exact(word: string, out: number[]): boolean {
    const expansion = this.#vocabulary.expansionOf(word);
    if (expansion !== undefined) {
      for (const part of expansion) out.push(this.#vocabulary.idOf(part) ?? UNKNOWN);
      return true;
    }
    const id = this.#vocabulary.idOf(word);
    if (id === undefined) return false;
    out.push(id);
    return true;
  }

  /** `30pills`, `20mg`, `3am`. */
  #amount(raw: string, out: number[]): boolean {
    const parts = /^([\d.]+)([a-z]+)$/.exec(raw);
    if (parts?.[1] === undefined || parts[2] === undefined) return false;
    out.push(numberSymbol(parts[1]));
    if (!this.#exact(parts[2], out)) out.push(UNKNOWN);
    return true;
  }

  /** Digits and marks for letters: `k1ll`, `su!cide`, `s*icide`. */
  #marked(raw: string, out: number[]): boolean {
    if (raw.length <= LONGEST) {
      if (raw.includes('*') && this.#starred(raw, out)) return true;
      for (const one of ['i', 'l'] as const) {
        const plain = unleet(raw, one);
        if (
          plain !== raw &&
          PLAIN.test(plain) &&
          !/^\d+[a-z]{1,2}$/.test(raw) &&
          (this.#exact(plain, out) || this.#near(plain, out))
        )
          return true;
      }
    }
    // A mark between two words that are whole: `no!i`.
    const pieces = raw.split(/[!@$*|+]+/).filter((piece) => piece !== '');
    if (pieces.length > 1 || pieces[0] !== raw) {
      for (const piece of pieces) if (piece !== raw) this.read(piece, out);
      return pieces.length > 0;
    }
    return false;
  }

  #starred(raw: string, out: number[]): boolean {
    const bare = raw.replace(/\*+$/, '');
    if (PLAIN.test(bare) && this.knows(bare)) return this.#exact(bare, out);
    const word = this.#censored.find(
      (known) =>
        known.length === raw.length &&
        Array.from(known).every((char, at) => raw.charAt(at) === '*' || raw.charAt(at) === char),
    );
    return word !== undefined && this.#exact(word, out);
  }

  /** Letters repeated, or one letter wrong in a long word. */
  #near(raw: string, out: number[]): boolean {
    if (this.#real.has(raw)) return false;
    const plain = this.#squeezed.get(squeeze(raw));
    if (plain !== undefined && plain !== raw) return this.#exact(plain, out);
    if (raw.length < SHORTEST_FUZZY || !this.#fuzzyShapes.has(raw.charCodeAt(0) * 64 + raw.length)) return false;
    const hit = this.#lookUp(raw, raw) ?? this.#lookUpShorter(raw);
    return hit !== undefined && this.#exact(hit, out);
  }

  #lookUp(form: string, raw: string): string | undefined {
    return this.#fuzzy.get(form)?.find((word) => oneOff(word, raw));
  }

  #lookUpShorter(raw: string): string | undefined {
    for (let at = 1; at < raw.length; at++) {
      const hit = this.#lookUp(without(raw, at), raw);
      if (hit !== undefined) return hit;
    }
    return undefined;
  }
}
