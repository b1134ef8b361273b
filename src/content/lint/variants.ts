import { inText, variantsOf, type FlowCheck } from '#content/lint/context.ts';
import { textUses } from '#content/lint/text-uses.ts';
import type { Problem } from '#content/problem.ts';

/** Variants of the sentence before a question: fewer, and a person who checks in daily soon knows them by heart. */
export const FEWEST_LEADS = 5;

/**
 * What measures is always worded the same, what is tapped as well (a label that changes cannot be typed), and what
 * leads in changes.
 */
export const checkVariants: FlowCheck = (loaded, { texts }) =>
  textUses(loaded).flatMap(({ key, role, step }) =>
    loaded.flow.locales.flatMap((locale): Problem[] => {
      const placed = texts.get(locale)?.get(key);
      if (placed === undefined) return [];
      const count = variantsOf(placed.text).length;
      if (role === 'text' && step?.type === 'rate' && count > 1) {
        return [
          inText(
            placed,
            null,
            'a question on a scale has variants, and other words measure something else',
            'keep one wording, and put the variety into "lead"',
          ),
        ];
      }
      if (role === 'lead' && count < FEWEST_LEADS) {
        return [
          inText(
            placed,
            null,
            `this lead has ${count} of at least ${FEWEST_LEADS} variants`,
            'write more of them, as a list',
          ),
        ];
      }
      if ((role === 'label' || role === 'like') && count > 1) {
        return [
          inText(
            placed,
            null,
            role === 'label' ? 'a button has variants' : 'words that mean an option have variants',
            role === 'label' ? 'keep one wording' : 'write them in one line, separated by commas',
          ),
        ];
      }
      return [];
    }),
  );
