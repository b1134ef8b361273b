/** The one source of time. Everything that asks for the time gets one of these passed in. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved: for tests and for the terminal's `:advance`. */
export class ManualClock implements Clock {
  #at: number;

  constructor(start: number) {
    this.#at = start;
  }

  now(): number {
    return this.#at;
  }

  /** Moves to an instant (ms), also backwards: a clock that jumps is one of the faults to survive. */
  set(at: number): void {
    this.#at = at;
  }

  /** Moves on by `ms`. */
  advance(ms: number): void {
    this.#at += ms;
  }
}

/** Real time, moved by an offset that a person can change: the playground's "tomorrow". */
export class OffsetClock implements Clock {
  readonly #base: Clock;
  #offset: number;

  constructor(base: Clock, offset = 0) {
    this.#base = base;
    this.#offset = offset;
  }

  now(): number {
    return this.#base.now() + this.#offset;
  }

  get offset(): number {
    return this.#offset;
  }

  /** Makes `now()` answer `at` (ms) from here on, running. */
  set(at: number): void {
    this.#offset = at - this.#base.now();
  }
}

/** A clock whose time can be set: what the terminal and the playground steer. */
export interface SettableClock extends Clock {
  set(at: number): void;
}
