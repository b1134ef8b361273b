import { z } from 'zod';
import { matchOption, optionByLead } from '#core/understanding/option.ts';
import { saysDone, severalOf } from '#core/understanding/several.ts';
import { saysNeither, saysYesOrNo, yesOrNo } from '#core/understanding/yes-no.ts';
import {
  keeps,
  nameSchema,
  stepIdSchema,
  textKeySchema,
  waitingBase,
  waitingTexts,
  type PromptOption,
  type Reply,
  type StepView,
  type Understood,
  type WaitingType,
} from '#core/steps/step-type.ts';

const shape = z.strictObject({
  ...waitingBase,
  type: z.literal('choose'),
  many: z.boolean().optional().describe('Several options may be chosen; keeps a list'),
  min: z.number().int().min(0).optional().describe('Fewest options (many: true); 1 by default, 0 allows none of them'),
  max: z.number().int().min(1).optional().describe('Most options (many: true); all of them by default'),
  options: z
    .array(
      z.strictObject({
        value: nameSchema,
        label: textKeySchema,
        like: textKeySchema.optional().describe('A text with further words that mean this option, separated by commas'),
        to: stepIdSchema.optional().describe('Where this option leads'),
      }),
    )
    .min(2)
    .max(20),
});

const schema = shape
  .refine((step) => step.many === true || (step.min === undefined && step.max === undefined), {
    error: '"min" and "max" say how many options may be chosen: they need "many: true"',
  })
  .refine((step) => step.many !== true || (step.item ?? step.var) !== undefined, {
    error: 'where several options may be chosen, "item" or "var" names the list of them',
  })
  .refine((step) => step.many !== true || fewest(step) <= most(step), {
    error: '"min" is above "max", or there are fewer options',
  });

export type ChooseStep = z.infer<typeof shape>;

const fewest = (step: ChooseStep): number => step.min ?? 1;
const most = (step: ChooseStep): number => Math.min(step.max ?? step.options.length, step.options.length);

/** Options named `yes` and `no` are understood in the many ways in which people say yes and no. */
const isYesNo = (step: ChooseStep): boolean =>
  step.options.some((option) => option.value === 'yes') && step.options.some((option) => option.value === 'no');

const namesOf = (step: ChooseStep, view: StepView) =>
  step.options.map((option) => ({
    value: option.value,
    names: [view.say(option.label), ...(option.like === undefined ? [] : view.say(option.like).split(','))],
  }));

/** What is chosen so far of several, in the order of the options. */
const chosenSoFar = (step: ChooseStep, view: StepView): readonly string[] => {
  const kept = view.recall(step.item ?? step.var ?? '');
  return Array.isArray(kept) ? step.options.map(({ value }) => value).filter((value) => kept.includes(value)) : [];
};

/**
 * The buttons where several may be chosen: each option to add or, once chosen, to take away; and one that ends it. What is
 * hidden keeps its place, so that a tap on an older message means the same.
 */
const manyOptions = (step: ChooseStep, view: StepView): readonly PromptOption[] => {
  const chosen = chosenSoFar(step, view);
  const none = chosen.length === 0;
  return [
    ...step.options.flatMap(({ label, value }): PromptOption[] => {
      const isChosen = chosen.includes(value);
      return [
        { label: view.say(label), value, act: 'add', hidden: isChosen },
        { label: `✓ ${view.say(label)}`, value, act: 'remove', hidden: !isChosen },
      ];
    }),
    {
      label: view.system(none ? 'none_button' : 'done_button'),
      value: null,
      act: 'done',
      hidden: chosen.length < fewest(step),
    },
  ];
};

const understandMany = (step: ChooseStep, reply: Reply, view: StepView): Understood => {
  const before = chosenSoFar(step, view);
  const values = step.options.map(({ value }) => value);
  const whole = (chosen: readonly string[]): Understood =>
    chosen.length >= fewest(step) && chosen.length <= most(step)
      ? { kind: 'value', value: chosen, free: false }
      : { kind: 'miss' };
  const part = (chosen: readonly string[]): Understood => {
    const ordered = values.filter((value) => chosen.includes(value));
    const labels = step.options.filter(({ value }) => chosen.includes(value)).map(({ label }) => view.say(label));
    return ordered.length >= most(step) ? whole(ordered) : { kind: 'part', value: ordered, labels };
  };
  if ('option' in reply) {
    const { act, value } = reply.option;
    if (act === 'done') return whole(before);
    if (act === 'remove') return part(before.filter((one) => one !== value));
    return part([...before, String(value)]);
  }
  const named = namesOf(step, view);
  const chosen = severalOf(reply.text, named, view.words);
  if (before.length > 0 && (chosen === null || chosen.length === 0) && saysDone(reply.text, view.words))
    return whole(before);
  if (chosen === null) return { kind: 'miss' };
  // What is typed at once is the whole answer; beside what was tapped it is more of it.
  const together = values.filter((value) => before.includes(value) || chosen.includes(value));
  if (together.length > most(step)) return { kind: 'miss' };
  return before.length > 0 || (chosen.length > 0 && chosen.length < fewest(step)) ? part(together) : whole(chosen);
};

/**
 * Asks for one of a few options: tapped, its number, its label or words like it. With `many: true`, `min` and `max` for
 * several of them: "1 and 3", "both", or one tap after the other.
 *
 * @example
 * - id: taken
 *   type: choose
 *   text: taken
 *   item: taken
 *   options:
 *     - { value: 'yes', label: common.yes }
 *     - { value: 'no', label: common.no }
 *     - { value: unsaid, label: rather_not }
 */
export const choose = {
  type: 'choose',
  schema,
  waits: true,
  targets: (step) => [
    ...step.options.flatMap((option) => option.to ?? []),
    ...[step.danger, step.safe, step.easier].filter((to) => to !== undefined),
  ],
  texts: (step) => [
    ...waitingTexts(step),
    ...step.options.flatMap((option) => (option.like === undefined ? [option.label] : [option.label, option.like])),
  ],
  expressions: () => [],
  variables: (step) => keeps(step, step.many === true ? 'list<string>' : 'string'),
  options: (step, view) =>
    step.many === true
      ? manyOptions(step, view)
      : step.options.map((option) => ({ label: view.say(option.label), value: option.value })),
  understand: (step, reply, view) => {
    if (step.many === true) return understandMany(step, reply, view);
    const answer = (value: string) => {
      const chosen = step.options.find((option) => option.value === value);
      return { kind: 'value' as const, value, free: false, to: chosen?.to };
    };
    if ('option' in reply) return answer(String(reply.option.value));
    const named = namesOf(step, view);
    // Where danger is asked about, an ordinary word in the middle of a sentence is no answer.
    const careful = step.danger !== undefined;
    const byName = matchOption(reply.text, named, { careful });
    // One bare word that is an option's name means it.
    const isPlain = byName !== null && !/[\s?]/u.test(reply.text);
    if (!careful && !isPlain && isYesNo(step) && (byName === null || byName === 'yes' || byName === 'no')) {
      if (saysNeither(reply.text, view.words)) return { kind: 'miss' };
    }
    if (byName !== null) return answer(byName);
    if (careful) {
      const { yes, no, in_crisis } = view.words;
      const led = optionByLead(reply.text, named, { yes, no, unless: in_crisis.unless });
      if (led !== null) return answer(led);
    }
    if (isYesNo(step)) {
      const said = careful ? yesOrNo(reply.text, view.words) : saysYesOrNo(reply.text, view.words);
      if (said !== null) return answer(said);
    }
    return { kind: 'miss' };
  },
} satisfies WaitingType<ChooseStep>;
