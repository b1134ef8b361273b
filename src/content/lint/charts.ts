import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import { itemsIn } from '#content/lint/items.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';

/** Where a scale ends: what an item is drawn between. */
const rangeOf = (scale: string): string => /from (-?[\d.]+ to -?[\d.]+)/u.exec(scale)?.[1] ?? scale;

/** A chart shows numbers that some flow keeps, all on one scale: two scales on one axis would mislead. */
export const checkCharts: FlowCheck = (loaded, context) => {
  const complete = [...context.unreadable].every((file) => !file.endsWith('.flow.yaml'));
  const kept = new Map(context.flows.flatMap((flow) => itemsIn(flow)).map((item) => [item.name, item]));
  return loaded.flow.steps.flatMap((step, index): Problem[] => {
    if (step.type !== 'chart') return [];
    const first = kept.get(step.items[0]?.item ?? '');
    return step.items.flatMap(({ item }, place): Problem[] => {
      const path = ['steps', index, 'items', place, 'item'];
      const found = kept.get(item);
      if (found === undefined) {
        const hint = didYouMean(item, kept.keys());
        return complete
          ? [inFlow(loaded, path, `no flow keeps an item "${item}"${hint}`, 'name an item that a step keeps')]
          : [];
      }
      if (!found.numeric)
        return [
          inFlow(loaded, path, `a chart shows numbers, but "${item}" is ${found.scale}`, 'name an item on a scale'),
        ];
      if (first?.numeric === true && rangeOf(found.scale) !== rangeOf(first.scale))
        return [
          inFlow(
            loaded,
            path,
            `"${item}" goes from ${rangeOf(found.scale)}, but "${first.name}" from ${rangeOf(first.scale)}`,
            'draw each scale in a chart of its own',
          ),
        ];
      return [];
    });
  });
};
