import type { LocaleFiles, TextsFile, WordsFile } from '#content/locale-files.ts';
import type { Problem } from '#content/problem.ts';
import type { LoadedFlow } from '#content/revisions.ts';
import { type Text } from '#content/schemas/flow.ts';
import { LOCALES, type Locale } from '#shared/locales.ts';

/** A text with the place where it stands. */
export interface PlacedText {
  readonly text: Text;
  readonly file: TextsFile;
  /** The key inside its file. */
  readonly key: string;
}

/** Everything that the checks may look at. */
export interface LintContext {
  /** Every flow that could be read, in the order of the files. */
  readonly flows: readonly LoadedFlow[];
  /** Ids of all flows, also of those whose file has faults of its own. */
  readonly flowIds: ReadonlySet<string>;
  readonly textFiles: readonly TextsFile[];
  /** Texts by locale and full key. */
  readonly texts: ReadonlyMap<Locale, ReadonlyMap<string, PlacedText>>;
  readonly words: ReadonlyMap<Locale, WordsFile>;
  /** Languages that a flow is written in or that have files. */
  readonly locales: readonly Locale[];
  /** Files that have faults of their own: what they lack is not reported a second time. */
  readonly unreadable: ReadonlySet<string>;
}

/** A check of one flow. */
export type FlowCheck = (flow: LoadedFlow, context: LintContext) => readonly Problem[];
/** A check over all flows and texts together. */
export type ContentCheck = (context: LintContext) => readonly Problem[];

/** The path of a file of texts. */
export const textsPath = (locale: Locale, name: string): string => `flows/locales/${locale}/${name}.yaml`;

const idOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.flow\.yaml$/u, '');

/** Puts together what the checks need. `files`: the paths of all flow and locale files that there are. */
export const lintContext = (
  flows: readonly LoadedFlow[],
  locales: LocaleFiles,
  files: readonly string[],
): LintContext => {
  const texts = new Map<Locale, Map<string, PlacedText>>(LOCALES.map((locale) => [locale, new Map()]));
  for (const file of locales.texts) {
    for (const [key, text] of Object.entries(file.texts))
      texts.get(file.locale)?.set(`${file.name}.${key}`, { text, file, key });
  }
  const read = new Set([...flows, ...locales.texts, ...locales.words].map(({ file }) => file));
  const unreadable = new Set(files.filter((file) => !read.has(file)));
  const used = new Set([...flows.flatMap(({ flow }) => flow.locales), ...locales.texts.map(({ locale }) => locale)]);
  return {
    flows,
    flowIds: new Set([
      ...flows.map(({ flow }) => flow.id),
      ...[...unreadable].filter((file) => file.endsWith('.flow.yaml')).map(idOf),
    ]),
    textFiles: locales.texts,
    texts,
    words: new Map(locales.words.map((one) => [one.locale, one])),
    locales: LOCALES.filter((locale) => used.has(locale)),
    unreadable,
  };
};

/** A problem at a path of a flow's file. */
export const inFlow = (flow: LoadedFlow, path: readonly PropertyKey[], message: string, mend: string): Problem => ({
  file: flow.file,
  ...flow.locate(path),
  message,
  mend,
});

/** A problem at a text, or at one of its variants. */
export const inText = (placed: PlacedText, variant: number | null, message: string, mend: string): Problem => {
  const path = variant === null || typeof placed.text === 'string' ? [placed.key] : [placed.key, variant];
  return { file: placed.file.file, ...placed.file.locate(path), message, mend };
};

/** The variants of a text; one where it is a single string. */
export const variantsOf = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : text);
