import { inText, variantsOf, type ContentCheck, type PlacedText } from '#content/lint/context.ts';
import { argumentsIn, parseMessage } from '#content/lint/message.ts';
import type { Problem } from '#content/problem.ts';

/** What a text names in braces: in any of its variants, and in each of them. Null where it cannot be read. */
const named = (
  placed: PlacedText,
): { readonly any: ReadonlySet<string>; readonly each: ReadonlySet<string> } | null => {
  const sets: Set<string>[] = [];
  for (const text of variantsOf(placed.text)) {
    const message = parseMessage(text, placed.file.locale);
    if ('fault' in message) return null;
    sets.push(new Set(argumentsIn(message.ast).map(({ name }) => name)));
  }
  const any = new Set(sets.flatMap((set) => [...set]));
  return { any, each: new Set([...any].filter((name) => sets.every((set) => set.has(name)))) };
};

const list = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(', ');

/**
 * A translation says what the English text says: the values that it names, and a value that every English variant has
 * (the emergency number above all) in every variant too.
 */
export const checkSameArguments: ContentCheck = ({ texts }) =>
  [...texts].flatMap(([locale, own]) => {
    if (locale === 'en') return [];
    return [...own].flatMap(([key, placed]): Problem[] => {
      const original = texts.get('en')?.get(key);
      const here = named(placed);
      const there = original === undefined ? null : named(original);
      if (here === null || there === null) return [];
      const lost = [...there.any].filter(
        (name) => !here.any.has(name) || (there.each.has(name) && !here.each.has(name)),
      );
      const added = [...here.any].filter((name) => !there.any.has(name));
      if (lost.length > 0)
        return [
          inText(
            placed,
            null,
            `"${placed.key}" lacks ${list(lost)}, which the English text has`,
            'put it into every variant',
          ),
        ];
      if (added.length > 0)
        return [
          inText(
            placed,
            null,
            `"${placed.key}" has ${list(added)}, which the English text has not`,
            'remove it, or add it to the English text',
          ),
        ];
      return [];
    });
  });
