/** The picture of a person's numbers, read back dot by dot. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { drawChart } from '#insights/chart.ts';
import type { Answer } from '#shared/answer.ts';
import type { ChartSpec } from '#shared/chart.ts';
import { addDays } from '#shared/local-time.ts';

const UNTIL = '2026-11-23';
const MOOD: ChartSpec = {
  lines: [{ item: 'mood', label: 'Mood' }],
  min: 0,
  max: 10,
  days: 7,
  until: UNTIL,
  locale: 'en',
};
const FOUR: ChartSpec = {
  ...MOOD,
  lines: [
    { item: 'mood', label: 'Mood' },
    { item: 'anxiety', label: 'Anxiety' },
    { item: 'sleep', label: 'Sleep' },
    { item: 'motivation', label: 'Drive' },
  ],
};

/** Numbers of one item by days ago. */
const kept = (item: string, days: Readonly<Record<number, number>>): Answer[] =>
  Object.entries(days).map(([ago, value]) => ({ item, value, date: addDays(UNTIL, -Number(ago)), at: -Number(ago) }));

interface Dots {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): string;
  /** Columns and rows below the names of the lines in which something is drawn in this colour, in order. */
  of(color: string): { readonly columns: readonly number[]; readonly rows: readonly number[] };
}

/** Below this row (in dots) there are lines and no names of lines. */
const PLOT_FROM = 190;

const ascending = (numbers: ReadonlySet<number>): number[] => [...numbers].toSorted((a, b) => a - b);

const dotsOf = async (png: Uint8Array): Promise<Dots> => {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  // One number a dot; without the last byte, which is how opaque it is.
  const dots = new DataView(context.getImageData(0, 0, width, height).data.buffer);
  const colorAt = (x: number, y: number): number => dots.getUint32((y * width + x) * 4) >>> 8;
  return {
    width,
    height,
    at: (x, y) => `#${colorAt(x, y).toString(16).padStart(6, '0')}`,
    of: (color) => {
      const wanted = Number.parseInt(color.slice(1), 16);
      const columns = new Set<number>();
      const rows = new Set<number>();
      for (let y = PLOT_FROM; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          if (colorAt(x, y) !== wanted) continue;
          columns.add(x);
          rows.add(y);
        }
      }
      return { columns: ascending(columns), rows: ascending(rows) };
    },
  };
};

const BLUE = '#0072b2';
/** The longest stretch without a dot, in dots. */
const widestGap = (columns: readonly number[]): number =>
  Math.max(0, ...columns.slice(1).map((column, index) => column - (columns[index] ?? column)));

describe('the picture of a week', () => {
  it('is sharp on a phone, and dark on white whatever the phone is set to', async () => {
    const dots = await dotsOf(await drawChart(MOOD, kept('mood', { 0: 5, 3: 4 })));
    expect([dots.width, dots.height]).toEqual([1600, 1000]);
    expect([dots.at(0, 0), dots.at(1599, 999), dots.at(2, 500)]).toEqual(['#ffffff', '#ffffff', '#ffffff']);
  });

  it('leaves a gap on a day of which nothing is known, rather than a line that says it was so', async () => {
    const all = { 6: 5, 5: 5, 4: 5, 3: 5, 2: 5, 1: 5, 0: 5 };
    const { 3: _missing, ...without } = all;
    const whole = await dotsOf(await drawChart(MOOD, kept('mood', all)));
    const broken = await dotsOf(await drawChart(MOOD, kept('mood', without)));
    expect(widestGap(whole.of(BLUE).columns)).toBe(1);
    expect(widestGap(broken.of(BLUE).columns)).toBeGreaterThan(300);
  });

  it('shows the whole scale: a week of tens is at the top, not in the middle', async () => {
    const high = await dotsOf(await drawChart(MOOD, kept('mood', { 2: 10, 1: 10, 0: 10 })));
    const low = await dotsOf(await drawChart(MOOD, kept('mood', { 2: 0, 1: 0, 0: 0 })));
    expect(Math.max(...high.of(BLUE).rows)).toBeLessThan(300);
    expect(Math.min(...low.of(BLUE).rows)).toBeGreaterThan(800);
  });

  it('draws each line in a colour of its own that stands out from white', async () => {
    const answers = FOUR.lines.flatMap(({ item }, index) =>
      kept(item, { 6: index * 3, 4: index * 3, 3: index * 3, 0: index * 3, 1: index * 3 }),
    );
    const dots = await dotsOf(await drawChart(FOUR, answers));
    for (const color of [BLUE, '#b34700', '#00735a', '#a0457a'])
      expect(dots.of(color).columns.length).toBeGreaterThan(50);
  });

  // Printed for the prescriber, or seen by someone who cannot tell red from green.
  it('tells the lines apart without colour: the first is whole, the others are broken each in its own way', async () => {
    const steady = (item: string) => kept(item, { 6: 5, 5: 5, 4: 5, 3: 5, 2: 5, 1: 5, 0: 5 });
    const patterns: string[] = [];
    for (const [index, color] of [BLUE, '#b34700', '#00735a', '#a0457a'].entries()) {
      const lines = FOUR.lines.filter((_line, place) => place <= index);
      const last = lines.at(-1)?.item ?? '';
      const dots = await dotsOf(await drawChart({ ...FOUR, lines }, steady(last)));
      const columns = dots.of(color).columns;
      const gaps = columns.slice(1).filter((column, place) => column - (columns[place] ?? 0) > 1).length;
      patterns.push(`${gaps} gaps`);
      expect(gaps > 0).toBe(index > 0);
    }
    expect(new Set(patterns).size).toBe(4);
  });

  it('writes the days in the language of the person', async () => {
    const answers = kept('mood', { 0: 5, 3: 4 });
    const english = await drawChart(MOOD, answers);
    expect(Buffer.compare(await drawChart({ ...MOOD, locale: 'fr' }, answers), english)).not.toBe(0);
    expect(Buffer.compare(await drawChart(MOOD, answers), english)).toBe(0);
  });

  it('shows nothing of other items and other days', async () => {
    const answers = kept('mood', { 0: 5, 3: 4 });
    const others = [...kept('note', { 1: 9 }), ...kept('mood', { 8: 0, 30: 10 })];
    expect(Buffer.compare(await drawChart(MOOD, [...answers, ...others]), await drawChart(MOOD, answers))).toBe(0);
  });
});
