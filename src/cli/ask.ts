import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import { contentAt } from '../app.ts';
import { createKnowledge } from '#knowledge/knowledge.ts';
import type { LineIo } from '#cli/io.ts';

/** `npm run -s ask -- --json`: one message a line in, what the knowledge finds for it out. */
export const askCommand = async (args: readonly string[], io: LineIo): Promise<void> => {
  const { articles, phrasings } = contentAt(io.root);
  const knowledge = createKnowledge({ articles, phrasings });
  const json = args.includes('--json');
  for await (const text of createInterface({ input: io.input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const began = performance.now();
    const { action, topic, candidates } = await knowledge.find(text);
    const ms = Math.round((performance.now() - began) * 1000) / 1000;
    if (json) io.out(JSON.stringify({ text, action, topic, candidates, ms }));
    else io.out(`${action}\t${topic ?? candidates.map((one) => one.topic).join(', ')}`);
  }
};
