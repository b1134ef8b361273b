import { expect, test } from 'vitest';
import { renderMarkdown } from '#web/playground/markdown.ts';
import { withCalls } from '#web/playground/telephone.ts';

const links = (markdown: string, urgent = false): string[] =>
  [...renderMarkdown(withCalls(markdown, urgent)).matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '');

test('the numbers of the crisis lines can be tapped, each to be called as it stands there', () => {
  expect(links('Here they are:\n\n- **116 123** – call, any time (Samaritans)\n- **999** – in danger')).toEqual([
    'tel:116123',
    'tel:999',
  ]);
  expect(links('- **15** or **112** – in danger')).toEqual(['tel:15', 'tel:112']);
  expect(links('- **988** – call or text; chat at [a page](https://example.org) (Lifeline)')).toEqual([
    'tel:988',
    'https://example.org',
  ]);
});

// Whoever calls a number that only takes text messages hears that it does not exist.
test('a number that is only for text messages does not call', () => {
  expect(links('- Text **SHOUT** to **85258**, any time (Shout)\n- Text **50808**, any time')).toEqual([]);
  expect(links('- **1737** – call; text **HOME** to **741741** (One)')).toEqual(['tel:1737']);
});

test('in an urgent message the emergency number can be tapped in the sentence, and nowhere else', () => {
  expect(links('If it could happen soon, please call **999** now.', true)).toEqual(['tel:999']);
  expect(links('Please call **15 or 112** now.', true)).toEqual(['tel:15', 'tel:112']);
  expect(links('In one survey **46** of **100** felt it.')).toEqual([]);
  expect(links('Please call **your local emergency number (112 or 911)** now.', true)).toEqual([]);
});

test('every word stays as it was', () => {
  const said = '- **116 123** – call\n\nCall **+44 20 1234** or **the number** now.';
  expect(renderMarkdown(withCalls(said, true)).replaceAll(/<\/?a[^>]*>/g, '')).toBe(renderMarkdown(said));
});
