import { z } from 'zod';
import { localTime } from '#shared/local-time.ts';
import { spanIn, spanMs, timeLine } from '#core/understanding/time-line.ts';
import { wallTime } from '#core/understanding/wall-time.ts';
import { keeps, waitingBase, waitingTexts, type StepView, type WaitingType } from '#core/steps/step-type.ts';

const HH_MM = /^([01]\d|2[0-3]):[0-5]\d$/;

const schema = z.strictObject({
  ...waitingBase,
  type: z.literal('time'),
  suggest: z.array(z.string().regex(HH_MM, 'a time as 08:30')).max(8).optional(),
});

export type TimeStep = z.infer<typeof schema>;

/** A wall time in the way of the language: 8:30 PM, 20:30. */
const clockLabel = (time: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`2026-01-01T${time}:00Z`));

/** The time of day that is meant: as the clock shows it, or so long from now ("in two hours"). */
const timeIn = (text: string, view: StepView): string | null => {
  const span = spanIn(timeLine(text, view.words), view.words);
  const ms = span === null ? null : spanMs(span);
  if (ms === null) return wallTime(text, view.words);
  const { hour, minute } = localTime(view.now + ms, view.zone);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};

/**
 * Asks for a time of day; keeps it as `HH:MM`.
 *
 * @example
 * - id: when
 *   type: time
 *   text: when
 *   var: time
 *   suggest: ['09:00', '20:00']
 */
export const time = {
  type: 'time',
  schema,
  waits: true,
  targets: (step) => (step.danger === undefined ? [] : [step.danger]),
  texts: waitingTexts,
  expressions: () => [],
  variables: (step) => keeps(step, 'string'),
  options: (step, view) => (step.suggest ?? []).map((value) => ({ label: clockLabel(value, view.locale), value })),
  understand: (_step, reply, view) => {
    const value = 'option' in reply ? reply.option.value : timeIn(reply.text, view);
    return typeof value === 'string' && HH_MM.test(value) ? { kind: 'value', value, free: false } : { kind: 'miss' };
  },
} satisfies WaitingType<TimeStep>;
