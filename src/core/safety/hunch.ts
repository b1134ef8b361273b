import { splitWords } from '#core/safety/normalise.ts';

/** One sentence to learn from: whether somebody who writes it should be asked how they are. */
export interface HunchExample {
  readonly text: string;
  readonly ask: boolean;
}

/** Places for weights; a power of two. Two features that fall on the same place share it, which costs little. */
const PLACES = 1 << 17;
const ROUNDS = 40;
const RATE = 0.6;
/** Pulls weights that few sentences speak for towards nothing. */
const DECAY = 2e-5;
const GRAM = 4;
/** Longer texts are judged by their beginning and their end: this is a help where no phrase was heard, not the guard. */
const MOST_WORDS = 300;

const mix = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193) >>> 0;

const hashOf = (word: string, seed: number, from = 0, to = word.length): number => {
  let hash = seed;
  for (let at = from; at < to; at++) hash = mix(hash, word.charCodeAt(at));
  return hash;
};

/**
 * A linear model over words, pairs of words and pieces of words, learned at start from the sentences of the lexicon. It
 * knows nothing of context, so all it may do is lead to one kind question, or spare somebody one. It is deterministic:
 * the same sentences give the same answers.
 */
export class Hunch {
  readonly #weights = new Float64Array(PLACES);
  readonly #expand: ReadonlyMap<string, readonly string[]>;
  #bias = 0;

  constructor(examples: readonly HunchExample[], expand: ReadonlyMap<string, readonly string[]>) {
    this.#expand = expand;
    this.#learn(examples);
  }

  /** How much a text sounds like those that call for a question: above 0 more so than not. Linear in its length. */
  score(text: string): number {
    const features = this.#features(text);
    return features.length === 0 ? -Infinity : this.#sum(features);
  }

  #sum(features: readonly number[]): number {
    let sum = 0;
    for (const feature of features) sum += this.#weights[feature] ?? 0;
    return this.#bias + sum / Math.sqrt(features.length);
  }

  #features(text: string): number[] {
    const all = splitWords(text.length > 20_000 ? `${text.slice(0, 10_000)} ${text.slice(-10_000)}` : text).text;
    const heard = all.length > MOST_WORDS * 2 ? [...all.slice(0, MOST_WORDS), ...all.slice(-MOST_WORDS)] : all;
    const words = ['^', ...heard.flatMap((word) => this.#expand.get(word) ?? [word]), '$'];
    const found = new Set<number>();
    const add = (hash: number): void => {
      found.add((hash ^ (hash >>> 15)) & (PLACES - 1));
    };
    for (let at = 0; at < words.length; at++) {
      const word = words[at] ?? '';
      const own = hashOf(word, 0x811c9dc5);
      add(own);
      const next = words[at + 1];
      const second = words[at + 2];
      if (next !== undefined) add(hashOf(next, mix(own, 1)));
      if (second !== undefined) add(hashOf(second, mix(own, 2)));
      const framed = `<${word}>`;
      for (let start = 0; start + GRAM <= framed.length; start++) add(hashOf(framed, 0x9747b28c, start, start + GRAM));
    }
    return [...found];
  }

  /** Logistic regression by stochastic gradients with a step for each weight of its own (AdaGrad). */
  #learn(examples: readonly HunchExample[]): void {
    const rows = examples.map(({ text, ask }) => ({ features: this.#features(text), ask: ask ? 1 : 0 }));
    const squares = new Float64Array(PLACES).fill(1e-2);
    let biasSquare = 1e-2;
    for (let round = 0; round < ROUNDS; round++) {
      // A fixed walk through all rows that is not their order: neighbours in a file are alike.
      const stride = 7919;
      for (let step = 0; step < rows.length; step++) {
        const row = rows[(step * stride + round) % rows.length];
        if (row === undefined || row.features.length === 0) continue;
        const error = 1 / (1 + Math.exp(-this.#sum(row.features))) - row.ask;
        const slope = error / Math.sqrt(row.features.length);
        for (const feature of row.features) {
          const gradient = slope + DECAY * (this.#weights[feature] ?? 0);
          const square = (squares[feature] ?? 0) + gradient * gradient;
          squares[feature] = square;
          this.#weights[feature] = (this.#weights[feature] ?? 0) - (RATE * gradient) / Math.sqrt(square);
        }
        biasSquare += error * error;
        this.#bias -= (0.05 * error) / Math.sqrt(biasSquare);
      }
    }
  }
}
