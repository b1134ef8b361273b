import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKPOINTS } from '#shared/checkpoint.ts';
import { createDatabase, POSTGRES_URL, testKeys } from '../support/database.ts';
import type { Home } from '../support/running-app.ts';
import { killed, prepare, undisturbed, type Heard, type Round } from './kill-rounds.ts';
import { rowsOf } from './rows.ts';

const ROWS = [
  'SELECT item, value, words IS NOT NULL AS sealed, count(*)::int AS count FROM answer GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
  'SELECT count(*)::int AS count FROM inbound_receipt',
  'SELECT state, count(*)::int AS count FROM outbox GROUP BY 1',
  'SELECT author, count(*)::int AS count FROM message GROUP BY 1 ORDER BY 1',
  'SELECT flow, outcome, count(*)::int AS count FROM flow_run GROUP BY 1, 2 ORDER BY 1, 2',
];

/** Telegram knows no way to tell a repeated message: one that it took just before the kill may come once more. */
const mayRepeat = ({ point }: Round): boolean => point === 'send-accepted';

const expectAll = (round: Round, heard: Heard | undefined, undisturbedly: Heard | undefined): void => {
  const once = heard?.filter((text, index) => text !== heard[index - 1]);
  expect(once, `the replies of a talk killed at ${round.point}, passing ${round.passing}`).toEqual(undisturbedly);
  const repeats = (heard?.length ?? 0) - (undisturbedly?.length ?? 0);
  expect(repeats, `repeated at ${round.point}`).toBe(mayRepeat(round) ? 1 : 0);
};

const at = (passing: number): readonly Round[] => CHECKPOINTS.map((point) => ({ point, passing }));
const FIRST = at(1);
const SECOND = at(2);

interface Talked {
  readonly brought: Heard | undefined;
  readonly undisturbedly: Heard | undefined;
}

/** Chains of rounds: each process takes up what the one before it left, and is killed at the next point. */
const talkInChains = async (
  chains: readonly (readonly Round[])[],
  newHome: () => Promise<Home>,
): Promise<{ readonly talked: Map<Round, Talked>; readonly rows: readonly unknown[]; readonly cleanRows: unknown }> => {
  const talked = new Map<Round, Talked>();
  const home = await newHome();
  const clean = await undisturbed(Math.max(...chains.map((chain) => chain.length)), home);
  const cleanRows = await rowsOf(home, ROWS);
  const rows = await Promise.all(
    chains.map(async (chain) => {
      const own = await newHome();
      const brought = await killed(chain, own);
      for (const [index, round] of chain.entries()) {
        talked.set(round, { brought: brought[index], undisturbedly: clean[index] });
      }
      return await rowsOf(own, ROWS);
    }),
  );
  return { talked, rows, cleanRows };
};

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-kill-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("killed between any two lines of a message's way, on the embedded database", () => {
  const chains = [0, 1].map((half) => FIRST.filter((_round, index) => index % 2 === half));
  let result: Awaited<ReturnType<typeof talkInChains>>;

  beforeAll(async () => {
    const onboarded = newFolder();
    await prepare({ dataDir: onboarded });
    result = await talkInChains(chains, async () => {
      const dataDir = newFolder();
      cpSync(onboarded, dataDir, { recursive: true });
      return { dataDir };
    });
  }, 240_000);

  it.each(FIRST)('at $point: no message lost, none processed twice, no reply missing', (round) => {
    const talked = result.talked.get(round);
    expectAll(round, talked?.brought, talked?.undisturbedly);
  });
  it('every answer, receipt and reply stands in the database as if nobody had been killed', () => {
    for (const rows of result.rows) expect(rows).toEqual(result.cleanRows);
  });
});

describe.skipIf(POSTGRES_URL === null)("killed between any two lines of a message's way, on PostgreSQL", () => {
  let result: Awaited<ReturnType<typeof talkInChains>>;
  const undo: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    result = await talkInChains([FIRST, SECOND], async () => {
      const database = await createDatabase();
      undo.push(() => database.drop());
      const home: Home = { databaseUrl: database.url, keys: testKeys() };
      await prepare(home);
      return home;
    });
  }, 240_000);
  afterAll(async () => {
    for (const step of undo) await step();
  });

  it.each([...FIRST, ...SECOND])(
    'at $point, passing $passing: no message lost, none processed twice, no reply missing',
    (round) => {
      const talked = result.talked.get(round);
      expectAll(round, talked?.brought, talked?.undisturbedly);
    },
  );
  it('every answer, receipt and reply stands in the database as if nobody had been killed', () => {
    for (const rows of result.rows) expect(rows).toEqual(result.cleanRows);
  });
});
