import { COMMON_ARGUMENTS, SYSTEM_ARGUMENTS } from '#content/lint/arguments.ts';
import { inText, variantsOf, type ContentCheck, type FlowCheck, type PlacedText } from '#content/lint/context.ts';
import { argumentsIn, parseMessage, type Argument } from '#content/lint/message.ts';
import { textUses, type TextUse } from '#content/lint/text-uses.ts';
import { compileIn, declaredIn } from '#content/lint/variables.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';
import type { Flow } from '#content/schemas/flow.ts';
import { typeOf } from '#core/steps/registry.ts';

const used = (text: string, locale: string): readonly Argument[] => {
  const message = parseMessage(text, locale);
  return 'ast' in message ? argumentsIn(message.ast) : [];
};

/** The values of a use by name: true where it is a number. Labels know nothing of the step's own args. */
const known = (flow: Flow, { step, role }: TextUse): ReadonlyMap<string, boolean> => {
  const values = new Map([...COMMON_ARGUMENTS].map((name) => [name, false]));
  for (const { name, type } of declaredIn(flow)) values.set(name, type === 'double');
  if (role === 'label' || role === 'like') return values;
  if (step !== null) {
    for (const [name, type] of Object.entries(typeOf(step).values?.(step as never) ?? {}))
      values.set(name, type === 'double');
  }
  for (const [name, cel] of Object.entries(step?.args ?? {})) {
    const compiled = compileIn(flow, cel);
    values.set(name, 'error' in compiled || !['string', 'bool'].includes(compiled.type));
  }
  return values;
};

const checkPlaced = (placed: PlacedText, by: string, values: ReadonlyMap<string, boolean>): Problem[] =>
  variantsOf(placed.text).flatMap((text, index) =>
    used(text, placed.file.locale).flatMap(({ name, number }): Problem[] => {
      const isNumber = values.get(name);
      if (isNumber === undefined) {
        const mend = `use one of: ${[...values.keys()].toSorted().join(', ')}`;
        return [inText(placed, index, `${by} gives this text no {${name}}${didYouMean(name, values.keys())}`, mend)];
      }
      if (number && !isNumber)
        return [
          inText(
            placed,
            index,
            `{${name}} is used as a number, but ${by} gives a text`,
            `write {${name}}, or use select`,
          ),
        ];
      return [];
    }),
  );

/** Whatever a text names in braces is a variable of the flow, an arg of the step, or known everywhere. */
export const checkTextArguments: FlowCheck = (loaded, { texts }) =>
  textUses(loaded).flatMap((use) => {
    const values = known(loaded.flow, use);
    return loaded.flow.locales.flatMap((locale) => {
      const placed = texts.get(locale)?.get(use.key);
      return placed === undefined ? [] : checkPlaced(placed, `the flow "${loaded.flow.id}"`, values);
    });
  });

/** The same for the engine's own texts. */
export const checkSystemArguments: ContentCheck = ({ texts }) => {
  const values = new Map([...SYSTEM_ARGUMENTS].map((name) => [name, false]));
  return [...texts.values()].flatMap((own) =>
    [...own].flatMap(([key, placed]) => (key.startsWith('system.') ? checkPlaced(placed, 'the engine', values) : [])),
  );
};
