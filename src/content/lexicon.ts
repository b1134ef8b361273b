import { emptyLexicon, lexiconFileSchema, type Lexicon, type LexiconFile } from '#content/schemas/lexicon.ts';
import type { Problem } from '#content/problem.ts';
import { readYaml, type Locate } from '#content/yaml.ts';
import { listen } from '#core/safety/assess.ts';
import { compileLexicon, type Machine, type PatternProblem } from '#core/safety/compile.ts';
import { tierOf, type Kind } from '#core/safety/kinds.ts';

interface ReadFile {
  readonly file: string;
  readonly value: LexiconFile;
  readonly locate: Locate;
}

type Report = (from: ReadFile, path: readonly PropertyKey[], message: string, mend: string) => void;

const merge = (files: readonly ReadFile[], report: Report): Lexicon => {
  const whole = emptyLexicon();
  const classes: Record<string, readonly string[]> = {};
  const patterns: Lexicon['patterns'][number][] = [];
  const idioms: Lexicon['idioms'][number][] = [];
  const ids = new Set<string>();
  const once = (from: ReadFile, section: string, index: number, id: string): void => {
    if (ids.has(id))
      report(
        from,
        [section, index, 'id'],
        `the id "${id}" is used twice`,
        'give each pattern and idiom an id of its own',
      );
    ids.add(id);
  };
  for (const from of files) {
    const { spelling, context } = from.value;
    if (spelling !== undefined) {
      Object.assign(whole.spelling.expand, spelling.expand);
      Object.assign(whole.spelling.variants, spelling.variants);
      for (const list of ['fillers', 'jokes', 'keys', 'fuzzy', 'real', 'censored'] as const)
        whole.spelling[list].push(...spelling[list]);
    }
    if (context !== undefined) {
      for (const list of Object.keys(whole.context) as (keyof Lexicon['context'])[])
        whole.context[list].push(...context[list]);
    }
    for (const [name, words] of Object.entries(from.value.classes ?? {}))
      classes[name] = [...(classes[name] ?? []), ...words];
    whole.sentences.ask.push(...(from.value.sentences?.ask ?? []));
    whole.sentences.quiet.push(...(from.value.sentences?.quiet ?? []));
    from.value.patterns?.forEach((pattern, index) => {
      once(from, 'patterns', index, pattern.id);
      patterns.push(pattern);
    });
    from.value.idioms?.forEach((idiom, index) => {
      once(from, 'idioms', index, idiom.id);
      idioms.push(idiom);
    });
  }
  return { ...whole, classes, patterns, idioms };
};

const ACTING = new Set(['interrupt', 'emergency', 'check', 'same-day']);

const place = (from: ReadFile, problem: PatternProblem): readonly PropertyKey[] | null => {
  const { section, name, index } = problem;
  if (section === 'classes') return from.value.classes?.[name] === undefined ? null : ['classes', name];
  if (section === 'context') return from.value.context === undefined ? null : ['context', name, index];
  const entries: readonly { id: string; pattern: string | string[] }[] = from.value[section] ?? [];
  const at = entries.findIndex((entry) => entry.id === name);
  if (at < 0) return null;
  return typeof entries[at]?.pattern === 'string' ? [section, at, 'pattern'] : [section, at, 'pattern', index];
};

const reportPattern = (files: readonly ReadFile[], problem: PatternProblem, report: Report): void => {
  for (const from of files) {
    const path = place(from, problem);
    if (path !== null)
      return report(from, path, `${problem.section} ${problem.name}: ${problem.message}`, problem.mend);
  }
};

const checkSentences = (from: ReadFile, machine: Machine, report: Report): void => {
  from.value.patterns?.forEach((pattern, index) => {
    const heard = (sentence: string): (Kind | null)[] =>
      listen(machine, sentence).flatMap((finding) => (finding.pattern.id === pattern.id ? [finding.kind] : []));
    pattern.must_match.forEach((sentence, at) => {
      const kinds = heard(sentence);
      if (kinds.includes(pattern.kind)) return;
      const why =
        kinds.length === 0 ? 'the pattern is not found in it' : `its context makes it ${kinds[0] ?? 'nothing'}`;
      report(
        from,
        ['patterns', index, 'must_match', at],
        `${pattern.id} is not heard in "${sentence}": ${why}`,
        'widen the pattern or move the sentence',
      );
    });
    pattern.must_not_match.forEach((sentence, at) => {
      if (heard(sentence).includes(pattern.kind))
        report(
          from,
          ['patterns', index, 'must_not_match', at],
          `${pattern.id} is heard in "${sentence}"`,
          'narrow the pattern or add an idiom or a context',
        );
    });
  });
  from.value.idioms?.forEach((idiom, index) => {
    idiom.must_quiet.forEach((sentence, at) => {
      const loud = listen(machine, sentence).find(
        (finding) => finding.kind !== null && ACTING.has(tierOf(finding.kind)),
      );
      if (loud !== undefined)
        report(
          from,
          ['idioms', index, 'must_quiet', at],
          `${loud.pattern.id} is still heard in "${sentence}"`,
          'widen the idiom so that it touches the phrase',
        );
    });
  });
};

/**
 * Reads the lexicon from the texts of its files (`flows/safety/lexicon/*.yaml`) and runs every sentence that the authors
 * wrote into it. Never throws. With any problem there is no lexicon: a half-deaf assessment is not started.
 */
export const loadLexicon = (
  files: readonly { readonly file: string; readonly source: string }[],
): { lexicon: Lexicon | null; problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const read: ReadFile[] = [];
  for (const { file, source } of files) {
    const result = readYaml(file, source, lexiconFileSchema);
    problems.push(...result.problems);
    if (result.value !== null) read.push({ file, value: result.value, locate: result.locate });
  }
  const report: Report = (from, path, message, mend) => {
    problems.push({ file: from.file, ...from.locate(path), message, mend });
  };
  const lexicon = merge(read, report);
  for (const from of read) {
    from.value.patterns?.forEach((pattern, index) => {
      const tier = tierOf(pattern.kind);
      if (pattern.tier !== tier)
        report(
          from,
          ['patterns', index, 'tier'],
          `${pattern.id}: the kind ${pattern.kind} has the tier ${tier}`,
          `write "tier: ${tier}" or choose another kind`,
        );
    });
  }
  const compiled = compileLexicon(lexicon);
  for (const problem of compiled.problems) reportPattern(read, problem, report);
  if (problems.length === 0) for (const from of read) checkSentences(from, compiled.machine, report);
  if (problems.length === 0 && lexicon.patterns.length === 0)
    problems.push({
      file: files[0]?.file ?? 'flows/safety/lexicon',
      line: 1,
      column: 1,
      message: 'the lexicon holds no pattern',
      mend: 'restore the files of flows/safety/lexicon',
    });
  return { lexicon: problems.length === 0 ? lexicon : null, problems };
};
