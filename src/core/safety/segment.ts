const LETTERS = 26;
const code = (text: string, at: number): number => text.charCodeAt(at) - 97;

/**
 * Finds the words in letters that were run together (`iwanttodie`). The words are kept in a tree of letters; a text of n
 * letters costs at most n times the longest word.
 */
export class Segmenter {
  #next = new Int32Array(LETTERS * 64);
  /** What the word that ends here costs; 0 where none ends. */
  readonly #price: number[] = [0];
  // Used again for every text, so that looking costs no memory.
  #cost = new Float64Array(64);
  #from = new Int32Array(64);

  /** Where letters can be read in two ways, the one with a key word is taken. */
  constructor(words: Iterable<string>, keys: ReadonlySet<string>) {
    for (const word of words) {
      if (/^[a-z]{2,24}$/.test(word) || word === 'i' || word === 'a')
        this.#insert(word, keys.has(word) ? 1 : word.length > 2 ? 2 : 4);
    }
  }

  #insert(word: string, price: number): void {
    let node = 0;
    for (let at = 0; at < word.length; at++) {
      const slot = node * LETTERS + code(word, at);
      let next = this.#next[slot] ?? 0;
      if (next === 0) {
        next = this.#price.length;
        this.#price.push(0);
        if ((next + 1) * LETTERS > this.#next.length) {
          const bigger = new Int32Array(this.#next.length * 2);
          bigger.set(this.#next);
          this.#next = bigger;
        }
        this.#next[slot] = next;
      }
      node = next;
    }
    this.#price[node] = price;
  }

  /** The fewest words that make up the whole text (short ones count double, key words half); null where there are none. */
  split(text: string): string[] | null {
    const length = text.length;
    if (this.#cost.length <= length) {
      this.#cost = new Float64Array(length * 2);
      this.#from = new Int32Array(length * 2);
    }
    const cost = this.#cost.fill(Infinity, 0, length + 1);
    const from = this.#from;
    cost[0] = 0;
    let reached = 0;
    for (let start = 0; start <= reached && start < length; start++) {
      const paid = cost[start] ?? Infinity;
      if (paid === Infinity) continue;
      let node = 0;
      for (let at = start; at < length; at++) {
        const letter = code(text, at);
        if (letter < 0 || letter >= LETTERS) break;
        node = this.#next[node * LETTERS + letter] ?? 0;
        if (node === 0) break;
        const price = this.#price[node] ?? 0;
        if (price > 0 && paid + price < (cost[at + 1] ?? 0)) {
          cost[at + 1] = paid + price;
          from[at + 1] = start;
          if (at + 1 > reached) reached = at + 1;
        }
      }
    }
    if (cost[length] === Infinity) return null;
    const words: string[] = [];
    for (let end = length; end > 0; end = from[end] ?? 0) words.push(text.slice(from[end] ?? 0, end));
    return words.toReversed();
  }
}
