/** The playground's time machine: what lets a person see tomorrow's check-in today. */
export interface ClockControl {
  /** The playground's time, in milliseconds UTC. */
  now(): number;
  /** Moves the time to `at` (ms UTC) and fires what falls due on the way, in order. Resolves when that is done. */
  moveTo(at: number): Promise<void>;
}
