import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { faultsOf, ownedLibraries } from './support/import-law.ts';

const root = new URL('..', import.meta.url).pathname;
const files = globSync('{src,adapters}/**/*.{ts,js}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('src/store/generated/'))
  .toSorted();

/** As a compiler would say it: the place first. */
const told = (file: string, text: string): string[] =>
  faultsOf(file, text).map((fault) => `${fault.file}:${fault.line}: ${fault.law}`);

describe('the law of the rooms', () => {
  it('is kept by every file of src/ and adapters/', () => {
    expect(files).toContain('src/core/ports.ts');
    expect(files).toContain('src/web/public/page.js');
    expect(files.flatMap((file) => told(file, readFileSync(root + file, 'utf8')))).toEqual([]);
  });

  it('gives every library of package.json a room, and no room to a library that is gone', () => {
    expect(ownedLibraries.toSorted()).toEqual(Object.keys(packageJson.dependencies).toSorted());
  });
});

// A check that can't fail proves nothing: each sample breaks one law, and the message names the place.
describe('a file that breaks the law is named with its line', () => {
  it.each([
    ['src/shared/a.ts', 'src/shared may not import src/core/b.ts', `import { b } from '#core/b.ts';`],
    ['src/core/a.ts', 'src/core may not import src/store/open.ts', `import { openStore } from '#store/open.ts';`],
    [
      'src/core/engine/a.ts',
      'src/core may not import src/store/open.ts',
      `import type { S } from '../../store/open.ts';`,
    ],
    ['src/core/a.ts', 'src/core may not import src/insights/chart.ts', `export { draw } from '#insights/chart.ts';`],
    [
      'src/core/a.ts',
      'src/core may import only types from src/content/load.ts',
      `import { load } from '#content/load.ts';`,
    ],
    ['src/core/a.ts', 'src/core is pure: it may not import node:fs', `import { readFileSync } from 'node:fs';`],
    ['src/store/a.ts', 'src/store may not import src/jobs/queue.ts', `export * from '#jobs/queue.ts';`],
    [
      'src/web/a.ts',
      'src/web may not import src/core/conversation.ts',
      `const a = await import('#core/conversation.ts');`,
    ],
    ['src/jobs/a.ts', 'src/jobs may not import src/store/open.ts', `type A = import('#store/open.ts').A;`],
    [
      'adapters/slack/a.ts',
      'adapters/slack may not import adapters/telegram/split.ts',
      `import { split } from '../telegram/split.ts';`,
    ],
    [
      'src/content/a.ts',
      'src/content may not import src/core/engine/step.ts',
      `import { step } from '#core/engine/step.ts';`,
    ],
    ['src/cli/a.ts', 'src/cli may not import src/store/open.ts', `import { openStore } from '#store/open.ts';`],
    ['src/main.ts', 'src/main.ts may not import src/store/open.ts', `import { openStore } from '#store/open.ts';`],
    ['src/web/a.ts', 'grammy belongs to adapters/telegram, not to src/web', `import { Bot } from 'grammy';`],
    [
      'src/core/a.ts',
      'grammy belongs to adapters/telegram, not to src/core',
      `import type { Update } from 'grammy/types';`,
    ],
    [
      'src/jobs/a.ts',
      '@electric-sql/pglite belongs to src/store, not to src/jobs',
      `import type { PGlite } from '@electric-sql/pglite';`,
    ],
    [
      'src/store/a.ts',
      'bullmq belongs to src/jobs, not to src/store',
      `const name = 'bullmq';\nawait import(name);`,
      2,
    ],
    ['src/store/a.ts', 'an import must name what it imports', `export const a = async (name: string) => import(name);`],
    [
      'src/core/a.ts',
      'left-pad has no room yet: name the room that owns it in test/support/import-law.ts',
      `import leftPad from 'left-pad';`,
    ],
    ['src/web/a.ts', 'write node:path', `import { join } from 'path';`],
    [
      'src/web/public/a.js',
      `a page's script imports only what lies beside it, not ../server.ts`,
      `import { b } from '../server.ts';`,
    ],
    ['src/store/a.ts', 'only src/main.ts reads process.env', `\n\nexport const a = process.env['A'];`, 3],
    ['src/store/a.ts', 'only src/main.ts reads process.env', `const { env } = process;`],
    ['src/store/a.ts', 'only src/main.ts reads the process', `import { env } from 'node:process';`],
    ['src/core/a.ts', 'the time comes from the injected clock (src/shared/clock.ts)', `export const a = Date.now();`],
    ['src/core/a.ts', 'the time comes from the injected clock (src/shared/clock.ts)', `export const a = new Date();`],
    ['src/app.ts', 'chance is injected (src/shared/random.ts)', `export const a = b ?? Math.random;`],
    ['src/store/a.ts', 'ids are injected (src/shared/ids.ts)', `import { randomUUID as id } from 'node:crypto';`],
    ['src/store/a.ts', 'ids are injected (src/shared/ids.ts)', `export const a = crypto.randomUUID();`],
    ['src/jobs/a.ts', 'nothing writes to the console: log, or print through what was handed in', `console.error('x');`],
    ['src/jobs/a.ts', 'no file is longer than 400 lines: this one has 401', `// a line\n`.repeat(401), 401],
  ])('%s: %s', (file, law, text, line = 1) => {
    expect(told(file, text)).toEqual([`${file}:${line}: ${law}`]);
  });
});

describe('what the law allows is left alone', () => {
  it.each([
    ['src/core/a.ts', `import type { Flow } from '#content/schemas/flow.ts';`],
    ['src/core/a.ts', `import { type Flow, type Step } from '#content/schemas/flow.ts';`],
    ['src/core/a.ts', `import { trend } from '#insights/measures.ts';`],
    ['src/content/a.ts', `import { STEPS } from '#core/steps/registry.ts';`],
    ['src/store/a.ts', `import { CONSENTS } from '#core/ports.ts';`],
    ['adapters/telegram/a.ts', `import { Bot } from 'grammy';`],
    ['src/store/a.ts', `const name = '@prisma/schema-engine-wasm/x';\nawait import(name);`],
    ['src/shared/clock.ts', `export const now = () => Date.now();`],
    ['src/core/a.ts', `export const a = (at: number) => new Date(at);`],
    ['src/main.ts', `export const a = process.env;`],
    ['src/web/public/a.js', `import { b } from './b.js';\nb(new Date());`],
    // Words in a comment, a text or a pattern are no code.
    [
      'src/core/a.ts',
      `// import '#store/open.ts'; Date.now()\nexport const a = "console.log(process.env)"; export const b = /import('pg')/;`,
    ],
  ])('%s: %s', (file, text) => {
    expect(told(file, text)).toEqual([]);
  });

  it('a file of 400 lines', () => {
    expect(told('src/jobs/a.ts', '// a line\n'.repeat(400))).toEqual([]);
  });
});
