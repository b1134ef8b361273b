import { findClaims } from '#content/claims.ts';
import { inText, variantsOf, type ContentCheck, type LintContext } from '#content/lint/context.ts';
import { parseMessage, sample } from '#content/lint/message.ts';
import { textUses, type TextRole } from '#content/lint/text-uses.ts';
import type { Problem } from '#content/problem.ts';
import { readingGrade } from '#content/readability.ts';

/** Flesch–Kincaid, over all sentences of one file. */
export const HIGHEST_GRADE = 6;

/** Keys that no flow uses but as one of these roles: they are no sentences of the program's. */
const onlyAs = ({ flows }: LintContext, roles: readonly TextRole[]): ReadonlySet<string> => {
  const uses = flows.flatMap((flow) => textUses(flow));
  const others = new Set(uses.filter(({ role }) => !roles.includes(role)).map(({ key }) => key));
  return new Set(uses.filter(({ role, key }) => roles.includes(role) && !others.has(key)).map(({ key }) => key));
};

/** Nothing that this program says claims what it must never claim. */
export const checkClaims: ContentCheck = (context) => {
  // What people say is not what the program says.
  const theirs = onlyAs(context, ['like']);
  return [...context.texts].flatMap(([locale, own]) =>
    [...own].flatMap(([key, placed]) =>
      theirs.has(key)
        ? []
        : variantsOf(placed.text).flatMap((text, index) =>
            findClaims(text, locale).map(({ claim, mend }) => inText(placed, index, `this ${claim}`, mend)),
          ),
    ),
  );
};

/** The English texts of each flow, taken together, can be read with ease. */
export const checkReadingGrade: ContentCheck = (context) => {
  const short = onlyAs(context, ['like', 'label', 'name']);
  return context.textFiles.flatMap((file): Problem[] => {
    if (file.locale !== 'en') return [];
    const sentences = Object.entries(file.texts)
      .filter(([key]) => !short.has(`${file.name}.${key}`))
      .flatMap(([key, text]) =>
        variantsOf(text).flatMap((variant) => {
          const message = parseMessage(variant, 'en');
          return 'ast' in message ? [{ key, words: sample(message.ast) }] : [];
        }),
      );
    const grade = readingGrade(sentences.map(({ words }) => words).join('\n\n'));
    if (grade <= HIGHEST_GRADE) return [];
    const hardest = sentences.toSorted((a, b) => readingGrade(b.words) - readingGrade(a.words));
    const keys = [...new Set(hardest.map(({ key }) => key))].slice(0, 3);
    const mend = `use shorter sentences and words, first in ${keys.map((key) => `"${key}"`).join(', ')}`;
    return [
      {
        file: file.file,
        ...file.locate([keys[0] ?? '']),
        message: `the reading grade of this file is ${grade.toFixed(1)}, above ${HIGHEST_GRADE}`,
        mend,
      },
    ];
  });
};
