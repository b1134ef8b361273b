import { describe, expect, it } from 'vitest';
import { benchCommand } from '#cli/bench.ts';

const root = new URL('../..', import.meta.url).pathname;

const bench = async (args: readonly string[]): Promise<string[]> => {
  const lines: string[] = [];
  await benchCommand(args, { out: (line) => lines.push(line), err: () => {}, root, env: {} });
  return lines;
};

describe('npm run -s bench', () => {
  it('prints one JSON object a measure, and only those whose names begin as asked', async () => {
    const lines = await bench(['--json', '--only', 'core_state']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { measure: 'core_state_sixth_question', value: expect.any(Number), unit: 'bytes', note: expect.any(String) },
    ]);
  });

  it('prints the same for people without --json', async () => {
    expect(await bench(['--only', 'core_state'])).toEqual([
      expect.stringMatching(/^core_state_sixth_question: \d+ bytes \(.+\)$/u),
    ]);
  });

  // Every message reads and writes it: what it grows by, every turn pays for.
  it('finds a session of at most 400 bytes while the sixth question of the check-in waits', async () => {
    const [line = ''] = await bench(['--json', '--only', 'core_state']);
    expect((JSON.parse(line) as { value: number }).value).toBeLessThanOrEqual(400);
  });

  it('names the parts that there are where nothing begins so', async () => {
    await expect(bench(['--only', 'nothing'])).rejects.toMatchObject({
      code: 'USAGE',
      mend: expect.stringContaining('core, assessment, retrieval, embedded, postgres, memory'),
    });
  });
});
