import { FIELD_CONCEPTS } from '#knowledge/concepts.ts';
import { readWords, type Word } from '#knowledge/words.ts';

/** Longer messages are cut: what a person asks stands at the beginning or not far from it. In characters. */
export const TEXT_MAX = 600;

/** Features by name, each with its weight. */
export type Features = ReadonlyMap<string, number>;

const QUESTION = /^(?:what|why|how|when|who|which|is|are|am|can|could|should|do|does|did|will|would|has|have|where)$/;

/** A message as it is read once for all that looks at it. */
export interface Reading {
  readonly words: readonly Word[];
  readonly concepts: ReadonlySet<string>;
  /** It holds a question mark. */
  readonly marked: boolean;
}

/** Reads the first 600 characters of a message. */
export const readMessage = (whole: string): Reading => {
  const text = whole.slice(0, TEXT_MAX);
  return { ...readWords(text), marked: text.includes('?') };
};

/** The stems that count as talk of this field, with the number of questions that hold each. */
export type FieldWords = ReadonlyMap<string, number>;

/** Counts the stems of questions of the field. */
export const fieldWordsOf = (readings: readonly Reading[]): FieldWords => {
  const counts = new Map<string, number>();
  for (const { words } of readings) {
    for (const stem of new Set(words.map((word) => word.stem))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
};

/**
 * What the classifier of topics sees of a message: word stems, pairs of neighbours, letter groups inside words (for
 * slips), ideas and pairs of ideas, and its shape. Each kind is scaled by its number, so that a long message is not
 * louder.
 */
export const featuresOf = ({ words, concepts, marked }: Reading): Features => {
  const features = new Map<string, number>();
  const add = (names: ReadonlySet<string>, weight: number) => {
    const each = weight / Math.sqrt(Math.max(1, names.size));
    for (const name of names) features.set(name, each);
  };

  const stems = new Set(words.map(({ stem }) => `w:${stem}`));
  const grams = new Set<string>();
  const pairs = new Set<string>();
  // A medicine's name says which medicine, not which question: its letters are left out, and neighbours see the idea.
  const shown = words.map(({ stem, concepts: own }) => (own.includes('drug') || own.includes('med') ? 'MED' : stem));
  for (const [at, { raw, concepts: own }] of words.entries()) {
    if (at > 0) pairs.add(`b:${shown[at - 1]} ${shown[at]}`);
    if (own.includes('drug') || raw.length > 30) continue;
    const framed = `^${raw}$`;
    for (let from = 0; from + 4 <= framed.length; from++) grams.add(`c:${framed.slice(from, from + 4)}`);
  }
  const ideas = [...concepts].map((one) => (one === 'drug' ? 'med' : one));
  const ideaSet = new Set(ideas);
  const together = new Set<string>();
  const sorted = [...ideaSet].toSorted();
  for (const [at, one] of sorted.entries()) for (const other of sorted.slice(at + 1)) together.add(`p:${one}+${other}`);

  add(stems, 1.2);
  add(pairs, 0.6);
  add(grams, 0.7);
  add(new Set([...ideaSet].map((one) => `k:${one}`)), 1.5);
  add(together, 0.6);

  const inField = sorted.filter((one) => FIELD_CONCEPTS.has(one)).length;
  features.set(`s:field${Math.min(inField, 3)}`, 0.8);
  features.set(`s:length${Math.min(6, Math.floor(Math.log2(words.length + 1)))}`, 0.5);
  if (marked) features.set('s:?', 0.3);
  if (words.some(({ raw }) => QUESTION.test(raw))) features.set('s:asks', 0.4);
  if (ideaSet.has('med')) features.set('s:med', 0.4);
  return features;
};

/**
 * What the gate sees besides: how many words are strange to the field ("when will it start **snowing**"). `least` is in
 * how many questions a stem must stand not to be strange: one more for a message that was itself counted.
 */
export const gateFeaturesOf = ({ words }: Reading, topical: Features, field: FieldWords, least: number): Features => {
  const features = new Map(topical);
  const strange = words.filter(
    (word) => word.concepts.length === 0 && word.raw.length > 2 && (field.get(word.stem) ?? 0) < least,
  );
  features.set(`s:strange${Math.min(strange.length, 3)}`, 1);
  if (strange.length * 4 > words.length) features.set('s:mostly-strange', 0.8);
  return features;
};

/** True where a message has words at all: not only digits, signs and emoji. */
export const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text);
