/** Waiting, injected so that a test can let five seconds pass at once. */
export interface Timers {
  /** Calls `run` once after `ms`, unless the answered function is called before. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's timers. They don't keep the process alive by themselves. */
export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
