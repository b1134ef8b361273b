import { beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../support/database.ts';
import type { TestStore } from '../support/database.ts';
import { CONSENT, DAY, heard, look, NOON, say, turn } from './turns.ts';

describeOnEachDatabase('keeping times', (open) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await open();
  });
  const count = async (table: string): Promise<number> => {
    const [row] = await test.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    return row?.n ?? -1;
  };

  const kept = async (): Promise<number[]> => [
    await count('inbound_receipt'),
    await count('outbox'),
    await count('message'),
    await count('occurrence'),
    await count('answer'),
  ];

  it('end for receipts and messages after 7 days, the transcript after 30, settled occurrences after 90, answers never', async () => {
    const outcome = await turn(test.store, heard('ada'), {
      consents: CONSENT,
      transcript: [{ from: 'member', kind: 'text', text: 'hi' }],
      answers: [{ run: 'r', flow: 'f', item: 'mood', value: 5, free: false, date: '2026-11-22', at: NOON }],
      outbox: [say('sent'), say('dead'), say('still waiting')],
      timers: [
        { kind: 'followup', dueAt: NOON },
        { kind: 'followup', dueAt: NOON },
      ],
    });
    if (outcome.outcome !== 'handled') throw new Error(outcome.outcome);
    const [sent, dead] = outcome.send;
    await test.store.markSent(sent?.id ?? '', NOON);
    await test.store.markDead(dead?.id ?? '', NOON, '400');
    const [settled = ''] = await test.store.sweep(NOON, 10, () => ({ nextRunAt: null, occurrence: null }));
    await turn(test.store, settled, { occurrence: 'done' });

    await test.store.retain(NOON + 7 * DAY);
    expect(await kept()).toEqual([1, 3, 1, 2, 1]);
    await test.store.retain(NOON + 7 * DAY + 1);
    // What was never sent is not forgotten.
    expect(await kept()).toEqual([0, 1, 1, 2, 1]);
    await test.store.retain(NOON + 30 * DAY + 1);
    expect(await kept()).toEqual([0, 1, 0, 2, 1]);
    await test.store.retain(NOON + 90 * DAY + 1);
    expect(await kept()).toEqual([0, 1, 0, 1, 1]);
  });

  it('keep settings until they are set anew', async () => {
    expect(await test.store.getSetting('clock')).toBeNull();
    await test.store.setSetting('clock', '1');
    await test.store.setSetting('clock', '2');
    expect(await test.store.getSetting('clock')).toBe('2');
  });

  it('keep a flow revision as it was first deployed', async () => {
    await test.store.saveRevisions([{ revision: 'a1', flow: 'checkin', body: { steps: [1, { two: null }] } }], NOON);
    await test.store.saveRevisions(
      [
        { revision: 'a1', flow: 'checkin', body: { other: true } },
        { revision: 'b2', flow: 'week', body: [] },
      ],
      NOON + 1,
    );
    await turn(test.store, heard('rev'), {
      session: { frames: [{ revision: 'a1', inner: [{ revision: 'b2' }] }, { revision: 'never saved' }] },
    });
    expect((await look(test.store, 'rev')).revisions).toEqual({ a1: { steps: [1, { two: null }] }, b2: [] });
  });

  it('brings along the revisions that a revision calls, so that a run ends on all that it began with', async () => {
    const saved = (revision: string, calls: object) => ({ revision, flow: revision, body: { calls } });
    await test.store.saveRevisions(
      [saved('outer', { inner: 'inner' }), saved('inner', { core: 'core' }), saved('core', {}), saved('other', {})],
      NOON,
    );
    await turn(test.store, heard('calls'), { session: { frames: [{ revision: 'outer' }] } });
    expect(Object.keys((await look(test.store, 'calls')).revisions).toSorted()).toEqual(['core', 'inner', 'outer']);
  });

  it('end for a flow revision after 90 days without a run or a session, unless somebody agreed to its wording', async () => {
    const fresh = await open();
    const names = ['deployed', 'ran', 'waits', 'agreed', 'called', 'forgotten'];
    await fresh.store.saveRevisions(
      names.map((revision) => ({ revision, flow: 'f', body: { calls: revision === 'agreed' ? { f: 'called' } : {} } })),
      NOON - 91 * DAY,
    );
    await fresh.store.saveRevisions([{ revision: 'deployed', flow: 'f', body: {} }], NOON - DAY);
    const run = { flow: 'f', startedAt: NOON - 91 * DAY, outcome: null };
    await turn(fresh.store, heard('one'), {
      session: { frames: [{ revision: 'waits' }] },
      runs: [
        { ...run, id: 'r1', revision: 'ran', endedAt: NOON - 89 * DAY },
        { ...run, id: 'r2', revision: 'waits', endedAt: null },
        { ...run, id: 'r3', revision: 'forgotten', endedAt: NOON - 91 * DAY },
      ],
      consents: [{ purpose: 'nudges', given: true, wording: 'onboarding@agreed' }],
    });
    await fresh.store.retain(NOON);
    const left = await fresh.query<{ revision: string }>('SELECT revision FROM flow_revision ORDER BY revision');
    expect(left.map(({ revision }) => revision)).toEqual(['agreed', 'called', 'deployed', 'ran', 'waits']);
  });

  it('answers a ping while it is there', async () => {
    await expect(test.store.ping()).resolves.toBeUndefined();
  });
});
