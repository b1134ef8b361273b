import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMarkdown } from '#web/playground/markdown.ts';
import { splitText } from '#web/playground/split.ts';

/** The only shapes in which a `<` may appear: written out here anew, so that a slip in the renderer shows. */
const TAG =
  /^(?:<\/?(?:p|strong|em|del|code|pre|blockquote|ul|ol|li)>|<(?:br|hr)>|<ol start="\d+">|<a href="(?:https?:\/\/[^"<>\s]+|tel:[+\d().-]+)"(?: target="_blank" rel="noopener noreferrer")?>|<\/a>)/i;

const unsafeIn = (html: string): string | null => {
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    if (!TAG.test(html.slice(at))) return html.slice(at, at + 80);
  }
  return null;
};

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x)',
  '[x](//evil.example)',
  '[x](https://a.example/"onmouseover="alert(1))',
  "[x](https://a.example/'onmouseover='alert(1))",
  '<javascript:alert(1)>',
  '![x"onerror="alert(1)](https://a.example/x.png)',
  '![x](javascript:alert(1))',
  '[a]: javascript:alert(1)\n\n[a]',
  '[x](tel:911"onclick="alert(1))',
  '```"><script>alert(1)</script>\nx\n```',
  '<!-- --><a href="javascript:alert(1)">x</a>',
  '<style>*{display:none}</style>',
  '| <b>a</b> | [x](javascript:1) |\n|---|---|\n| <i>1</i> | 2 |',
];

test('no known attack comes out as anything but text', () => {
  for (const attack of ATTACKS) {
    const html = renderMarkdown(attack);
    expect(unsafeIn(html), attack).toBeNull();
    expect(html, attack).not.toMatch(/href="(?!https?:|tel:)/i);
  }
});

test('whatever is said, only allowed elements and http, https and tel links come out', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...ATTACKS,
      '](',
      '[',
      '![',
      '](javascript:',
      '"',
      "'",
      '<',
      '>',
      '&',
      '`',
      '```',
      '\n',
      '\n\n',
      '* ',
      '> ',
      '# ',
      '1. ',
      '<a href=',
      '&lt;',
      '&#60;',
      '&#x3C;script&#x3E;',
      'https://',
      'tel:',
      '\\',
      '~~',
      '**',
      '|',
      '\u0000',
    ),
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(unsafeIn(renderMarkdown(pieces.join('')))).toBeNull();
    }),
    { numRuns: 800 },
  );
});

test('no word that someone wrote is lost, whatever signs stand around it', () => {
  const word = fc.stringMatching(/^[a-zà-ÿ]{1,12}$/);
  const sign = fc.constantFrom(
    ' ',
    '\n',
    '\n\n',
    ' * ',
    '**',
    '_',
    '> ',
    '# ',
    '- ',
    '2. ',
    ' <',
    '> ',
    '<b>',
    '</b>',
    '&amp;',
    ' " ',
    '`',
    '~~',
    '!',
    ' | ',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(word, sign), { minLength: 1, maxLength: 15 }), (pairs) => {
      const text = plain(renderMarkdown(pairs.flat().join('')));
      for (const [each] of pairs) expect(text).toContain(each);
    }),
    { numRuns: 1000 },
  );
});

test('what authors write looks as they meant it', () => {
  expect(renderMarkdown('One **bold** and *soft* line\nand the next.\n\n- a\n- b\n\n3. c\n4. d')).toBe(
    '<p>One <strong>bold</strong> and <em>soft</em> line<br>and the next.</p><ul><li>a</li><li>b</li></ul><ol start="3"><li>c</li><li>d</li></ol>',
  );
  expect(renderMarkdown('Call [116 123](tel:116123) or see [a list](https://findahelpline.com).')).toBe(
    '<p>Call <a href="tel:116123">116 123</a> or see <a href="https://findahelpline.com" target="_blank" rel="noopener noreferrer">a list</a>.</p>',
  );
  expect(renderMarkdown('# Title')).toBe('<p><strong>Title</strong></p>');
  expect(renderMarkdown(':( 3 < 4 & 5 > 2')).toBe('<p>:( 3 &lt; 4 &amp; 5 &gt; 2</p>');
});

test('text that was made to confuse is rendered in no time, and never throws', () => {
  // An answer may quote the person: it must not be able to hold up everyone else. 10,000 is the longest part sent.
  for (const unit of ['[', '![', '*a', '_', '<', '`', '> ', '[a](', '&', '- ', '**', '|a', '\\', '1. ', '[a]: ']) {
    const began = process.cpuUsage();
    const html = renderMarkdown(unit.repeat(Math.floor(10_000 / unit.length)));
    const { user, system } = process.cpuUsage(began);
    // Work, not waiting: other programs on the machine don't count. Microseconds.
    expect(user + system, unit).toBeLessThan(1_500_000);
    expect(unsafeIn(html), unit).toBeNull();
  }
});

test('a text is cut only where a reader would pause, no part too long, nothing lost', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[^\s]{1,30}[.?!]?$/u), { minLength: 1, maxLength: 80 }), (words) => {
      const text = words.join(' ');
      const parts = splitText(text, 60);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(60);
        expect(part.isWellFormed()).toBe(true);
      }
      expect(parts.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }),
  );
  expect(splitText('', 10)).toEqual(['']);
  expect(splitText('Short one. A longer second one.', 25)).toEqual(['Short one. A longer', 'second one.']);
  expect(splitText('First part here. And the second.', 25)).toEqual(['First part here.', 'And the second.']);
  expect(splitText('😀'.repeat(10), 5).every((part) => part.isWellFormed())).toBe(true);
});
