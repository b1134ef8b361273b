import type { IntlMessageFormat } from 'intl-messageformat';
import { inText, variantsOf, type ContentCheck, type PlacedText } from '#content/lint/context.ts';
import { argumentsIn, literalsIn, parseMessage, tagsIn, unknownFormats } from '#content/lint/message.ts';
import type { Problem } from '#content/problem.ts';

const BRACES = 'see that every { has its } and every choice an "other {…}"';

/** Fills a text in once: some mistakes (a currency that does not exist) show only then. */
const trial = (format: IntlMessageFormat, names: readonly string[]): string | null => {
  try {
    format.format(Object.fromEntries(names.map((name) => [name, 5])));
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it cannot be filled in';
  }
};

const checkVariant = (placed: PlacedText, text: string, index: number): Problem[] => {
  const message = parseMessage(text, placed.file.locale);
  if ('fault' in message) return [inText(placed, index, `this text cannot be read: ${message.fault}`, BRACES)];
  const [tag] = tagsIn(message.ast);
  if (tag !== undefined)
    return [inText(placed, index, `tags such as <${tag}> are not shown in a chat`, 'use Markdown: **bold**, _italic_')];
  const [unknown] = unknownFormats(message.ast);
  if (unknown !== undefined) return [inText(placed, index, `there is no format "${unknown}"`, BRACES)];
  if (literalsIn(message.ast).some((literal) => /[{}]/u.test(literal))) {
    return /'[{}]/u.test(text)
      ? [
          inText(
            placed,
            index,
            'an apostrophe before a brace hides what is in it',
            'write a typographic apostrophe (’) there',
          ),
        ]
      : [inText(placed, index, 'a brace stands in this text that belongs to no other', BRACES)];
  }
  const names = argumentsIn(message.ast).map(({ name }) => name);
  const fault = trial(message.format, names);
  return fault === null
    ? []
    : [inText(placed, index, `this text cannot be filled in: ${fault}`, 'correct the format of the value')];
};

/** Every text, in every variant and language, is MessageFormat that can be read and filled in. */
export const checkTextSyntax: ContentCheck = ({ texts }) =>
  [...texts.values()].flatMap((own) =>
    [...own.values()].flatMap((placed) =>
      variantsOf(placed.text).flatMap((text, index) => checkVariant(placed, text, index)),
    ),
  );
