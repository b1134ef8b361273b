/** From the Markdown that the conversation speaks to runs of text, each of one look. */
import { Marked, type MarkedToken, type Token, type Tokens } from 'marked';

export interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** A web address; null for plain words. */
  readonly href: string | null;
}

type Look = Omit<Run, 'text'>;

const PLAIN: Look = { bold: false, italic: false, href: null };
const off = (): undefined => undefined;

// Messages are paragraphs, headings, bold, italic, lists and links. Everything else that Markdown knows is shown as it
// was typed: a person's own words come back in these texts, and none of their signs may vanish.
const marked = new Marked({
  gfm: true,
  async: false,
  tokenizer: {
    blockquote: off,
    code: off,
    codespan: off,
    def: off,
    del: off,
    fences: off,
    hr: off,
    html: off,
    lheading: off,
    table: off,
    tag: off,
    url: off,
  },
});

const isWebAddress = (href: string): boolean => /^https?:\/\/[^\s\p{Cc}]+$/iu.test(href) && URL.canParse(href);

/** True for Markdown's own tokens: there are no extensions that could make others. */
const isOwn = (token: Token): token is MarkedToken => token.type !== '';

const link = ({ href, tokens }: Tokens.Link, look: Look): readonly Run[] => {
  if (isWebAddress(href)) return inline(tokens, { ...look, href });
  const label = inline(tokens, look);
  const number = /^tel:(\+?[\d().\s-]+)$/i.exec(href)?.[1];
  // A telephone number can't be a link in Telegram, but its apps make any number in the text one to tap.
  const said = label
    .map((run) => run.text)
    .join('')
    .replaceAll(/\D/g, '');
  if (number === undefined || said.includes(number.replaceAll(/\D/g, ''))) return label;
  return [...label, { ...look, text: ` (${number})` }];
};

const inline = (tokens: readonly Token[] = [], look: Look): readonly Run[] =>
  tokens.filter(isOwn).flatMap((token): readonly Run[] => {
    switch (token.type) {
      case 'strong':
        return inline(token.tokens, { ...look, bold: true });
      case 'em':
        return inline(token.tokens, { ...look, italic: true });
      case 'link':
        return link(token, look);
      case 'br':
        return [{ ...look, text: '\n' }];
      case 'escape':
      case 'image':
        return [{ ...look, text: token.text }];
      case 'checkbox':
        return [{ ...look, text: token.checked ? '☑ ' : '☐ ' }];
      case 'text':
        return token.tokens === undefined ? [{ ...look, text: token.text }] : inline(token.tokens, look);
      default:
        return [{ ...look, text: token.raw }];
    }
  });

const list = ({ items, ordered, start }: Tokens.List, depth: number): readonly Run[] =>
  items.flatMap((item, index) => {
    const sign = ordered ? `${(start === '' ? 1 : start) + index}. ` : '• ';
    const before = `${index === 0 ? '' : '\n'}${'  '.repeat(depth)}${sign}`;
    return [{ ...PLAIN, text: before }, ...blocks(item.tokens, '\n', depth + 1)];
  });

const block = (token: MarkedToken, depth: number): readonly Run[] => {
  if (token.type === 'list') return list(token, depth);
  if (token.type === 'heading') return inline(token.tokens, { ...PLAIN, bold: true });
  if (token.type === 'paragraph') return inline(token.tokens, PLAIN);
  return inline([token], PLAIN);
};

const blocks = (tokens: readonly Token[], between: string, depth: number): readonly Run[] => {
  const runs: Run[] = [];
  let inLine = false;
  for (const token of tokens.filter(isOwn)) {
    if (token.type === 'space') continue;
    const made = block(token, depth);
    if (runs.length > 0 && !inLine) runs.push({ ...PLAIN, text: between });
    runs.push(...made);
    inLine = token.type === 'checkbox';
  }
  return runs;
};

/** Characters that Telegram can't carry: half surrogates, and control characters other than tab and line end. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '');

/** The runs of a Markdown text, in reading order. Any text; never throws: what can't be read as Markdown stays as typed. */
export const runsOf = (markdown: string): readonly Run[] => {
  const text = clean(markdown);
  try {
    return blocks(marked.lexer(text), '\n\n', 0).filter((run) => run.text !== '');
  } catch {
    // Signs nested thousands deep exhaust the parser's stack.
    return [{ ...PLAIN, text }];
  }
};
