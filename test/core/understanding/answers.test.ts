import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STEPS, viewIn } from './steps.ts';

/** Each answer, the step it is given to, and what it is taken for: a value, a list, `(none)`, or `-` where it is asked again. */
const rows = readFileSync(new URL('answers.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([locale = '', step = '', text = '', expected = '']) => ({ locale, step, text, expected }));

const takenFor = (locale: string, step: string, text: string): string => {
  const understood = STEPS[step]?.({ text: text.replaceAll('\\n', '\n') }, viewIn(locale));
  if (understood?.kind !== 'value') return '-';
  const { value } = understood;
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.join(',');
  return String(value);
};

describe('what people answer is taken for what they mean, or asked again', () => {
  it('over at least 250 answers in five languages', () => {
    expect(rows.length).toBeGreaterThanOrEqual(250);
    expect(new Set(rows.map(({ locale }) => locale)).size).toBe(5);
  });

  it.each(rows)('$locale $step: $text → $expected', ({ locale, step, text, expected }) => {
    expect(takenFor(locale, step, text)).toBe(expected);
  });
});
