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
/**
 * A label whose slope is no further from zero than this is left as it is. After the first pass nearly all are, and to
 * move them would be most of the work.
 */
const STILL = 0.0005;
const SEED = 20261122;

/** A message's features as the model knows them: where each one's row of weights begins, and its value. */
interface Sparse {
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

const softmax = (scores: Float64Array): Float64Array => {
  let top = -Infinity;
  for (const score of scores) if (score > top) top = score;
  let sum = 0;
  for (let at = 0; at < scores.length; at++) sum += scores[at] = Math.exp((scores[at] as number) - top);
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] as number) / sum;
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

  const sparse = (features: Features): Sparse => {
    const rows: number[] = [bias * width];
    const values: number[] = [1];
    for (const [name, value] of features) {
      const id = ids.get(name);
      if (id === undefined) continue;
      rows.push(id * width);
      values.push(value);
    }
    // Filled up to a multiple of four with a row that counts nothing.
    while (rows.length % 4 > 0) {
      rows.push(0);
      values.push(0);
    }
    return { rows: Int32Array.from(rows), values: Float64Array.from(values) };
  };
  const chancesOf = ({ rows, values }: Sparse): Float64Array => {
    const scores = new Float64Array(width);
    // Four rows at a time: the same sum in less than half the time. `as number` here and below where others write
    // `?? 0`: every place is inside its array, and asking each time would make a start half a second longer.
    for (let item = 0; item < rows.length; item += 4) {
      const row0 = rows[item] ?? 0;
      const row1 = rows[item + 1] ?? 0;
      const row2 = rows[item + 2] ?? 0;
      const row3 = rows[item + 3] ?? 0;
      const value0 = values[item] ?? 0;
      const value1 = values[item + 1] ?? 0;
      const value2 = values[item + 2] ?? 0;
      const value3 = values[item + 3] ?? 0;
      for (let column = 0; column < width; column++) {
        scores[column] =
          (scores[column] as number) +
          value0 * (weights[row0 + column] as number) +
          value1 * (weights[row1 + column] as number) +
          value2 * (weights[row2 + column] as number) +
          value3 * (weights[row3 + column] as number);
      }
    }
    return softmax(scores);
  };

  const data = examples.map(({ features, label, weight }) => ({
    ...sparse(features),
    label: labelAt.get(label) ?? 0,
    weight,
  }));
  const order = data.map((_, index) => index);
  const random = seededRandom(SEED);
  const moving = new Int32Array(width);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    for (const index of order) {
      const one = data[index];
      if (one === undefined) continue;
      const slopes = chancesOf(one);
      slopes[one.label] = (slopes[one.label] ?? 0) - 1;
      let count = 0;
      for (let column = 0; column < width; column++) {
        if (Math.abs(slopes[column] as number) > STILL) moving[count++] = column;
      }
      for (let item = 0; item < one.rows.length; item++) {
        const row = one.rows[item] as number;
        const value = (one.values[item] as number) * one.weight;
        if (value === 0) continue;
        for (let at = 0; at < count; at++) {
          const column = moving[at] as number;
          const place = row + column;
          const old = weights[place] as number;
          const step = value * (slopes[column] as number) + DECAY * old;
          const sum = (moved[place] as number) + step * step;
          moved[place] = sum;
          weights[place] = old - (RATE * step) / Math.sqrt(sum);
        }
      }
    }
  }
  return { labels, judge: (features) => chancesOf(sparse(features)) };
};
