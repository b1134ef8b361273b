/** From a message of the conversation to what Telegram is asked to show: core.telegram.org/bots/api#html-style. */
import type { Attachment, Outbound } from '#core/ports.ts';
import { LIMITS } from '#shared/platforms.ts';
import { cutLabel, keyboardsOf, type Keyboard } from './keyboard.ts';
import { runsOf, type Run } from './markdown.ts';
import { slices } from './split.ts';

/** One request to Telegram. */
export type Piece =
  | { readonly type: 'text'; readonly html: string; readonly plain: string; readonly keyboard: Keyboard | null }
  | {
      readonly type: 'file';
      readonly attachment: Attachment;
      readonly caption: string;
      readonly keyboard: Keyboard | null;
    };

/** Longest caption: core.telegram.org/bots/api#senddocument. */
const CAPTION = 1024;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');

/** Blank for Telegram, which refuses it: white space and characters that show nothing. */
const isBlank = (text: string): boolean => /^[\s\p{Cc}\p{Cf}\u2800\u3164\uFFFC]*$/u.test(text);

const htmlOf = ({ text, bold, italic, href }: Run): string => {
  let html = escape(text);
  if (italic) html = `<i>${html}</i>`;
  if (bold) html = `<b>${html}</b>`;
  return href === null ? html : `<a href="${escape(href)}">${html}</a>`;
};

/** The parts of a Markdown text: each at most as long as Telegram shows, every tag closed in the part that opens it. */
export const renderText = (markdown: string): readonly { readonly html: string; readonly plain: string }[] => {
  const runs = runsOf(markdown);
  const text = runs.map((run) => run.text).join('');
  return slices(text, LIMITS.telegram.text).flatMap(({ start, end }) => {
    const plain = text.slice(start, end);
    if (isBlank(plain)) return [];
    let at = 0;
    let html = '';
    for (const run of runs) {
      const inside = run.text.slice(Math.max(0, start - at), Math.max(0, end - at));
      if (inside !== '') html += htmlOf({ ...run, text: inside });
      at += run.text.length;
    }
    return [{ html, plain }];
  });
};

/**
 * The requests that show this message, in order: its text, then its files, the buttons under the last. Empty only where
 * there is nothing that Telegram could show.
 */
export const piecesOf = (message: Outbound): readonly Piece[] => {
  const pieces: Piece[] = [
    ...renderText(message.text).map((part) => ({ type: 'text' as const, ...part, keyboard: null })),
    ...message.attachments.map((attachment) => ({
      type: 'file' as const,
      attachment,
      caption: isBlank(attachment.alt) ? '' : cutLabel(attachment.alt, CAPTION),
      keyboard: null,
    })),
  ];
  const [first, ...more] = keyboardsOf(message.choices);
  if (first === undefined) return pieces;
  const last = pieces.pop();
  // Buttons can't stand alone.
  pieces.push(
    last === undefined ? { type: 'text', html: '…', plain: '…', keyboard: first } : { ...last, keyboard: first },
  );
  return [...pieces, ...more.map((keyboard) => ({ type: 'text' as const, html: '…', plain: '…', keyboard }))];
};
