import type { WordSets, Role } from '#core/safety/compile.ts';
import { NO_BREAK } from '#core/safety/normalise.ts';
import type { Span } from '#core/safety/patterns-match.ts';
import type { Reading } from '#core/safety/reading.ts';

/** Whose words or wishes a phrase holds. */
export type Subject = 'self' | 'people' | 'others' | 'made-up' | 'reported';

/** How far from a phrase its context is looked for, in words: a fixed number, so that every phrase costs the same. */
const REACH = 40;
const SUBJECT_REACH = 8;
const NEGATION_REACH = 10;

/** Answers what stands round a phrase. */
export class Context {
  readonly #reading: Reading;
  readonly #words: WordSets;
  readonly #spans = new Map<Role, Span<Role>[]>();

  constructor(reading: Reading, words: WordSets, spans: readonly Span<Role>[]) {
    this.#reading = reading;
    this.#words = words;
    for (const span of spans) {
      const list = this.#spans.get(span.about);
      if (list === undefined) this.#spans.set(span.about, [span]);
      else list.push(span);
    }
    for (const list of this.#spans.values()) list.sort((a, b) => a.start - b.start);
  }

  /** The first and the last word (not included) of the sentence in which a place stands. */
  #sentence(at: number): [number, number] {
    const sentence = this.#reading.sentences[at] ?? 0;
    return [this.#reading.starts[sentence] ?? 0, this.#reading.starts[sentence + 1] ?? this.#reading.symbols.length];
  }

  /** Spans of a role that begin within reach of a place. */
  #near(role: Role, at: number): Span<Role>[] {
    const list = this.#spans.get(role);
    if (list === undefined) return [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list[middle]?.start ?? 0) < at - REACH) low = middle + 1;
      else high = middle;
    }
    const near: Span<Role>[] = [];
    for (let index = low; index < list.length && near.length < REACH * 2; index++) {
      const span = list[index];
      if (span === undefined || span.start > at + REACH) break;
      near.push(span);
    }
    return near;
  }

  /** True where a span of this role shares a word with the phrase. */
  touches(role: Role, start: number, end: number): boolean {
    return this.#near(role, start).some((span) => span.start < end && span.end > start);
  }

  /** True where a span of this role stands in the sentences of the phrase. */
  inSentence(role: Role, start: number, end: number): boolean {
    const [from] = this.#sentence(start);
    const [, to] = this.#sentence(end - 1);
    return this.#near(role, start).some((span) => span.start >= from && span.end <= to);
  }

  /** True where a span of this role ends at most `words` before the phrase, or reaches into it from before. */
  before(role: Role, start: number, end: number, words: number): boolean {
    const [from] = this.#sentence(start);
    return this.#near(role, start).some(
      (span) =>
        span.start >= from &&
        ((span.end <= start && start - span.end <= words) ||
          (span.start < start && span.end > start && span.start < end)),
    );
  }

  /** True where a span of this role stands anywhere in the message. */
  anywhere(role: Role): boolean {
    return this.#spans.has(role);
  }

  /** True where a question or a talk about the topic frames the phrase, and the writer does not stand between the two. */
  framed(start: number, end: number): boolean {
    const { symbols } = this.#reading;
    const [from] = this.#sentence(start);
    return this.#near('questions', start).some((span) => {
      if (span.start <= start && span.end >= end) return true;
      if (span.start < from || span.start >= start || start - span.end > 3) return false;
      for (let at = span.end; at < end; at++) if (this.#words.self.has(symbols[at] ?? 0)) return false;
      return true;
    });
  }

  /** True where a span of this role ends at the phrase or one word before it. */
  rightBefore(role: Role, start: number): boolean {
    return this.#near(role, start).some((span) => span.end <= start && start - span.end <= 1);
  }

  /** True where a span of this role begins at most two words after the phrase. */
  after(role: Role, end: number): boolean {
    return this.#near(role, end).some((span) => span.start >= end && span.start <= end + 2);
  }

  /** True where the phrase lies wholly inside a span of this role. */
  within(role: Role, start: number, end: number): boolean {
    return this.#near(role, start).some((span) => span.start <= start && span.end >= end);
  }

  /** True where an odd number of negations stands right before the phrase. */
  negated(start: number): boolean {
    const { symbols, breaks } = this.#reading;
    const { negations, between, fillers, opinions, self } = this.#words;
    let count = 0;
    for (let at = start - 1; at >= 0 && at >= start - NEGATION_REACH; at--) {
      if ((breaks[at + 1] ?? NO_BREAK) !== NO_BREAK) break;
      const symbol = symbols[at] ?? 0;
      if (negations.has(symbol)) {
        // "can't stop thinking about it" turns nothing round.
        if (this.within('not_negations', at, at + 1)) break;
        count++;
      } else if (between.has(symbol) || fillers.has(symbol)) continue;
      else if (self.has(symbol) && opinions.has(symbols[at - 1] ?? 0)) continue;
      else break;
    }
    return count % 2 === 1;
  }

  /** True where a word for the writer stands in the phrase itself. */
  selfWithin(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (this.#words.self.has(this.#reading.symbols[at] ?? 0)) return true;
    return false;
  }

  /** Whose phrase it is: what stands in it, else the nearest word for somebody before it, else the writer. */
  subject(start: number, end: number): Subject {
    const { symbols, sentences } = this.#reading;
    const { self, people, others, madeUp, connectives } = this.#words;
    if (this.before('reports', start, end, 4)) return 'reported';
    if (this.selfWithin(start, end)) return 'self';
    const sentence = sentences[start];
    for (let at = start - 1; at >= 0 && at >= start - SUBJECT_REACH && sentences[at] === sentence; at--) {
      const symbol = symbols[at] ?? 0;
      if (self.has(symbol)) return 'self';
      if (madeUp.has(symbol)) return 'made-up';
      if (people.has(symbol)) return 'people';
      if (others.has(symbol)) return 'others';
      if (connectives.has(symbol)) break;
    }
    return 'self';
  }
}
