import type { Flow } from '#content/schemas/flow.ts';
import type { Step } from '#core/steps/registry.ts';
import { typeOf } from '#core/steps/registry.ts';

/** Where `next: end` and the last step lead. */
export const END = 'end';

/** Where a flow can go from each of its steps, by step id; `end` is the end of the flow. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Can the step be passed by without doing what it does? */
const passesOn = (step: Step): boolean => {
  if (step.when !== undefined) return true;
  if (step.type === 'end') return false;
  return step.type !== 'branch' || step.else === undefined;
};

/** All ways that the engine can take: `next` or the following step, the targets of the step, skip at any question. */
export const graphOf = (flow: Flow): Graph =>
  new Map(
    flow.steps.map((step, index) => {
      const following = step.next ?? flow.steps[index + 1]?.id ?? END;
      const own = step.type === 'end' ? [END] : typeOf(step).targets(step as never);
      const alone = 'timeout' in step && step.timeout !== undefined ? [step.timeout.to] : [];
      return [step.id, new Set([...own, ...alone, ...(passesOn(step) ? [following] : [])])];
    }),
  );

/** Everything that can be reached from some steps, themselves included. */
export const reachable = (graph: Graph, from: Iterable<string>): ReadonlySet<string> => {
  const seen = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(graph.get(id) ?? []));
  }
  return seen;
};

/** Does the step wait for the person? */
export const waits = (step: Step): boolean => typeOf(step).waits;
