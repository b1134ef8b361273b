import type { Flow, FlowBundle } from '#content/schemas/flow.ts';
import { Expressions } from '#core/engine/expressions.ts';
import { typeOf, type Step } from '#core/steps/registry.ts';
import type { CelType } from '#core/engine/expressions.ts';

/** Where `next: end` and the last step lead. */
export const END = 'end';

/** A flow ready to be run: steps by id, expressions type-checked. */
export interface CompiledFlow {
  readonly id: string;
  readonly revision: string;
  readonly flow: Flow;
  readonly bundle: FlowBundle;
  readonly steps: ReadonlyMap<string, Step>;
  readonly expressions: Expressions;
}

/** The variables of a flow with their types: its params and what its steps leave behind. */
export const flowVariables = (flow: Flow): Readonly<Record<string, CelType>> =>
  Object.assign({}, flow.params, ...flow.steps.map((step) => typeOf(step).variables(step as never))) as Record<
    string,
    CelType
  >;

/** Makes a bundle runnable. Lint has checked deployed ones; an expression that does not compile never holds. */
export const compileFlow = (revision: string, bundle: FlowBundle): CompiledFlow => ({
  id: bundle.flow.id,
  revision,
  flow: bundle.flow,
  bundle,
  steps: new Map(bundle.flow.steps.map((step) => [step.id, step])),
  expressions: new Expressions(flowVariables(bundle.flow)),
});

/** The step after this one, or null at the end of the flow. */
export const following = (compiled: CompiledFlow, step: Step): Step | null => {
  if (step.next === END) return null;
  if (step.next !== undefined) return compiled.steps.get(step.next) ?? null;
  const index = compiled.flow.steps.indexOf(step);
  return compiled.flow.steps[index + 1] ?? null;
};
