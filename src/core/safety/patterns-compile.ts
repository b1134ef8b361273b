import { parsePattern, type Node } from '#core/safety/patterns.ts';
import { NUMBER_CLASSES, numberSymbol, type Vocabulary } from '#core/safety/vocabulary.ts';

/** A set of symbols, one bit each. */
export type Bits = Uint32Array;

/** What a pattern is made of once words are symbols. */
export type Element =
  | { readonly type: 'set'; ids: readonly number[]; bits: Bits }
  | { readonly type: 'alt'; readonly branches: readonly (readonly Element[])[]; readonly optional: boolean }
  | { readonly type: 'gap'; readonly most: number }
  | { readonly type: 'edge'; readonly strong: boolean }
  | { readonly type: 'not'; readonly branches: readonly (readonly Element[])[] };

/** One pattern ready to be looked for: found by its rarest word, then read to both sides. */
export interface Compiled<T> {
  readonly about: T;
  readonly left: readonly Element[];
  readonly anchor: Extract<Element, { type: 'set' }>;
  readonly right: readonly Element[];
}

/** Most words that a pattern may span, fillers included: a mask of reachable places fits into one number. */
export const WIDEST = 30;
const DEEPEST = 6;

/** A fault of a pattern that is only seen when its words are looked up. */
export class PatternFault extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

const NO_BITS = new Uint32Array(0);

/** Turns notation into elements; every word becomes known to the vocabulary. */
export class PatternCompiler {
  readonly #vocabulary: Vocabulary;
  readonly #classes: Readonly<Record<string, readonly string[]>>;
  readonly #common: ReadonlySet<number>;
  readonly #open: Extract<Element, { bits: Bits }>[] = [];
  readonly #expanded = new Map<string, Element[][]>();

  constructor(vocabulary: Vocabulary, classes: Readonly<Record<string, readonly string[]>>, common: readonly string[]) {
    this.#vocabulary = vocabulary;
    this.#classes = classes;
    this.#common = new Set(common.map((word) => vocabulary.add(word)));
  }

