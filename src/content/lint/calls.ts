import { inFlow, type FlowCheck, type LintContext } from '#content/lint/context.ts';
import { compileIn, fits, typeName } from '#content/lint/variables.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';
import type { LoadedFlow } from '#content/revisions.ts';

type Call = Extract<LoadedFlow['flow']['steps'][number], { type: 'call' }>;

/** The called flow gets exactly the values it asks for, each of its type. */
const checkParams = (loaded: LoadedFlow, step: Call, index: number, called: LoadedFlow['flow']): Problem[] => {
  const problems: Problem[] = [];
  for (const [name, cel] of Object.entries(step.with ?? {})) {
    const path = ['steps', index, 'with', name];
    const wanted = called.params[name];
    if (wanted === undefined) {
      problems.push(
        inFlow(
          loaded,
          path,
          `"${called.id}" takes no "${name}"${didYouMean(name, Object.keys(called.params))}`,
          `remove it, or add it to the params of "${called.id}"`,
        ),
      );
      continue;
    }
    const compiled = compileIn(loaded.flow, cel);
    if ('type' in compiled && !fits(compiled.type, wanted)) {
      problems.push(
        inFlow(
          loaded,
          path,
          `"${name}" of "${called.id}" is ${typeName(wanted)}, not ${typeName(compiled.type)}`,
          `give ${typeName(wanted)}`,
        ),
      );
    }
  }
  for (const name of Object.keys(called.params)) {
    if (!Object.hasOwn(step.with ?? {}, name)) {
      problems.push(
        inFlow(loaded, ['steps', index, 'flow'], `"${called.id}" is not given its "${name}"`, `add it under "with"`),
      );
    }
  }
  return problems;
};

/** What a call remembers is a text; a flow that ends with anything else cannot be remembered. */
const checkResult = (loaded: LoadedFlow, step: Call, index: number, called: LoadedFlow['flow']): Problem[] => {
  if (step.var === undefined) return [];
  const results = called.steps.flatMap((one) =>
    one.type === 'end' && one.result !== undefined ? [compileIn(called, one.result)] : [],
  );
  const path = ['steps', index, 'var'];
  if (results.length === 0)
    return [
      inFlow(
        loaded,
        path,
        `"${called.id}" ends without a result`,
        `remove "var", or give the ends of "${called.id}" a result`,
      ),
    ];
  const other = results.find((one) => 'type' in one && !fits(one.type, 'string'));
  if (other === undefined || !('type' in other)) return [];
  return [
    inFlow(
      loaded,
      path,
      `the result of "${called.id}" is ${typeName(other.type)}; only a text can be remembered`,
      `make the result a text: '"yes"'`,
    ),
  ];
};

const calledBy = (context: LintContext, id: string) => context.flows.find(({ flow }) => flow.id === id)?.flow;

/** A call names a flow that exists and gives it what it needs. */
export const checkCalls: FlowCheck = (loaded, context) =>
  loaded.flow.steps.flatMap((step, index) => {
    if (step.type !== 'call') return [];
    if (!context.flowIds.has(step.flow)) {
      const message = `there is no flow "${step.flow}"${didYouMean(step.flow, context.flowIds)}`;
      return [inFlow(loaded, ['steps', index, 'flow'], message, 'name a flow that has a file')];
    }
    const called = calledBy(context, step.flow);
    if (called === undefined) return [];
    return [...checkParams(loaded, step, index, called), ...checkResult(loaded, step, index, called)];
  });
