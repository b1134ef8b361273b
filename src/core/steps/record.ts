import { z } from 'zod';
import type { AnswerValue } from '#shared/answer.ts';
import { celSchema, stepBase, type PassingType } from '#core/steps/step-type.ts';

/** What a flow may set, besides the answers: each target with the type of its value. */
export const RECORD_TARGETS = {
  'member.adult': 'bool',
  'member.country': 'string',
  'member.zone': 'string',
  'member.onboarded': 'bool',
  'consent.health_log': 'bool',
  'consent.free_text': 'bool',
  'consent.nudges': 'bool',
  'consent.group_totals': 'bool',
  /** `safe`, `quiet` (asked not to be asked again) or `danger`. */
  episode: 'string',
  /** `erase`. */
  data: 'string',
  /** Days without nudges, from now. */
  pause_days: 'double',
} as const;

export type RecordTarget = keyof typeof RECORD_TARGETS;

const targets = Object.keys(RECORD_TARGETS).filter((name): name is RecordTarget => name in RECORD_TARGETS);

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('record'),
  set: z.partialRecord(z.enum(targets), celSchema).describe('What to set, each value in CEL'),
});

export type RecordStep = z.infer<typeof schema>;

/**
 * Notes something about the person that is no answer: a consent, the zone, that they said they are safe.
 *
 * @example
 * - id: keep_zone
 *   type: record
 *   set: { member.zone: zone }
 */
export const record = {
  type: 'record',
  schema,
  waits: false,
  targets: () => [],
  texts: () => [],
  expressions: (step) =>
    Object.entries(step.set).map(([target, cel]) => ({
      path: ['set', target],
      cel,
      type: targets.includes(target as RecordTarget) ? RECORD_TARGETS[target as RecordTarget] : null,
    })),
  variables: () => ({}),
  pass: (step, view) => ({
    effects: Object.entries(step.set).flatMap(([target, cel]) => {
      const value = view.evaluate(cel);
      const known: AnswerValue =
        typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
      return known === null ? [] : [{ effect: 'record' as const, target, value: known }];
    }),
  }),
} satisfies PassingType<RecordStep>;
