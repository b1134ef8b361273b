import { beforeAll, expect, it, vi } from 'vitest';
import type { Heard, OutboxRow } from '#core/ports.ts';
import { describeOnEachDatabase } from '../support/database.ts';
import type { TestStore } from '../support/database.ts';
import { DAY, heard, MINUTE, NOON, say, sent, turn } from './turns.ts';

const texts = (rows: readonly OutboxRow[]): string[] => rows.map((row) => row.draft.text);

describeOnEachDatabase('the outbox', (open, kind) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await open();
  });
  /** Claims until nothing is left, as a worker does, and marks all of it sent. */
  const drain = async (now: number): Promise<string[]> => {
    const all: string[] = [];
    for (
      let rows = await test.store.claimOutbox(now, 50, MINUTE);
      rows.length > 0;
      rows = await test.store.claimOutbox(now, 50, MINUTE)
    ) {
      for (const row of rows) await test.store.markSent(row.id, now);
      all.push(...texts(rows));
    }
    return all;
  };

  it('leaves a message to its first sender until the lease is over, and then hands it on with its address', async () => {
    const message = heard('ada');
    const outcome = await turn(test.store, message, { outbox: [say('one'), say('two')] });
    expect(sent(outcome)).toEqual(['one', 'two']);
    expect(await test.store.claimOutbox(NOON + MINUTE - 1, 10, MINUTE)).toEqual([]);
    const rows = await test.store.claimOutbox(NOON + MINUTE, 10, MINUTE);
    expect(texts(rows)).toEqual(['one', 'two']);
    expect(rows[0]).toMatchObject({ to: message.from, draft: say('one'), attempts: 0 });
    // Claimed: nobody else gets it before this lease is over too.
    expect(await test.store.claimOutbox(NOON + MINUTE, 10, MINUTE)).toEqual([]);
    expect(await drain(NOON + 2 * MINUTE)).toEqual(['one', 'two']);
    expect(await drain(NOON + DAY)).toEqual([]);
  });

  it('lets nothing overtake what a killed process was sending, although its lease still runs', async () => {
    await turn(test.store, heard('eli'), { outbox: [say('e1')] });
    const { keys, databaseUrl, embedded } = test;
    const { store: successor } = await open(
      embedded === null ? { keys, databaseUrl } : { keys, snapshot: await embedded.dumpDataDir('none') },
    );
    expect(sent(await turn(successor, heard('eli'), { outbox: [say('e2')] }))).toEqual([]);
    const rows = await successor.claimOutbox(NOON + MINUTE, 10, MINUTE);
    expect(texts(rows)).toEqual(['e1', 'e2']);
    for (const row of rows) await successor.markSent(row.id, NOON);
    await drain(NOON + MINUTE);
  });

  it('sends what is marked sent never again', async () => {
    const outcome = await turn(test.store, heard('bea'), { outbox: [say('only once')] });
    if (outcome.outcome !== 'handled') throw new Error(outcome.outcome);
    for (const row of outcome.send) await test.store.markSent(row.id, NOON);
    expect(await drain(NOON + DAY)).toEqual([]);
  });

  it('holds back later messages of a chat behind one that must wait, and no other chat', async () => {
    const first = await turn(test.store, heard('cem'), { outbox: [say('c1'), say('c2')] });
    if (first.outcome !== 'handled' || first.send[0] === undefined) throw new Error('not handled');
    await test.store.markLater(first.send[0].id, NOON + 10 * MINUTE);
    // A reply made meanwhile must not overtake it: it is left to the worker.
    expect(sent(await turn(test.store, heard('cem'), { outbox: [say('c3')] }))).toEqual([]);
    await turn(test.store, heard('dua'), { outbox: [say('d1')] });
    expect(await drain(NOON + 5 * MINUTE)).toEqual(['d1']);
    const rows = await test.store.claimOutbox(NOON + 10 * MINUTE, 10, MINUTE);
    expect(texts(rows)).toEqual(['c1', 'c2', 'c3']);
    expect(rows.map((row) => row.attempts)).toEqual([1, 0, 0]);
    for (const row of rows) await test.store.markSent(row.id, NOON);
  });

  it('leaves a chat alone whose earlier message is being sent by someone else', async () => {
    await turn(test.store, heard('eli'), { outbox: [say('e1')] }, { leaseMs: 60 * MINUTE });
    await turn(test.store, heard('eli'), { outbox: [say('e2')] }, { leaseMs: 1 });
    expect(await test.store.claimOutbox(NOON + MINUTE, 10, MINUTE)).toEqual([]);
    expect(await drain(NOON + 60 * MINUTE)).toEqual(['e1', 'e2']);
  });

  it('sends a crisis message before a reply and a reply before a nudge', async () => {
    const at = { leaseMs: 0 };
    await turn(test.store, heard('fay'), { outbox: [say('nudge', 'nudge')] }, at);
    await turn(test.store, heard('gil'), { outbox: [say('reply', 'answer')] }, at);
    await turn(test.store, heard('hal'), { outbox: [say('lines', 'crisis'), say('and a word', 'system')] }, at);
    expect(await drain(NOON)).toEqual(['lines', 'and a word', 'reply', 'nudge']);
  });

  it('never makes crisis lines wait behind what could not be sent', async () => {
    const stuck = await turn(test.store, heard('ida'), { outbox: [say('stuck')] });
    if (stuck.outcome !== 'handled' || stuck.send[0] === undefined) throw new Error('not handled');
    await test.store.markLater(stuck.send[0].id, NOON + DAY);
    expect(sent(await turn(test.store, heard('ida'), { outbox: [say('lines', 'crisis')] }, { leaseMs: 0 }))).toEqual([
      'lines',
    ]);
    expect(await drain(NOON + MINUTE)).toEqual(['lines']);
    // Not even behind lines that could not be sent: the next attempt is made at once.
    const lines = await turn(test.store, heard('ida'), { outbox: [say('lines again', 'crisis')] });
    if (lines.outcome !== 'handled' || lines.send[0] === undefined) throw new Error('not handled');
    await test.store.markLater(lines.send[0].id, NOON + DAY);
    expect(sent(await turn(test.store, heard('ida'), { outbox: [say('lines at once', 'crisis')] }))).toEqual([
      'lines at once',
    ]);
    expect(await drain(NOON + DAY)).toEqual(['lines again', 'lines at once', 'stuck']);
  });

  it('gives each message to one of many workers that ask at once, and no chat to two of them', async () => {
    for (const who of ['p1', 'p2', 'p3', 'p4']) {
      await turn(test.store, heard(who), { outbox: [1, 2, 3].map((n) => say(`${who} ${n}`)) }, { leaseMs: 0 });
    }
    const claims = await Promise.all(Array.from({ length: 6 }, () => test.store.claimOutbox(NOON, 2, MINUTE)));
    const all = claims.flatMap(texts);
    expect(new Set(all).size).toBe(all.length);
    // Whatever was claimed of a chat is its beginning, and in the hands of one worker or of workers after each other.
    for (const who of ['p1', 'p2', 'p3', 'p4']) {
      const workers = claims.filter((rows) => rows.some((row) => row.draft.text.startsWith(who)));
      expect(workers.length).toBeLessThanOrEqual(1);
    }
    expect(await drain(NOON + MINUTE)).toHaveLength(12);
  });

  // The embedded database has one connection: there, no two statements are ever under way at once.
  it.skipIf(kind === 'embedded')(
    'does not hand out a message that is marked sent while the claim waits for its row',
    async () => {
      const outcome = await turn(test.store, heard('slow'), { outbox: [say('slow')] }, { leaseMs: 0 });
      if (outcome.outcome !== 'handled') throw new Error(outcome.outcome);
      await test.query('BEGIN');
      await test.query(`UPDATE outbox SET state = 'sent' WHERE id = $1`, [outcome.send[0]?.id]);
      const claim = test.store.claimOutbox(NOON, 10, MINUTE);
      const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted
      AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
      await vi.waitFor(async () => expect(await test.query(waiting)).toEqual([{ n: 1 }]), {
        timeout: 5_000,
        interval: 5,
      });
      await test.query('COMMIT');
      expect(texts(await claim)).toEqual([]);
    },
  );

  it('tries a refused message never again and keeps it to be seen', async () => {
    const outcome = await turn(test.store, heard('jan'), { outbox: [say('bad'), say('good')] }, { leaseMs: 0 });
    if (outcome.outcome !== 'handled' || outcome.send[0] === undefined) throw new Error('not handled');
    await test.store.markDead(outcome.send[0].id, NOON, '400');
    expect(await drain(NOON + DAY)).toEqual(['good']);
    expect(await test.query('SELECT state, code FROM outbox WHERE id = $1', [outcome.send[0].id])).toEqual([
      { state: 'dead', code: '400' },
    ]);
  });

  it('drops what waits for someone who blocked the bot, sends nothing until they write, and then does', async () => {
    const message = heard('kim');
    await turn(
      test.store,
      message,
      {
        outbox: [say('k1'), say('k2')],
        timers: [
          { kind: 'followup', dueAt: NOON },
          { kind: 'followup', dueAt: NOON + DAY },
        ],
      },
      { leaseMs: 0 },
    );
    await test.store.markUnreachable(message.from, NOON);
    expect(await drain(NOON + DAY)).toEqual([]);
    const [due] = await test.store.sweep(NOON, 10, () => ({ nextRunAt: null, occurrence: null }));
    if (due === undefined) throw new Error('nothing due');
    expect(await turn(test.store, due, { outbox: [say('unwanted', 'nudge')] })).toEqual({
      outcome: 'handled',
      send: [],
    });
    expect(await test.query('SELECT outcome FROM occurrence WHERE id = $1', [due])).toEqual([
      { outcome: 'unreachable' },
    ]);

    expect(
      sent(await turn(test.store, { ...heard('kim'), from: message.from }, { outbox: [say('welcome back')] })),
    ).toEqual(['welcome back']);
    const [later] = await test.store.sweep(NOON + DAY, 10, () => ({ nextRunAt: null, occurrence: null }));
    expect(sent(await turn(test.store, later ?? '', { outbox: [say('a follow-up')] }))).toEqual(['a follow-up']);
    await drain(NOON + 3 * DAY);
  });

  it('sends what is not asked for to the private chat, even when the person last wrote in a group', async () => {
    const mine = heard('lou');
    const group: Heard = heard('lou', { place: 'public', from: { ...mine.from, chatId: 'the group' } });
    await turn(test.store, mine, { timers: [{ kind: 'followup', dueAt: NOON }] });
    expect(await turn(test.store, group, { outbox: [say('in the group')] }, { leaseMs: 0 })).toMatchObject({
      send: [{ to: { chatId: 'the group' } }],
    });
    // The bot being thrown out of the group says nothing about the private chat.
    await test.store.markUnreachable(group.from, NOON);
    const [due] = await test.store.sweep(NOON, 10, () => ({ nextRunAt: null, occurrence: null }));
    expect(await turn(test.store, due ?? '', { outbox: [say('in private', 'nudge')] })).toMatchObject({
      send: [{ to: mine.from }],
    });
    await drain(NOON + 3 * DAY);
  });

  it('sends nothing unasked to someone who only ever wrote in a group', async () => {
    await turn(test.store, heard('mia', { place: 'public' }), { timers: [{ kind: 'followup', dueAt: NOON }] });
    const [due] = await test.store.sweep(NOON, 10, () => ({ nextRunAt: null, occurrence: null }));
    expect(sent(await turn(test.store, due ?? '', { outbox: [say('no', 'nudge')] }))).toEqual([]);
  });

  it('takes marks of messages that are gone without a fault', async () => {
    await test.store.markSent('gone', NOON);
    await test.store.markLater('gone', NOON);
    await test.store.markDead('gone', NOON, 'x');
    await test.store.markUnreachable(heard('never seen').from, NOON);
    expect(await test.store.claimOutbox(NOON + 9 * DAY, 10, MINUTE)).toEqual([]);
  });
});
