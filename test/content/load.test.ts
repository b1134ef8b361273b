import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filesUnder } from '#content/files.ts';
import { loadContent } from '#content/load.ts';
import { formatProblem } from '#content/problem.ts';
import { MUSEUM, withTree } from './tree.ts';

const good = join(MUSEUM, 'good');
const files = filesUnder(good, 'flows', '.yaml').map(({ file }) => file);

/** What slips into a file: YAML's own signs, broken numbers, words that mean something to JavaScript or CEL. */
const slip = fc.oneof(
  fc.constantFrom(
    '\t',
    '- ',
    ': ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a ',
    '*a',
    '!x ',
    '#',
    '|',
    '>',
    '---\n',
    '? ',
    '%',
    '\n',
    '  ',
    '~',
  ),
  fc.constantFrom(
    '__proto__: 1\n',
    'constructor',
    'toString',
    'null',
    'true',
    '.nan',
    '.inf',
    '-1',
    '1e999',
    'in',
    'history',
    '😀',
    '\uFEFF',
    '\uD800',
  ),
  fc.string({ maxLength: 8 }),
);

/** One careless edit: something is cut out at a place, and something else put in. */
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat({ max: 40 }), put: slip });

const edited = (source: string, edits: readonly { at: number; cut: number; put: string }[]): string =>
  edits.reduce((text, { at, cut, put }) => {
    const index = Math.floor(at * text.length);
    return text.slice(0, index) + put + text.slice(index + cut);
  }, source);

describe('loading content', () => {
  it('never throws, whatever slipped into a file: it comes back with problems, or with content', () => {
    withTree([], (root) => {
      fc.assert(
        fc.property(fc.constantFrom(...files), fc.array(edit, { minLength: 1, maxLength: 4 }), (file, edits) => {
          const sound = readFileSync(join(good, file), 'utf8');
          writeFileSync(join(root, file), edited(sound, edits));
          const { content, problems } = loadContent(root);
          writeFileSync(join(root, file), sound);
          expect(content === null).toBe(problems.length > 0);
          for (const problem of problems) {
            expect(problem.line).toBeGreaterThanOrEqual(1);
            expect(problem.column).toBeGreaterThanOrEqual(1);
            expect(problem.message).not.toBe('');
            expect(problem.mend).not.toBe('');
          }
        }),
        { numRuns: 120 },
      );
    });
  });

  it('finds no mistake in what is shipped', () => {
    const { problems } = loadContent('.');
    expect(problems.map((problem) => formatProblem(problem))).toEqual([]);
  });

  it('names what is missing where there is no content at all', () => {
    const { content, problems } = loadContent(join(good, 'nowhere'));
    expect(content).toBeNull();
    expect(problems.map(({ file }) => file)).toContain('flows/safety/lines.yaml');
  });

  // One person's conversation must not be able to change what the next one is told.
  it('gives content that nobody can change', () => {
    const { content } = withTree([], (root) => loadContent(root));
    if (content === null) throw new Error('the good tree has problems');
    const step = content.flows.get('hello')?.bundle.flow.steps[0];
    expect(step).toMatchObject({ id: 'mood' });
    expect(() => Object.assign(step ?? {}, { id: 'other' })).toThrow(TypeError);
    expect(() => (content.texts.get('en') as Map<string, string>).set('hello.mood', 'changed')).toThrow('frozen');
    expect(() => (content.flows as Map<string, unknown>).delete('hello')).toThrow('frozen');
  });
});
