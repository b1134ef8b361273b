import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutLabel, keyboardsOf } from '#adapters/telegram/keyboard.ts';
import { piecesOf, renderText } from '#adapters/telegram/render.ts';
import type { Outbound } from '#core/ports.ts';
import { parseHtml, isBlank } from '../../support/telegram-server-html.ts';

const outbound = (rest: Partial<Outbound>): Outbound => ({
  id: 'out-1',
  to: { platform: 'telegram', accountId: '1111', chatId: '1111' },
  kind: 'flow',
  text: '',
  choices: [],
  attachments: [],
  ...rest,
});
/** What Telegram would show: read by the fake server's own reader of its HTML. */
const shown = (markdown: string) => renderText(markdown).map((part) => parseHtml(part.html));
const visible = (markdown: string): string =>
  shown(markdown)
    .map((part) => part.text)
    .join('\n');

const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{Extended_Pictographic}]/gu, '');
const rows = (labels: readonly string[]): number[] =>
  (keyboardsOf(labels.map((label, index) => ({ token: `t.${index}`, label })))[0] ?? []).map((row) => row.length);
const scale = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe('a text as a person sees it', () => {
  it.each([
    ['bold and italic', 'You said **six**, *not* seven.', 'You said six, not seven.'],
    ['a heading', '## What helps\n\nSleep does.', 'What helps\n\nSleep does.'],
    ['a list', 'Try:\n\n- one\n- two\n  - three', 'Try:\n\n• one\n• two\n  • three'],
    ['a numbered list', '3. one\n4. two', '3. one\n4. two'],
    ['a list of paragraphs', '- one\n\n- two', '• one\n• two'],
    ['a link', 'Read [this](https://example.org).', 'Read this.'],
    ['a telephone number', 'Call [the line](tel:116123).', 'Call the line (116123).'],
    ['a number that says itself', 'Call [116 123](tel:116123).', 'Call 116 123.'],
    ['line ends', 'one\ntwo\n\nthree', 'one\ntwo\n\nthree'],
    ['escaped signs', '2 \\* 3 and \\_this\\_', '2 * 3 and _this_'],
    ['a picture', '![a chart](https://example.org/x.png)', 'a chart'],
    ["a person's own signs", 'a < b & c > `d` ~~e~~ &lt; <i>f</i>', 'a < b & c > `d` ~~e~~ &lt; <i>f</i>'],
    ['what looks like a definition', '[note]: everything', '[note]: everything'],
    ['what looks like a quotation', '> said she', '> said she'],
  ])('%s', (_, markdown, expected) => {
    expect(visible(markdown)).toBe(expected);
  });

  it('bold words and web addresses keep their meaning', () => {
    expect(shown('**Now** [here](https://example.org/?a=1&b="2")')[0]?.entities).toMatchObject([
      { type: 'bold', offset: 0, length: 3 },
      { type: 'text_link', offset: 4, length: 4, url: 'https://example.org/?a=1&b="2"' },
    ]);
  });

  it.each(['javascript:alert(1)', 'tg://user?id=1', 'tg://resolve?domain=x', 'data:text/html,x', 'file:///etc/passwd'])(
    'an address such as %s is never one to tap',
    (href) => {
      expect(shown(`[click](${href})`)).toEqual([{ text: 'click', entities: [] }]);
    },
  );
});

