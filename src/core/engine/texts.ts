import { IntlMessageFormat } from 'intl-messageformat';
import type { Text } from '#content/schemas/flow.ts';

/** Values for a text's arguments. */
export type TextArgs = Readonly<Record<string, string | number | boolean>>;

/** Compiled texts by locale. */
const formats = new Map<string, Map<string, IntlMessageFormat>>();
/** Compiled texts kept in memory of a locale; texts come from the content only, so this bound is never met in practice. */
const MOST_FORMATS = 20_000;

const compiled = (text: string, locale: string): IntlMessageFormat => {
  let known = formats.get(locale);
  if (known === undefined) formats.set(locale, (known = new Map()));
  let format = known.get(text);
  if (format === undefined) {
    format = new IntlMessageFormat(text, locale);
    if (known.size < MOST_FORMATS) known.set(text, format);
  }
  return format;
};

/** The variant whose turn it is: `turn` counts days or uses, so neighbours never get the same one. */
export const variant = (text: Text, turn: number): string => {
  if (typeof text === 'string') return text;
  return text[((turn % text.length) + text.length) % text.length] ?? text[0] ?? '';
};

/** Texts with nothing to fill in, as they are said. */
const bare = new Map<string, string>();

/** Where a value is empty (a country without such a line) no gap is left. */
const tidy = (text: string): string => text.replace(/\n{3,}/gu, '\n\n').trim();

/**
 * Fills in a text (ICU MessageFormat); `valuesOf` is asked only where the text has something to fill in. An argument that is missing is left out of the sentence rather than the sentence
 * out of the talk: lint has checked the names, so this can only be a skipped answer.
 */
export const fill = (text: string, locale: string, valuesOf: () => TextArgs): string => {
  const known = bare.get(text);
  if (known !== undefined) return known;
  // Most texts have nothing to fill in and no sign that ICU gives a meaning to.
  if (!/[{}'<#|]/u.test(text)) {
    const tidied = tidy(text);
    if (bare.size < MOST_FORMATS) bare.set(text, tidied);
    return tidied;
  }
  const args = valuesOf();
  try {
    return tidy(String(compiled(text, locale).format(args)));
  } catch {
    return tidy(text.replace(/\{(\w+)[^}]*\}/gu, (_whole, name: string) => String(args[name] ?? '')));
  }
};

/** A small stable number of a text key, so that different texts don't all turn over on the same days. */
export const keyNumber = (key: string): number => {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  let sum = 0;
  for (const character of key) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  if (numbers.size < MOST_FORMATS) numbers.set(key, sum);
  return sum;
};

const numbers = new Map<string, number>();
