import { fromJson } from './json.ts';
import { Temporal } from 'temporal-polyfill';
import { errorName } from '#shared/errors.ts';
import type { Ids } from '#shared/ids.ts';
import type { Logger } from '#shared/logger.ts';
import type { Schedule, SchedulePlan, Store, Timer } from '#core/ports.ts';
import type { Database, Sql } from './sql.ts';

/** How long (ms) a schedule that cannot be planned rests, so that it does not stop everybody else's. */
const REST_MS = 3_600_000;

const CLAIM = `WITH timers AS (
    SELECT id, member_id, kind, due_at FROM timer WHERE due_at <= $1::bigint ORDER BY due_at, id LIMIT $2::int FOR UPDATE SKIP LOCKED
  ), schedules AS (
    SELECT * FROM nudge_schedule WHERE next_run_at <= $1::bigint AND active ORDER BY next_run_at, id
    LIMIT $2::int - (SELECT count(*) FROM timers) FOR UPDATE SKIP LOCKED
  )
  SELECT json_build_object(
    'timers', (SELECT coalesce(json_agg(json_build_object('id', t.id, 'memberId', t.member_id, 'kind', t.kind,
        'dueAt', t.due_at, 'zone', (SELECT zone FROM member WHERE member.id = t.member_id))), '[]') FROM timers AS t),
    'schedules', (SELECT coalesce(json_agg(json_build_object('id', id, 'memberId', member_id, 'kind', kind, 'slot', slot,
        'time', time, 'zone', zone, 'days', days, 'active', active, 'ignored', ignored, 'every', every,
        'nextRunAt', next_run_at)), '[]') FROM schedules)
  )::text AS due`;

// The timers' rows go in the statement that makes their occurrences; a day on which something fell due already is
// passed over.
const MOVE = `WITH input AS (SELECT $1::text::jsonb AS rows),
  gone AS (DELETE FROM timer WHERE id IN (SELECT jsonb_array_elements_text(input.rows -> 'timers') FROM input)),
  moved AS (UPDATE nudge_schedule SET next_run_at = r.next FROM input,
    jsonb_to_recordset(input.rows -> 'schedules') AS r(id text, next bigint) WHERE nudge_schedule.id = r.id),
  made AS (INSERT INTO occurrence (id, member_id, kind, date, slot, due_at, created_at)
    SELECT r.id, r.member_id, r.kind, r.date, r.slot, r.due_at, $2::bigint FROM input,
      jsonb_to_recordset(input.rows -> 'occurrences')
        AS r(id text, member_id text, kind text, date text, slot text, due_at bigint)
    ON CONFLICT (member_id, kind, date, slot) DO NOTHING RETURNING id)
  SELECT id FROM made ORDER BY id`;

interface Due {
  readonly timers: readonly (Timer & { readonly memberId: string; readonly zone: string | null })[];
  readonly schedules: readonly (Schedule & { readonly memberId: string })[];
}

/** The local date at an instant; by UTC where the zone is not known, or is none. */
const localDate = (at: number, zone: string | null): string => {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  try {
    return instant
      .toZonedDateTimeISO(zone ?? 'UTC')
      .toPlainDate()
      .toString();
  } catch {
    return instant.toZonedDateTimeISO('UTC').toPlainDate().toString();
  }
};

type Sweep = Pick<Store, 'sweep' | 'openOccurrences' | 'nextDueAt'>;

/** What falls due. However many sweep at once, each row is claimed by one, and each local date fires once. */
export const createSweep = (database: Database, ids: Ids, logger: Logger): Sweep => {
  const planned = (
    schedule: Due['schedules'][number],
    now: number,
    plan: Parameters<Store['sweep']>[2],
  ): SchedulePlan => {
    const { memberId: _memberId, ...row } = schedule;
    try {
      return plan(row, now);
    } catch (error) {
      logger.error(
        { schedule: schedule.id, error: errorName(error).name },
        'A schedule could not be planned; it rests for an hour.',
      );
      return { nextRunAt: now + REST_MS, occurrence: null };
    }
  };

  const move = async (sql: Sql, due: Due, now: number, plan: Parameters<Store['sweep']>[2]): Promise<string[]> => {
    const occurrences: Record<string, unknown>[] = due.timers.map((timer) => ({
      id: ids.row(),
      member_id: timer.memberId,
      kind: timer.kind,
      date: localDate(timer.dueAt, timer.zone),
      // A timer fires once by itself: its own id keeps two of a day apart.
      slot: timer.id,
      due_at: timer.dueAt,
    }));
    const schedules: { id: string; next: number | null }[] = [];
    for (const schedule of due.schedules) {
      const { nextRunAt, occurrence } = planned(schedule, now, plan);
      schedules.push({ id: schedule.id, next: nextRunAt });
      if (occurrence === null) continue;
      const { memberId, kind, slot } = schedule;
      occurrences.push({
        id: ids.row(),
        member_id: memberId,
        kind,
        slot,
        date: occurrence.date,
        due_at: occurrence.dueAt,
      });
    }
    const timers = due.timers.map((timer) => timer.id);
    const made = await sql.query<{ id: string }>(MOVE, [JSON.stringify({ timers, schedules, occurrences }), now]);
    return made.map((row) => row.id);
  };

  return {
    sweep: (now, limit, plan) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query<{ due: string }>(CLAIM, [now, limit]);
        const due = fromJson<Due>(row?.due ?? '{"timers":[],"schedules":[]}');
        return due.timers.length + due.schedules.length === 0 ? [] : await move(sql, due, now, plan);
      }),

    async openOccurrences(now, olderThanMs, limit) {
      const rows = await database.query<{ id: string }>(
        `SELECT id FROM occurrence WHERE settled_at IS NULL AND created_at <= $1::bigint ORDER BY created_at, id LIMIT $2::int`,
        [now - olderThanMs, limit],
      );
      return rows.map((row) => row.id);
    },

    async nextDueAt() {
      const [row] = await database.query<{ at: number | null }>(
        `SELECT least(
          (SELECT min(next_run_at) FROM nudge_schedule WHERE active),
          (SELECT min(due_at) FROM timer),
          (SELECT min(greatest(not_before, leased_until)) FROM
            (SELECT DISTINCT ON (lane) not_before, leased_until FROM outbox WHERE state = 'waiting'
             ORDER BY lane, priority, seq) AS head)) AS at`,
      );
      return row?.at ?? null;
    },
  };
};
