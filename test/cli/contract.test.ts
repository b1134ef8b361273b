import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quickCompiling } from '../support/program.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Runs a command as other tools do: lines in, standard output back, nothing else on it. */
const run = (args: readonly string[], input: string): Promise<{ out: string[]; err: string; code: number | null }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/main.ts', ...args], {
      cwd: ROOT,
      env: { ...process.env, ...quickCompiling },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ out: out.split('\n').filter((line) => line !== ''), err, code }));
    child.stdin.end(input);
  });

interface Said {
  readonly to: string;
  readonly text: string;
  readonly choices: readonly { token: string; label: string }[];
  readonly attachments: readonly { type: string; name: string; alt: string }[];
  readonly kind: string;
}

const chat = async (
  lines: readonly string[],
  args: readonly string[] = [],
): Promise<{ said: Said[]; err: string; code: number | null }> => {
  const { out, err, code } = await run(
    ['chat', '--json', '--now', '2026-11-22T17:00:00Z', ...args],
    `${lines.join('\n')}\n`,
  );
  return { said: out.map((line) => JSON.parse(line) as Said), err, code };
};

const ONBOARDED = ['hi', 'yes', 'uk', 'London', 'yes', 'yes', 'no', 'yes', '9am', 'no'];

describe('npm run -s ask -- --json', () => {
  it('answers one JSON object a line, in order, with topics of the knowledge map', async () => {
    const { out, code } = await run(['ask', '--json'], 'is feeling flat normal\n4\n\ncan i just stop taking them\n');
    const lines = out.map(
      (line) =>
        JSON.parse(line) as {
          text: string;
          action: string;
          topic: string | null;
          candidates: { topic: string; score: number }[];
          ms: number;
        },
    );
    expect(code).toBe(0);
    expect(lines.map(({ text }) => text)).toEqual(['is feeling flat normal', '4', '', 'can i just stop taking them']);
    expect(lines.map(({ action, topic }) => [action, topic])).toEqual([
      ['answer', 'bl.normal'],
      ['none', null],
      ['none', null],
      ['answer', 'wd.abrupt'],
    ]);
    expect(lines[0]?.candidates[0]?.topic).toBe('bl.normal');
    expect(Object.keys(lines[0] ?? {})).toEqual(['text', 'action', 'topic', 'candidates', 'ms']);
  });
});

describe('npm run -s assess -- --json', () => {
  it('answers tier and kind for each line', async () => {
    const { out, code } = await run(['assess', '--json'], 'i want to die\nthis meeting is killing me\n');
    const lines = out.map(
      (line) => JSON.parse(line) as { text: string; tier: string; kind: string | null; ms: number },
    );
    expect(code).toBe(0);
    expect(lines.map(({ tier }) => tier)).toEqual(['interrupt', 'none']);
    expect(lines[1]?.kind).toBeNull();
    expect(Object.keys(lines[0] ?? {})).toEqual(['text', 'tier', 'kind', 'ms']);
  });
});

describe('npm run -s chat', () => {
  it('takes someone from hello to a kept check-in, answers in the middle, hears a crisis and is not fooled by a denial', async () => {
    const { said, err, code } = await chat([
      ...ONBOARDED,
      '/checkin',
      '6',
      'is feeling flat normal',
      '4',
      '7',
      '5',
      '1',
      '1',
      'yes',
      'grey day',
      'i want to die',
      "no i'm fine",
      ':(',
    ]);
    expect([code, err]).toEqual([0, '']);
    const kinds = said.map(({ kind }) => kind);
    expect(kinds).toContain('answer');
    const crisis = kinds.indexOf('crisis');
    expect(crisis).toBeGreaterThan(0);
    expect(kinds.slice(crisis).every((kind) => kind === 'crisis')).toBe(true);
    expect(
      said
        .slice(crisis)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('116 123');
    for (const one of said) expect(Object.keys(one)).toEqual(['to', 'text', 'choices', 'attachments', 'kind']);
  });

  it('steers the clock: what falls due comes at its own time; then it hands over all that is kept, and deletes it', async () => {
    const { said } = await chat([
      ...ONBOARDED,
      ':advance 1d',
      ':at 2026-11-24T09:30',
      '6 4 7 5 2 1 yes',
      'a note',
      '/export',
      'yes',
      '/delete',
      '1',
      'hi',
    ]);
    const nudges = said.filter(({ kind }) => kind === 'nudge');
    expect(nudges).toHaveLength(2);
    expect(nudges[0]?.text).toContain('How is your mood right now?');
    expect(nudges[0]?.text).not.toBe(nudges[1]?.text);
    const files = said.flatMap(({ attachments }) => attachments.map(({ name }) => name));
    expect(files).toEqual(['tidemark.json', 'tidemark-answers.csv']);
    // After it they are a stranger again.
    expect(said.at(-1)?.text).toMatch(/18/u);
  });

  it('says how it is used where an option is wrong', async () => {
    const { code, err, said } = await chat([], ['--colour']);
    expect(code).toBe(1);
    expect(said).toEqual([]);
    expect(err).toContain('--data DIR');
  });
});
