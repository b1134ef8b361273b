import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import { END } from '#content/lint/graph.ts';

/** Each step has a name of its own, and none has the name that stands for the end of the flow. */
export const checkStepIds: FlowCheck = (loaded) => {
  const seen = new Set<string>();
  return loaded.flow.steps.flatMap(({ id }, index) => {
    const path = ['steps', index, 'id'];
    if (id === END)
      return [
        inFlow(
          loaded,
          path,
          '"end" is the name of the end of every flow',
          'give the step another name, such as "finish"',
        ),
      ];
    if (seen.has(id)) return [inFlow(loaded, path, `there are two steps "${id}"`, 'give each step a name of its own')];
    seen.add(id);
    return [];
  });
};
