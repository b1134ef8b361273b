/** When it writes first, and when it keeps quiet. One stretch of days, lived by several people at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { ManualClock } from '#shared/clock.ts';
import { rowsOf } from '../faults/rows.ts';
import { createDatabase, migratedSnapshot, POSTGRES_URL, testKeys } from '../support/database.ts';
import { START, startApp, type Home } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NUDGE = /mood right now|look back|write less often/i;

describe('what is said unasked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-nudges-'));
  const clock = new ManualClock(START);
  let server: TelegramServer;
  let app: App;

  beforeAll(async () => {
    server = await createTelegramServer();
    app = await startApp(server, { clock, snapshot: await migratedSnapshot() }, { dataDir: folder });
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Someone new, nudged at nine; what they were told unasked from here on. */
  const person = async (id: number): Promise<{ ann: Talker; nudges: () => number }> => {
    const ann = new Talker(server, id);
    await ann.joins({ nudgeAt: '9 am' });
    await app.conversation.settled();
    let from = ann.texts.length;
    return {
      ann,
      nudges: () => {
        const since = ann.texts.slice(from);
        from = ann.texts.length;
        return since.filter((text) => NUDGE.test(text)).length;
      },
    };
  };

  it('comes in the morning, but not after a check-in made today, in a crisis, or where it was switched off', async () => {
    const plain = await person(6001);
    const early = await person(6002);
    const crisis = await person(6003);
    const off = await person(6004);
    await crisis.ann.asks('i am going to kill myself tonight', /ending your life/);
    await off.ann.asks('/privacy', /What I keep/);
    off.ann.taps('Change it');
    await off.ann.hears(/Which one/);
    off.ann.taps('Messages from me');
    await off.ann.hears(/Right now I write to you at/);
    off.ann.taps('Switch it off');
    await off.ann.hears(/won't write to you first/);
    await app.conversation.settled();
    await app.moveTo(START + DAY - HOUR);
    await early.ann.asks('6 4 7 5 2 1 yes', /want to note/);
    await early.ann.asks('skip', /mood 6/i);
    await app.conversation.settled();
    for (const one of [plain, early, crisis, off]) one.nudges();
    await app.moveTo(START + DAY);
    expect([plain, early, crisis, off].map((one) => one.nudges())).toEqual([1, 0, 0, 0]);
    await app.moveTo(START + 2 * DAY);
    expect([plain, early, crisis, off].map((one) => one.nudges())).toEqual([1, 1, 0, 0]);
  });

  it('is not delivered hours late after a downtime, and missed ones collapse', async () => {
    const late = await person(6005);
    // Nothing ran for five days; it is early afternoon when it is back.
    const days = Math.ceil((clock.now() - START) / DAY) + 5;
    clock.set(START + days * DAY + 4 * HOUR);
    await app.moveTo(clock.now());
    expect(late.nudges()).toBe(0);
    await app.moveTo(START + (days + 1) * DAY);
    expect(late.nudges()).toBe(1);
  });

  it('grows rare when nobody answers, without a word of blame, and comes back when they write', async () => {
    const silent = await person(6006);
    const weeks: number[] = [];
    for (let week = 0; week < 6; week++) {
      await app.moveTo(clock.now() + 7 * DAY);
      weeks.push(silent.nudges());
    }
    expect(weeks[0]).toBeGreaterThanOrEqual(4);
    expect(Math.max(...weeks.slice(-2)), weeks.join(' ')).toBeLessThanOrEqual(2);
    await server.queue.waitForConfirmed(silent.ann.says('stop'));
    await app.conversation.settled();
    silent.nudges();
    await app.moveTo(clock.now() + 2 * DAY);
    expect(silent.nudges()).toBeGreaterThanOrEqual(1);
  }, 60_000);

  it('nothing is left of someone who deletes everything in the middle, and nothing comes later', async () => {
    const gone = await person(6007);
    await gone.ann.asks('/checkin', /mood right now/);
    await gone.ann.asks('6', /anxiety/);
    await gone.ann.asks('delete everything about me', /can't be undone/);
    gone.ann.taps('Yes, delete everything');
    await gone.ann.hears(/is deleted/);
    await app.conversation.settled();
    gone.nudges();
    await app.moveTo(clock.now() + 3 * DAY);
    expect(gone.nudges()).toBe(0);
    const where = { platform: 'telegram', accountId: '6007', chatId: '6007' } as const;
    expect(await app.store.glance(where)).toBeNull();
    await app.stop();
    const [members, accounts, answers] = await rowsOf({ dataDir: folder }, [
      'SELECT count(*)::int AS count FROM member',
      'SELECT count(*)::int AS count FROM account',
      'SELECT count(DISTINCT member_id)::int AS count FROM answer',
    ]);
    expect([members, accounts, answers]).toEqual([[{ count: 6 }], [{ count: 6 }], [{ count: 1 }]]);
  });
});

/** The queue's tiers; the last with two applications on one database. */
const REDIS_URL = process.env['REDIS_URL'];
const TIERS: readonly (readonly [string, boolean, boolean, number])[] = [
  ['the embedded queue', false, false, 1],
  ['the queue in PostgreSQL', true, false, 1],
  ['the queue in PostgreSQL, and two processes', true, false, 2],
  ['the queue in Redis, and two processes', true, true, 2],
];

describe.each(TIERS)('with %s', (_name, postgres, redis, processes) => {
  it.skipIf((postgres && POSTGRES_URL === null) || (redis && REDIS_URL === undefined))(
    'the nudge comes by itself, once',
    async () => {
      const database = postgres ? await createDatabase() : null;
      const home: Home = {
        databaseUrl: database?.url ?? null,
        keys: testKeys(),
        ...(redis && REDIS_URL !== undefined ? { redisUrl: new URL('/7', REDIS_URL).href } : {}),
      };
      const server = await createTelegramServer();
      const clock = new ManualClock(START);
      const snapshot = postgres ? {} : { snapshot: await migratedSnapshot() };
      const apps: App[] = [];
      for (let index = 0; index < processes; index++) {
        const roles = index === 0 ? (['telegram', 'worker'] as const) : (['worker'] as const);
        apps.push(await startApp(server, { clock, sweepEveryMs: 100, ...snapshot }, { ...home, roles }));
      }
      const ann = new Talker(server);
      await ann.joins({ nudgeAt: '9 am' });
      clock.set(START + DAY);
      await ann.hears(/mood right now/);
      // The nudge of the day after shows that everything of this one has been dealt with.
      clock.set(START + 2 * DAY);
      await ann.hears(/mood right now/);
      for (const app of apps) await app.stop();
      expect(ann.texts.filter((text) => /mood right now/.test(text))).toHaveLength(2);
      await server.stop();
      await database?.drop();
    },
    60_000,
  );
});
