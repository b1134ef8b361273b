import { z } from 'zod';
import { ask } from '#core/steps/ask.ts';
import { branch } from '#core/steps/branch.ts';
import { call } from '#core/steps/call.ts';
import { chart } from '#core/steps/chart.ts';
import { choose } from '#core/steps/choose.ts';
import { date } from '#core/steps/date.ts';
import { end } from '#core/steps/end.ts';
import { file } from '#core/steps/file.ts';
import { number } from '#core/steps/number.ts';
import { rate } from '#core/steps/rate.ts';
import { record } from '#core/steps/record.ts';
import { say } from '#core/steps/say.ts';
import { schedule } from '#core/steps/schedule.ts';
import { time } from '#core/steps/time.ts';
import type { BaseStep, PassingType, WaitingStep, WaitingType } from '#core/steps/step-type.ts';

/** Every step type by its name in the files. */
export const STEP_TYPES = {
  say,
  ask,
  choose,
  rate,
  number,
  time,
  date,
  branch,
  call,
  record,
  schedule,
  chart,
  file,
  end,
} as const;

/** One step of a flow, as it stands in a file. */
export const stepSchema = z.discriminatedUnion('type', [
  say.schema,
  ask.schema,
  choose.schema,
  rate.schema,
  number.schema,
  time.schema,
  date.schema,
  branch.schema,
  call.schema,
  record.schema,
  schedule.schema,
  chart.schema,
  file.schema,
  end.schema,
]);

export type Step = z.infer<typeof stepSchema>;

/** The type of a step, seen through what all types share. */
export const typeOf = (step: BaseStep): PassingType<BaseStep> | WaitingType<WaitingStep> =>
  STEP_TYPES[step.type as keyof typeof STEP_TYPES] as unknown as PassingType<BaseStep> | WaitingType<WaitingStep>;
