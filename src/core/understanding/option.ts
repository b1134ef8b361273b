import { plain } from '#core/understanding/plain.ts';

/** Something that can be meant, with the names by which it is. */
export interface Named {
  readonly value: string;
  readonly names: readonly string[];
}

/** A text as its words alone: plain, without any sign between them. */
export const letters = (text: string): string =>
  plain(text)
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** Names come from the content, so this bound is not met in practice. */
const MOST_KEPT = 10_000;
const kept = new Map<string, string>();

/** The letters of an option's name: the same few names are asked for at every answer. Never for what a person wrote. */
const lettersOfName = (name: string): string => {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const made = letters(name);
  if (kept.size < MOST_KEPT) kept.set(name, made);
  return made;
};

/** Most words of a message in which a name is looked for: a longer one is a story. */
const MOST_WORDS = 5;
/** Most words of a message in which any name is an answer wherever it stands, also where care is taken. */
const FEW_WORDS = 3;
/** How much of a longer message a name must make up where care is taken. */
const LEAST_SHARE = 0.4;
/** Most words of a message that is read by the yes or no with which it begins. */
const MOST_WORDS_LED = 12;

/**
 * The option that the text means: its number in the list ("2", "the second"), its label, the start of its label, or a
 * name that stands in the text as whole words, if only one option fits. Null otherwise. `careful`: in a longer
 * text a name must be a good part of it ("i can't feel anything" is no "I can't").
 */
export const matchOption = (
  text: string,
  options: readonly Named[],
  { byNumber = true, careful = false }: { byNumber?: boolean; careful?: boolean } = {},
): string | null => {
  const said = letters(text);
  if (said === '') {
    const raw = text.trim();
    return (
      options.find((option) => option.names.some((name) => name.trim() !== '' && name.trim() === raw))?.value ?? null
    );
  }
  const index = /^(?:number |option |no )?(\d{1,2})$/u.exec(said);
  if (byNumber && index?.[1] !== undefined) return options[Number(index[1]) - 1]?.value ?? null;
  const names = options.map((option) => ({
    value: option.value,
    names: option.names.map(lettersOfName).filter((name) => name !== ''),
  }));
  const exact = names.find((option) => option.names.includes(said));
  if (exact !== undefined) return exact.value;
  const starts = said.length >= 3 ? names.filter((option) => option.names.some((name) => name.startsWith(said))) : [];
  if (starts.length === 1) return starts[0]?.value ?? null;
  // Inside a longer text only where it is short enough to be an answer and not a story.
  const length = said.split(' ').length;
  if (length > MOST_WORDS) return null;
  const within = names.flatMap((option) =>
    option.names
      .filter((name) => name.length >= 3 && ` ${said} `.includes(` ${name} `))
      .map((name) => ({ value: option.value, name })),
  );
  // "No hope" is not also a "no".
  const whole = within.filter(({ name }) => !within.some((other) => other.name !== name && holds(other.name, name)));
  if (new Set(whole.map(({ value }) => value)).size !== 1) return null;
  const counts = ({ name }: { readonly name: string }): boolean =>
    !careful || length <= FEW_WORDS || name.length >= said.length * LEAST_SHARE;
  return whole.find(counts)?.value ?? null;
};

/**
 * The option that a bare yes or no means, for a longer message that begins with one: "yes, every night since March". Null
 * where another option's name stands near its beginning, or where a no is turned round by a word of `unless` ("no but i
 * think about it").
 */
export const optionByLead = (text: string, options: readonly Named[], words: LeadWords): string | null => {
  const said = letters(text);
  const parts = said.split(' ');
  if (parts.length < 2 || parts.length > MOST_WORDS_LED) return null;
  const first = parts[0] ?? '';
  const led = options.filter((option) => option.names.map(letters).includes(first));
  if (led.length !== 1 || !(words.yes.includes(first) || words.no.includes(first))) return null;
  const beginning = parts.slice(0, MOST_WORDS).join(' ');
  const others = options.filter((option) => option !== led[0]).flatMap((option) => option.names.map(letters));
  if (others.some((name) => name.length >= 3 && holds(beginning, name))) return null;
  if (words.no.includes(first) && words.unless.some((word) => holds(said, word))) return null;
  return led[0]?.value ?? null;
};

interface LeadWords {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly unless: readonly string[];
}

const holds = (name: string, part: string): boolean => ` ${name} `.includes(` ${part} `);
