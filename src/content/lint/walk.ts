import type { Step } from '#core/steps/registry.ts';

/** A value of a step with the path to it. */
export interface Placed {
  readonly path: readonly PropertyKey[];
  readonly value: string;
}

/** Blocks of a step whose keys are names that the author chose. */
const NAMED_BY_AUTHOR: ReadonlySet<string> = new Set(['args', 'with', 'set']);

const walk = (value: unknown, path: readonly PropertyKey[], field: string, wanted: ReadonlySet<string>): Placed[] => {
  if (typeof value === 'string') return wanted.has(field) ? [{ path, value }] : [];
  if (Array.isArray(value)) return value.flatMap((inner, index) => walk(inner, [...path, index], field, wanted));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    NAMED_BY_AUTHOR.has(key) ? [] : walk(inner, [...path, key], key, wanted),
  );
};

const TARGETS: ReadonlySet<string> = new Set(['to', 'next', 'else', 'danger', 'safe', 'easier']);
const TEXTS: ReadonlySet<string> = new Set(['text', 'lead', 'again', 'label', 'labels', 'like', 'alt', 'empty']);

/** Every step that a step names, with its place in the step. */
export const targetsIn = (step: Step): readonly Placed[] => walk(step, [], '', TARGETS);

/** Every text key that a step names, with its place in the step. */
export const textKeysIn = (step: Step): readonly Placed[] => walk(step, [], '', TEXTS);
