import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import type { Problem } from '#content/problem.ts';
import { durationMs } from '#core/steps/duration.ts';
import type { WaitingStep } from '#core/steps/step-type.ts';

/** A day may end at any time after the question; the shortest that is left of it is three hours. */
const LEAST_OF_A_DAY = '3h';

const lastsFor = (expires: string | undefined): number =>
  durationMs(expires === 'day' ? LEAST_OF_A_DAY : (expires ?? '24h'));

/** Nothing runs out in a talk about safety, and elsewhere each timer comes before the flow is left. */
export const checkTimers: FlowCheck = (loaded) => {
  const { flow } = loaded;
  const problems: Problem[] = [];
  const safety = (path: readonly PropertyKey[], field: string): void => {
    problems.push(
      inFlow(
        loaded,
        path,
        `"${field}" stands in a safety flow`,
        'remove it: a talk about safety waits as long as it takes',
      ),
    );
  };
  if (flow.expires_after !== undefined && flow.kind === 'safety') safety(['expires_after'], 'expires_after');
  flow.steps.forEach((step, index) => {
    for (const field of ['remind', 'timeout'] as const) {
      const timer = (step as WaitingStep)[field];
      if (timer === undefined) continue;
      const path = ['steps', index, field];
      if (flow.kind === 'safety') safety(path, field);
      else if (durationMs(timer.after) >= lastsFor(flow.expires_after)) {
        problems.push(
          inFlow(
            loaded,
            [...path, 'after'],
            `the flow is left before these ${timer.after} have passed`,
            'write a shorter time, or a longer "expires_after" in the head of the flow',
          ),
        );
      }
    }
  });
  return problems;
};
