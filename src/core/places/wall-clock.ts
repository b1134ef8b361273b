/** A time of day as a person reads it off a clock. */
export interface WallTime {
  /** Minutes after midnight; two values where it is not said which half of the day. */
  readonly minutes: readonly number[];
  /** True where only the hour was given: "9 pm". */
  readonly hourOnly: boolean;
}

const NOON = /\b(?:noon|midday|mediodia|meio dia|midi|mittag)\b/;
const MIDNIGHT = /\b(?:midnight|medianoche|meia noite|minuit|mitternacht)\b/;
const TIME =
  /(?:^|[^\d.:/+-])(\d{1,2})(?:\s*(?::|\.|h|uhr)\s*(\d{2})(?!\d))?\s*(h\b|uhr\b|horas?\b|heures?\b|o'?clock\b)?\s*([ap])?\s?\.?\s?(m\b)?\.?/g;

/**
 * Reads the first clock time out of folded text: "9:40 pm", "21.40", "21h40", "21 uhr", "9 am", "noon". A bare number
 * is no time. Null where there is none.
 */
export const readWallTime = (folded: string): WallTime | null => {
  if (NOON.test(folded)) return { minutes: [720], hourOnly: true };
  if (MIDNIGHT.test(folded)) return { minutes: [0], hourOnly: true };
  for (const match of folded.matchAll(TIME)) {
    const [, hourText = '', minuteText, unit, half, m] = match;
    const hour = Number(hourText);
    const minute = Number(minuteText ?? 0);
    const marked = half !== undefined && (m !== undefined || /[ap]$/.test(match[0].trim()));
    if (minuteText === undefined && unit === undefined && !marked) continue;
    if (minute > 59 || hour > 24) continue;
    const hourOnly = minuteText === undefined;
    if (marked && hour >= 1 && hour <= 12) {
      return { minutes: [((hour % 12) + (half === 'p' ? 12 : 0)) * 60 + minute], hourOnly };
    }
    const at = (hour % 24) * 60 + minute;
    // "9:40" alone may be morning or evening; "09:40", "21:40" and "9 Uhr" are not in doubt.
    const doubtful = !marked && hour >= 1 && hour <= 12 && hourText.length === (hour < 10 ? 1 : 2) && unit !== 'uhr';
    return { minutes: doubtful ? [at % 1440, (at + 720) % 1440] : [at], hourOnly };
  }
  return null;
};

/** How far apart two times of day are, round the clock (minutes, 0–720). */
export const clockDistance = (a: number, b: number): number => {
  const apart = Math.abs(a - b) % 1440;
  return Math.min(apart, 1440 - apart);
};
