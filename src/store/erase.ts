import { lockOutbox } from './locks.ts';
import type { Sql } from './sql.ts';

/**
 * Removes every row of a member. The tables from which other work takes row locks go first, so that an erase never
 * waits for that work while holding the member's own row; the rest goes with the member, by the foreign keys.
 */
export const eraseMember = async (sql: Sql, memberId: string): Promise<void> => {
  await lockOutbox(sql);
  await sql.query(
    `WITH schedules AS (DELETE FROM nudge_schedule WHERE member_id = $1),
          timers AS (DELETE FROM timer WHERE member_id = $1),
          messages AS (DELETE FROM outbox WHERE member_id = $1)
     SELECT 1`,
    [memberId],
  );
  await sql.query('DELETE FROM member WHERE id = $1', [memberId]);
};
