import type { Words } from '#content/schemas/words.ts';
import { plain } from '#core/understanding/plain.ts';
import { plainDigits } from '#core/understanding/tokens.ts';

/** Longest message in which a day or a time is looked for, in characters. */
const LONGEST = 200;

/**
 * The words of a message about a day or a time: plain, numbers as digits, "noonish" as "noon". Empty where the message is
 * longer than an answer.
 */
export const timeLine = (text: string, words: Words): readonly string[] => {
  if (text.length > LONGEST) return [];
  return plain(plainDigits(text).replace(/(\d)(ish\b|-ish\b)/giu, '$1'))
    .replace(/(?<=\p{L})-(?=\p{L})/gu, ' ')
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const bare = part.length > 4 && part.endsWith('ish') ? part.slice(0, -3) : part;
      return Object.hasOwn(words.numbers, bare) ? String(words.numbers[bare]) : bare;
    });
};

/** Where a phrase stands in the line, from the word `from` on: its first word and the one after its last. */
export const phraseAt = (
  line: readonly string[],
  phrases: readonly string[],
  from = 0,
): { readonly from: number; readonly to: number } | null => {
  let best: { from: number; to: number } | null = null;
  for (const phrase of phrases) {
    const parts = phrase.replaceAll('-', ' ').split(' ');
    for (let at = from; at + parts.length <= line.length; at++) {
      const longer = best === null || parts.length > best.to - best.from;
      if (longer && parts.every((part, index) => line[at + index] === part)) best = { from: at, to: at + parts.length };
    }
  }
  return best;
};

/** Whether one of the phrases ends just before the word `at`; how many words it has, 0 for none. */
export const phraseBefore = (line: readonly string[], phrases: readonly string[], at: number): number =>
  Math.max(
    0,
    ...phrases
      .map((phrase) => phrase.split(' '))
      .filter((parts) => parts.length <= at && parts.every((part, index) => line[at - parts.length + index] === part))
      .map(({ length }) => length),
  );

/** Whether one of the phrases begins at the word `at`; how many words it has, 0 for none. */
export const phraseAfter = (line: readonly string[], phrases: readonly string[], at: number): number =>
  Math.max(
    0,
    ...phrases
      .map((phrase) => phrase.split(' '))
      .filter((parts) => parts.every((part, index) => line[at + index] === part))
      .map(({ length }) => length),
  );

type Unit = Words['spans'][string];

/** A stretch of time from now: negative where it is over. `from` and `to` are its words in the line. */
export interface Span {
  readonly count: number;
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
}

/** Most of any unit that a span may have: what is further away is no answer to anything that is asked. */
const MOST = 5000;

/** The stretch of time that a line names from now on or back: "in two hours", "half an hour from now", "3 weeks ago". */
export const spanIn = (line: readonly string[], words: Words): Span | null => {
  const { times, spans } = words;
  for (const [at, part] of line.entries()) {
    const unit = Object.hasOwn(spans, part) ? spans[part] : undefined;
    if (unit === undefined) continue;
    let from = at - 1;
    let count: number;
    const before = line[from] ?? '';
    if (/^\d{1,4}$/u.test(before)) count = Number(before);
    else if (times.one.includes(before)) count = 1;
    else if (times.half.includes(before)) {
      count = 0.5;
    } else continue;
    if (count === 1 && times.half.includes(line[from - 1] ?? '')) {
      count = 0.5;
      from -= 1;
    }
    let to = at + 1;
    const half = phraseAfter(line, words.half, to);
    if (half > 0) {
      count += 0.5;
      to += half;
    }
    if (count > MOST) return null;
    const ahead = phraseBefore(line, times.in, from);
    const on = phraseAfter(line, times.from_now, to);
    if (ahead > 0 || on > 0) return { count, unit, from: from - ahead, to: to + on };
    const back = phraseBefore(line, times.since, from);
    const ago = phraseAfter(line, times.ago, to);
    if (back > 0 || ago > 0) return { count: -count, unit, from: from - back, to: to + ago };
  }
  return null;
};

const MINUTES: Readonly<Partial<Record<Unit, number>>> = { minute: 1, hour: 60 };

/** The milliseconds of a span in hours or minutes; null for longer units. */
export const spanMs = ({ count, unit }: Span): number | null => {
  const minutes = MINUTES[unit];
  return minutes === undefined ? null : count * minutes * 60_000;
};
