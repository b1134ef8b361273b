import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, since they start whole programs and browsers: they begin first, so that no core waits for
 * one of them at the end.
 */
const LONG = [
  'test/web/playground/page.test.ts',
  'test/app/start-stop.test.ts',
  'test/cli/contract.test.ts',
  'test/app/playground.e2e.test.ts',
  'test/core/safety/bounds.test.ts',
  'test/app/any-input.test.ts',
  'test/store/folder.test.ts',
  'test/faults/',
  'test/web/playground/page-for-all.test.ts',
  'test/cli/bench.test.ts',
  'test/store/prepared.test.ts',
  'test/adapters/telegram/poll.test.ts',
  'test/jobs/',
  'test/app/',
  'test/store/',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((path) => moduleId.includes(path));
      return at < 0 ? LONG.length : at;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- no array's: what vitest knows of earlier runs
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    // Files share what is costly to load (the content, the assessment). None may leave anything behind that another meets.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
