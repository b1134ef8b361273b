/**
 * A message in a form in which words can be compared: small letters, no accents, typographic quotes made plain, all
 * punctuation but `+ - . : / '` between letters and digits turned into spaces. Emoji stay. Never throws.
 */
export const plain = (text: string): string => {
  // One message is read by many readers, one after the other.
  if (text === last.text) return last.plain;
  const small = text.toLowerCase();
  // Most answers are a word or a number, which is plain already.
  last = { text, plain: PLAIN.test(small) ? small : simplified(text) };
  return last.plain;
};

const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

let last = { text: '', plain: '' };

const simplified = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/gu, "'")
    .replace(/'/gu, '')
    .replace(/(?<=\d),(?=\d)/gu, '.')
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}+\-.:/%]+/gu, ' ')
    .replace(/[.:/%-]+(?=\s|$)/gu, ' ')
    .replace(/(?<=^|\s)[.:/%]+(?=\s|$|\p{L})/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** Whether `phrase` (plain) stands in `text` (plain) as whole words. */
export const hasPhrase = (text: string, phrase: string): boolean => ` ${text} `.includes(` ${phrase} `);

/** Whether the whole of `text` (plain) is one of the phrases, give or take a "please" or a "lol". */
export const isPhrase = (text: string, phrases: readonly string[]): boolean => {
  if (phrases.includes(text)) return true;
  // What may be left out stands beside something else.
  if (!text.includes(' ')) return false;
  const bare = text
    .replace(/^(?:ok|okay|um|uh|er|hm+|well|please|pls)\s+/u, '')
    .replace(/\s+(?:please|pls|lol|thanks|ty)$/u, '');
  return phrases.includes(bare);
};
