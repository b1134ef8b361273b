import type { Chores } from '#core/ports.ts';
import type { LogFields, Logger } from '#shared/logger.ts';

/** Chores that do nothing, but for those that a test cares about. */
export const chores = (cared: Partial<Chores>): Chores => ({
  sweep: () => Promise.resolve(),
  due: () => Promise.resolve(),
  deliver: () => Promise.resolve(),
  retain: () => Promise.resolve(),
  ...cared,
});

/** Counts events and tells when the count is reached, so that a test waits for what happens and not for a while. */
export class Tally {
  #count = 0;
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  get count(): number {
    return this.#count;
  }

  add(): void {
    this.#count += 1;
    for (const { count, resolve } of this.#waiting) if (this.#count >= count) resolve();
  }

  /** Resolves at the `count`-th event from the beginning. */
  reaches(count: number): Promise<void> {
    if (this.#count >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ count, resolve });
    });
  }

  /** Resolves at the `count`-th event from now on. */
  more(count: number): Promise<void> {
    return this.reaches(this.#count + count);
  }
}

/** A sweep that hands over `ids` the first time it is called, and nothing afterwards. */
export const sweepOnce = (ids: readonly string[]): Chores['sweep'] => {
  let swept = false;
  return async (enqueue) => {
    if (swept) return;
    swept = true;
    for (const id of ids) await enqueue(id);
  };
};

/** A log that keeps its lines, to look for what must not be in them, and tells when a sentence is logged. */
export const keptLog = () => {
  const lines: { fields: LogFields; message: string }[] = [];
  const waiting: { readonly message: string; readonly resolve: () => void }[] = [];
  const keep = (fields: LogFields, message: string): void => {
    lines.push({ fields, message });
    for (const wait of waiting) if (wait.message === message) wait.resolve();
  };
  const logger: Logger = { error: keep, warn: keep, info: keep, debug: keep };
  /** Resolves the next time that exactly this sentence is logged. */
  const says = (message: string): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ message, resolve });
    });
  return { ...logger, lines, says };
};
