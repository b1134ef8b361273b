import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import { compileIn, declaredIn, fits, typeName } from '#content/lint/variables.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';
import type { Flow } from '#content/schemas/flow.ts';
import { typeOf, type Step } from '#core/steps/registry.ts';

/** One expression of a flow, with the type that it must have: a list where several will do. */
export interface PlacedExpression {
  readonly path: readonly PropertyKey[];
  readonly cel: string;
  readonly types: readonly string[] | null;
}

const SHOWABLE = ['string', 'double', 'bool'];

const inStep = (step: Step, index: number): readonly PlacedExpression[] => [
  ...(step.when === undefined ? [] : [{ path: ['steps', index, 'when'], cel: step.when, types: ['bool'] }]),
  ...Object.entries(step.args ?? {}).map(([name, cel]) => ({
    path: ['steps', index, 'args', name],
    cel,
    types: SHOWABLE,
  })),
  ...typeOf(step)
    .expressions(step as never)
    .map(({ path, cel, type }) => ({ path: ['steps', index, ...path], cel, types: type === null ? null : [type] })),
];

/** Every expression of a flow. */
export const expressionsIn = (flow: Flow): readonly PlacedExpression[] =>
  flow.steps.flatMap((step, index) => inStep(step, index));

const mendFor = (flow: Flow, fault: string): { hint: string; mend: string } => {
  const unknown = /^Unknown variable: (\w+)/u.exec(fault)?.[1];
  if (unknown !== undefined) {
    const known = [...new Set(declaredIn(flow).map(({ name }) => name))];
    return {
      hint: didYouMean(unknown, known),
      mend:
        known.length === 0
          ? 'this flow has no variables: give a step an "item" or a "var"'
          : `use one of: ${known.join(', ')}`,
    };
  }
  if (/double (?:==|!=) int|int (?:==|!=) double/u.test(fault))
    return { hint: '', mend: 'write the number with a point, such as 3.0' };
  return { hint: '', mend: 'correct the expression' };
};

/** Every expression compiles against the variables of its flow and has the type that its place asks for. */
export const checkExpressions: FlowCheck = (loaded) =>
  expressionsIn(loaded.flow).flatMap(({ path, cel, types }): Problem[] => {
    const compiled = compileIn(loaded.flow, cel);
    if ('error' in compiled) {
      const { hint, mend } = mendFor(loaded.flow, compiled.error);
      return [inFlow(loaded, path, `"${cel}" is no valid expression: ${compiled.error}${hint}`, mend)];
    }
    if (types === null || types.some((type) => fits(compiled.type, type))) return [];
    const wanted = types.map((type) => typeName(type)).join(', or ');
    return [
      inFlow(loaded, path, `"${cel}" gives ${typeName(compiled.type)}`, `write an expression that gives ${wanted}`),
    ];
  });
