import { beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../support/database.ts';
import type { TestStore } from '../support/database.ts';
import { CONSENT, fillEveryTable, fullMessage, heard, look, NOON, say, SECRETS, tablesOf, turn } from './turns.ts';

/** Everything that a thief of the database would have: every column of every row, bytes as they are too. */
const dump = async (test: TestStore): Promise<string> => {
  const pieces: string[] = [];
  for (const table of await tablesOf(test)) {
    const rows = await test.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM "${table}" AS t`);
    for (const { row } of rows) {
      pieces.push(`${table} ${row}`);
      for (const [, hex = ''] of row.matchAll(/\\\\x([0-9a-f]+)/g))
        pieces.push(Buffer.from(hex, 'hex').toString('latin1'));
    }
  }
  return pieces.join('\n');
};

describeOnEachDatabase('a stolen database', (open) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await open();
    await fillEveryTable(test.store);
  });

  it('shows no platform id and no word of a person, in any column of any table', async () => {
    const stolen = await dump(test);
    // The dump sees what is plain on purpose, so it would see the rest.
    expect(stolen).toMatch(/answer .*"item": ?"mood"/);
    expect(stolen).toMatch(/"value": ?7/);
    for (const secret of Object.values(SECRETS)) {
      expect(stolen).not.toContain(secret);
      expect(stolen).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
      expect(stolen).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('does not hold the keys', async () => {
    const stolen = await dump(test);
    for (const key of Object.values(test.keys)) {
      expect(stolen).not.toContain(key);
      expect(stolen).not.toContain(Buffer.from(key, 'base64').toString('hex'));
      expect(stolen).not.toContain(Buffer.from(key, 'base64').toString('latin1'));
    }
  });
});

describeOnEachDatabase("a row into which another row's sealed words were put", (open) => {
  let test: TestStore;
  beforeAll(async () => {
    test = await open();
  });
  const failed = { code: 'DATABASE_FAILED' };
  const give = (who: string): Promise<unknown> =>
    turn(
      test.store,
      heard(who),
      {
        consents: CONSENT,
        session: { of: who },
        answers: [
          { run: 'r', flow: 'f', item: 'note', value: `note of ${who}`, free: true, date: '2026-11-22', at: NOON },
        ],
        transcript: [{ from: 'member', kind: 'text', text: `words of ${who}` }],
        outbox: [say(`reply to ${who}`)],
      },
      { leaseMs: 0 },
    );
  /** Puts a sealed column of `from` into the row of `to`. */
  const swap = async (table: string, column: string, from: string, to: string): Promise<void> => {
    await test.query(
      `UPDATE ${table} SET ${column} = (SELECT ${column} FROM ${table} WHERE member_id = $1 LIMIT 1) WHERE member_id = $2`,
      [from, to],
    );
  };

  it.each([
    ['session', 'body'],
    ['answer', 'words'],
    ['account', 'address'],
  ])("is not read as this person's: %s", async (table, column) => {
    await give(`${table}-a`);
    await give(`${table}-b`);
    const a = (await look(test.store, `${table}-a`)).member.id;
    const b = (await look(test.store, `${table}-b`)).member.id;
    await swap(table, column, a, b);
    await expect(look(test.store, `${table}-b`)).rejects.toMatchObject(failed);
    expect((await look(test.store, `${table}-a`)).member.id).toBe(a);
  });

  it('is not sent and not exported: outbox, message', async () => {
    await give('out-a');
    await give('out-b');
    const a = (await look(test.store, 'out-a')).member.id;
    const b = (await look(test.store, 'out-b')).member.id;
    await swap('message', 'words', a, b);
    await expect(test.store.exportMember(b, NOON)).rejects.toMatchObject(failed);
    await swap('outbox', 'payload', a, b);
    const claim = await test.store.claimOutbox(NOON, 100, 1000);
    // The damaged row is put aside; it does not stop everybody else's messages.
    expect(claim.map((row) => row.draft.text)).not.toContain('reply to out-b');
    expect(claim.map((row) => row.memberId)).not.toContain(b);
    expect(claim.map((row) => row.draft.text)).toContain('reply to out-a');
    expect(await test.query('SELECT state, code FROM outbox WHERE member_id = $1', [b])).toEqual([
      { state: 'dead', code: 'damaged' },
    ]);
  });

  it('is told apart from a message that only looks odd', async () => {
    await turn(test.store, fullMessage(), { session: { words: '\u0000?\uD800"\\x41' } });
  });
});
