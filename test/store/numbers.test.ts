import { expect, it } from 'vitest';
import type { NewAnswer, Store } from '#core/ports.ts';
import { describeOnEachDatabase } from '../support/database.ts';
import { CONSENT, heard, NOON, turn, writes } from './turns.ts';

const answer = (item: string, value: NewAnswer['value'], date: string, at = NOON): NewAnswer => ({
  run: 'r1',
  flow: 'checkin',
  item,
  value,
  free: typeof value === 'string' && item === 'note',
  date,
  at,
});

/** Keeps answers of one person; answers their member id. */
const keep = async (store: Store, who: string, answers: readonly NewAnswer[]): Promise<string> => {
  let memberId = '';
  await turn(store, heard(who), (state) => {
    memberId = state.member.id;
    return writes({ consents: CONSENT, answers: answers.map((one) => ({ ...one, run: `${who}-run` })), runs: [] });
  });
  return memberId;
};

describeOnEachDatabase('the numbers for a picture', (open) => {
  it('are those of the items and days that it shows, of this person alone, the earliest first', async () => {
    const { store } = await open();
    await keep(store, 'somebody-else', [answer('mood', 9, '2026-11-22')]);
    const ann = await keep(store, 'ann', [
      answer('mood', 4, '2026-11-15'),
      answer('mood', 5, '2026-11-16', NOON + 1),
      answer('sleep', 7, '2026-11-22', NOON + 3),
      answer('mood', 6, '2026-11-22', NOON + 2),
      answer('anxiety', 3, '2026-11-22'),
      answer('mood', 8, '2026-11-23'),
    ]);
    expect(await store.numbers(ann, ['mood', 'sleep'], '2026-11-16', '2026-11-22')).toEqual([
      { item: 'mood', value: 5, date: '2026-11-16', at: NOON + 1 },
      { item: 'mood', value: 6, date: '2026-11-22', at: NOON + 2 },
      { item: 'sleep', value: 7, date: '2026-11-22', at: NOON + 3 },
    ]);
  });

  it('are never words: a note stays sealed, and a skipped question is no number', async () => {
    const { store } = await open();
    const ann = await keep(store, 'ann', [
      answer('note', 'their own words', '2026-11-22'),
      answer('taken', 'yes', '2026-11-22'),
      answer('mood', null, '2026-11-22'),
    ]);
    expect(await store.numbers(ann, ['note', 'taken', 'mood'], '2026-11-01', '2026-11-30')).toEqual([]);
  });
});
