import { beforeAll, expect, it } from 'vitest';
import type { CheckpointName } from '#shared/checkpoint.ts';
import type { MemberState } from '#core/ports.ts';
import { describeOnEachDatabase } from '../support/database.ts';
import type { TestStore } from '../support/database.ts';
import { CONSENT, DAY, heard, look, MINUTE, NOON, say, sent, turn, writes } from './turns.ts';

/** A session that counts. */
const count = ({ session }: MemberState): number =>
  typeof session === 'object' && session !== null && 'n' in session ? Number(session.n) : 0;

describeOnEachDatabase('one message, one turn', (open) => {
  let test: TestStore;
  const points: CheckpointName[] = [];
  beforeAll(async () => {
    test = await open({ checkpoint: (point) => points.push(point) });
  });

  it('makes a member at first contact and knows them again', async () => {
    const first = await look(test.store, 'ada');
    expect(first).toMatchObject({
      isNew: true,
      session: null,
      history: [],
      episode: null,
      occurrence: null,
      nudgedToday: 0,
    });
    expect(first.member).toMatchObject({ locale: 'en', onboarded: false, createdAt: NOON, lastHeardAt: null });
    const second = await look(test.store, 'ada', NOON + MINUTE);
    expect(second).toMatchObject({ isNew: false, member: { id: first.member.id, lastHeardAt: NOON } });
  });

  it('changes nothing when the same update is delivered again', async () => {
    const message = heard('bea');
    expect(sent(await turn(test.store, message, { outbox: [say('once')] }))).toEqual(['once']);
    let asked = false;
    const again = await turn(test.store, message, () => {
      asked = true;
      return writes({ outbox: [say('twice')] });
    });
    expect(again).toEqual({ outcome: 'duplicate' });
    expect(asked).toBe(false);
  });

  it('takes the same update id of another platform as another message', async () => {
    const message = heard('cem', { updateId: 'shared-id' });
    await turn(test.store, message);
    const elsewhere = heard('cem', { updateId: 'shared-id', from: { ...message.from, platform: 'discord' } });
    expect(sent(await turn(test.store, elsewhere, { outbox: [say('hi')] }))).toEqual(['hi']);
  });

  it('leaves no trace of a tap by someone of whom nothing is known', async () => {
    const tap = heard('nobody', { text: '', choice: 'abc.1' });
    expect(await turn(test.store, tap)).toEqual({ outcome: 'unknown' });
    expect((await look(test.store, 'nobody')).isNew).toBe(true);
    expect(await turn(test.store, tap, { outbox: [say('known now')] })).toMatchObject({ outcome: 'handled' });
  });

  it('hands back at the next turn all that this one wrote', async () => {
    const session = { version: 1, frames: [{ flow: 'checkin', revision: 'r1', step: 'mood', locals: { mood: 6 } }] };
    await test.store.saveRevisions([{ revision: 'r1', flow: 'checkin', body: { steps: ['mood'] } }], NOON);
    await turn(test.store, heard('dua'), {
      member: { zone: 'Europe/Berlin', country: 'DE', adult: true, onboarded: true, pausedUntil: NOON + DAY },
      consents: CONSENT,
      session,
      runs: [{ id: 'run-dua', flow: 'checkin', revision: 'r1', startedAt: NOON, endedAt: null, outcome: null }],
      answers: [
        { run: 'run-dua', flow: 'checkin', item: 'mood', value: 6, free: false, date: '2026-11-22', at: NOON },
        {
          run: 'run-dua',
          flow: 'checkin',
          item: 'side',
          value: ['good', 'hard'],
          free: false,
          date: '2026-11-22',
          at: NOON,
        },
        { run: 'run-dua', flow: 'checkin', item: 'skipped', value: null, free: false, date: '2026-11-22', at: NOON },
        {
          run: 'run-dua',
          flow: 'checkin',
          item: 'note',
          value: 'slept by the sea',
          free: true,
          date: '2026-11-22',
          at: NOON,
        },
      ],
      schedules: [
        {
          kind: 'checkin',
          slot: '0',
          time: '09:00',
          zone: 'Europe/Berlin',
          days: [1, 2, 7],
          active: true,
          ignored: 0,
          every: 1,
          nextRunAt: NOON + DAY,
        },
      ],
      episode: {
        id: 'episode-dua',
        openedAt: NOON,
        kind: 'passive',
        locale: 'de',
        lastHeardAt: NOON,
        safeSaidAt: [NOON],
        asked: 1,
        quiet: false,
        closedAt: null,
      },
    });
    const seen = await look(test.store, 'dua');
    expect(seen.member).toMatchObject({
      zone: 'Europe/Berlin',
      country: 'DE',
      adult: true,
      onboarded: true,
      pausedUntil: NOON + DAY,
    });
    expect(seen.consents).toEqual({ health_log: true, free_text: true });
    expect(seen.session).toEqual(session);
    expect(seen.revisions).toEqual({ r1: { steps: ['mood'] } });
    expect(seen.history.map(({ item, value }) => [item, value])).toEqual([
      ['mood', 6],
      ['side', ['good', 'hard']],
      ['skipped', null],
      ['note', 'slept by the sea'],
    ]);
    expect(seen.schedules).toMatchObject([{ time: '09:00', days: [1, 2, 7], nextRunAt: NOON + DAY }]);
    expect(seen.episode).toEqual({
      id: 'episode-dua',
      openedAt: NOON,
      kind: 'passive',
      locale: 'de',
      lastHeardAt: NOON,
      safeSaidAt: [NOON],
      asked: 1,
      quiet: false,
    });
  });

  it('does not load a revision that the caller has in memory', async () => {
    const session = { frames: [{ revision: 'r1' }] };
    await turn(test.store, heard('eli'), { session });
    let revisions: unknown;
    await turn(
      test.store,
      heard('eli'),
      (state) => {
        revisions = state.revisions;
        return writes();
      },
      { known: ['r1'] },
    );
    expect(revisions).toEqual({});
  });

  it('replaces a schedule by kind and slot, and drops timers of a cancelled kind', async () => {
    const schedule = {
      kind: 'checkin',
      slot: '0',
      zone: 'UTC',
      days: [1],
      active: true,
      ignored: 0,
      every: 1,
    } as const;
    await turn(test.store, heard('fay'), {
      schedules: [{ ...schedule, time: '08:00', nextRunAt: NOON + DAY }],
      timers: [
        { kind: 'followup', dueAt: NOON + DAY },
        { kind: 'episode-close', dueAt: NOON + 2 * DAY },
      ],
    });
    await turn(test.store, heard('fay'), {
      schedules: [{ ...schedule, time: '20:00', nextRunAt: NOON + 3 * DAY }],
      cancelTimers: ['followup'],
      timers: [{ kind: 'followup', dueAt: NOON + 4 * DAY }],
    });
    const { schedules, member } = await look(test.store, 'fay');
    expect(schedules).toMatchObject([{ time: '20:00', nextRunAt: NOON + 3 * DAY }]);
    const timers = await test.query(
      'SELECT kind, due_at::text AS due FROM timer WHERE member_id = $1 ORDER BY due_at',
      [member.id],
    );
    expect(timers).toEqual([
      { kind: 'episode-close', due: String(NOON + 2 * DAY) },
      { kind: 'followup', due: String(NOON + 4 * DAY) },
    ]);
  });

  it('writes nothing at all when the decision throws', async () => {
    const message = heard('gil');
    const fail = turn(test.store, message, () => {
      throw new Error('a fault in a flow');
    });
    await expect(fail).rejects.toThrow('a fault in a flow');
    expect(await test.store.glance(message.from)).toBeNull();
    // The update was not used up: its next delivery is handled.
    expect(await turn(test.store, message)).toMatchObject({ outcome: 'handled' });
  });

  it('writes nothing at all when a write fails halfway', async () => {
    const message = heard('hal');
    const run = { id: 'run-hal', flow: 'f', revision: 'r', startedAt: NOON, endedAt: null, outcome: null };
    // The same row twice in one statement: the database refuses it after other parts of the statement ran.
    const fail = turn(test.store, message, { runs: [run, run], outbox: [say('never')] });
    await expect(fail).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
    expect(await test.store.glance(message.from)).toBeNull();
    expect(await test.query(`SELECT id FROM flow_run WHERE id = 'run-hal'`)).toEqual([]);
  });

  it('lets two messages of one person in the same millisecond follow each other, each seeing the one before', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () =>
        turn(test.store, heard('ida'), (state) =>
          writes({ session: { n: count(state) + 1 }, outbox: [say(`${count(state) + 1}`)] }),
        ),
      ),
    );
    const said = outcomes
      .flatMap(sent)
      .map(Number)
      .toSorted((a, b) => a - b);
    expect(said).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(count(await look(test.store, 'ida'))).toBe(12);
    expect(
      await test.query(`SELECT count(*)::int AS n FROM member WHERE id IN (SELECT member_id FROM account WHERE key IN
      (SELECT key FROM account GROUP BY key HAVING count(*) > 1))`),
    ).toEqual([{ n: 0 }]);
  });

  it('keeps answers only with consent to a health log, and words only with consent to words', async () => {
    const answers = [
      { run: 'r', flow: 'f', item: 'mood', value: 3, free: false, date: '2026-11-22', at: NOON },
      { run: 'r', flow: 'f', item: 'note', value: 'private words', free: true, date: '2026-11-22', at: NOON },
    ];
    const transcript = [
      { from: 'member', kind: 'text', text: 'private words' },
      { from: 'bot', kind: 'flow', text: 'thank you' },
    ] as const;
    const kept = async (who: string): Promise<unknown> => {
      const { member, history } = await look(test.store, who);
      const authors = await test.query<{ author: string }>('SELECT author FROM message WHERE member_id = $1', [
        member.id,
      ]);
      return [history.map(({ item }) => item), authors.map(({ author }) => author).toSorted()];
    };
    await turn(test.store, heard('jan'), { answers, transcript });
    expect(await kept('jan')).toEqual([[], ['bot']]);

    await turn(test.store, heard('kim'), {
      answers,
      transcript,
      consents: [{ purpose: 'health_log', given: true, wording: 'w' }],
    });
    expect(await kept('kim')).toEqual([['mood'], ['bot']]);

    await turn(test.store, heard('lou'), { answers, transcript, consents: CONSENT });
    expect(await kept('lou')).toEqual([
      ['mood', 'note'],
      ['bot', 'member'],
    ]);

    // Taking a consent back in a turn counts for that very turn.
    await turn(test.store, heard('lou'), {
      answers,
      consents: [{ purpose: 'health_log', given: false, wording: 'w' }],
    });
    expect(await kept('lou')).toEqual([
      ['mood', 'note'],
      ['bot', 'member'],
    ]);
    const given = await test.query(
      `SELECT given FROM consent WHERE purpose = 'health_log' AND wording = 'w' AND NOT given`,
    );
    expect(given).toHaveLength(1);
  });

  it('passes every named point of the way, in order', async () => {
    points.length = 0;
    await turn(test.store, heard('mia'));
    expect(points).toEqual(['tx-begun', 'tx-locked', 'tx-loaded', 'tx-decided', 'tx-written', 'tx-committed']);
  });

  it('tells the little that is needed to answer without a turn, and nothing of a stranger', async () => {
    const message = heard('noa');
    await turn(test.store, message, { member: { country: 'IE', zone: 'Europe/Dublin', locale: 'fr', adult: true } });
    expect(await test.store.glance(message.from)).toEqual({
      country: 'IE',
      zone: 'Europe/Dublin',
      locale: 'fr',
      adult: true,
      episodeOpen: false,
    });
    const episode = {
      id: 'episode-noa',
      openedAt: NOON,
      kind: 'passive',
      locale: 'fr',
      lastHeardAt: NOON,
      safeSaidAt: [],
      asked: 0,
      quiet: false,
    };
    await turn(test.store, heard('noa'), { episode: { ...episode, closedAt: null } });
    expect(await test.store.glance(message.from)).toMatchObject({ episodeOpen: true });
    await turn(test.store, heard('noa'), {
      episode: { ...episode, safeSaidAt: [NOON, NOON + DAY], closedAt: NOON + DAY },
    });
    expect(await test.store.glance(message.from)).toMatchObject({ episodeOpen: false });
    expect((await look(test.store, 'noa')).episode).toBeNull();
    expect(await test.store.glance({ ...message.from, accountId: 'someone else' })).toBeNull();
  });
});