describe('any text at all', () => {
  const sign = fc.constantFrom(...'*_`~[]<>&"\'#-+.!|\\/:;=?@{}^ \n\t0159'.split(''), '</b>', '<b>', '<a href="x">');
  const signs = fc.array(fc.oneof(sign, fc.constantFrom('a', 'B', 'ü', '語', '😞')), { maxLength: 80 });
  const anything = fc.oneof(
    signs.map((some) => some.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    // Halves of characters, as a bad cut leaves them.
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  );

  it('renders to what Telegram takes: readable, not too long, not empty', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 120 }), (text, times) => {
        for (const part of shown(text.repeat(times))) {
          expect(part.text.length).toBeLessThanOrEqual(4096);
          expect(isBlank(part.text)).toBe(false);
          expect(part.text.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every letter, in order, whatever signs stand around it', () => {
    fc.assert(
      fc.property(signs, (some) => {
        const text = some.filter((one) => !one.startsWith('<a')).join('');
        // `<x:y>` is Markdown for an address, `[x]` alone never is one: nothing here has a round bracket.
        expect(letters(visible(text))).toBe(letters(text));
      }),
      { numRuns: 500 },
    );
  });

  it('can bring in no mark-up: what comes out is bold, italic or a web link, as Markdown asked', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const { entities } of shown(`${text}[x](tg://user?id=7)`)) {
          for (const entity of entities) {
            expect(['bold', 'italic', 'text_link']).toContain(entity.type);
            if (entity.type === 'text_link') expect(entity.url).toMatch(/^https?:\/\//);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('structured Markdown shows exactly its words', () => {
    const word = fc.stringMatching(/^[a-z<>&"]{1,8}$/).filter((text) => !/^[<>]+$|<[a-z]|&[a-z]/.test(text));
    const span = fc.oneof(
      word.map((text) => ({ markdown: text, text })),
      word
        .filter((text) => /^[a-z]/.test(text) && /[a-z]$/.test(text))
        .map((text) => ({ markdown: `**${text}**`, text })),
      word.map((text) => ({ markdown: `[${text}](https://example.org/?q=1&r=2)`, text })),
    );
    const line = fc.array(span, { minLength: 1, maxLength: 12 }).map((spans) => ({
      markdown: `x ${spans.map((one) => one.markdown).join(' ')}.`,
      text: `x ${spans.map((one) => one.text).join(' ')}.`,
    }));
    const blockOf = fc.oneof(
      line,
      fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => ({
        markdown: lines.map((one) => `- ${one.markdown}`).join('\n'),
        text: lines.map((one) => `• ${one.text}`).join('\n'),
      })),
    );
    fc.assert(
      fc.property(fc.array(blockOf, { minLength: 1, maxLength: 8 }), (blocks) => {
        // A paragraph between two lists keeps them two.
        const parts = blocks.flatMap((one) => [one, { markdown: 'and', text: 'and' }]);
        expect(visible(parts.map((one) => one.markdown).join('\n\n'))).toBe(parts.map((one) => one.text).join('\n\n'));
      }),
      { numRuns: 200 },
    );
  });

  it('signs nested thousands deep are shown as typed', () => {
    const deep = `${'- '.repeat(4000)}x`;
    expect(visible(deep)).toContain('x');
    expect(visible('*'.repeat(20_000)).replaceAll('\n', '')).toHaveLength(20_000);
  });
});

describe('a long text', () => {
  it('is cut at the ends of sentences, and a bold passage goes on in the next part', () => {
    const sentences = Array.from({ length: 200 }, (_, index) => `Sentence number ${index} says a plain thing.`);
    const parts = shown(`**${sentences.join(' ')}**`);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part.text).toMatch(/^Sentence.*thing\.$/s);
      expect(part.entities).toEqual([{ type: 'bold', offset: 0, length: part.text.length }]);
    }
    expect(parts.map((part) => part.text).join(' ')).toBe(sentences.join(' '));
  });

  it('prefers the end of a paragraph', () => {
    const paragraph = 'A sentence here. '.repeat(150).trim();
    expect(shown(`${paragraph}\n\n${paragraph}`).map((part) => part.text)).toEqual([paragraph, paragraph]);
  });

  it('never cuts through a character', () => {
    for (const part of shown(`x${'😞'.repeat(5000)}`)) expect(part.text.isWellFormed()).toBe(true);
    expect(visible(`x${'😞'.repeat(5000)}`).replaceAll('\n', '')).toBe(`x${'😞'.repeat(5000)}`);
  });
});

describe('choices', () => {
  it('a scale stands in short, even rows', () => {
    expect(rows(scale(0, 10))).toEqual([6, 5]);
    expect(rows(scale(1, 10))).toEqual([5, 5]);
    expect(rows(scale(0, 4))).toEqual([5]);
  });

  it('short words stand side by side, long ones each in a row', () => {
    expect(rows(['Yes', 'No'])).toEqual([2]);
    expect(rows(['Better', 'Same', 'Worse', 'Mixed'])).toEqual([2, 2]);
    expect(rows(['I would rather not say', 'Yes'])).toEqual([1, 1]);
  });

  it('a label too long for a button is cut between words', () => {
    const label = 'I have been feeling rather flat since the dose was changed a few weeks ago';
    expect(cutLabel(label, 64)).toBe('I have been feeling rather flat since the dose was changed a…');
    expect(cutLabel('x'.repeat(65), 64)).toBe(`${'x'.repeat(63)}…`);
    expect(cutLabel('👩‍👩‍👧‍👦'.repeat(20), 64).length).toBeLessThanOrEqual(64);
    expect(cutLabel('👩‍👩‍👧‍👦'.repeat(20), 64)).toMatch(/^(?:👩‍👩‍👧‍👦)+…$/u);
  });

  it('more than one message can show go into the next, none is lost', () => {
    const choices = Array.from({ length: 230 }, (_, index) => ({ token: `t.${index}`, label: `Choice ${index}` }));
    const pieces = piecesOf(outbound({ text: 'Which?', choices }));
    expect(pieces.flatMap((piece) => piece.keyboard?.flat() ?? []).map((button) => button.callback_data)).toEqual(
      choices.map((choice) => choice.token),
    );
    for (const piece of pieces) expect((piece.keyboard ?? []).flat().length).toBeLessThanOrEqual(100);
  });

  it('stand under a file where it comes last', () => {
    const attachments = [{ type: 'file' as const, name: 'a.csv', alt: 'A table.', data: new Uint8Array([1]) }];
    const pieces = piecesOf(outbound({ text: 'Here.', attachments, choices: [{ token: 't', label: 'Thanks' }] }));
    expect(pieces.map((piece) => [piece.type, piece.keyboard === null])).toEqual([
      ['text', true],
      ['file', false],
    ]);
  });
});
