/** A person's way through Telegram, from the first word to the nudge of the next morning, over the wire. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { ManualClock } from '#shared/clock.ts';
import { instantOf } from '#shared/local-time.ts';
import { rowsOf } from '../faults/rows.ts';
import { migratedSnapshot } from '../support/database.ts';
import { START, startApp } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { GROUP } from '../support/telegram-server-people.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let server: TelegramServer;
let app: App;
const clock = new ManualClock(START);

beforeAll(async () => {
  server = await createTelegramServer();
  app = await startApp(server, { clock, snapshot: await migratedSnapshot() });
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});

/** Everything that was sent so far is sent; nothing is under way. */
const quiet = async (update: number): Promise<void> => {
  await server.queue.waitForConfirmed(update);
  await app.conversation.settled();
};

describe('in Telegram, over the wire', () => {
  it('a double delivery of the same update changes nothing', async () => {
    clock.set(START);
    const ben = new Talker(server, 2001);
    await ben.joins({ nudgeAt: null });
    const update = ben.says('6 4 7 5 2 1 yes');
    await ben.hears(/anything you want to note/);
    await quiet(update);
    const before = ben.texts;
    server.repeat(update);
    await quiet(ben.says('sos'));
    // At the open question "sos" is no note: the lines come, then the question again.
    expect(ben.texts.slice(before.length)).toEqual([
      expect.stringContaining('988'),
      expect.stringMatching(/want to note/),
    ]);
  });

  it('the nudge comes at the wall time in their own zone, on both sides of a change of the clocks', async () => {
    // Chicago: on 8 March 2026 two o'clock becomes three; on 1 November two o'clock comes twice.
    for (const [id, saturday, sunday] of [
      [2002, '2026-03-06', '2026-03-08'],
      [2003, '2026-10-30', '2026-11-01'],
    ] as const) {
      clock.set(instantOf(saturday, '12:00', 'America/Chicago'));
      const cleo = new Talker(server, id);
      await cleo.joins({ zone: 'Chicago', nudgeAt: '9 am' });
      await app.conversation.settled();
      for (const date of [saturday.replace('06', '07').replace('30', '31'), sunday]) {
        const due = instantOf(date, '09:00', 'America/Chicago');
        const before = cleo.texts.length;
        await app.moveTo(due - 1);
        expect(cleo.texts.length, `nothing before nine on ${date}`).toBe(before);
        await app.moveTo(due);
        expect(cleo.texts.slice(before).join('\n'), `at nine on ${date}`).toMatch(/mood right now/);
      }
    }
  });

  it('who blocked the bot gets nothing more, and is welcome when they write again', async () => {
    clock.set(START);
    const dora = new Talker(server, 2004);
    await dora.joins({ zone: 'Chicago', nudgeAt: '9 am' });
    await app.conversation.settled();
    server.block(dora.id);
    const tries = () =>
      server.calls.filter(({ method, params }) => method === 'sendmessage' && Number(params['chat_id']) === dora.id)
        .length;
    const before = tries();
    await app.moveTo(START + 24 * HOUR);
    expect(tries(), 'one try, and no more').toBe(before + 1);
    await app.moveTo(START + 4 * 24 * HOUR);
    expect(tries(), 'nothing is tried again by itself').toBe(before + 1);
    server.block(dora.id, false);
    dora.listens();
    await dora.asks('hello', /./);
    await app.conversation.settled();
    await app.moveTo(START + 5 * 24 * HOUR);
    await dora.hears(/mood right now/);
  });

  it('a 429 waits as long as it says, and no longer; what is said after it keeps its order', async () => {
    clock.set(START + 30 * 24 * HOUR);
    const eve = new Talker(server, 2005);
    await eve.joins({ nudgeAt: null });
    await app.conversation.settled();
    const before = eve.texts.length;
    server.fail('sendMessage', {
      status: 429,
      description: 'Too Many Requests: retry after 40',
      parameters: { retry_after: 40 },
    });
    await quiet(eve.says('hello'));
    await quiet(eve.says('thank you'));
    const now = clock.now();
    await app.moveTo(now + 39_000);
    expect(eve.texts.slice(before), 'not before the time').toEqual([]);
    await app.moveTo(now + 40_000);
    expect(eve.texts.slice(before)).toEqual([
      expect.stringMatching(/Hi|Hello/),
      expect.stringMatching(/welcome|Of course|Any time/),
    ]);
  });

  it('a call for help in a group gets the general line only; nobody is quoted and nothing is stored', async () => {
    const finn = 2006;
    const said = 'i am going to kill myself tonight';
    const before = server.sent.length;
    await quiet(server.say(`@${server.bot.username} ${said}`, { from: finn, inGroup: true }));
    const answers = server.sent.slice(before);
    expect(answers.map(({ chatId }) => chatId)).toEqual([GROUP]);
    expect(answers[0]?.text).toMatch(/emergency number/);
    expect(answers[0]?.text).toMatch(/https:\/\/t\.me\/tidemark_bot\?start=/);
    expect(answers[0]?.text).not.toMatch(/kill|tonight|988/);
    expect(await app.store.glance({ platform: 'telegram', accountId: String(finn), chatId: String(finn) })).toBeNull();
  });
});

