/**
 * One character at a time: what a character counts as, whatever it is drawn like. Nothing here looks at its neighbours,
 * so the cost of a text is the number of its characters.
 */

/** What becomes of a character: letters and digits it stands for, or one of the marks below. */
export const DROPPED = '';
export const SPACE = ' ';
/** Ends a sentence. */
export const STOP = '.';
/** Ends a part of a sentence. */
export const PAUSE = ',';
/** A quotation mark or an apostrophe: joins letters, parts words. */
export const APOSTROPHE = "'";

/** Letters of other scripts (and rare Latin ones) that are drawn like one of a–z. After lower-casing. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', ё: 'e', ғ: 'f', ԍ: 'g', н: 'h', һ: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', ӏ: 'l',
  м: 'm', п: 'n', о: 'o', р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', ц: 'u', ѵ: 'v', ԝ: 'w', ѡ: 'w', х: 'x', у: 'y', ү: 'y', ʏ: 'y',
  α: 'a', β: 'b', ϲ: 'c', δ: 'd', ε: 'e', ϝ: 'f', η: 'n', ι: 'i', ϳ: 'j', κ: 'k', λ: 'l', μ: 'u', ν: 'v', ο: 'o', ρ: 'p',
  σ: 'o', ς: 's', τ: 't', υ: 'u', ω: 'w', χ: 'x', γ: 'y', ζ: 'z',
  ı: 'i', ɩ: 'i', ɪ: 'i', ł: 'l', ʟ: 'l', ɭ: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ſ: 's', ɑ: 'a', ɐ: 'a', ɡ: 'g', ɢ: 'g',
  ᴀ: 'a', ʙ: 'b', ᴄ: 'c', ᴅ: 'd', ᴇ: 'e', ꜰ: 'f', ʜ: 'h', ᴊ: 'j', ᴋ: 'k', ᴍ: 'm', ɴ: 'n', ᴏ: 'o', ᴘ: 'p', ʀ: 'r', ꜱ: 's', ᴛ: 't',
  ᴜ: 'u', ᴠ: 'v', ᴡ: 'w', ᴢ: 'z', ß: 'ss', æ: 'ae', œ: 'oe', ə: 'e', ɛ: 'e', ɔ: 'o', ɯ: 'w', ʌ: 'a', ʇ: 't',
}; // prettier-ignore

const APOSTROPHES = new Set(["'", '’', '‘', '`', '´', 'ʼ', '＇', '′', 'ʹ', '‛']);
const STOPS = new Set([
  '.',
  '!',
  '?',
  ';',
  '\n',
  '\r',
  '…',
  '。',
  '！',
  '？',
  '¿',
  '¡',
  '；',
  '\u2028',
  '\u2029',
  '‼',
  '⁉',
]);
const PAUSES = new Set([
  ',',
  ':',
  '–',
  '—',
  '(',
  ')',
  '"',
  '“',
  '”',
  '«',
  '»',
  '、',
  '，',
  '/',
  '|',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
]);

/** Letters in boxes, in circles and as flags, which the compatibility form leaves as they are. */
const boxed = (point: number): string | null => {
  for (const first of [0x1f150, 0x1f170, 0x1f1e6]) {
    if (point >= first && point < first + 26) return String.fromCharCode(97 + point - first);
  }
  return null;
};

const isInvisible = (point: number): boolean =>
  point === 0xad || point === 0x34f || point === 0x61c || point === 0x115f || point === 0x1160 || point === 0x17b4 ||
  point === 0x17b5 || point === 0x180e || (point >= 0x200b && point <= 0x200f) || (point >= 0x202a && point <= 0x202e) ||
  (point >= 0x2060 && point <= 0x206f) || point === 0x3164 || (point >= 0xfe00 && point <= 0xfe0f) || point === 0xfeff ||
  point === 0xffa0 || (point >= 0x1f3fb && point <= 0x1f3ff) || (point >= 0xe0000 && point <= 0xe01ef); // prettier-ignore

const work = (point: number): string => {
  if (isInvisible(point)) return DROPPED;
  const letter = boxed(point);
  if (letter !== null) return letter;
  const char = String.fromCodePoint(point);
  if (APOSTROPHES.has(char)) return APOSTROPHE;
  if (STOPS.has(char)) return STOP;
  if (PAUSES.has(char)) return PAUSE;
  if (/\p{Extended_Pictographic}/u.test(char)) return char;
  const plain = char.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  if (plain === '') return /\p{M}/u.test(char) ? DROPPED : SPACE;
  let folded = '';
  for (const part of plain) {
    const like = LOOK_ALIKES[part] ?? part;
    if (/[\p{L}\p{N}]/u.test(like)) folded += like;
  }
  return folded === '' ? SPACE : folded;
};

// Keyed by code point, so it holds at most one small string a character of Unicode, and nothing of what anybody wrote.
const known = new Map<number, string>();

/** What a code point counts as: letters and digits, an emoji as itself, or one of the marks. */
export const foldPoint = (point: number): string => {
  const before = known.get(point);
  if (before !== undefined) return before;
  const folded = point >= 0xd800 && point <= 0xdfff ? SPACE : work(point);
  known.set(point, folded);
  return folded;
};

/** True for the result of `foldPoint` on an emoji. */
export const isEmoji = (folded: string): boolean =>
  folded !== '' && folded.charCodeAt(0) > 0x7f && /^\p{Extended_Pictographic}/u.test(folded);
