import { atStart } from '#content/files.ts';
import { inText, type ContentCheck, type PlacedText } from '#content/lint/context.ts';
import { commandsOf } from '#content/lint/commands.ts';
import { textUses } from '#content/lint/text-uses.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';
import { SYSTEM_KEYS } from '#content/system-keys.ts';

/** Every text is said by something. A text that nothing says is mostly a key that was misspelt elsewhere. */
export const checkUnused: ContentCheck = ({ flows, texts, textFiles, unreadable }) => {
  // While a flow cannot be read, nobody knows what it says.
  if ([...unreadable].some((file) => file.endsWith('.flow.yaml'))) return [];
  const usedIn = new Map<string, Set<string>>();
  for (const loaded of flows) {
    for (const { key } of textUses(loaded)) {
      const locales = usedIn.get(key) ?? new Set();
      for (const locale of loaded.flow.locales) locales.add(locale);
      usedIn.set(key, locales);
    }
  }
  const system = new Set<string>(SYSTEM_KEYS);
  const commands = commandsOf(flows);
  const check = (placed: PlacedText): Problem[] => {
    const { key, file } = placed;
    if (file.name === 'system')
      return system.has(key)
        ? []
        : [
            inText(
              placed,
              null,
              `the engine says no "${key}"${didYouMean(key, system)}`,
              'remove it or correct the key',
            ),
          ];
    if (file.name === 'commands')
      return commands.has(key)
        ? []
        : [
            inText(
              placed,
              null,
              `there is no command "${key}"${didYouMean(key, commands)}`,
              'remove it or correct the key',
            ),
          ];
    const locales = usedIn.get(`${file.name}.${key}`);
    if (locales === undefined)
      return [inText(placed, null, `no flow says the text "${key}"`, 'remove it, or name it in a step')];
    if (!locales.has(file.locale))
      return [
        inText(
          placed,
          null,
          `no flow says the text "${key}" in "${file.locale}"`,
          `remove it, or add "${file.locale}" to the locales of its flow`,
        ),
      ];
    return [];
  };
  return textFiles.flatMap((file) => {
    const problems = Object.keys(file.texts).flatMap((key) => {
      const placed = texts.get(file.locale)?.get(`${file.name}.${key}`);
      return placed === undefined ? [] : check(placed);
    });
    const whole = problems.length > 1 && problems.length === Object.keys(file.texts).length;
    return whole
      ? [atStart(file.file, `no flow says anything of this file in "${file.locale}"`, 'remove it, or correct its name')]
      : problems;
  });
};
