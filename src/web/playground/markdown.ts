import { Marked, type RendererObject } from 'marked';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

/** Addresses that may be tapped: web pages and telephone numbers. Everything else stays text. */
const mayBeTapped = (href: string): boolean => {
  if (/^tel:\+?[\d().-]+$/i.test(href)) return true;
  // A control character or a space could hide another scheme from this test but not from a browser.
  return /^https?:\/\/[^\s\p{Cc}]+$/iu.test(href) && URL.canParse(href);
};

/** One method a kind of token, every kind named: what a method does not make can't come out. */
const renderer: RendererObject = {
  space: () => '',
  paragraph({ tokens }) {
    return `<p>${this.parser.parseInline(tokens)}</p>`;
  },
  heading({ tokens }) {
    // A message is no document: its heading must not stand among the page's own.
    return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>`;
  },
  text(token) {
    return 'tokens' in token && token.tokens !== undefined ? this.parser.parseInline(token.tokens) : escape(token.text);
  },
  strong({ tokens }) {
    return `<strong>${this.parser.parseInline(tokens)}</strong>`;
  },
  em({ tokens }) {
    return `<em>${this.parser.parseInline(tokens)}</em>`;
  },
  del({ tokens }) {
    return `<del>${this.parser.parseInline(tokens)}</del>`;
  },
  codespan: ({ text }) => `<code>${escape(text)}</code>`,
  code: ({ text }) => `<pre><code>${escape(text)}</code></pre>`,
  br: () => '<br>',
  hr: () => '<hr>',
  blockquote({ tokens }) {
    return `<blockquote>${this.parser.parse(tokens)}</blockquote>`;
  },
  list({ ordered, start, items }) {
    const lines = items.map((item) => this.listitem(item)).join('');
    if (!ordered) return `<ul>${lines}</ul>`;
    return `<ol${typeof start === 'number' && start !== 1 ? ` start="${start}"` : ''}>${lines}</ol>`;
  },
  listitem({ tokens }) {
    return `<li>${this.parser.parse(tokens)}</li>`;
  },
  checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  table({ header, rows }) {
    return [header, ...rows].map((row) => `<p>${row.map((cell) => this.tablecell(cell)).join(' · ')}</p>`).join('');
  },
  tablerow: ({ text }) => text,
  tablecell({ tokens }) {
    return this.parser.parseInline(tokens);
  },
  link({ href, tokens }) {
    const inside = this.parser.parseInline(tokens);
    if (!mayBeTapped(href)) return inside;
    const away = /^tel:/i.test(href) ? '' : ' target="_blank" rel="noopener noreferrer"';
    return `<a href="${escape(href)}"${away}>${inside}</a>`;
  },
  image: ({ text }) => escape(text),
  html: (token) => (token.block ? `<p>${escape(token.raw)}</p>` : escape(token.raw)),
  def: ({ raw }) => `<p>${escape(raw)}</p>`,
};

const marked = new Marked({ gfm: true, breaks: true, async: false, renderer });

/**
 * Safe HTML for one message: raw HTML in it is shown as text, links go to http, https and tel only, pictures become
 * their alternative text. Never throws. A single line break stays one, as people expect in a chat.
 */
export const renderMarkdown = (source: string): string => {
  try {
    return marked.parse(source, { async: false });
  } catch {
    // Thousands of quotes within quotes exhaust the parser's stack: the words still have to arrive.
    return `<p>${escape(source).replaceAll('\n', '<br>')}</p>`;
  }
};
