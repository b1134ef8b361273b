import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Answer } from '#shared/answer.ts';
import type { ChartSpec } from '#shared/chart.ts';
import { addDays } from '#shared/local-time.ts';
import { series } from '#insights/measures.ts';

/** Pixels before `SCALE`: small enough for a phone to show whole, with letters that can still be read there. */
const WIDTH = 800;
const HEIGHT = 500;
/** Phones have two or three dots to a pixel. */
const SCALE = 2;

/** From here on markers would run into each other. */
const MANY_DAYS = 31;

const FONT = 'Tidemark Sans';
const INK = '#1f2933';
const GRID = '#d9dee3';

/**
 * Each line is told apart three times: by colour, by dash and by marker, so that it can be read in grey and by people
 * who see colours otherwise. The colours are darkened ones of Okabe and Ito, all with a contrast of 4.5 or more on white.
 * Where lines meet, the smaller marker on top leaves the larger one to be seen.
 */
const LINES = [
  { color: '#0072b2', dash: 'solid', symbol: 'circle', size: 18 },
  { color: '#b34700', dash: [10, 5], symbol: 'rect', size: 13 },
  { color: '#00735a', dash: [3, 4], symbol: 'triangle', size: 12 },
  { color: '#a0457a', dash: [14, 4, 3, 4], symbol: 'diamond', size: 10 },
] as const;

let ready = false;
/** Our own font, so that the picture is the same on every machine, also where no font is installed. */
const prepare = (): void => {
  if (ready) return;
  const font = import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf');
  GlobalFonts.registerFromPath(decodeURIComponent(new URL(font).pathname), FONT);
  use([LineChart, GridComponent, LegendComponent, CanvasRenderer]);
  // What the library measures its labels on, since there is no page.
  setPlatformAPI({ createCanvas: () => createCanvas(1, 1) as never });
  ready = true;
};

/** One value a day, null on a day without: a gap says that nothing is known of it. */
const valuesBy = (dates: readonly string[], answers: readonly Answer[], item: string): (number | null)[] => {
  const known = new Map(series(answers, item).map(({ date, value }) => [date, value]));
  return dates.map((date) => known.get(date) ?? null);
};

/** What the library is told to draw. */
const optionOf = (spec: ChartSpec, answers: readonly Answer[]) => {
  const { lines, min, max, days, until, locale } = spec;
  const dates = Array.from({ length: days }, (_, index) => addDays(until, index + 1 - days));
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(locale);
  const text = { color: INK, fontFamily: FONT, fontSize: 20 };
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: text,
    legend: { top: 12, left: 'center', width: WIDTH - 40, itemWidth: 56, itemHeight: 14, itemGap: 24, textStyle: text },
    grid: { left: 52, right: 40, top: lines.length > 2 ? 92 : 64, bottom: 52 },
    xAxis: {
      type: 'category',
      data: dates.map((date) => short.format(new Date(date))),
      axisLabel: { ...text, hideOverlap: true, margin: 18 },
      axisLine: { lineStyle: { color: INK } },
      axisTick: { alignWithLabel: true },
    },
    yAxis: {
      type: 'value',
      min,
      max,
      interval: (max - min) % 2 === 0 && max - min > 5 ? 2 : 1,
      axisLabel: { ...text, formatter: (value: number) => number.format(value) },
      splitLine: { lineStyle: { color: GRID } },
    },
    series: lines.map(({ item, label }, index) => {
      const { color, dash, symbol, size } = LINES[index % LINES.length] ?? LINES[0];
      return {
        type: 'line',
        name: label,
        data: valuesBy(dates, answers, item),
        connectNulls: false,
        symbol,
        symbolSize: days > MANY_DAYS ? size / 2 : size,
        showAllSymbol: true,
        lineStyle: { color, width: 3.5, type: dash },
        itemStyle: { color },
      };
    }),
  };
};

/**
 * Draws the numbers of `answers` as `spec` says: one line an item over the last days, on a white ground, 1600 by 1000
 * pixels. Answers of other items or days are passed over; a day without a number is a gap.
 *
 * @returns the picture as PNG
 */
export const drawChart = async (spec: ChartSpec, answers: readonly Answer[]): Promise<Uint8Array> => {
  prepare();
  const canvas = createCanvas(WIDTH * SCALE, HEIGHT * SCALE);
  const chart = init(canvas, null, {
    renderer: 'canvas',
    width: WIDTH,
    height: HEIGHT,
    devicePixelRatio: SCALE,
  });
  try {
    chart.setOption(optionOf(spec, answers));
    // What is not flushed is painted with the next frame, and here there is none.
    chart.getZr().flush();
    return await canvas.encode('png');
  } finally {
    // Wipes the canvas as well: not before it was read.
    chart.dispose();
  }
};
