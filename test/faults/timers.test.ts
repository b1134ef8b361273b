/** What falls due at a question, when the program is stopped, killed or late around it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import { ManualClock } from '#shared/clock.ts';
import { migratedSnapshot } from '../support/database.ts';
import { configOf, quickContent, START } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';
import { rowsOf } from './rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RUNS =
  "SELECT flow, outcome, count(*)::int AS count FROM flow_run WHERE flow <> 'onboarding' GROUP BY 1, 2 ORDER BY 1, 2";
const ANSWERS = 'SELECT item, count(*)::int AS count FROM answer GROUP BY 1 ORDER BY 1';
const OPEN = 'SELECT count(*)::int AS count FROM occurrence WHERE settled_at IS NULL';

describe('a question that nobody answers, around a restart', () => {
  let folder: string;
  let server: TelegramServer;
  let clock: ManualClock;
  let app: App;
  let ann: Talker;
  let running = false;

  const start = async (snapshot: { readonly snapshot?: Blob } = {}): Promise<void> => {
    const begin = async (): Promise<App> => {
      const made = await createApp(configOf(server, { dataDir: folder }), {
        loaded: quickContent(),
        clock,
        ...snapshot,
      });
      try {
        await made.start();
      } catch (error) {
        await made.stop();
        throw error;
      }
      return made;
    };
    // The connection of the program before may be let go of in this very moment: whoever runs it would start it again.
    app = await begin().catch(begin);
    running = true;
  };
  const restart = async (): Promise<void> => {
    await app.stop();
    await start();
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-timers-'));
    server = await createTelegramServer();
    clock = new ManualClock(START);
    await start({ snapshot: await migratedSnapshot() });
    ann = new Talker(server);
    await ann.joins({ nudgeAt: '9 am' });
  });
  afterEach(async () => {
    if (running) await app.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  /** What is kept in the end; the program stays stopped. */
  const stopAndLook = async (queries: readonly string[]): Promise<readonly unknown[]> => {
    await app.stop();
    running = false;
    return rowsOf({ dataDir: folder }, queries);
  };
  /** What is kept so far. */
  const look = async (queries: readonly string[]): Promise<readonly unknown[]> => {
    const rows = await stopAndLook(queries);
    await start();
    return rows;
  };

  it('ends with the day although the program was stopped in between, and the next check-in starts clean', async () => {
    await ann.asks('/checkin', /mood right now/);
    await ann.asks('6', /anxiety/);
    await app.conversation.settled();
    await restart();
    const before = ann.texts.length;
    await app.moveTo(START + DAY - HOUR);
    expect(ann.texts).toHaveLength(before);
    expect(await look([RUNS, ANSWERS])).toEqual([
      [{ flow: 'checkin', outcome: 'expired', count: 1 }],
      [{ item: 'mood', count: 1 }],
    ]);
    await app.moveTo(START + DAY);
    await ann.hears(/mood right now/);
    await ann.asks('5', /anxiety/);
    expect((await stopAndLook([ANSWERS]))[0]).toEqual([{ item: 'mood', count: 2 }]);
  });

  it('ends all the same when the worker that took it died before it did anything', async () => {
    await ann.asks('/checkin', /mood right now/);
    await app.conversation.settled();
    clock.set(START + 20 * HOUR);
    const taken: string[] = [];
    await app.conversation.sweep(async (id) => void taken.push(id));
    expect(taken).toHaveLength(1);
    expect((await look([RUNS]))[0]).toEqual([{ flow: 'checkin', outcome: null, count: 1 }]);
    await app.moveTo(clock.now() + 5 * 60_000);
    expect(await stopAndLook([RUNS, OPEN])).toEqual([
      [{ flow: 'checkin', outcome: 'expired', count: 1 }],
      [{ count: 0 }],
    ]);
  });

  it('takes an answer of the same moment or not, but never half, and never without a word', async () => {
    await ann.asks('/checkin', /mood right now/);
    await app.conversation.settled();
    clock.set(START + 20 * HOUR);
    const taken: string[] = [];
    await app.conversation.sweep(async (id) => void taken.push(id));
    ann.listens();
    ann.says('6');
    await Promise.all([...taken, ...taken].map((id) => app.conversation.due(id)));
    const said = await ann.hears(/./);
    await app.conversation.settled();
    const [runs, answers] = (await stopAndLook([RUNS, ANSWERS])) as readonly [
      readonly { outcome: string | null }[],
      readonly { item: string }[],
    ];
    if (/anxiety/.test(said.text)) {
      expect(runs.map(({ outcome }) => outcome)).toEqual([null]);
      expect(answers.map(({ item }) => item)).toEqual(['mood']);
    } else {
      expect(runs.map(({ outcome }) => outcome)).toEqual(['expired']);
      expect(answers).toEqual([]);
    }
  });

  it('reminds once of the look back, through restarts and a clock that is set back', async () => {
    for (let day = 0; day < 3; day++) {
      await app.moveTo(START + day * DAY + HOUR);
      await ann.asks('6 4 7 5 2 1 yes', /want to note/);
      await ann.asks('skip', /\d/);
    }
    await app.moveTo(clock.now() + 60_000);
    await ann.asks('/week', /overwhelmed/);
    await app.conversation.settled();
    const from = ann.texts.length;
    await restart();
    await app.moveTo(clock.now() + 3 * HOUR);
    clock.set(clock.now() - 2 * HOUR);
    await restart();
    await app.moveTo(clock.now() + 9 * HOUR);
    await restart();
    await app.moveTo(clock.now() + 2 * HOUR);
    const said = ann.texts.slice(from);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/a number from 0 to 10/);
    await ann.asks('3', /cope/);
  });
});
