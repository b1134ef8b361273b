import { beforeAll, expect, it } from 'vitest';
import type { Schedule, SchedulePlan } from '#core/ports.ts';
import { describeOnEachDatabase } from '../support/database.ts';
import type { TestStore } from '../support/database.ts';
import { DAY, heard, look, MINUTE, NOON, say, sent, turn, writes } from './turns.ts';

const schedule = (overrides: Partial<Schedule> = {}): Omit<Schedule, 'id'> => ({
  kind: 'checkin',
  slot: '0',
  time: '12:00',
  zone: 'UTC',
  days: [1, 2, 3, 4, 5, 6, 7],
  active: true,
  ignored: 0,
  every: 1,
  nextRunAt: NOON,
  ...overrides,
});

/** Due now, for the given local date, and again a day later. */
const planFor =
  (date: string) =>
  (_schedule: Schedule, now: number): SchedulePlan => ({ nextRunAt: now + DAY, occurrence: { date, dueAt: now } });

describeOnEachDatabase('what falls due', (open) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await open();
  });
  const settle = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await turn(test.store, id, { occurrence: 'done' });
  };

  it('is claimed once, however many workers sweep at the same moment', async () => {
    for (let n = 0; n < 10; n += 1) {
      await turn(test.store, heard(`many-${n}`), {
        schedules: [schedule()],
        timers: [{ kind: 'followup', dueAt: NOON }],
      });
    }
    const looked: string[] = [];
    const plan = (row: Schedule, now: number): SchedulePlan => {
      looked.push(row.id);
      return planFor('2026-11-22')(row, now);
    };
    const sweeps = await Promise.all(Array.from({ length: 6 }, () => test.store.sweep(NOON, 5, plan)));
    const rest = await test.store.sweep(NOON, 100, plan);
    const all = [...sweeps.flat(), ...rest];
    expect(sweeps.every((ids) => ids.length <= 5)).toBe(true);
    expect(new Set(all).size).toBe(20);
    expect(all).toHaveLength(20);
    // Not only made once: no two workers even took the same row, or there would have been some left for the last.
    expect(rest).toEqual([]);
    expect(new Set(looked).size).toBe(looked.length);
    expect(await test.store.sweep(NOON, 100, planFor('2026-11-22'))).toEqual([]);
    await settle(all);
  });

  it('falls due once on a local date, whatever the planner says the second time', async () => {
    await turn(test.store, heard('twice'), { schedules: [schedule()] });
    expect(await test.store.sweep(NOON, 10, planFor('2026-11-22'))).toHaveLength(1);
    // The member flew west: the same local date comes round again.
    await turn(test.store, heard('twice'), { schedules: [schedule()] });
    expect(await test.store.sweep(NOON, 10, planFor('2026-11-22'))).toEqual([]);
    const [next] = await test.store.sweep(NOON + DAY, 100, planFor('2026-11-23'));
    expect(next).toBeDefined();
    await settle(await test.store.openOccurrences(NOON + 9 * DAY, 0, 100));
  });

  it('shows the turn what fell due, and is taken once', async () => {
    const { member } = await look(test.store, 'seen');
    await turn(test.store, heard('seen'), {
      schedules: [schedule({ slot: '7', nextRunAt: NOON + 2 * DAY })],
      session: { kept: true },
    });
    const [id = ''] = await test.store.sweep(NOON + 2 * DAY, 100, (row) =>
      planFor(row.slot === '7' ? '2026-11-24' : 'other')(row, NOON + 2 * DAY),
    );
    const ids = await test.store.openOccurrences(NOON + 2 * DAY, 0, 100);
    expect(ids).toContain(id);
    const mine = await test.query<{ id: string }>('SELECT id FROM occurrence WHERE member_id = $1', [member.id]);
    const due = mine[0]?.id ?? '';
    const first = await turn(test.store, due, (state) => {
      expect(state).toMatchObject({
        isNew: false,
        member: { id: member.id },
        occurrence: { kind: 'checkin', slot: '7', date: '2026-11-24' },
        nudgedToday: 0,
      });
      return writes({ session: state.session, outbox: [say('hello', 'nudge')], occurrence: 'done' });
    });
    expect(sent(first)).toEqual(['hello']);
    expect(await turn(test.store, due)).toEqual({ outcome: 'duplicate' });
    expect((await look(test.store, 'seen')).session).toEqual({ kept: true });
    await settle(await test.store.openOccurrences(NOON + 9 * DAY, 0, 100));
  });

  it('counts what was sent unasked on that local date', async () => {
    await turn(test.store, heard('nudged'), {
      schedules: [
        schedule({ nextRunAt: NOON }),
        schedule({ slot: '1', nextRunAt: NOON }),
        schedule({ kind: 'week', nextRunAt: NOON }),
      ],
    });
    const ids = await test.store.sweep(NOON, 10, (row) => ({
      nextRunAt: null,
      occurrence: { date: row.kind === 'week' ? '2026-11-25' : '2026-11-22', dueAt: NOON },
    }));
    expect(ids).toHaveLength(3);
    const counts: Record<string, number[]> = {};
    for (const id of ids) {
      await turn(test.store, id, (state) => {
        (counts[state.occurrence?.date ?? ''] ??= []).push(state.nudgedToday);
        return writes({ outbox: [say('hello', 'nudge')], occurrence: 'done' });
      });
    }
    expect(counts).toEqual({ '2026-11-22': [0, 1], '2026-11-25': [0] });
  });

  it('is found again when the worker that had it died', async () => {
    await turn(test.store, heard('lost'), { timers: [{ kind: 'followup', dueAt: NOON }] });
    const [id = ''] = await test.store.sweep(NOON, 10, planFor('2026-11-22'));
    expect(await test.store.openOccurrences(NOON + MINUTE, 2 * MINUTE, 10)).toEqual([]);
    expect(await test.store.openOccurrences(NOON + 3 * MINUTE, 2 * MINUTE, 10)).toEqual([id]);
    // A turn that fails leaves it open; one that is done settles it.
    await expect(
      turn(test.store, id, () => {
        throw new Error('a fault');
      }),
    ).rejects.toThrow('a fault');
    expect(await test.store.openOccurrences(NOON + 3 * MINUTE, 2 * MINUTE, 10)).toEqual([id]);
    await turn(test.store, id, { occurrence: 'paused' });
    expect(await test.store.openOccurrences(NOON + 3 * MINUTE, 2 * MINUTE, 10)).toEqual([]);
  });

  it('is unknown once the person is erased', async () => {
    await turn(test.store, heard('gone'), { timers: [{ kind: 'followup', dueAt: NOON }] });
    const [id = ''] = await test.store.sweep(NOON, 10, planFor('2026-11-22'));
    await turn(test.store, heard('gone'), { erase: true });
    expect(await turn(test.store, id)).toEqual({ outcome: 'unknown' });
  });

  it('goes on for everybody else when one schedule cannot be planned', async () => {
    await turn(test.store, heard('broken'), { schedules: [schedule({ zone: 'Nowhere/Land', nextRunAt: NOON - 1 })] });
    await turn(test.store, heard('whole'), { schedules: [schedule()] });
    const ids = await test.store.sweep(NOON, 10, (row, now) => {
      if (row.zone === 'Nowhere/Land') throw new RangeError('no such zone');
      return planFor('2026-11-30')(row, now);
    });
    expect(ids).toHaveLength(1);
    expect((await look(test.store, 'broken')).schedules).toMatchObject([{ nextRunAt: NOON + 3_600_000 }]);
    await settle(ids);
  });

  it('tells the earliest instant at which there is something to do', async () => {
    const fresh = await open();
    expect(await fresh.store.nextDueAt()).toBeNull();
    await turn(fresh.store, heard('x'), {
      timers: [{ kind: 'episode-close', dueAt: NOON + DAY }],
      schedules: [schedule({ nextRunAt: NOON + 2 * DAY }), schedule({ slot: '1', active: false, nextRunAt: NOON })],
    });
    expect(await fresh.store.nextDueAt()).toBe(NOON + DAY);
    const outcome = await turn(fresh.store, heard('x'), { outbox: [say('a')] }, { leaseMs: MINUTE });
    expect(await fresh.store.nextDueAt()).toBe(NOON + MINUTE);
    if (outcome.outcome === 'handled') for (const row of outcome.send) await fresh.store.markSent(row.id, NOON);
    expect(await fresh.store.nextDueAt()).toBe(NOON + DAY);
  });
});
