import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadContent } from '#content/load.ts';
import { formatProblem } from '#content/problem.ts';
import { MUSEUM, withTree } from './tree.ts';

const cases = readdirSync(MUSEUM, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'good')
  .map(({ name }) => name);

// The sound tree is what every case is measured against: if it had problems, a case could pass for the wrong reason.
it('content without a mistake is loaded', () => {
  const { content, problems } = withTree([], (root) => loadContent(root));
  expect(problems.map((problem) => formatProblem(problem))).toEqual([]);
  expect([...(content?.flows.keys() ?? [])].toSorted()).toEqual(['care', 'hello']);
});

// An author has no debugger: the line that is printed is all the help there is, so its words are part of the promise.
describe('a mistake of an author is named with file, line, column and mend', () => {
  it.each(cases)('%s', (name) => {
    const folder = join(MUSEUM, name);
    const { content, problems } = withTree([folder], (root) => loadContent(root));
    const expected = readFileSync(join(folder, 'expected.txt'), 'utf8').trimEnd().split('\n');
    expect(problems.map((problem) => formatProblem(problem))).toEqual(expected);
    expect(content).toBeNull();
  });
});