  /** The parts of one pattern, ready to be looked for. Throws `PatternFault`. */
  compile<T>(source: string, about: T): Compiled<T>[] {
    const parsed = parsePattern(source);
    if (!parsed.ok) throw new PatternFault(parsed.message, parsed.mend);
    const elements = parsed.nodes.flatMap((node) => this.#element(node, 0));
    return this.#anchored(elements, about, 0);
  }

  /** Gives every set its bits. Called once, when all words are known. */
  finish(): void {
    const size = Math.ceil(this.#vocabulary.size / 32);
    const same = new Map<string, Bits>();
    // Numbers that a pattern names by their digits have a symbol of their own; they still count as numbers.
    const digits = [...this.#vocabulary.words()].filter((word) => /^\d+$/.test(word));
    const named = digits.map((word) => [numberSymbol(word), this.#vocabulary.add(word)] as const);
    for (const element of this.#open) {
      const more = named.flatMap(([amount, id]) => (element.ids.includes(amount) ? [id] : []));
      if (more.length > 0) element.ids = [...new Set([...element.ids, ...more])].toSorted((a, b) => a - b);
      const key = element.ids.join();
      const bits = same.get(key) ?? bitsOf(element.ids, size);
      same.set(key, bits);
      element.bits = bits;
    }
    this.#open.length = 0;
  }

  #set(ids: readonly number[]): Element {
    const element = { type: 'set' as const, ids: [...new Set(ids)].toSorted((a, b) => a - b), bits: NO_BITS };
    this.#open.push(element);
    return element;
  }

  #word(word: string): Element[] {
    const parts = this.#vocabulary.literal(word);
    if (parts.length === 0)
      throw new PatternFault(`"${word}" holds no letter`, 'write words, {classes} and the signs of the notation');
    return parts.map((part) => this.#set(this.#vocabulary.symbolsOf(part)));
  }

  #classBranches(name: string, depth: number): Element[][] {
    const before = this.#expanded.get(name);
    if (before !== undefined) return before;
    if (depth > DEEPEST) throw new PatternFault(`the word class {${name}} holds itself`, 'take it out of its own list');
    const number = Object.hasOwn(NUMBER_CLASSES, name)
      ? NUMBER_CLASSES[name as keyof typeof NUMBER_CLASSES]
      : undefined;
    const entries = Object.hasOwn(this.#classes, name) ? this.#classes[name] : undefined;
    if (entries === undefined && number === undefined)
      throw new PatternFault(`there is no word class {${name}}`, 'correct its spelling or add it under classes');
    const branches: Element[][] = (entries ?? []).map((entry) => {
      const parsed = parsePattern(entry);
      if (!parsed.ok) throw new PatternFault(`in {${name}}: ${parsed.message}`, parsed.mend);
      return parsed.nodes.flatMap((node) => this.#element(node, depth + 1));
    });
    if (number !== undefined) branches.push([this.#set(name === 'number' ? Object.values(NUMBER_CLASSES) : [number])]);
    this.#expanded.set(name, branches);
    return branches;
  }

  #element(node: Node, depth: number): Element[] {
    if (node.type === 'word') return this.#word(node.word);
    if (node.type === 'class') return this.#alternatives(this.#classBranches(node.name, depth), false);
    if (node.type === 'alt')
      return this.#alternatives(
        node.branches.map((branch) => branch.flatMap((part) => this.#element(part, depth))),
        node.optional,
      );
    if (node.type === 'not') {
      return [
        { type: 'not', branches: node.branches.map((branch) => branch.flatMap((part) => this.#element(part, depth))) },
      ];
    }
    return [node];
  }

  /** Single words of several alternatives are one set; longer ones stay apart. */
  #alternatives(branches: readonly (readonly Element[])[], optional: boolean): Element[] {
    const ids: number[] = [];
    const longer: (readonly Element[])[] = [];
    for (const branch of branches) {
      const [only] = branch;
      if (branch.length === 1 && only?.type === 'set') ids.push(...only.ids);
      else if (branch.length === 1 && only?.type === 'alt' && !only.optional) longer.push(...only.branches);
      else longer.push(branch);
    }
    const together = ids.length === 0 ? longer : [[this.#set(ids)], ...longer];
    const [first] = together;
    if (together.length === 1 && first !== undefined && !optional) return [...first];
    return [{ type: 'alt', branches: together, optional }];
  }

  #weight(element: Element): number {
    if (element.type !== 'set') return Infinity;
    return element.ids.reduce((sum, id) => sum + (this.#common.has(id) || id < 6 ? 60 : 1), 0);
  }

  /** Cuts a pattern at its rarest word; opens alternatives where no row of single words is rare. */
  #anchored<T>(elements: readonly Element[], about: T, depth: number): Compiled<T>[] {
    let best = -1;
    elements.forEach((element, at) => {
      if (this.#weight(element) < this.#weight(elements[best] ?? { type: 'edge', strong: false })) best = at;
    });
    const anchor = elements[best];
    const choice = elements.findIndex((element) => element.type === 'alt' && !element.optional);
    const opened = elements[choice];
    if (
      (anchor === undefined || this.#weight(anchor) >= 60) &&
      opened?.type === 'alt' &&
      depth < 2 &&
      opened.branches.length <= 40
    )
      return opened.branches.flatMap((branch) =>
        this.#anchored(elements.toSpliced(choice, 1, ...branch), about, depth + 1),
      );
    if (anchor?.type !== 'set')
      throw new PatternFault('every word of this pattern may be left out', 'give it at least one word outside [ ]');
    return [{ about, left: elements.slice(0, best), anchor, right: elements.slice(best + 1) }];
  }
}

const bitsOf = (ids: readonly number[], size: number): Bits => {
  const bits = new Uint32Array(size);
  for (const id of ids) bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
  return bits;
};
