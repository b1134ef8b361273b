import type { Words } from '#content/schemas/words.ts';
import { plain } from '#core/understanding/plain.ts';

/** Most words a message may have and still be read as a yes or a no by its beginning. */
const MOST_WORDS = 12;
/** Most words in which a yes or a no may stand anywhere. */
const MOST_WORDS_INSIDE = 5;

/**
 * Reads a yes or a no in its many forms. The whole message decides first, then how it begins ("yeah i guess", "no i'm
 * fine"), then a single one of them inside. Null where it is neither or both.
 */
export const yesOrNo = (text: string, words: Words): 'yes' | 'no' | null => {
  const said = plain(text)
    .replace(/[.:/-]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (said === '') return null;
  if (words.no.includes(said)) return 'no';
  if (words.yes.includes(said)) return 'yes';
  const parts = said.split(' ');
  if (parts.length > MOST_WORDS) return null;
  const begins = (list: readonly string[]) =>
    Math.max(0, ...list.filter((word) => said.startsWith(`${word} `)).map((word) => word.length));
  const no = begins(words.no);
  const yes = begins(words.yes);
  if (no !== yes) return no > yes ? 'no' : 'yes';
  // Inside a longer sentence a small word is no answer: "can i just stop" says neither.
  if (parts.length > MOST_WORDS_INSIDE) return null;
  const inside = (list: readonly string[]) => list.some((word) => ` ${said} `.includes(` ${word} `));
  const [hasNo, hasYes, turned] = [inside(words.no), inside(words.yes), inside(words.not)];
  if (hasNo === hasYes) return null;
  if (hasYes) return turned ? 'no' : 'yes';
  return 'no';
};
