import { Expressions, RESERVED_NAMES, type Compiled } from '#core/engine/expressions.ts';
import { typeOf } from '#core/steps/registry.ts';
import type { CelType } from '#core/engine/expressions.ts';
import type { Flow } from '#content/schemas/flow.ts';

/** One place where a flow gives a variable its type. */
export interface Declared {
  readonly name: string;
  readonly type: CelType;
  readonly path: readonly PropertyKey[];
}

const fieldOf = (flow: Flow, index: number): string => {
  const step = flow.steps[index];
  return step !== undefined && 'item' in step && step.item !== undefined ? 'item' : 'var';
};

/** Everything that a flow remembers while it runs: its params and what its steps leave behind. */
export const declaredIn = (flow: Flow): readonly Declared[] => [
  ...Object.entries(flow.params).map(([name, type]): Declared => ({ name, type, path: ['params', name] })),
  ...flow.steps.flatMap((step, index) =>
    Object.entries(typeOf(step).variables(step as never)).map(([name, type]): Declared => ({
      name,
      type,
      path: ['steps', index, fieldOf(flow, index)],
    })),
  ),
];

const known = new Map<string, boolean>();

/** May a variable be called so? Not where CEL or the engine has another meaning for the name. */
export const usableName = (name: string): boolean => {
  const before = known.get(name);
  if (before !== undefined) return before;
  let usable = !RESERVED_NAMES.has(name);
  if (usable) {
    try {
      const compiled = new Expressions({ [name]: 'double' }).compile(name);
      usable = 'type' in compiled && compiled.type === 'double';
    } catch {
      usable = false;
    }
  }
  known.set(name, usable);
  return usable;
};

const environments = new WeakMap<Flow, Expressions>();

/** Compiles an expression with the variables of a flow. */
export const compileIn = (flow: Flow, cel: string): Compiled => {
  let environment = environments.get(flow);
  if (environment === undefined) {
    const usable = declaredIn(flow).filter(({ name }) => usableName(name));
    environment = new Expressions(Object.fromEntries(usable.map(({ name, type }) => [name, type])));
    environments.set(flow, environment);
  }
  return environment.compile(cel);
};

/** Does a value of one CEL type do where another is wanted? Whole numbers do for any number. */
export const fits = (type: string, wanted: string): boolean =>
  type === wanted || type === 'dyn' || (wanted === 'double' && type === 'int');

const TYPE_NAMES: Readonly<Record<string, string>> = {
  bool: 'true or false',
  double: 'a number',
  int: 'a number',
  string: 'a text',
};

/** A CEL type in an author's words. */
export const typeName = (type: string): string => TYPE_NAMES[type] ?? `a ${type}`;
