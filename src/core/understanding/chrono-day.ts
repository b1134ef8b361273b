import * as de from 'chrono-node/de';
import * as en from 'chrono-node/en';
import * as es from 'chrono-node/es';
import * as fr from 'chrono-node/fr';
import * as pt from 'chrono-node/pt';
import { localTime } from '#shared/local-time.ts';
import type { FoundDay, Judged } from '#core/understanding/day.ts';
import { timeLine } from '#core/understanding/time-line.ts';

/** Most words that may stand beside what the library found: it also finds "tomorrow" in "the day after tomorrow". */
const MOST_BESIDE = 1;

const reader = ({ locale, country }: Judged): en.Chrono => {
  if (locale === 'en') return country === 'US' ? en.casual : en.GB;
  return { de, es, fr, pt }[locale]?.casual ?? en.GB;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** The day that chrono-node finds, for the forms that `dayOn` does not know; null where it finds none, or several. */
export const chronoDay = (text: string, line: readonly string[], judged: Judged): FoundDay | null => {
  const { now, zone, words, side } = judged;
  if (line.length === 0) return null;
  const local = localTime(now, zone);
  // Its own arithmetic is done on the wall of the person, held still in UTC.
  const instant = new Date(`${local.date}T${two(local.hour)}:${two(local.minute)}:00Z`);
  const found = reader(judged).parse(text, { instant, timezone: 0 }, { forwardDate: side === 'future' });
  const [only] = found;
  if (only === undefined || found.length > 1 || (only.end ?? null) !== null) return null;
  const { start } = only;
  if (!start.isCertain('day') && !start.isCertain('weekday')) return null;
  const said = timeLine(only.text, words);
  const rest = line.filter((word) => !said.includes(word));
  if (rest.filter((word) => !words.times.filler.includes(word)).length > MOST_BESIDE) return null;
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
  if (year === null || month === null || day === null || year < 1900 || year > 2199) return null;
  const time = start.isCertain('hour') ? `${two(start.get('hour') ?? 0)}:${two(start.get('minute') ?? 0)}` : undefined;
  return { date: `${year}-${two(month)}-${two(day)}`, time, at: line.indexOf(said[0] ?? ''), rest };
};