describe('what a check-in by taps leaves in the database', () => {
  it('is each answer once, under its name and day, with the note sealed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-app-'));
    const own = await createTelegramServer();
    const tonight = new ManualClock(Date.parse('2026-11-24T04:30:00Z'));
    const there = await startApp(own, { clock: tonight, snapshot: await migratedSnapshot() }, { dataDir: folder });
    const ann = new Talker(own);
    await ann.joins({ zone: 'Chicago', nudgeAt: '9 am' });
    await ann.asks('/checkin', /mood right now/);
    for (const [label, next] of [
      ['3', /anxiety right now/],
      ['7', /sleep last night/],
      ['2', /drive/],
      ['4', /feel good/],
      ['1 · A little', /sad or hard/],
      ['3 · Quite a bit', /take your antidepressant/],
      ['No', /want to note/],
    ] as const) {
      ann.taps(label);
      await ann.hears(next);
    }
    await ann.asks('the boiler broke', /mood 3/);
    await there.stop();
    await own.stop();
    const [answers, schedules, raw] = await rowsOf({ dataDir: folder }, [
      'SELECT item, value, words IS NOT NULL AS sealed, date FROM answer ORDER BY seq',
      'SELECT kind, time, zone, days, next_run_at::text AS next FROM nudge_schedule ORDER BY kind',
      "SELECT encode(words, 'escape') AS words FROM answer WHERE words IS NOT NULL UNION ALL SELECT encode(words, 'escape') FROM message",
    ]);
    // Half past ten in the evening in Chicago: the day is theirs, not London's.
    const date = '2026-11-23';
    expect(answers).toEqual([
      { item: 'mood', value: 3, sealed: false, date },
      { item: 'anxiety', value: 7, sealed: false, date },
      { item: 'sleep', value: 2, sealed: false, date },
      { item: 'motivation', value: 4, sealed: false, date },
      { item: 'good_feelings', value: 1, sealed: false, date },
      { item: 'hard_feelings', value: 3, sealed: false, date },
      { item: 'taken', value: 'no', sealed: false, date },
      { item: 'note', value: null, sealed: true, date },
    ]);
    const zone = 'America/Chicago';
    expect(schedules).toEqual([
      {
        kind: 'checkin',
        time: '09:00',
        zone,
        days: [1, 2, 3, 4, 5, 6],
        next: String(instantOf('2026-11-24', '09:00', zone)),
      },
      { kind: 'week', time: '09:00', zone, days: [7], next: String(instantOf('2026-11-29', '09:00', zone)) },
    ]);
    expect(JSON.stringify(raw)).not.toContain('boiler');
    rmSync(folder, { recursive: true });
  });
});
