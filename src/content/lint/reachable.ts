import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import { END, graphOf, reachable } from '#content/lint/graph.ts';

/** Every step can be reached from the first one, or by "stop". */
export const checkReachable: FlowCheck = (loaded) => {
  const { flow } = loaded;
  const graph = graphOf(flow);
  // A misspelt target is reported as such; the step that was meant is not lost.
  if ([...graph.values()].some((targets) => [...targets].some((to) => to !== END && !graph.has(to)))) return [];
  const roots = [flow.steps[0]?.id, flow.on_stop].filter((id) => id !== undefined);
  const seen = reachable(graph, roots);
  return flow.steps.flatMap((step, index) =>
    seen.has(step.id)
      ? []
      : [
          inFlow(
            loaded,
            ['steps', index, 'id'],
            `nothing leads to the step "${step.id}"`,
            'let another step lead here, or remove it',
          ),
        ],
  );
};
