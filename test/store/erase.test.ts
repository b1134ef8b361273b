import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../support/database.ts';
import { fillEveryTable, fullMessage, heard, look, NOON, say, tablesOf, turn } from './turns.ts';

/** Tables that hold nothing of any person. */
const NOT_OF_PEOPLE = ['_prisma_migrations', 'data_key', 'flow_revision', 'setting'];

describeOnEachDatabase('erasing a person', (open) => {
  it('leaves zero rows of them in every table, and everybody else as they were', async () => {
    const test = await open();
    const others = heard('other', { updateId: 'other-update' });
    const otherId = await fillEveryTable(test.store, others);
    const memberId = await fillEveryTable(test.store);
    const tables = (await tablesOf(test)).filter((table) => !NOT_OF_PEOPLE.includes(table));

    const rowsOf = async (id: string): Promise<Record<string, number>> => {
      const counts: Record<string, number> = {};
      for (const table of tables) {
        // Wherever the id stands, in whatever column: a column of another name would be found too.
        const [row] = await test.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM "${table}" AS t WHERE to_jsonb(t)::text LIKE $1`,
          [`%"${id}"%`],
        );
        counts[table] = row?.n ?? -1;
      }
      return counts;
    };
    const before = await rowsOf(memberId);
    // A table with no row of theirs would prove nothing: whoever adds a table adds it to `fillEveryTable` as well.
    expect(Object.entries(before).filter(([, n]) => n < 1)).toEqual([]);
    const othersBefore = await rowsOf(otherId);

    const outcome = await turn(test.store, fullMessage({ updateId: 'delete me' }), {
      erase: true,
      outbox: [say('All gone. The lines stay here.', 'system')],
    });

    expect(Object.entries(await rowsOf(memberId)).filter(([, n]) => n !== 0)).toEqual([]);
    expect(await rowsOf(otherId)).toEqual(othersBefore);
    // The last words are handed back to be sent, and are stored nowhere.
    expect(outcome).toMatchObject({
      outcome: 'handled',
      send: [{ memberId: null, to: fullMessage().from, draft: { text: 'All gone. The lines stay here.' } }],
    });
    expect(await test.store.claimOutbox(NOON * 2, 100, 1)).toMatchObject([{ memberId: otherId }]);

    // One thing is left that is nobody's: the keyed hash of the very update that erased, so that its repetition after a
    // crash does not bring the person back.
    expect(await test.query('SELECT count(*)::int AS n FROM inbound_receipt WHERE member_id IS NULL')).toEqual([
      { n: 1 },
    ]);
    expect(await turn(test.store, fullMessage({ updateId: 'delete me' }))).toEqual({ outcome: 'duplicate' });
    expect(await rowsOf(memberId)).toEqual(Object.fromEntries(tables.map((table) => [table, 0])));

    // Who writes again later is a stranger.
    const again = await look(test.store, 'full');
    expect(again).toMatchObject({ isNew: true, history: [], consents: {}, session: null, episode: null });
  });

  it('works for someone whose first message asks for it', async () => {
    const test = await open();
    await turn(test.store, heard('brief'), { erase: true });
    expect(await test.query('SELECT id FROM member')).toEqual([]);
    expect(await test.query('SELECT id FROM account')).toEqual([]);
  });

  it('is undone as a whole when it fails', async () => {
    const test = await open();
    const memberId = await fillEveryTable(test.store);
    const message = fullMessage({ updateId: 'delete me' });
    await expect(
      turn(test.store, message, () => {
        throw new Error('a fault');
      }),
    ).rejects.toThrow('a fault');
    const { json } = await test.store.exportMember(memberId, NOON);
    expect(json).toContain('what they wrote in the note');
  });
});
