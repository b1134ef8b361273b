import { performance } from 'node:perf_hooks';
import { setFlagsFromString, getHeapStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One figure, measured on this machine, now. */
export interface Measure {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

/** Takes a figure down; one that is given as a function is measured only where it is asked for. */
export type Report = (measure: Omit<Measure, 'value'> & { readonly value: number | (() => number) }) => void;

/** Rounded to so many digits after the point. */
export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** The value below which this share (0 to 1) of the values lies; NaN of none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** Milliseconds of each call of `work`, over all items, `rounds` times; the first round only warms up. */
export const timeEach = async <T>(
  items: readonly T[],
  rounds: number,
  work: (item: T) => unknown,
): Promise<number[]> => {
  const times: number[] = [];
  for (let count = 0; count <= rounds; count++) {
    for (const item of items) {
      const began = performance.now();
      await work(item);
      if (count > 0) times.push(performance.now() - began);
    }
  }
  return times;
};

/** Milliseconds of a core that this thread has had: what else runs on the machine does not count. */
const ownTime = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** How often `work` runs in a second of one core: the best of several stretches, since neighbours slow every one down. */
export const bestPerSecond = (work: () => void, stretches = 6, stretchMs = 300): number => {
  let best = 0;
  for (let stretch = 0; stretch <= stretches; stretch++) {
    const began = ownTime();
    let count = 0;
    let passed = 0;
    while (passed < stretchMs) {
      // Some at a time: looking at the clock takes a while, too.
      for (let some = 0; some < 20; some++) work();
      count += 20;
      passed = ownTime() - began;
    }
    // The first stretch warms up.
    if (stretch > 0) best = Math.max(best, (count * 1000) / passed);
  }
  return best;
};

/** Bytes of live objects, after everything that is garbage has gone. */
export const liveHeap = (): number => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return getHeapStatistics().used_heap_size;
};
