import { commandsOf } from '#content/lint/commands.ts';
import type { ContentCheck } from '#content/lint/context.ts';
import { didYouMean } from '#content/nearest.ts';
import type { Problem } from '#content/problem.ts';
import type { WordsFile } from '#content/locale-files.ts';
import { plain } from '#core/understanding/plain.ts';

interface Entry {
  readonly path: readonly PropertyKey[];
  readonly word: string;
}

const entriesIn = ({ words }: WordsFile): readonly Entry[] =>
  Object.entries(words).flatMap(([list, value]): Entry[] => {
    if (Array.isArray(value)) return value.map((word, index) => ({ path: [list, index], word }));
    return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      Array.isArray(inner)
        ? inner.map((word, index) => ({ path: [list, key, index], word: String(word) }))
        : [{ path: [list, key], word: key }],
    );
  });

/** Words are written as messages are compared: otherwise they would never be found. Their commands exist. */
export const checkWords: ContentCheck = ({ words, flows, unreadable }) => {
  const commands = commandsOf(flows);
  const complete = [...unreadable].every((file) => !file.endsWith('.flow.yaml'));
  return [...words.values()].flatMap((file): Problem[] => {
    const at = (path: readonly PropertyKey[], message: string, mend: string): Problem => ({
      file: file.file,
      ...file.locate(path),
      message,
      mend,
    });
    const unlike = entriesIn(file)
      .filter(({ word }) => plain(word) !== word)
      .map(({ path, word }) =>
        at(
          path,
          `"${word}" can never be found in a message`,
          plain(word) === '' ? 'remove it' : `write "${plain(word)}"`,
        ),
      );
    const unknown = Object.keys(file.words.commands)
      .filter((command) => complete && !commands.has(command))
      .map((command) =>
        at(
          ['commands', command],
          `there is no command "${command}"${didYouMean(command, commands)}`,
          'name a command of a flow',
        ),
      );
    return [...unlike, ...unknown];
  });
};
