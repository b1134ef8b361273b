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

/** Most words of a message in which a yes and a no are weighed against each other. */
const MOST_WORDS_TURNED = 5;

/** A message as it is compared with whole answers: without the colours and repetitions of a sign. */
const bare = (text: string): string =>
  plain(text.slice(0, 400))
    .replace(/[.:/-]/gu, ' ')
    .replace(/(\p{Extended_Pictographic})\s*(?:\1\s*)+/gu, '$1 ')
    .replace(/\s+/gu, ' ')
    .trim();

/**
 * Whether a message that holds a yes or a no says neither: "no idea", "yes and no", a bare "yes?", or a yes that is taken
 * back at once ("yeah not really").
 */
export const saysNeither = (text: string, words: Words): boolean => {
  const said = bare(text);
  const { whole_no: wholeNo, whole_yes: wholeYes, neither } = words.answers;
  if (/\?\s*$/u.test(text) && (words.yes.includes(said) || words.no.includes(said))) return true;
  if (wholeNo.includes(said) || wholeYes.includes(said)) return false;
  if (neither.some((phrase) => said === phrase || said.startsWith(`${phrase} `))) return true;
  const answer = yesOrNo(said, words);
  const parts = said.split(' ');
  if (answer === null || parts.length > MOST_WORDS_TURNED) return false;
  const isYes = answer === 'yes';
  if ((isYes ? words.yes : words.no).includes(said)) return false;
  if (isYes && words.yes.some((yes) => words.not.some((not) => `${said} `.startsWith(`${yes} ${not} `)))) return true;
  const turned = isYes ? [...words.no, ...wholeNo] : [...words.yes.slice(0, 1), ...wholeYes];
  return parts.some((_, index) => index > 0 && turned.includes(parts.slice(index).join(' ')));
};

/**
 * Reads a yes or a no where nothing hangs on a mistake: beyond `yesOrNo`, "did it" and "I wish" are heard. Null where it
 * is neither or both.
 */
export const saysYesOrNo = (text: string, words: Words): 'yes' | 'no' | null => {
  if (saysNeither(text, words)) return null;
  const said = bare(text);
  if (words.answers.whole_no.includes(said)) return 'no';
  if (words.answers.whole_yes.includes(said)) return 'yes';
  return yesOrNo(said, words);
};
