import type { ContentFile } from '#content/articles.ts';
import { atStart } from '#content/files.ts';
import type { Problem } from '#content/problem.ts';
import { textsSchema, type Text } from '#content/schemas/flow.ts';
import { LOCALES, type Locale } from '#shared/locales.ts';
import { wordsSchema, type Words } from '#content/schemas/words.ts';
import { readYaml, type Locate } from '#content/yaml.ts';

/** One file of texts, with the place of each key. */
export interface TextsFile {
  readonly file: string;
  readonly locale: Locale;
  /** The first half of the full keys: `checkin` of `checkin.mood`. */
  readonly name: string;
  readonly texts: Readonly<Record<string, Text>>;
  readonly locate: Locate;
}

/** One file of the words by which people answer. */
export interface WordsFile {
  readonly file: string;
  readonly locale: Locale;
  readonly words: Words;
  readonly locate: Locate;
}

export interface LocaleFiles {
  readonly texts: readonly TextsFile[];
  readonly words: readonly WordsFile[];
  readonly problems: readonly Problem[];
}

/** Reads everything under `flows/locales/<locale>/`. Never throws; a file with problems is left out. */
export const readLocaleFiles = (files: readonly ContentFile[]): LocaleFiles => {
  const problems: Problem[] = [];
  const texts: TextsFile[] = [];
  const words: WordsFile[] = [];
  for (const { file, source } of files) {
    const [folder = '', leaf, ...deeper] = file.split('/').slice(2);
    const locale = LOCALES.find((one) => one === folder);
    if (locale === undefined || leaf === undefined || deeper.length > 0) {
      problems.push(
        atStart(
          file,
          `this is no place for texts: flows/locales/ holds a folder for each language`,
          `move it into one of: ${LOCALES.join(', ')}`,
        ),
      );
      continue;
    }
    const name = leaf.replace(/\.yaml$/u, '');
    if (name === 'words') {
      const read = readYaml(file, source, wordsSchema);
      problems.push(...read.problems);
      if (read.value !== null) words.push({ file, locale, words: read.value, locate: read.locate });
    } else {
      const read = readYaml(file, source, textsSchema);
      problems.push(...read.problems);
      if (read.value !== null) texts.push({ file, locale, name, texts: read.value, locate: read.locate });
    }
  }
  return { texts, words, problems };
};
