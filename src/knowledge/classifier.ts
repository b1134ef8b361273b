import type { Features } from '#knowledge/features.ts';
import { seededRandom } from '#shared/random.ts';

/** An example to learn from. */
export interface Example {
  readonly features: Features;
  readonly label: string;
  /** How much it counts; 1 for a phrasing. */
  readonly weight: number;
}

/** A multinomial logistic regression. */
export interface Classifier {
  readonly labels: readonly string[];
  /** The probability of each label, in the order of `labels`; they sum to 1. */
  judge(features: Features): Float64Array;
}

const PASSES = 10;
const RATE = 0.5;
/** Pulls weights towards zero a little at each look at an example. */
const DECAY = 2e-5;
const SEED = 20261122;

const softmax = (scores: Float64Array): Float64Array => {
  let top = -Infinity;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let at = 0; at < scores.length; at++) sum += scores[at] = Math.exp((scores[at] ?? 0) - top);
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / sum;
  return scores;
};

/**
 * Learns by stochastic gradient descent with AdaGrad steps, in an order that a fixed seed shuffles: the same examples
 * give the same classifier. A feature that only one example has is left out, unless it is an idea or a shape.
 */
export const train = (examples: readonly Example[]): Classifier => {
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  const labelAt = new Map(labels.map((label, at) => [label, at]));
  const width = labels.length;

  const counts = new Map<string, number>();
  for (const { features } of examples)
    for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const ids = new Map<string, number>();
  for (const [name, count] of counts) if (count > 1 || /^[ks]:/.test(name)) ids.set(name, ids.size);

  const weights = new Float32Array((ids.size + 1) * width);
  const moved = new Float32Array((ids.size + 1) * width).fill(0.1);
  const bias = ids.size;

  const sparse = (features: Features): { at: Int32Array; value: Float64Array } => {
    const at: number[] = [bias];
    const value: number[] = [1];
    for (const [name, weight] of features) {
      const id = ids.get(name);
      if (id === undefined) continue;
      at.push(id);
      value.push(weight);
    }
    return { at: Int32Array.from(at), value: Float64Array.from(value) };
  };
  const scoresOf = ({ at, value }: { at: Int32Array; value: Float64Array }): Float64Array => {
    const scores = new Float64Array(width);
    for (let index = 0; index < at.length; index++) {
      const row = (at[index] ?? 0) * width;
      const amount = value[index] ?? 0;
      for (let column = 0; column < width; column++)
        scores[column] = (scores[column] ?? 0) + amount * (weights[row + column] ?? 0);
    }
    return scores;
  };

  const data = examples.map(({ features, label, weight }) => ({
    ...sparse(features),
    label: labelAt.get(label) ?? 0,
    weight,
  }));
  const order = data.map((_, index) => index);
  const random = seededRandom(SEED);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    for (const index of order) {
      const one = data[index];
      if (one === undefined) continue;
      const slope = softmax(scoresOf(one));
      slope[one.label] = (slope[one.label] ?? 0) - 1;
      for (let item = 0; item < one.at.length; item++) {
        const row = (one.at[item] ?? 0) * width;
        const amount = (one.value[item] ?? 0) * one.weight;
        for (let column = 0; column < width; column++) {
          const place = row + column;
          const old = weights[place] ?? 0;
          const step = amount * (slope[column] ?? 0) + DECAY * old;
          const sum = (moved[place] ?? 0) + step * step;
          moved[place] = sum;
          weights[place] = old - (RATE * step) / Math.sqrt(sum);
        }
      }
    }
  }
  return { labels, judge: (features) => softmax(scoresOf(sparse(features))) };
};
