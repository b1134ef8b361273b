import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import { contentAt } from '../app.ts';
import { createAssessor } from '#core/safety/assess.ts';
import type { LineIo } from '#cli/io.ts';

/** `npm run -s assess -- --json`: one message a line in, its tier and kind out. */
export const assessCommand = async (args: readonly string[], io: LineIo): Promise<void> => {
  const assessor = createAssessor(contentAt(io.root).lexicon);
  const json = args.includes('--json');
  for await (const text of createInterface({ input: io.input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const began = performance.now();
    const { tier, kind } = assessor.assess(text);
    const ms = Math.round((performance.now() - began) * 1000) / 1000;
    if (json) io.out(JSON.stringify({ text, tier, kind, ms }));
    else io.out(`${tier}\t${kind ?? ''}`);
  }
};
