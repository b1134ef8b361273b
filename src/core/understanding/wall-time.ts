import type { Words } from '#content/schemas/words.ts';
import { phraseAt, phraseAfter, timeLine } from '#core/understanding/time-line.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Minutes that are counted to or past an hour: "ten to nine". Others ("8 to 9") are a stretch of hours. */
const COUNTED = /^(?:5|10|15|20|25|35|40|45|50|55)$/u;

interface HourMinute {
  readonly hour: number;
  readonly minute: number;
  /** Written so that the half of the day is clear: "07:30", "2130". */
  readonly stated: boolean;
}

/**
 * A time of day as `HH:MM`: "20:30", "8pm", "8.30 pm", "half past nine", "quarter to 8 in the evening", "noonish", "halb
 * neun". A bare hour of 1 to 6 with no half of the day is taken as the afternoon, when people are awake; others as they
 * stand. Null where there is none, or more than one. Never throws.
 */
export const wallTime = (text: string, words: Words): string | null => {
  const line = timeLine(text, words);
  return timeOn(line, line, words);
};

/** The time of day in a line of words; `whole` may hold further words that tell the half of the day ("tonight"). */
export const timeOn = (line: readonly string[], whole: readonly string[], words: Words): string | null => {
  if (line.some((word) => words.not.includes(word))) return null;
  if (phraseAt(line, words.midnight) !== null) return '00:00';
  if (phraseAt(line, words.noon) !== null) return '12:00';
  const said = whole.join(' ');
  const evening = /\d\s*(?:p\.?m?\.?)(?![a-z])/u.test(said) || phraseAt(whole, words.evening) !== null;
  const morning = /\d\s*(?:a\.?m?\.?)(?![a-z])/u.test(said) || phraseAt(whole, words.morning) !== null;
  const { filler, past, to } = words.times;
  const bare = line.filter((word) => !filler.includes(word) || past.includes(word) || to.includes(word));
  if (counts(bare, words)) return null;
  const found = spoken(bare, words) ?? written(bare.join(' '));
  if (found === null) return null;
  let { hour } = found;
  if (hour > 24 || found.minute > 59 || hour < 0) return null;
  if (evening && hour < 12) hour += 12;
  else if (morning && hour === 12) hour = 0;
  else if (!evening && !morning && !found.stated && hour >= 1 && hour <= 6) hour += 12;
  return `${two(hour % 24)}:${two(found.minute)}`;
};

/** Whether a number counts things: "3 kids" is no hour. */
const counts = (line: readonly string[], words: Words): boolean => {
  const clock = [...words.morning, ...words.evening, ...words.times.past, ...words.times.to];
  return line.some(
    (word, index) =>
      /^\d+(?:\.\d+)?$/u.test(line[index - 1] ?? '') && words.scales.units.includes(word) && !clock.includes(word),
  );
};

/** "Half past nine", "ten to nine", "nine and a half", "nine less a quarter", "halb neun". */
const spoken = (line: readonly string[], words: Words): HourMinute | null => {
  const { half, half_to: halfTo, quarter, past, to } = words.times;
  const hourAt = (at: number): number | null => (/^\d{1,2}$/u.test(line[at] ?? '') ? Number(line[at]) : null);
  const partAt = (at: number): number | null => {
    const word = line[at] ?? '';
    if (half.includes(word)) return 30;
    if (quarter.includes(word)) return 15;
    return COUNTED.test(word) ? Number(word) : null;
  };
  const at = (hour: number, part: number, before: boolean): HourMinute => ({
    // The hour before one is twelve.
    hour: before ? (hour === 1 ? 12 : hour - 1) : hour,
    minute: before ? 60 - part : part,
    stated: hour > 12,
  });
  for (const index of line.keys()) {
    const hour = hourAt(index + 1);
    if (hour !== null && halfTo.includes(line[index] ?? '')) return at(hour, 30, true);
    if (hour !== null && half.includes(line[index] ?? '') && hourAt(index - 1) === null) return at(hour, 30, false);
    const part = partAt(index);
    if (part === null) continue;
    // "Ten minutes to nine": the word for minutes says nothing more.
    const link = words.spans[line[index + 1] ?? ''] === 'minute' ? index + 2 : index + 1;
    for (const [list, before] of [[past, false] as const, [to, true] as const]) {
      const length = phraseAfter(line, list, link);
      const after = length === 0 ? null : hourAt(link + length);
      if (after !== null) return at(after, part, before);
      const linked = list.includes(line[index - 1] ?? '') ? hourAt(index - 2) : null;
      if (linked !== null) return at(linked, part, before);
    }
  }
  return null;
};

/** A time in figures, the only one in the line: "20:30", "8.30", "8h30", "2130", "8". */
const written = (line: string): HourMinute | null => {
  const military = /(?<![\d.:])([01]\d|2[0-3])([0-5]\d)(?!\d)/u.exec(line);
  if (military?.[1] !== undefined && line.match(/\d+/gu)?.length === 1)
    return { hour: Number(military[1]), minute: Number(military[2]), stated: true };
  const clock = /(?<![\d.:/-])(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?![\d.:])|\s(\d{2})(?![\d.:])|(?!\s*[\d:.%/-]))/u.exec(
    line,
  );
  if (clock?.[1] === undefined) return null;
  const rest = line.slice(0, clock.index) + line.slice(clock.index + clock[0].length);
  if (/\d/u.test(rest)) return null;
  const stated = /(?<!\d)0\d\s*[:.h]/u.test(line);
  return { hour: Number(clock[1]), minute: Number(clock[2] ?? clock[3] ?? 0), stated };
};
