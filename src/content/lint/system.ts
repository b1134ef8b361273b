import { atStart } from '#content/files.ts';
import { textsPath, type ContentCheck, type LintContext } from '#content/lint/context.ts';
import type { Problem } from '#content/problem.ts';
import type { Locale } from '#shared/locales.ts';
import { SYSTEM_KEYS } from '#content/system-keys.ts';

const checkSystem = ({ texts, textFiles, unreadable }: LintContext, locale: Locale): Problem[] => {
  const path = textsPath(locale, 'system');
  if (unreadable.has(path)) return [];
  if (!textFiles.some(({ file }) => file === path)) {
    return [
      atStart(
        path,
        `this file is missing: it holds what the engine says in "${locale}"`,
        `write it with its ${SYSTEM_KEYS.length} texts`,
      ),
    ];
  }
  return SYSTEM_KEYS.filter((key) => texts.get(locale)?.has(`system.${key}`) !== true).map((key) =>
    atStart(path, `the engine needs a text "${key}"`, `add "${key}"`),
  );
};

const checkWords = ({ words, unreadable }: LintContext, locale: Locale): Problem[] => {
  const path = textsPath(locale, 'words');
  if (words.has(locale) || unreadable.has(path)) return [];
  return [
    atStart(
      path,
      `this file is missing: without it no answer in "${locale}" is understood`,
      'write it like flows/locales/en/words.yaml',
    ),
  ];
};

/** In every language in which something is said, the engine can speak and understand. */
export const checkSystemFiles: ContentCheck = (context) =>
  [...new Set<Locale>(['en', ...context.locales])].flatMap((locale) => [
    ...checkSystem(context, locale),
    ...checkWords(context, locale),
  ]);
