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
    SELECT * FROM timer WHERE due_at <= $1::bigint ORDER BY due_at, id LIMIT $2::int FOR UPDATE SKIP LOCKED
  ), schedules AS (
    SELECT * FROM nudge_schedule WHERE next_run_at <= $1::bigint AND active ORDER BY next_run_at, id
    LIMIT $2::int - (SELECT count(*) FROM timers) FOR UPDATE SKIP LOCKED
  )
  SELECT json_build_object(
    'timers', (SELECT coalesce(json_agg(json_build_object('id', t.id, 'memberId', t.member_id, 'kind', t.kind,
        'dueAt', t.due_at, 'about', t.about, 'countedFrom', t.counted_from, 'waits', coalesce(o.state = 'waiting', FALSE),
        'sentAt', CASE WHEN o.state = 'sent' THEN o.settled_at END,
        'zone', (SELECT zone FROM member WHERE member.id = t.member_id))), '[]')
      FROM timers AS t LEFT JOIN outbox AS o ON o.id = t.sent_with),
    'schedules', (SELECT coalesce(json_agg(json_build_object('id', id, 'memberId', member_id, 'kind', kind, 'slot', slot,
        'time', time, 'zone', zone, 'days', days, 'active', active, 'ignored', ignored, 'every', every,
        'nextRunAt', next_run_at)), '[]') FROM schedules)
  )::text AS due`;

// The timers' rows go in the statement that makes their occurrences, or are moved on; a day on which something fell due
// already is passed over.
const MOVE = `WITH input AS (SELECT $1::text::jsonb AS rows),
  later AS (UPDATE timer SET due_at = r.due_at, counted_from = r.counted_from,
      sent_with = CASE WHEN r.known THEN NULL ELSE sent_with END
    FROM input, jsonb_to_recordset(input.rows -> 'later') AS r(id text, due_at bigint, counted_from bigint, known boolean)
    WHERE timer.id = r.id),
  gone AS (DELETE FROM timer WHERE id IN (SELECT jsonb_array_elements_text(input.rows -> 'timers') FROM input)),
  moved AS (UPDATE nudge_schedule SET next_run_at = r.next FROM input,
    jsonb_to_recordset(input.rows -> 'schedules') AS r(id text, next bigint) WHERE nudge_schedule.id = r.id),
  made AS (INSERT INTO occurrence (id, member_id, kind, date, slot, due_at, created_at, about)
    SELECT r.id, r.member_id, r.kind, r.date, r.slot, r.due_at, $2::bigint, r.about FROM input,
      jsonb_to_recordset(input.rows -> 'occurrences')
        AS r(id text, member_id text, kind text, date text, slot text, due_at bigint, about text)
    ON CONFLICT (member_id, kind, date, slot) DO NOTHING RETURNING id)
  SELECT id FROM made ORDER BY id`;

interface DueTimer extends Timer {
  readonly memberId: string;
  readonly zone: string | null;
  /** Null where it does not count from a delivery. */
  readonly countedFrom: number | null;
  /** Whether the message from whose delivery it counts still waits to be sent. */
  readonly waits: boolean;
  /** When that message was sent; null where it was not, or where nobody knows any more. */
  readonly sentAt: number | null;
}

interface Due {
  readonly timers: readonly DueTimer[];
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

/** A message is not held for sent less than this (ms) after it was written: sending takes its time, and clocks differ. */
const SENDING_MS = 60_000;

/**
 * Where a timer counts from the delivery of a question and that came late, or has not come: when to look again. Null
 * where its time has come.
 */
const later = (
  { id, dueAt, countedFrom, waits, sentAt }: DueTimer,
  now: number,
): { id: string; due_at: number; counted_from: number; known: boolean } | null => {
  if (countedFrom === null || (!waits && sentAt === null)) return null;
  const from = waits ? now : (sentAt ?? now);
  const due = dueAt + from - countedFrom;
  // A clock that was set back must not make it look again and again in one sweep.
  if (waits) return { id, due_at: Math.max(due, now + SENDING_MS), counted_from: from, known: false };
  return from - countedFrom > SENDING_MS && due > now ? { id, due_at: due, counted_from: from, known: true } : null;
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
    const delayed = due.timers.flatMap((timer) => later(timer, now) ?? []);
    const waiting = new Set(delayed.map(({ id }) => id));
    const ready = due.timers.filter(({ id }) => !waiting.has(id));
    const occurrences: Record<string, unknown>[] = ready.map((timer) => ({
      id: ids.row(),
      member_id: timer.memberId,
      kind: timer.kind,
      date: localDate(timer.dueAt, timer.zone),
      // A timer fires once by itself: its own id keeps two of a day apart.
      slot: timer.id,
      due_at: timer.dueAt,
      about: timer.about ?? null,
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
    const rows = { timers: ready.map(({ id }) => id), later: delayed, schedules, occurrences };
    const made = await sql.query<{ id: string }>(MOVE, [JSON.stringify(rows), now]);
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
