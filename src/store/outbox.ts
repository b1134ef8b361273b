import type { Logger } from '#shared/logger.ts';
import type { Address, OutboxRow, Store } from '#core/ports.ts';
import type { Cipher } from './encryption.ts';
import { fromJson } from './json.ts';
import { lockAccounts, lockOutbox } from './locks.ts';
import type { Lookup } from './lookup.ts';
import type { Database } from './sql.ts';
import type { Payload } from './turn-write.ts';

// A message may go when its time has come, nobody is sending it, and nothing ahead of it in its chat is held up. Ahead
// is what is more urgent, or as urgent and older; a turn's messages share one urgency, so they never change places. The
// update looks again: a row may have been marked as sent while the claim waited for it.
const CLAIM = `WITH ready AS (
    SELECT id FROM outbox AS mine
    WHERE state = 'waiting' AND not_before <= $1::bigint AND leased_until <= $1::bigint AND NOT EXISTS (
      SELECT FROM outbox AS ahead
      WHERE ahead.state = 'waiting' AND ahead.lane = mine.lane AND (ahead.priority, ahead.seq) < (mine.priority, mine.seq)
        AND (ahead.not_before > $1::bigint OR ahead.leased_until > $1::bigint))
    ORDER BY priority, seq LIMIT $2::int
  ), taken AS (
    UPDATE outbox SET leased_until = $1::bigint + $3::bigint, leased_by = $4::text FROM ready
    WHERE outbox.id = ready.id AND state = 'waiting' AND not_before <= $1::bigint AND leased_until <= $1::bigint
    RETURNING outbox.id, outbox.seq, outbox.priority, outbox.member_id, outbox.payload, outbox.attempts
  )
  SELECT id, member_id, encode(payload, 'base64') AS payload, attempts FROM taken ORDER BY priority, seq`;

interface ClaimedRow {
  readonly id: string;
  readonly member_id: string | null;
  readonly payload: string;
  readonly attempts: number;
}

type Outbox = Pick<Store, 'claimOutbox' | 'markSent' | 'markLater' | 'markDead' | 'markUnreachable'>;

/** What waits to be sent, and what became of it. A mark of a row that is settled or gone changes nothing. */
export const createOutbox = (
  database: Database,
  cipher: Cipher,
  lookup: Lookup,
  logger: Logger,
  owner: string,
): Outbox => ({
  /** Several messages of one chat come in their order: when one doesn't go out, the ones behind it must wait too. */
  claimOutbox: (now, limit, leaseMs) =>
    database.transaction(async (sql) => {
      await lockOutbox(sql);
      const rows = await sql.query<ClaimedRow>(CLAIM, [now, limit, leaseMs, owner]);
      const opened: OutboxRow[] = [];
      for (const { id, member_id, payload, attempts } of rows) {
        try {
          const sealed = Buffer.from(payload, 'base64');
          const { to, draft } = fromJson<Payload>(cipher.open(sealed, ['outbox', id, member_id]));
          opened.push({ id, to, memberId: member_id, draft, attempts });
        } catch {
          // One damaged row must not stop everybody else's messages, claim after claim.
          logger.error({ outbox: id }, 'An outgoing message does not open; it is put aside.');
          await sql.query(`UPDATE outbox SET state = 'dead', settled_at = $2::bigint, code = 'damaged' WHERE id = $1`, [
            id,
            now,
          ]);
        }
      }
      return opened;
    }),

  async markSent(id, now) {
    await database.query(
      `UPDATE outbox SET state = 'sent', settled_at = $2::bigint, attempts = attempts + 1 WHERE id = $1 AND state = 'waiting'`,
      [id, now],
    );
  },

  async markLater(id, at) {
    await database.query(
      `UPDATE outbox SET not_before = $2::bigint, leased_until = 0, attempts = attempts + 1 WHERE id = $1 AND state = 'waiting'`,
      [id, at],
    );
  },

  async markDead(id, now, code) {
    await database.query(
      `UPDATE outbox SET state = 'dead', settled_at = $2::bigint, code = $3, attempts = attempts + 1
       WHERE id = $1 AND state = 'waiting'`,
      [id, now, code],
    );
  },

  /** Under the person's lock, so that a turn of theirs is either before it (and dropped) or after it (and theirs). */
  markUnreachable: (to: Address, now) =>
    database.transaction(async (sql) => {
      const key = lookup.account(to);
      const lane = lookup.lane(to);
      await lockAccounts(sql, [key]);
      await lockOutbox(sql);
      // A group that the bot was thrown out of says nothing about the private chat.
      await sql.query('UPDATE account SET reachable = FALSE WHERE key = $1 AND lane = $2', [key, lane]);
      await sql.query(
        `UPDATE outbox SET state = 'dead', settled_at = $2::bigint, code = 'unreachable' WHERE lane = $1 AND state = 'waiting'`,
        [lane, now],
      );
    }),
});
