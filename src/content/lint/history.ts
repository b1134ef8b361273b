import { inFlow, type FlowCheck } from '#content/lint/context.ts';
import { expressionsIn } from '#content/lint/expressions.ts';
import { itemsIn } from '#content/lint/items.ts';
import { declaredIn } from '#content/lint/variables.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';

const CALL = /history\.(\w+)\(\s*(?:["']([^"']*)["'])?/gu;
const ANSWERED = /run\.answered\(\s*["']([^"']*)["']/gu;

/** What conditions read of the history is kept by some flow, and is a number where a measure needs one. */
export const checkHistory: FlowCheck = (loaded, context) => {
  // While a flow cannot be read, nobody knows what it keeps.
  const complete = [...context.unreadable].every((file) => !file.endsWith('.flow.yaml'));
  const kept = new Map(context.flows.flatMap((flow) => itemsIn(flow)).map((item) => [item.name, item]));
  const own = new Set(declaredIn(loaded.flow).map(({ name }) => name));
  return expressionsIn(loaded.flow).flatMap(({ path, cel }): Problem[] => {
    const problems: Problem[] = [];
    for (const [, measure = '', name] of cel.matchAll(CALL)) {
      if (name === undefined) {
        problems.push(
          inFlow(
            loaded,
            path,
            `history.${measure} needs the name of an item in quotes`,
            `write it out: history.${measure}("mood", …)`,
          ),
        );
        continue;
      }
      const item = kept.get(name);
      if (item === undefined && complete) {
        problems.push(
          inFlow(
            loaded,
            path,
            `no flow keeps an item "${name}"${didYouMean(name, kept.keys())}`,
            'name an item that a step keeps',
          ),
        );
      }
      if (item !== undefined && !item.numeric && measure !== 'count') {
        problems.push(
          inFlow(
            loaded,
            path,
            `history.${measure} needs numbers, but "${name}" is ${item.scale}`,
            'use history.count, or an item on a scale',
          ),
        );
      }
    }
    for (const [, name = ''] of cel.matchAll(ANSWERED)) {
      if (!own.has(name)) {
        problems.push(
          inFlow(
            loaded,
            path,
            `this flow asks for no "${name}"${didYouMean(name, own)}`,
            'name an item or a variable of this flow',
          ),
        );
      }
    }
    return problems;
  });
};
