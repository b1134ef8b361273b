import { localTime } from '#shared/local-time.ts';
import { linesFor } from '#core/safety/lines.ts';
import type { Library } from '#core/engine/library.ts';
import { fill, variant } from '#core/engine/texts.ts';
import type { Assessment, Draft, Tier } from '#core/ports.ts';

/** Tiers in which a person must be answered with more than an apology. */
const ACTING: ReadonlySet<Tier> = new Set(['interrupt', 'emergency', 'check', 'same-day']);

/** Whether the assessment asks for action. */
export const acts = (assessment: Assessment): boolean => ACTING.has(assessment.tier);

/** What is said when everything else failed. Needs nothing but the content: no database, no session, no flow. */
export const rescue = (
  library: Library,
  options: {
    readonly danger: boolean;
    readonly country: string | null;
    readonly locale: string;
    readonly now: number;
    readonly youth?: boolean;
  },
): Draft => {
  const { danger, country, locale, now } = options;
  const today = localTime(now, null).date;
  const lines = linesFor(library.content.lines, { country, youth: options.youth ?? false, today, locale });
  const text = variant(library.system(danger ? 'trouble_lines' : 'trouble', locale), 0);
  return {
    kind: danger ? 'crisis' : 'system',
    text: fill(text, locale, () => ({ lines: lines.text, line_short: lines.short, emergency: lines.emergency })),
    choices: [],
    attachments: [],
  };
};
