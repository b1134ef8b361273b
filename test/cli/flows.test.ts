import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowsCommand } from '#cli/flows.ts';
import { jsonSchemas } from '#content/json-schema.ts';
import { MUSEUM, withTree } from '../content/tree.ts';

const run = (args: readonly string[], overlays: readonly string[] = []) =>
  withTree(
    overlays.map((name) => join(MUSEUM, name)),
    (root) => {
      const out: string[] = [];
      const err: string[] = [];
      const code = flowsCommand(args, { root, out: (line) => out.push(line), err: (line) => err.push(line) });
      return { code, out, err };
    },
  );

describe('flows check', () => {
  it('says that all is well', () => {
    expect(run(['check'])).toMatchObject({ code: 0, out: ['12 files, 0 problems'], err: [] });
  });

  it('prints each mistake as compilers do, the total last, and fails', () => {
    const { code, out } = run(['check'], ['step-unknown']);
    expect(code).toBe(1);
    expect(out).toEqual([
      'flows/hello.flow.yaml:19:9: there is no step "hrad"; did you mean "hard"? Mend: name a step of this flow.',
      '12 files, 1 problem',
    ]);
  });
});

describe('flows list', () => {
  it('prints a line a flow: id, command, steps, languages, revision', () => {
    const { code, out } = run(['list']);
    expect(code).toBe(0);
    expect(out).toEqual([
      expect.stringMatching(/^care\t-\t4 steps\ten,de\t[0-9a-f]{16}$/),
      expect.stringMatching(/^hello\t\/hello\t6 steps\ten\t[0-9a-f]{16}$/),
    ]);
  });

  it('prints nothing but a hint while there are mistakes, since there are no revisions then', () => {
    expect(run(['list'], ['step-unknown'])).toMatchObject({
      code: 1,
      out: [],
      err: ['The content has 1 problem; "flows check" names them.'],
    });
  });
});

describe('flows graph', () => {
  it('draws every step and every way as Mermaid text', () => {
    const { code, out } = run(['graph', 'hello']);
    expect(code).toBe(0);
    const lines = out.join('\n').split('\n');
    expect(lines[0]).toBe('flowchart TD');
    expect(lines).toEqual(
      expect.arrayContaining([
        '  s_mood(["mood: rate"])',
        '  s_way{"way: branch"}',
        '  s_way -->|"mood #lt;= 3 && history.low(#quot;mood#quot;, 3, 7) #gt;= 2"| s_hard',
        '  s_way --> s_fine',
        '  s_hard[["hard: call care"]]',
        '  s_again -->|"yes"| s_mood',
        '  s_finish --> s_end',
      ]),
    );
  });

  // A picture is how an author finds out why a step is lost: it is drawn while the flow still has that mistake.
  it('draws a flow that has mistakes, as long as its file can be read', () => {
    expect(run(['graph', 'hello'], ['step-unreachable']).out.join('\n')).toContain('s_lost["lost: say"]');
  });

  it('names the flow that was probably meant', () => {
    expect(run(['graph', 'helo'])).toMatchObject({
      code: 1,
      out: [],
      err: ['There is no flow "helo" that can be read; did you mean "hello"?'],
    });
  });
});

describe('flows schema', () => {
  it('writes the JSON Schemas for the editor', () => {
    withTree([], (root) => {
      const out: string[] = [];
      expect(flowsCommand(['schema'], { root, out: (line) => out.push(line), err: () => undefined })).toBe(0);
      expect(out).toEqual(jsonSchemas().map(({ file }) => `flows/${file}`));
      for (const { file, source } of jsonSchemas())
        expect(readFileSync(join(root, 'flows', file), 'utf8')).toBe(source);
    });
  });
});

it('an unknown word is answered with how it is used', () => {
  expect(run(['chek'])).toMatchObject({ code: 1, out: [], err: ['Usage: flows check | list | graph ID | schema'] });
});
