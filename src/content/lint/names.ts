import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import { COMMON_ARGUMENTS } from '#content/lint/arguments.ts';
import { declaredIn, typeName, usableName } from '#content/lint/variables.ts';
import type { Problem } from '#content/problem.ts';

/** The names of variables are free, hold one type each, and a step keeps its answer under one name. */
export const checkNames: FlowCheck = (loaded) => {
  const { flow } = loaded;
  const problems: Problem[] = [];
  const types = new Map<string, string>();
  for (const { name, type, path } of declaredIn(flow)) {
    const before = types.get(name);
    if (!usableName(name) || COMMON_ARGUMENTS.has(name)) {
      problems.push(inFlow(loaded, path, `"${name}" is a name with a meaning of its own`, 'choose another name'));
    } else if (before !== undefined && before !== type) {
      problems.push(
        inFlow(loaded, path, `"${name}" is ${typeName(type)} here and ${typeName(before)} before`, 'use two names'),
      );
    }
    types.set(name, before ?? type);
  }
  flow.steps.forEach((step, index) => {
    if ('item' in step && step.item !== undefined && step.var !== undefined) {
      problems.push(
        inFlow(
          loaded,
          ['steps', index, 'var'],
          `the step "${step.id}" has both "item" and "var"`,
          `remove "var": the answer is known as "${step.item}"`,
        ),
      );
    }
    for (const name of Object.keys(step.args ?? {})) {
      if (COMMON_ARGUMENTS.has(name))
        problems.push(
          inFlow(
            loaded,
            ['steps', index, 'args', name],
            `"${name}" is a name with a meaning of its own`,
            'choose another name',
          ),
        );
    }
  });
  return problems;
};
