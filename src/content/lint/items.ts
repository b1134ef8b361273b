import { inFlow, type ContentCheck } from '#content/lint/context.ts';
import type { Problem } from '#content/problem.ts';
import type { LoadedFlow } from '#content/revisions.ts';
import type { Step } from '#core/steps/registry.ts';

/** One place where an answer is kept for good. */
export interface KeptItem {
  readonly name: string;
  readonly loaded: LoadedFlow;
  readonly path: readonly PropertyKey[];
  readonly numeric: boolean;
  /** What the values mean: two places with the same name must have the same. */
  readonly scale: string;
}

const scaleOf = (step: Step): string => {
  switch (step.type) {
    case 'rate':
      return `a scale from ${step.min} to ${step.max} where high is ${step.high}`;
    case 'number':
      return `a number from ${step.min} to ${step.max}`;
    case 'choose':
      return `${step.many === true ? 'some' : 'one'} of ${step.options
        .map(({ value }) => value)
        .toSorted()
        .join(', ')}`;
    case 'ask':
      return step.as === 'text' ? 'words' : `a ${step.as}`;
    default:
      return `a ${step.type}`;
  }
};

/** Every item that a flow keeps. */
export const itemsIn = (loaded: LoadedFlow): readonly KeptItem[] =>
  loaded.flow.steps.flatMap((step, index) =>
    'item' in step && step.item !== undefined
      ? [
          {
            name: step.item,
            loaded,
            path: ['steps', index, 'item'],
            numeric: step.type === 'rate' || step.type === 'number',
            scale: scaleOf(step),
          },
        ]
      : [],
  );

/** An item's name means the same in every flow: the same type, the same scale. */
export const checkItems: ContentCheck = ({ flows }) => {
  const first = new Map<string, KeptItem>();
  const problems: Problem[] = [];
  for (const kept of flows.flatMap((flow) => itemsIn(flow))) {
    const before = first.get(kept.name);
    if (before === undefined) first.set(kept.name, kept);
    else if (before.scale !== kept.scale) {
      const where = `${before.loaded.file}:${before.loaded.locate(before.path).line}`;
      problems.push(
        inFlow(
          kept.loaded,
          kept.path,
          `the item "${kept.name}" is ${kept.scale} here, but ${before.scale} in ${where}`,
          'use the same scale, or another name',
        ),
      );
    }
  }
  return problems;
};
