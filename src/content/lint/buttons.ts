import { COMMON_LIMITS } from '#shared/platforms.ts';
import { inFlow, inText, variantsOf, type FlowCheck, type LintContext } from '#content/lint/context.ts';
import { longest, parseMessage } from '#content/lint/message.ts';
import { textUses } from '#content/lint/text-uses.ts';
import type { Problem } from '#content/problem.ts';
import type { LoadedFlow } from '#content/revisions.ts';
import type { Step } from '#core/steps/registry.ts';

/** How many buttons a step brings, Skip included: it comes by itself after two answers that were not understood. */
const buttonsOf = (step: Step): number => {
  switch (step.type) {
    case 'choose':
      return step.options.length + (step.many === true ? 2 : 1);
    case 'rate':
      return step.max - step.min + 1 + (step.also?.length ?? 0) + 1;
    case 'ask':
    case 'time':
      return (step.suggest?.length ?? 0) + 1;
    default:
      return 0;
  }
};

const checkCounts = (loaded: LoadedFlow): Problem[] =>
  loaded.flow.steps.flatMap((step, index): Problem[] => {
    const problems: Problem[] = [];
    const at = (field: string, message: string, mend: string) =>
      problems.push(inFlow(loaded, ['steps', index, field], message, mend));
    const buttons = buttonsOf(step);
    if (buttons > COMMON_LIMITS.choices) {
      at(
        'id',
        `the step "${step.id}" has ${buttons} buttons with Skip, and a platform shows ${COMMON_LIMITS.choices}`,
        'offer fewer',
      );
    }
    if ((step.type === 'rate' || step.type === 'number') && step.min >= step.max)
      at('max', `"max" is not above "min"`, 'widen the scale');
    if (
      step.type === 'rate' &&
      step.labels !== undefined &&
      step.min < step.max &&
      step.labels.length !== step.max - step.min + 1
    ) {
      at(
        'labels',
        `there are ${step.labels.length} labels for ${step.max - step.min + 1} values`,
        'give one label a value, from min to max',
      );
    }
    if (step.type === 'choose' && new Set(step.options.map(({ value }) => value)).size < step.options.length) {
      at('options', `two options of "${step.id}" have the same value`, 'give each a value of its own');
    }
    return problems;
  });

const checkLabels = (loaded: LoadedFlow, { texts }: LintContext): Problem[] =>
  textUses(loaded).flatMap(({ key, role }) => {
    if (role !== 'label') return [];
    return loaded.flow.locales.flatMap((locale) => {
      const placed = texts.get(locale)?.get(key);
      if (placed === undefined) return [];
      return variantsOf(placed.text).flatMap((text, index): Problem[] => {
        const message = parseMessage(text, locale);
        const length = 'ast' in message ? longest(message.ast, () => 1) : 0;
        if (length <= COMMON_LIMITS.label) return [];
        return [
          inText(
            placed,
            index,
            `this button has ${length} characters, and a platform shows ${COMMON_LIMITS.label}`,
            'shorten it',
          ),
        ];
      });
    });
  });

/** Every platform can show the buttons: not too many, no label too long, one label a value. */
export const checkButtons: FlowCheck = (loaded, context) => [...checkCounts(loaded), ...checkLabels(loaded, context)];
