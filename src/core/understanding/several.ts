import type { Words } from '#content/schemas/words.ts';
import { letters, matchOption, type Named } from '#core/understanding/option.ts';
import { plainDigits } from '#core/understanding/tokens.ts';

/** Longest message in which options are looked for, in characters. */
const LONGEST = 400;

/**
 * The options that a message chooses, in their own order: "1 and 3", "the first two", "sleep, and also work", "both", "all
 * except the second"; empty for "none of them". Null where a part of it is no option: it is asked again rather than
 * guessed. Never throws.
 */
export const severalOf = (text: string, options: readonly Named[], words: Words): readonly string[] | null => {
  if (text.length > LONGEST) return null;
  const raw = plainDigits(text);
  const said = letters(raw.replace(/[,;\n&+/•|]/gu, ' '));
  const alone = options.find((option) => option.names.some((name) => isName(name, said, raw)));
  if (alone !== undefined) return [alone.value];
  const { all, both, none, except } = words.choosing;
  const values = options.map(({ value }) => value);
  if (isOnly(said, none, words)) return [];
  if (isOnly(said, all, words)) return values;
  if (isOnly(said, both, words)) return values.length === 2 ? values : null;
  for (const phrase of except.toSorted((a, b) => b.length - a.length)) {
    const at = ` ${said} `.indexOf(` ${phrase} `);
    if (at < 0 || !isOnly(said.slice(0, at).trim(), [...all, ...all.map((one) => `${one} of them`)], words)) continue;
    const tail = said.slice(at + phrase.length + 1).trim();
    const left = listed(tail, options, words) ?? parted(tail, options, words);
    return left === null || left.length === 0 ? null : values.filter((value) => !left.includes(value));
  }
  const walked = listed(stretches(raw, options.length), options, words);
  const chosen = walked ?? parted(raw, options, words);
  return chosen === null || chosen.length === 0 ? null : values.filter((value) => chosen.includes(value));
};

/** Whether a message says that nothing more is to be added. */
export const saysDone = (text: string, words: Words): boolean =>
  text.length <= LONGEST && isOnly(letters(text), words.choosing.done, words);

const isName = (name: string, said: string, raw: string): boolean => {
  const simple = letters(name.replace(/[,;\n&+/•|]/gu, ' '));
  return simple === '' ? name.trim() !== '' && name.trim() === raw.trim() : simple === said;
};

/** Whether the text is one of the phrases, with nothing beside it but filling. */
const isOnly = (said: string, phrases: readonly string[], words: Words): boolean =>
  phrases.some((phrase) => {
    if (said === phrase) return true;
    if (!said.includes(phrase) || !` ${said} `.includes(` ${phrase} `)) return false;
    const rest = ` ${said} `.replace(` ${phrase} `, ' ').trim().split(' ');
    return rest.every((word) => words.choosing.filler.includes(word));
  });

/** "1-3" as "1 2 3", other signs between parts as spaces. */
const stretches = (raw: string, count: number): string =>
  letters(
    raw
      .replace(/(?<![\p{N}\p{L}])(\d)\s*-\s*(\d)(?![\p{N}\p{L}])/gu, (whole, from: string, to: string) =>
        Number(from) < Number(to) && Number(to) <= count
          ? Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index).join(' ')
          : whole,
      )
      .replace(/[,;\n&+/•|]/gu, ' '),
  );

/** Every option that a text names one after the other; null where a word in it is neither an option nor filling. */
const listed = (said: string, options: readonly Named[], words: Words): readonly string[] | null => {
  const parts = said.split(' ').filter((part) => part !== '');
  const names = options
    .flatMap(({ value, names: own }) => own.map((name) => ({ value, parts: letters(name).split(' ') })))
    .filter((name) => name.parts[0] !== '')
    .toSorted((a, b) => b.parts.length - a.parts.length);
  const chosen: string[] = [];
  for (let at = 0; at < parts.length;) {
    const name = names.find((one) => one.parts.every((part, index) => parts[at + index] === part));
    if (name !== undefined) {
      chosen.push(name.value);
      at += name.parts.length;
      continue;
    }
    const placed = placeAt(parts, at, options.length, words);
    if (placed === null) return null;
    for (const place of placed.places) {
      const value = options[place - 1]?.value;
      if (value === undefined) return null;
      chosen.push(value);
    }
    at += placed.length;
  }
  return chosen;
};

/** The places in the list that the words from `at` on name, and how many words they are; null for any other word. */
const placeAt = (
  parts: readonly string[],
  at: number,
  count: number,
  words: Words,
): { readonly places: readonly number[]; readonly length: number } | null => {
  const part = parts[at] ?? '';
  const { first, last, filler } = words.choosing;
  const next = numberOf(parts[at + 1], words);
  if (first.includes(part) && next !== null && next > 1 && next <= count)
    return { places: Array.from({ length: next }, (_, index) => index + 1), length: 2 };
  if (last.includes(part)) {
    const many = next !== null && next > 1 && next <= count ? next : 1;
    return {
      places: Array.from({ length: many }, (_, index) => count - many + index + 1),
      length: many > 1 ? 2 : 1,
    };
  }
  if (Object.hasOwn(words.ordinals, part)) return { places: [words.ordinals[part] ?? 0], length: 1 };
  // "The first one": there, one is no number.
  const before = parts[at - 1] ?? '';
  const follows = !/^\d+$/u.test(part) && (Object.hasOwn(words.ordinals, before) || last.includes(before));
  const number = follows ? null : numberOf(part, words);
  if (number !== null) return { places: [number], length: 1 };
  return filler.includes(part) || words.scales.and.includes(part) ? { places: [], length: 1 } : null;
};

const numberOf = (part: string | undefined, words: Words): number | null => {
  if (part === undefined) return null;
  if (/^\d{1,3}$/u.test(part)) return Number(part);
  return Object.hasOwn(words.numbers, part) ? (words.numbers[part] ?? null) : null;
};

/** The options of a text part by part, each understood as one answer: "slee, wor" by the beginnings of their labels. */
const parted = (raw: string, options: readonly Named[], words: Words): readonly string[] | null => {
  const joint = words.scales.and.map((word) => `\\s${word}\\s`).join('|');
  const parts = raw
    .toLowerCase()
    .split(new RegExp(`[,;\\n&+/•|]${joint === '' ? '' : `|${joint}`}`, 'u'))
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const chosen: string[] = [];
  for (const part of parts) {
    const simple = letters(part)
      .split(' ')
      .filter((word) => !words.choosing.filler.includes(word));
    if (simple.some((word) => words.not.includes(word) || words.no.includes(word))) return null;
    const value = matchOption(simple.join(' '), options);
    // Half an answer with a story beside it is asked again.
    if (value === null || simple.length > 3) return null;
    chosen.push(value);
  }
  return chosen;
};
