import { inFlow, type FlowCheck, type LintContext } from '#content/lint/context.ts';
import { END, graphOf, reachable, waits, type Graph } from '#content/lint/graph.ts';
import type { LoadedFlow } from '#content/revisions.ts';

/** The graph without the steps that wait: what can be run through in one go. */
const inOneGo = ({ flow }: LoadedFlow): Graph => {
  const graph = graphOf(flow);
  const passing = new Set(flow.steps.filter((step) => !waits(step)).map(({ id }) => id));
  return new Map(
    [...graph]
      .filter(([id]) => passing.has(id))
      .map(([id, next]) => [id, new Set([...next].filter((to) => passing.has(to) || to === END))]),
  );
};

/** Flows that can run from their start to their end without one question. */
const silentFlows = (context: LintContext): ReadonlySet<string> =>
  new Set(
    context.flows
      .filter((one) => {
        const graph = inOneGo(one);
        const first = one.flow.steps[0]?.id;
        return first !== undefined && graph.has(first) && reachable(graph, [first]).has(END);
      })
      .map(({ flow }) => flow.id),
  );

/** Flows that a flow calls before its first question. */
const calledAtOnce = (loaded: LoadedFlow): readonly string[] => {
  const first = loaded.flow.steps[0]?.id ?? END;
  const graph = inOneGo(loaded);
  if (!graph.has(first)) return [];
  const seen = reachable(graph, [first]);
  return loaded.flow.steps.flatMap((step) => (step.type === 'call' && seen.has(step.id) ? [step.flow] : []));
};

/**
 * Nothing runs in a circle without a question in between, within one flow or through the flows it calls; and from every
 * step there is a way to the end.
 */
export const checkWaysOut: FlowCheck = (loaded, context) => {
  const { flow } = loaded;
  const silent = silentFlows(context);
  const graph = inOneGo(loaded);
  // A call waits by what it calls, unless that can end without asking anything.
  const asks = new Set(flow.steps.filter((step) => step.type === 'call' && !silent.has(step.flow)).map(({ id }) => id));
  const quiet: Graph = new Map([...graph].filter(([id]) => !asks.has(id)));
  const circling = flow.steps.filter(
    ({ id }) => id !== END && quiet.has(id) && reachable(quiet, quiet.get(id) ?? []).has(id),
  );
  const first = circling[0];
  if (first !== undefined) {
    const index = flow.steps.indexOf(first);
    const names = circling.map(({ id }) => `"${id}"`).join(', ');
    return [
      inFlow(
        loaded,
        ['steps', index, 'id'],
        `these steps go round without a question: ${names}`,
        'put a question between them, or lead one of them out',
      ),
    ];
  }
  const calls = new Map(context.flows.map((one) => [one.flow.id, new Set(calledAtOnce(one))]));
  if (reachable(calls, calls.get(flow.id) ?? []).has(flow.id)) {
    const index = flow.steps.findIndex((step) => step.type === 'call' && calledAtOnce(loaded).includes(step.flow));
    return [
      inFlow(
        loaded,
        ['steps', index, 'flow'],
        `"${flow.id}" comes to call itself without a question`,
        'ask something before this call',
      ),
    ];
  }
  const all = graphOf(flow);
  // A step that does not exist is reported as such; what lies behind it is not known.
  const stuck = flow.steps.find(({ id }) => [...reachable(all, [id])].every((to) => to !== END && all.has(to)));
  if (stuck === undefined) return [];
  const path = ['steps', flow.steps.indexOf(stuck), 'id'];
  return [
    inFlow(
      loaded,
      path,
      `no way leads from the step "${stuck.id}" to the end`,
      'let one of the steps after it lead to "end"',
    ),
  ];
};
