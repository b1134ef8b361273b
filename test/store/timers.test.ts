/** What falls due at a question that nobody answered. */
import { beforeAll, expect, it } from 'vitest';
import type { MemberState, Timer } from '#core/ports.ts';
import { describeOnEachDatabase } from '../support/database.ts';
import type { TestStore } from '../support/database.ts';
import { heard, MINUTE, NOON, say, sent, turn, writes } from './turns.ts';

const HOUR = 3_600_000;
const none = () => ({ nextRunAt: null, occurrence: null });

/** Two hours after the question, counted from its delivery. */
const reminder = (about: string): Omit<Timer, 'id'> => ({
  kind: 'reminder',
  dueAt: NOON + 2 * HOUR,
  about,
  fromDelivery: true,
});

describeOnEachDatabase('a timer of a question', (open) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await open();
  });
  /** Someone is asked; answers the id of the message that asks. */
  const asked = async (who: string, timer = reminder(who)): Promise<string> => {
    const outcome = await turn(test.store, heard(who), { outbox: [say('lead'), say('question')], timers: [timer] });
    if (outcome.outcome !== 'handled') throw new Error(outcome.outcome);
    await test.store.markSent(outcome.send[0]?.id ?? '', NOON);
    return outcome.send.at(-1)?.id ?? '';
  };
  const dueAt = async (now: number): Promise<readonly string[]> => test.store.sweep(now, 100, none);
  /** What the turn of an occurrence sees. */
  const seen = async (id: string): Promise<MemberState['occurrence']> => {
    let occurrence: MemberState['occurrence'] = null;
    await turn(test.store, id, (state) => {
      ({ occurrence } = state);
      return writes({ session: state.session, occurrence: 'done' });
    });
    return occurrence;
  };

  it('comes at its time where the question was delivered at once, and names that question', async () => {
    await test.store.markSent(await asked('at-once'), NOON + 900);
    expect(await dueAt(NOON + 2 * HOUR - 1)).toEqual([]);
    const [id = ''] = await dueAt(NOON + 2 * HOUR);
    expect(await seen(id)).toMatchObject({ kind: 'reminder', about: 'at-once', dueAt: NOON + 2 * HOUR });
  });

  it('counts from the moment at which the question was delivered, should that be hours later', async () => {
    await test.store.markSent(await asked('late'), NOON + 90 * MINUTE);
    expect(await dueAt(NOON + 2 * HOUR)).toEqual([]);
    expect(await test.store.nextDueAt()).toBe(NOON + 3 * HOUR + 30 * MINUTE);
    expect(await dueAt(NOON + 3 * HOUR + 30 * MINUTE - 1)).toEqual([]);
    const ids = await dueAt(NOON + 3 * HOUR + 30 * MINUTE);
    expect(await Promise.all(ids.map(seen))).toMatchObject([{ about: 'late' }]);
  });

  it('does not come while the question still waits to be delivered, and then counts from there', async () => {
    const question = await asked('waiting');
    for (const hours of [2, 4, 6]) expect(await dueAt(NOON + hours * HOUR)).toEqual([]);
    await test.store.markSent(question, NOON + 7 * HOUR);
    expect(await dueAt(NOON + 8 * HOUR)).toEqual([]);
    expect(await dueAt(NOON + 9 * HOUR - 1)).toEqual([]);
    expect(await dueAt(NOON + 9 * HOUR)).toHaveLength(1);
  });

  it('is no endless look at the same row when the clock is set back', async () => {
    await asked('back');
    expect(await dueAt(NOON + 2 * HOUR)).toEqual([]);
    expect(await dueAt(NOON - 5 * HOUR)).toEqual([]);
    expect(await dueAt(NOON + 2 * HOUR)).toEqual([]);
    expect(await dueAt(NOON + 2 * HOUR)).toEqual([]);
    await turn(test.store, heard('back'), { cancelTimers: ['reminder'] });
  });

  it('comes although the question was refused for good: the flow is not left open for it', async () => {
    await test.store.markDead(await asked('refused'), NOON, '400');
    expect(await dueAt(NOON + 2 * HOUR)).toHaveLength(1);
  });

  it('is taken once, whoever sweeps and whoever is handed it', async () => {
    for (const who of ['a', 'b', 'c']) await test.store.markSent(await asked(`both-${who}`), NOON);
    const sweeps = await Promise.all(Array.from({ length: 4 }, () => dueAt(NOON + 2 * HOUR)));
    const ids = sweeps.flat();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(3);
    for (const id of ids) {
      const said = { outbox: [say('still there?')], occurrence: 'done' };
      const outcomes = await Promise.all([turn(test.store, id, said), turn(test.store, id, said)]);
      expect(outcomes.flatMap(sent).toSorted()).toEqual(['duplicate', 'still there?']);
    }
  });

  it('is gone where an answer came first', async () => {
    await asked('first');
    await turn(test.store, heard('first'), { cancelTimers: ['reminder', 'expiry', 'step-timeout'] });
    expect(await dueAt(NOON + 9 * HOUR)).toEqual([]);
  });

  it('goes with the person', async () => {
    await asked('gone');
    await turn(test.store, heard('gone'), { erase: true });
    expect(await dueAt(NOON + 9 * HOUR)).toEqual([]);
  });
});
