import { loadArticles, type ContentFile } from '#content/articles.ts';
import type { Content } from '#content/content.ts';
import { atStart, filesUnder } from '#content/files.ts';
import { deepFreeze } from '#content/freeze.ts';
import { loadLexicon } from '#content/lexicon.ts';
import { loadLines } from '#content/lines.ts';
import { lint } from '#content/lint.ts';
import { lintContext } from '#content/lint/context.ts';
import { readLocaleFiles, type TextsFile } from '#content/locale-files.ts';
import { flowFileSchema } from '#content/migrations.ts';
import { loadPhrasings, type Phrasings } from '#content/phrasings.ts';
import type { Lexicon } from '#content/schemas/lexicon.ts';
import { inOrder, type Problem } from '#content/problem.ts';
import { bundlesOf, type LoadedFlow } from '#content/revisions.ts';
import { deployedYetWithdrawn, loadWithdrawn } from '#content/withdrawn.ts';
import { type Flow, type Text } from '#content/schemas/flow.ts';
import { LOCALES, type Locale } from '#shared/locales.ts';
import { readYaml } from '#content/yaml.ts';

export interface Loaded {
  /** Null when there are problems: nothing starts on half a content. */
  readonly content: Content | null;
  /** By file, then from top to bottom. */
  readonly problems: readonly Problem[];
  /** Every flow whose own file has no fault, whatever else has: for tools that draw or list them. */
  readonly flows: readonly Flow[];
  /** How many files were read. */
  readonly files: number;
}

const readFlows = (files: readonly ContentFile[]): { flows: readonly LoadedFlow[]; problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const flows: LoadedFlow[] = [];
  for (const { file, source } of files) {
    const read = readYaml(file, source, flowFileSchema);
    problems.push(...read.problems);
    if (read.value !== null) flows.push({ file, flow: read.value, locate: read.locate });
  }
  return { flows, problems };
};

const byFullKey = (files: readonly TextsFile[]): ReadonlyMap<Locale, ReadonlyMap<string, Text>> => {
  const texts = new Map<Locale, Map<string, Text>>(LOCALES.map((locale) => [locale, new Map()]));
  for (const { locale, name, texts: own } of files) {
    for (const [key, text] of Object.entries(own)) texts.get(locale)?.set(`${name}.${key}`, text);
  }
  return texts;
};

const readLines = (file: ContentFile | undefined) =>
  file === undefined
    ? {
        lines: null,
        problems: [atStart('flows/safety/lines.yaml', 'the crisis lines are missing', 'restore this file')],
      }
    : loadLines(file);

/** Families of topics whose questions may be asked by somebody in danger: nothing is learned of them to keep quiet. */
const URGENT_FAMILIES: ReadonlySet<string> = new Set(['ur', 'ws', 'wd', 'se', 'ms', 'rc']);

/**
 * What people ask about feeling flat uses the words of despair every day ("dead inside", "nothing matters to me"). The
 * assessment learns from the phrasings that such questions are answered, not met with a question of its own.
 */
const withEverydayQuestions = (lexicon: Lexicon, phrasings: Phrasings): Lexicon => {
  const quiet = phrasings
    .filter(({ topic, split, apart }) => split !== 'test' && !apart && !URGENT_FAMILIES.has(topic.slice(0, 2)))
    .map(({ text }) => text);
  return { ...lexicon, sentences: { ...lexicon.sentences, quiet: [...lexicon.sentences.quiet, ...quiet] } };
};

/**
 * Loads, checks and freezes all content under `<root>/flows`. Synchronous; never throws for an author's mistake: each
 * comes back with file, line, column and mend, and then there is no content.
 */
export const loadContent = (root: string): Loaded => {
  const flowFiles = filesUnder(root, 'flows', '.flow.yaml');
  const localeFiles = filesUnder(root, 'flows/locales', '.yaml');
  const articleFiles = filesUnder(root, 'flows/articles/en', '.md');
  const phrasingFiles = filesUnder(root, 'flows/phrasings/en', '.txt');
  const lexiconFiles = filesUnder(root, 'flows/safety/lexicon', '.yaml');
  const linesFiles = filesUnder(root, 'flows/safety', '/lines.yaml');
  const withdrawnFiles = filesUnder(root, 'flows', 'flows/withdrawn.yaml');

  const { flows, problems: flowProblems } = readFlows(flowFiles);
  const locales = readLocaleFiles(localeFiles);
  const { articles, problems: articleProblems } = loadArticles(articleFiles);
  const { phrasings, problems: phrasingProblems } = loadPhrasings(phrasingFiles);
  const { lexicon: ownLexicon, problems: lexiconProblems } = loadLexicon(lexiconFiles);
  const lexicon = ownLexicon === null ? null : withEverydayQuestions(ownLexicon, phrasings);
  const { lines, problems: lineProblems } = readLines(linesFiles[0]);
  const withdrawn = loadWithdrawn(withdrawnFiles[0]);
  const context = lintContext(
    flows,
    locales,
    [...flowFiles, ...localeFiles].map(({ file }) => file),
  );
  const problems = inOrder([
    ...flowProblems,
    ...locales.problems,
    ...articleProblems,
    ...phrasingProblems,
    ...lexiconProblems,
    ...lineProblems,
    ...withdrawn.problems,
    ...lint(context),
  ]);

  const readable = flows.map(({ flow }) => flow);
  const files = [flowFiles, localeFiles, articleFiles, phrasingFiles, lexiconFiles, linesFiles, withdrawnFiles].flat()
    .length;
  if (problems.length > 0 || lexicon === null || lines === null)
    return { content: null, problems, flows: readable, files };
  const texts = byFullKey(locales.texts);
  const words = new Map(locales.words.map((one) => [one.locale, one.words]));
  const deployed = bundlesOf(flows, texts);
  const taken = deployedYetWithdrawn(withdrawn, deployed);
  if (taken.length > 0) return { content: null, problems: taken, flows: readable, files };
  const content: Content = {
    flows: deployed,
    withdrawn: withdrawn.reasons,
    texts,
    words,
    articles,
    phrasings,
    lexicon,
    lines,
  };
  return { content: deepFreeze(content), problems, flows: readable, files };
};
