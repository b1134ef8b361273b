import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import { END, waits } from '#content/lint/graph.ts';
import { targetsIn } from '#content/lint/walk.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';

/** Ways on that only a talk about safety has. */
const SAFETY_ONLY: ReadonlySet<string> = new Set(['danger', 'safe', 'easier']);

/** Steps that are named anywhere exist; `danger` and its like stand in safety flows only; a typed line answers questions. */
export const checkTargets: FlowCheck = (loaded) => {
  const { flow } = loaded;
  const problems: Problem[] = [];
  const steps = new Map(flow.steps.map((step) => [step.id, step]));
  const exists = (path: readonly PropertyKey[], id: string, endToo: boolean): boolean => {
    if (steps.has(id) || (endToo && id === END)) return true;
    const message = `there is no step "${id}"${didYouMean(id, steps.keys())}`;
    problems.push(inFlow(loaded, path, message, 'name a step of this flow'));
    return false;
  };
  flow.steps.forEach((step, index) => {
    for (const { path, value } of targetsIn(step)) {
      const place = ['steps', index, ...path];
      exists(place, value, true);
      const field = String(path.at(-1));
      if (SAFETY_ONLY.has(field) && flow.kind !== 'safety') {
        problems.push(
          inFlow(
            loaded,
            place,
            `"${field}" stands in a flow that is no safety flow`,
            'remove it: outside safety flows the crisis protocol takes over by itself',
          ),
        );
      }
    }
  });
  if (flow.on_stop !== undefined) exists(['on_stop'], flow.on_stop, true);
  flow.typed_line?.forEach((id, index) => {
    const step = exists(['typed_line', index], id, false) ? steps.get(id) : undefined;
    if (step !== undefined && !waits(step)) {
      problems.push(
        inFlow(
          loaded,
          ['typed_line', index],
          `the step "${id}" asks nothing`,
          'name only steps that wait for an answer',
        ),
      );
    }
  });
  return problems;
};
