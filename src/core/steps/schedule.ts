import { z } from 'zod';
import { celSchema, stepBase, type PassingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('schedule'),
  kind: z.enum(['checkin', 'week']),
  time: celSchema.optional().describe('The wall time, `HH:MM`; without it the schedule is switched off'),
  days: z.array(z.number().int().min(1).max(7)).min(1).optional().describe('ISO weekdays, 1 = Monday; by default all'),
});

export type ScheduleStep = z.infer<typeof schema>;

/**
 * Sets or switches off the time at which the person is written to.
 *
 * @example
 * - id: set
 *   type: schedule
 *   kind: checkin
 *   time: time
 */
export const schedule = {
  type: 'schedule',
  schema,
  waits: false,
  targets: () => [],
  texts: () => [],
  expressions: (step) => (step.time === undefined ? [] : [{ path: ['time'], cel: step.time, type: 'string' }]),
  variables: () => ({}),
  pass: (step, view) => {
    const time = step.time === undefined ? null : view.evaluate(step.time);
    return {
      effects: [
        {
          effect: 'schedule',
          kind: step.kind,
          time: typeof time === 'string' ? time : null,
          days: step.days ?? [1, 2, 3, 4, 5, 6, 7],
        },
      ],
    };
  },
} satisfies PassingType<ScheduleStep>;
