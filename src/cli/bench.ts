import { contentAt } from '../app.ts';
import type { Content } from '#content/content.ts';
import { benchAssessment, benchCore, benchRetrieval } from '#cli/bench/core.ts';
import { benchEmbedded, benchMemory, benchPostgres } from '#cli/bench/durable.ts';
import type { Report } from '#cli/bench/measure.ts';
import type { Io } from '#cli/io.ts';
import { createKnowledge } from '#knowledge/knowledge.ts';
import { TidemarkError } from '#shared/errors.ts';

export interface BenchIo extends Io {
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Part = (content: Content, io: BenchIo, report: Report) => Promise<void> | void;

/** The parts in their order; each measure's name begins with the name of its part. */
const PARTS: Readonly<Record<string, Part>> = {
  core: (content, _io, report) => benchCore(content, report),
  assessment: (content, _io, report) => benchAssessment(content, report),
  retrieval: (content, _io, report) => {
    const { articles, phrasings } = content;
    const knowledge = createKnowledge({ articles, phrasings });
    return benchRetrieval(content, (text) => knowledge.find(text), report);
  },
  embedded: benchEmbedded,
  postgres: benchPostgres,
  memory: benchMemory,
};

/**
 * `npm run -s bench -- --json`: one line a measure, on this machine, now. `--only PREFIX` measures those whose names
 * begin so. Throws `USAGE` where none does.
 */
export const benchCommand = async (args: readonly string[], io: BenchIo): Promise<void> => {
  const json = args.includes('--json');
  const at = args.indexOf('--only');
  const only = at < 0 ? '' : (args[at + 1] ?? '');
  const wanted = Object.entries(PARTS).filter(([name]) => name.startsWith(only) || only.startsWith(name));
  if (wanted.length === 0)
    throw new TidemarkError(
      'USAGE',
      `No measure begins with "${only}".`,
      `Use one of ${Object.keys(PARTS).join(', ')}`,
    );
  const content = contentAt(io.root);
  for (const [, part] of wanted) {
    await part(content, io, ({ measure, value, unit, note }) => {
      if (!measure.startsWith(only)) return;
      const figure = typeof value === 'number' ? value : value();
      io.out(json ? JSON.stringify({ measure, value: figure, unit, note }) : `${measure}: ${figure} ${unit} (${note})`);
    });
  }
};
