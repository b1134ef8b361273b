import { atStart } from '#content/files.ts';
import { inFlow, textsPath, type ContentCheck, type FlowCheck } from '#content/lint/context.ts';
import { textUses } from '#content/lint/text-uses.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';
import type { Locale } from '#shared/locales.ts';

const split = (key: string): { name: string; leaf: string } => {
  const dot = key.indexOf('.');
  return { name: key.slice(0, dot), leaf: key.slice(dot + 1) };
};

/** Every text that a flow names exists in at least one of its languages. */
export const checkTextKeys: FlowCheck = (loaded, { texts, unreadable }) =>
  textUses(loaded).flatMap(({ key, path }): Problem[] => {
    const { locales } = loaded.flow;
    const { name, leaf } = split(key);
    const found = locales.some(
      (locale) => texts.get(locale)?.has(key) === true || unreadable.has(textsPath(locale, name)),
    );
    if (found) return [];
    const known = locales.flatMap((locale) => [...(texts.get(locale)?.keys() ?? [])]);
    const near = known.filter((one) => split(one).name === name).map((one) => split(one).leaf);
    const [first = 'en'] = locales;
    return [
      inFlow(
        loaded,
        path,
        `there is no text "${key}"${didYouMean(leaf, near)}`,
        `add "${leaf}" to ${textsPath(first, name)}`,
      ),
    ];
  });

/** Which texts each language must have, by file, with a flow that needs each. */
const needed = (flows: Parameters<ContentCheck>[0]['flows'], texts: Parameters<ContentCheck>[0]['texts']) => {
  const byFile = new Map<string, { locale: Locale; name: string; keys: Map<string, string> }>();
  for (const loaded of flows) {
    const { id, locales } = loaded.flow;
    for (const { key } of textUses(loaded)) {
      if (!locales.some((locale) => texts.get(locale)?.has(key) === true)) continue;
      for (const locale of locales) {
        const { name, leaf } = split(key);
        const path = textsPath(locale, name);
        const entry = byFile.get(path) ?? { locale, name, keys: new Map<string, string>() };
        if (!entry.keys.has(leaf)) entry.keys.set(leaf, id);
        byFile.set(path, entry);
      }
    }
  }
  return byFile;
};

/** A text that a flow says exists in every language in which the flow is written. */
export const checkTranslations: ContentCheck = ({ flows, texts, textFiles, unreadable }) => {
  const there = new Set(textFiles.map(({ file }) => file));
  return [...needed(flows, texts)].flatMap(([path, { locale, name, keys }]): Problem[] => {
    if (unreadable.has(path)) return [];
    if (!there.has(path)) {
      const [flow = ''] = keys.values();
      const mend = `translate ${keys.size} texts, or take "${locale}" out of the locales of "${flow}"`;
      return [atStart(path, `this file is missing, but flows say its texts in "${locale}"`, mend)];
    }
    return [...keys]
      .filter(([leaf]) => texts.get(locale)?.has(`${name}.${leaf}`) !== true)
      .map(([leaf, flow]) =>
        atStart(
          path,
          `the text "${leaf}" is missing in "${locale}"`,
          `translate it here, or take "${locale}" out of the locales of "${flow}"`,
        ),
      );
  });
};
