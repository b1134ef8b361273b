/**
 * Reads Telegram's HTML the way its server does, by the rules at core.telegram.org/bots/api#html-style: only the listed
 * tags, every tag closed in order, `&lt;` `&gt;` `&amp;` `&quot;` and numeric references. It shares nothing with the
 * adapter's renderer, so that one can judge the other.
 */
import type { MessageEntity } from '@grammyjs/types';

/** A text that the server refuses; the message is what follows "can't parse entities: ". */
export class EntitiesFault extends Error {}

export interface Parsed {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

const PLAIN_TAGS: Readonly<Record<string, 'bold' | 'italic' | 'underline' | 'strikethrough' | 'code' | 'blockquote'>> =
  {
    b: 'bold',
    strong: 'bold',
    i: 'italic',
    em: 'italic',
    u: 'underline',
    ins: 'underline',
    s: 'strikethrough',
    strike: 'strikethrough',
    del: 'strikethrough',
    code: 'code',
    blockquote: 'blockquote',
  };
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot));/iy;
const START = /<([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>/iy;
const END = /<\/([a-z][a-z0-9-]*)\s*>/iy;

const reference = (html: string, at: number): { char: string; length: number } | null => {
  REFERENCE.lastIndex = at;
  const found = REFERENCE.exec(html);
  if (found === null) return null;
  const code = found[1] === undefined ? found[2] && Number.parseInt(found[2], 16) : Number(found[1]);
  const char = found[3] === undefined ? String.fromCodePoint(Number(code)) : (NAMED[found[3].toLowerCase()] ?? '');
  return { char, length: found[0].length };
};

const decode = (value: string): string =>
  value.replaceAll(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|lt|gt|amp|quot);/gi, (raw) => reference(raw, 0)?.char ?? raw);

const linkEntity = (href: string, offset: number, length: number): MessageEntity | null => {
  const mention = /^tg:\/\/user\?id=(\d+)$/.exec(href);
  if (mention?.[1] !== undefined) {
    return { type: 'text_mention', offset, length, user: { id: Number(mention[1]), is_bot: false, first_name: '?' } };
  }
  // An address that isn't a web link is dropped in silence; the words stay.
  return /^(?:https?|tg|ton|tonsite):\/\/\S+$/i.test(href) ? { type: 'text_link', offset, length, url: href } : null;
};

/** The visible text and its entities. Throws `EntitiesFault` where Telegram answers "can't parse entities". */
export const parseHtml = (html: string): Parsed => {
  const open: { tag: string; href: string; offset: number }[] = [];
  const entities: MessageEntity[] = [];
  let text = '';
  let at = 0;
  while (at < html.length) {
    const offset = Buffer.byteLength(html.slice(0, at));
    const char = html[at];
    if (char === '&') {
      const found = reference(html, at);
      text += found?.char ?? '&';
      at += found?.length ?? 1;
    } else if (char !== '<') {
      const next = html.slice(at).search(/[<&]/);
      const until = next === -1 ? html.length : at + next;
      text += html.slice(at, until);
      at = until;
    } else if (html[at + 1] === '/') {
      END.lastIndex = at;
      const tag = END.exec(html);
      const top = open.pop();
      if (tag === null || top === undefined) throw new EntitiesFault(`Unexpected end tag at byte offset ${offset}`);
      if (top.tag !== tag[1]?.toLowerCase()) {
        throw new EntitiesFault(
          `Unmatched end tag at byte offset ${offset}, expected "</${top.tag}>", found "${tag[0]}"`,
        );
      }
      const length = text.length - top.offset;
      const plain = PLAIN_TAGS[top.tag];
      const entity =
        plain === undefined ? linkEntity(top.href, top.offset, length) : { type: plain, offset: top.offset, length };
      if (entity !== null && length > 0) entities.push(entity);
      at += tag[0].length;
    } else {
      START.lastIndex = at;
      const tag = START.exec(html);
      const name = tag?.[1]?.toLowerCase();
      if (tag === null || name === undefined) throw new EntitiesFault(`Unclosed start tag at byte offset ${offset}`);
      if (name !== 'a' && !Object.hasOwn(PLAIN_TAGS, name)) {
        throw new EntitiesFault(`Unsupported start tag "${name}" at byte offset ${offset}`);
      }
      const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i.exec(tag[2] ?? '');
      open.push({ tag: name, href: decode(href?.[1] ?? href?.[2] ?? href?.[3] ?? ''), offset: text.length });
      at += tag[0].length;
    }
  }
  const last = open.at(-1);
  if (last !== undefined) throw new EntitiesFault(`Can't find end tag corresponding to start tag "${last.tag}"`);
  return trim({ text, entities: entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length) });
};

/** Blank for Telegram: spaces, and the characters that show nothing. */
export const isBlank = (text: string): boolean => /^[\s\p{Cc}\p{Cf}\u2800\u3164\uFFFC]*$/u.test(text);

/** Leading and trailing white space is not kept; the entities move with the text. */
export const trim = ({ text, entities }: Parsed): Parsed => {
  const start = text.length - text.trimStart().length;
  const kept = text.trim();
  return {
    text: kept,
    entities: entities.flatMap((entity) => {
      const from = Math.max(0, entity.offset - start);
      const to = Math.min(kept.length, entity.offset + entity.length - start);
      return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
    }),
  };
};
