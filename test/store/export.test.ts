import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '#store/csv.ts';
import { describeOnEachDatabase } from '../support/database.ts';
import { CONSENT, fillEveryTable, fullMessage, heard, NOON, SECRETS, turn, writes } from './turns.ts';

/** A reader of RFC 4180, to hold the writer to it. */
const parseCsv = (text: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quoted && char === '"' && next === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"' && (quoted || cell === '')) {
      quoted = !quoted;
    } else if (!quoted && char === ',') {
      row.push(cell);
      cell = '';
    } else if (!quoted && char === '\r' && next === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at += 1;
    } else {
      cell += char;
    }
  }
  return rows;
};

describe('the CSV', () => {
  it('reads back as it was written, but for the apostrophe before what would run as a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { maxLength: 5 }), (rows) => {
        const safe = rows.map((row) => row.map((text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)));
        expect(parseCsv(toCsv(['a', 'b'], rows)).slice(1)).toEqual(safe);
      }),
    );
  });

  it('leaves numbers numbers, also below zero', () => {
    expect(toCsv(['n'], [[-3], [null], [true]])).toBe('n\r\n-3\r\n\r\ntrue\r\n');
  });
});

describeOnEachDatabase('taking everything along', (open) => {
  it('gives all that is kept about a member, readable, and nothing of anybody else', async () => {
    const test = await open();
    await turn(test.store, heard('other'), {
      consents: CONSENT,
      transcript: [{ from: 'member', kind: 'text', text: 'words of somebody else' }],
    });
    const memberId = await fillEveryTable(test.store);
    await turn(test.store, fullMessage({ updateId: 'more' }), (state) =>
      writes({
        session: state.session,
        answers: [
          { run: 'r', flow: 'f', item: 'side', value: ['good', 'hard'], free: false, date: '2026-11-22', at: NOON + 1 },
          {
            run: 'r',
            flow: 'f',
            item: 'note',
            value: '=HYPERLINK("x"), "quoted"\nnext',
            free: true,
            date: '2026-11-22',
            at: NOON + 2,
          },
          { run: 'r', flow: 'f', item: 'skipped', value: null, free: false, date: '2026-11-22', at: NOON + 3 },
        ],
      }),
    );
    const { json, csv } = await test.store.exportMember(memberId, NOON);
    const data: Record<string, unknown> = JSON.parse(json);
    expect(data).toMatchObject({
      format: 'tidemark-export',
      version: 1,
      exportedAt: '2026-11-22T12:00:00Z',
      member: { id: memberId, country: 'IE', zone: 'Europe/Dublin', createdAt: NOON },
      accounts: [{ platform: 'telegram', address: { accountId: SECRETS.account, chatId: SECRETS.chat } }],
      consents: [{ purpose: 'health_log', given: true, wording: 'w1', at: NOON }, { purpose: 'free_text' }],
      session: { body: { frames: [{ locals: { said: SECRETS.session } }] } },
      runs: [{ flow: 'checkin', revision: 'r1', startedAt: NOON }],
      transcript: [
        { author: 'member', text: SECRETS.transcript },
        { author: 'bot', text: SECRETS.reply },
      ],
      outbox: [{ draft: { text: SECRETS.reply }, state: 'waiting' }],
      occurrences: [{ kind: 'checkin', date: '2026-11-22' }],
      timers: [{ kind: 'episode-close' }],
      episodes: [{ kind: 'passive', closedAt: null }],
    });
    expect(data['schedules']).toHaveLength(2);
    expect(data['handledUpdates']).toHaveLength(2);
    expect(json).not.toContain('somebody else');
    // Every table with rows of members has a part in it.
    const tables = await test.query(
      `SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'member_id'`,
    );
    const parts = Object.keys(data).filter((key) => !['format', 'version', 'exportedAt', 'member'].includes(key));
    expect(parts).toHaveLength(tables.length);
    for (const part of parts) expect(data[part], part).not.toEqual([]);

    expect(parseCsv(csv)).toEqual([
      ['date', 'answered_at', 'flow', 'item', 'answer'],
      ['2026-11-22', '2026-11-22T12:00:00Z', 'checkin', 'mood', '7'],
      ['2026-11-22', '2026-11-22T12:00:00Z', 'checkin', 'note', SECRETS.note],
      ['2026-11-22', '2026-11-22T12:00:00.001Z', 'f', 'side', 'good; hard'],
      ['2026-11-22', '2026-11-22T12:00:00.002Z', 'f', 'note', '\'=HYPERLINK("x"), "quoted"\nnext'],
      ['2026-11-22', '2026-11-22T12:00:00.003Z', 'f', 'skipped', ''],
    ]);
  });
});
