import { describe, expect, it } from 'vitest';
import { benchCommand } from '#cli/bench.ts';

const root = new URL('../..', import.meta.url).pathname;

const bench = async (args: readonly string[]): Promise<string[]> => {
  const lines: string[] = [];
  await benchCommand(args, { out: (line) => lines.push(line), err: () => {}, root, env: {} });
  return lines;
};

describe('npm run -s bench', () => {
  // Every message reads and writes the session: what it grows by, every turn pays for.
  it('prints one JSON object a measure, only those asked for, and finds a session of at most 400 bytes', async () => {
    const lines = await bench(['--json', '--only', 'core_state']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { measure: 'core_state_sixth_question', value: expect.any(Number), unit: 'bytes', note: expect.any(String) },
    ]);
    expect((JSON.parse(lines[0] ?? '') as { value: number }).value).toBeLessThanOrEqual(400);
  });

  it('prints the same for people without --json', async () => {
    expect(await bench(['--only', 'core_state'])).toEqual([
      expect.stringMatching(/^core_state_sixth_question: \d+ bytes \(.+\)$/u),
    ]);
  });

  it('names the parts that there are where nothing begins so', async () => {
    await expect(bench(['--only', 'nothing'])).rejects.toMatchObject({
      code: 'USAGE',
      mend: expect.stringContaining('core, assessment, retrieval, embedded, postgres, memory'),
    });
  });
});
