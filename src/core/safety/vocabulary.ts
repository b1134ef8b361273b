import type { LexiconSpelling } from '#content/schemas/lexicon.ts';
import { splitWords } from '#core/safety/normalise.ts';

/** Stands for every word that no pattern names. */
export const UNKNOWN = 0;
/** Numbers by size: what counts for amounts and dates. */
export const NUMBER_CLASSES = { one: 1, few: 2, many: 3, year: 4, number: 5 } as const;
const FIRST_WORD = 6;

/** A number's symbol: 1; 2–4; 5–999; 1950–2099; any other. */
export const numberSymbol = (text: string): number => {
  const value = Number(text);
  if (value === 1) return NUMBER_CLASSES.one;
  if (value >= 2 && value <= 4) return NUMBER_CLASSES.few;
  if (value >= 5 && value < 1000) return NUMBER_CLASSES.many;
  return value >= 1950 && value < 2100 ? NUMBER_CLASSES.year : NUMBER_CLASSES.number;
};

/** Every word that the lexicon names, as a small number each. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #expand = new Map<string, readonly string[]>();
  readonly #variants: Readonly<Record<string, readonly string[]>>;

  constructor(spelling: LexiconSpelling) {
    this.#variants = spelling.variants;
    for (const [from, to] of Object.entries(spelling.expand)) {
      const [key] = splitWords(from).text;
      if (key !== undefined) this.#expand.set(key, splitWords(to).text);
    }
    for (const words of this.#expand.values()) for (const word of words) this.add(word);
  }

  /** Makes a word known; answers its symbol. */
  add(word: string): number {
    const before = this.#ids.get(word);
    if (before !== undefined) return before;
    const id = FIRST_WORD + this.#ids.size;
    this.#ids.set(word, id);
    return id;
  }

  /** The symbol of an exact word; undefined where no pattern names it. */
  idOf(word: string): number | undefined {
    return this.#ids.get(word);
  }

  /** What a text-speak word is written out as; undefined where it is none. */
  expansionOf(word: string): readonly string[] | undefined {
    return this.#expand.get(word);
  }

  /** The words of an author's text, as the reading of a message would have them: `don't` is `do not`. */
  literal(text: string): string[] {
    return splitWords(text).text.flatMap((word) => this.#expand.get(word) ?? [word]);
  }

  /** A word's symbols: its own and those of its variants. Makes them known. */
  symbolsOf(word: string): number[] {
    const own = this.add(word);
    const others = (this.#variants[word] ?? []).flatMap((variant) => {
      return [this.add(variant)];
    });
    return [own, ...others];
  }

  get size(): number {
    return FIRST_WORD + this.#ids.size;
  }

  /** All words, in the order in which they became known. */
  words(): IterableIterator<string> {
    return this.#ids.keys();
  }

  /** All text-speak words. */
  shortForms(): IterableIterator<string> {
    return this.#expand.keys();
  }
}
