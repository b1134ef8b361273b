import type { Words } from '#content/schemas/words.ts';
import { hasPhrase, plain } from '#core/understanding/plain.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * A time of day as `HH:MM`: "20:30", "8pm", "8.30 pm", "half past nine", "quarter to 8 in the evening", "noon", "at 9".
 * A bare hour of 1 to 6 with no half of the day is taken as the afternoon, when people are awake; others as they stand.
 */
export const wallTime = (text: string, words: Words): string | null => {
  const said = plain(text);
  if (words.noon.some((word) => hasPhrase(said, word))) return '12:00';
  if (words.midnight.some((word) => hasPhrase(said, word))) return '00:00';
  const spread = said.split(' ').map((part) => {
    const value = words.numbers[part];
    return value === undefined ? part : String(value);
  });
  const line = spread.join(' ');
  const evening = /\d\s*(?:p\.?m?\.?)(?![a-z])/u.test(line) || words.evening.some((word) => hasPhrase(said, word));
  const morning = /\d\s*(?:a\.?m?\.?)(?![a-z])/u.test(line) || words.morning.some((word) => hasPhrase(said, word));

  let hour: number;
  let minute = 0;
  const past = /\b(half|quarter|\d{1,2})\s*(?:minutes? )?(past|after|to|before)\s+(\d{1,2})\b/u.exec(line);
  const clock = /(?<!\d)(\d{1,2})\s*(?:[:.h]\s*(\d{2}))?(?!\d)/u.exec(line);
  const military = /(?<!\d)([01]\d|2[0-3])([0-5]\d)(?!\d)/u.exec(line);
  if (past?.[1] !== undefined && past[2] !== undefined && past[3] !== undefined) {
    const part = past[1] === 'half' ? 30 : past[1] === 'quarter' ? 15 : Number(past[1]);
    const before = past[2] === 'to' || past[2] === 'before';
    hour = Number(past[3]) - (before ? 1 : 0);
    minute = before ? 60 - part : part;
  } else if (military?.[1] !== undefined && clock === null) {
    hour = Number(military[1]);
    minute = Number(military[2]);
  } else if (clock?.[1] !== undefined) {
    hour = Number(clock[1]);
    minute = Number(clock[2] ?? 0);
  } else return null;

  if (hour > 24 || minute > 59 || hour < 0) return null;
  const stated = /(?<!\d)0\d\s*[:.h]/u.test(line) || military !== null;
  if (evening && hour < 12) hour += 12;
  else if (morning && hour === 12) hour = 0;
  else if (!evening && !morning && !stated && hour >= 1 && hour <= 6) hour += 12;
  return `${two(hour % 24)}:${two(minute)}`;
};
