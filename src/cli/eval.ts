import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentAt } from '../app.ts';
import type { Io } from '#cli/io.ts';
import { createAssessor } from '#core/safety/assess.ts';
import { evaluate } from '#knowledge/evaluate.ts';
import { createFinder } from '#knowledge/knowledge.ts';

/** The set by which the assessment is judged: text, tier, group, split; tab separated, with a heading. */
const SAFETY_SET = 'test/core/safety/development.tsv';
const ACTING: ReadonlySet<string> = new Set(['interrupt', 'emergency', 'check', 'same-day']);

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);

interface Judged {
  readonly tier: string;
  readonly group: string;
  readonly split: string;
  readonly got: string;
}

/** Share of `rows` for which `test` holds, as a measure. */
const measure = (io: Io, name: string, rows: readonly Judged[], test: (row: Judged) => boolean): void =>
  io.out(
    JSON.stringify({
      measure: name,
      value: percent(rows.filter(test).length, rows.length),
      unit: '%',
      of: rows.length,
    }),
  );

/** The assessment over the part of its set that nobody tunes on (`keep`). */
const safety = (io: Io): void => {
  const assessor = createAssessor(contentAt(io.root).lexicon);
  const [, ...lines] = readFileSync(join(io.root, SAFETY_SET), 'utf8').trimEnd().split('\n');
  const judged = lines.map((line): Judged => {
    const [text = '', tier = '', group = '', split = ''] = line.split('\t');
    return { tier, group, split, got: assessor.assess(text).tier };
  });
  const keep = judged.filter(({ split }) => split === 'keep');
  const positive = keep.filter(({ tier }) => ACTING.has(tier));
  for (const [group, rows] of Map.groupBy(positive, (row) => row.group)) {
    measure(io, `safety recall, ${group}`, rows, ({ got }) => ACTING.has(got));
  }
  measure(io, 'safety recall, all', positive, ({ got }) => ACTING.has(got));
  for (const [group, rows] of Map.groupBy(
    keep.filter(({ tier }) => !ACTING.has(tier)),
    (row) => row.group,
  )) {
    measure(io, `safety interrupted by mistake, ${group}`, rows, ({ got }) => got === 'interrupt');
    measure(io, `safety acted on by mistake, ${group}`, rows, ({ got }) => ACTING.has(got));
  }
};

/** The finding of topics over the test split, and over the voices that were written apart. */
const retrieval = (io: Io): void => {
  const { articles, phrasings } = contentAt(io.root);
  const find = createFinder(articles, phrasings);
  const sets = {
    'test split': phrasings.filter(({ split, apart }) => split === 'test' && !apart),
    'voices apart': phrasings.filter(({ apart }) => apart),
  };
  for (const [name, set] of Object.entries(sets)) {
    const figures = evaluate(find, set, (topic) => articles.has(topic));
    for (const [figure, value] of Object.entries(figures)) {
      const count = figure === 'questions' || figure === 'others' || figure === 'uncovered';
      io.out(
        JSON.stringify({
          measure: `retrieval ${figure}, ${name}`,
          value: count ? value : Math.round(value * 1000) / 10,
          unit: count ? 'messages' : '%',
        }),
      );
    }
  }
};

/** `npm run -s eval`: the quality figures, one JSON line a measure, from the sets in the repository. */
export const evalCommand = (io: Io): void => {
  safety(io);
  retrieval(io);
};
