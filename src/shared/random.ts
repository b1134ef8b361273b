/** A source of chance, injected so that a conversation can be replayed. Answers a number in [0, 1). */
export type Random = () => number;

/** The machine's own chance. */
export const systemRandom: Random = Math.random;

/** The same numbers for the same seed (mulberry32, public domain, Tommy Ettinger). */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
