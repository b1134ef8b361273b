import { WEAK_BREAK, STRONG_BREAK } from '#core/safety/normalise.ts';
import { WIDEST, type Bits, type Compiled, type Element } from '#core/safety/patterns-compile.ts';
import type { Reading } from '#core/safety/reading.ts';

/** Where a pattern was found: words `start` to `end` (not included). */
export interface Span<T> {
  readonly about: T;
  readonly start: number;
  readonly end: number;
}

const has = (bits: Bits, id: number): boolean => (((bits[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;
const highest = (mask: number): number => 31 - Math.clz32(mask);

/**
 * Looks for many patterns at once. A place in the text is a boundary between words; what an element does is turn the set
 * of boundaries that are reached so far into the next set. The sets lie within 30 words of the anchor and are kept as
 * the bits of one number, so one element costs at most 30 looks, one try at most (elements of the pattern) × 30, and a
 * text (words) × (patterns that have this word as their anchor) tries. Nothing is ever tried twice: there is no
 * backtracking, and no text that makes it slow.
 */
export class Matcher<T> {
  readonly #byAnchor: (readonly Compiled<T>[])[] = [];
  readonly #fillers: Bits;
  readonly #walls: Bits;
  #symbols: readonly number[] = [];
  #breaks: readonly number[] = [];
  /** Elements tried since the matcher was made: the measure of work that the tests compare. */
  steps = 0;

  /** `fillers` may be passed over anywhere; `walls` are the words that no gap reaches over. */
  constructor(patterns: readonly Compiled<T>[], fillers: Bits, walls: Bits) {
    const lists: Compiled<T>[][] = [];
    for (const pattern of patterns) for (const id of pattern.anchor.ids) (lists[id] ??= []).push(pattern);
    this.#byAnchor = lists;
    this.#fillers = fillers;
    this.#walls = walls;
  }

  /** Every place where a pattern stands, in the order of the text; the widest reading of each. */
  find(reading: Reading): Span<T>[] {
    this.#symbols = reading.symbols;
    this.#breaks = reading.breaks;
    const found: Span<T>[] = [];
    for (let at = 0; at < this.#symbols.length; at++) {
      const patterns = this.#byAnchor[this.#symbols[at] ?? 0];
      if (patterns === undefined) continue;
      for (const pattern of patterns) {
        const right = this.#run(pattern.right, at + 1, 1, 1);
        if (right === 0) continue;
        const left = this.#run(pattern.left, at, 1, -1);
        if (left !== 0) found.push({ about: pattern.about, start: at - highest(left), end: at + 1 + highest(right) });
      }
    }
    return found;
  }

  /** Runs a row of elements from `from` to the right (`way` 1) or to the left (-1); bit k is the boundary k words on. */
  #run(row: readonly Element[], from: number, first: number, way: 1 | -1): number {
    let mask = first;
    for (let step = 0; step < row.length && mask !== 0; step++) {
      const element = row[way === 1 ? step : row.length - 1 - step];
      if (element !== undefined) mask = this.#apply(element, from, mask, way);
    }
    return mask;
  }

  #apply(element: Element, from: number, mask: number, way: 1 | -1): number {
    this.steps++;
    switch (element.type) {
      case 'set':
        return this.#take(element.bits, from, this.#overFillers(from, mask, way), way);
      case 'alt': {
        let reached = element.optional ? mask : 0;
        for (const branch of element.branches) reached |= this.#run(branch, from, mask, way);
        return reached;
      }
      case 'gap':
        return this.#gap(element.most, from, mask, way);
      default:
        return this.#where(element, from, element.type === 'not' ? mask : this.#overFillers(from, mask, way), way);
    }
  }

  /** The word next to boundary k on the way; -1 beyond the ends. */
  #next(from: number, k: number, way: 1 | -1): number {
    return this.#symbols[way === 1 ? from + k : from - k - 1] ?? -1;
  }

  #take(bits: Bits, from: number, mask: number, way: 1 | -1): number {
    let reached = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const k = 31 - Math.clz32(rest & -rest);
      const id = this.#next(from, k, way);
      if (id >= 0 && k < WIDEST && has(bits, id)) reached |= 1 << (k + 1);
    }
    return reached;
  }

  #overFillers(from: number, mask: number, way: 1 | -1): number {
    let reached = mask;
    for (let k = 0; k < WIDEST && reached >>> k !== 0; k++) {
      if (((reached >>> k) & 1) === 0) continue;
      const id = this.#next(from, k, way);
      if (id > 0 && has(this.#fillers, id)) reached |= 1 << (k + 1);
    }
    return reached;
  }

  #gap(most: number, from: number, mask: number, way: 1 | -1): number {
    let front = this.#unparted(from, mask, way);
    let reached = front;
    for (let step = 0; step < most && front !== 0; step++) {
      let further = 0;
      for (let rest = front; rest !== 0; rest &= rest - 1) {
        const k = 31 - Math.clz32(rest & -rest);
        const id = this.#next(from, k, way);
        if (id >= 0 && k < WIDEST && !has(this.#walls, id)) further |= 1 << (k + 1);
      }
      front = this.#unparted(from, further, way);
      reached |= front;
    }
    return reached;
  }

  /** Only boundaries at which no sentence ends. */
  #unparted(from: number, mask: number, way: 1 | -1): number {
    let kept = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const k = 31 - Math.clz32(rest & -rest);
      const boundary = from + way * k;
      if (boundary === 0 || boundary === this.#symbols.length || (this.#breaks[boundary] ?? 0) < STRONG_BREAK)
        kept |= 1 << k;
    }
    return kept;
  }

  #where(element: Extract<Element, { type: 'edge' | 'not' }>, from: number, mask: number, way: 1 | -1): number {
    let kept = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const k = 31 - Math.clz32(rest & -rest);
      const boundary = from + way * k;
      const holds =
        element.type === 'not'
          ? element.branches.every((branch) => this.#run(branch, boundary, 1, 1) === 0)
          : boundary === 0 ||
            boundary === this.#symbols.length ||
            (this.#breaks[boundary] ?? 0) >= (element.strong ? STRONG_BREAK : WEAK_BREAK);
      if (holds) kept |= 1 << k;
    }
    return kept;
  }
}
