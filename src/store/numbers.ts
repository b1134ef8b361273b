import type { Answer } from '#shared/answer.ts';
import type { Store } from '#core/ports.ts';
import type { Sql } from './sql.ts';

/** The kept numbers of some items over some days. Words are sealed and are no numbers: they are never opened here. */
export const createNumbers =
  (sql: Sql): Store['numbers'] =>
  (memberId, items, from, until) =>
    sql.query<Answer & Record<string, unknown>>(
      `SELECT item, value, date, at FROM answer
       WHERE member_id = $1 AND item IN (SELECT jsonb_array_elements_text($2::text::jsonb))
         AND date BETWEEN $3 AND $4 AND words IS NULL AND jsonb_typeof(value) = 'number'
       ORDER BY at, seq`,
      [memberId, JSON.stringify(items), from, until],
    );
