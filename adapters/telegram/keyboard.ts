/** Choices as an inline keyboard: core.telegram.org/bots/api#inlinekeyboardmarkup. */
import type { InlineKeyboardButton } from 'grammy/types';
import type { Choice } from '#core/ports.ts';
import { LIMITS } from '#shared/platforms.ts';

export type Keyboard = InlineKeyboardButton.CallbackButton[][];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const lengthOf = (text: string): number => [...graphemes.segment(text)].length;

/** A label of at most `longest` UTF-16 units, cut between words where possible. */
export const cutLabel = (label: string, longest: number): string => {
  const text = label
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (text.length <= longest) return /[^\p{Cf}\s\u2800\u3164\uFFFC]/u.test(text) ? text : '…';
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > longest - 1) break;
    kept += segment;
  }
  const space = kept.lastIndexOf(' ');
  return `${(space > longest / 2 ? kept.slice(0, space) : kept).trimEnd()}…`;
};

/** How many buttons fit side by side on a phone, by their longest label. */
const perRow = (labels: readonly string[]): number => {
  const longest = Math.max(...labels.map(lengthOf));
  if (longest <= 3) return 6;
  if (longest <= 7) return 3;
  return longest <= 14 ? 2 : 1;
};

/**
 * Rows of buttons, even in length: a scale of eleven numbers stands in rows of six and five, long labels one a row.
 * More choices than one message can show (100) go into further keyboards.
 */
export const keyboardsOf = (choices: readonly Choice[]): readonly Keyboard[] => {
  const keyboards: Keyboard[] = [];
  for (let from = 0; from < choices.length; from += LIMITS.telegram.choices) {
    const buttons = choices
      .slice(from, from + LIMITS.telegram.choices)
      .map(({ label, token }) => ({ text: cutLabel(label, LIMITS.telegram.label), callback_data: token }));
    const rows = Math.ceil(buttons.length / perRow(buttons.map((button) => button.text)));
    const width = Math.ceil(buttons.length / rows);
    keyboards.push(Array.from({ length: rows }, (_, row) => buttons.slice(row * width, (row + 1) * width)));
  }
  return keyboards;
};
