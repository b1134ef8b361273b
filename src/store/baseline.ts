import { Pool } from 'pg';
import type { PoolClient, QueryConfig } from 'pg';
import { databaseError } from './database-errors.ts';
import { describeUrl } from './postgres.ts';

/** What one turn writes, besides the rows that every turn touches. */
export interface PlainTurn {
  /** Unique: what a platform numbers its updates with. */
  readonly update: string;
  readonly now: number;
  readonly session: Uint8Array;
  /** A number that is kept; null where the turn answers none. */
  readonly value: number | null;
  /** Their own words, kept beside the numbers; null where the turn has none. */
  readonly note: Uint8Array | null;
  readonly runs: number;
  readonly words: readonly Uint8Array[];
  readonly outbox: readonly Uint8Array[];
}

/** Rows of the tables that a turn writes to, by table; of members whose id begins with `prefix`. */
export type RowCounts = Readonly<Record<string, number>>;

export interface BenchDatabase {
  /** The connection string of the new database. */
  readonly url: string;
  /** Writes the members that `turn` writes for, `plain0` and on. The schema must be there. */
  people(count: number, now: number): Promise<void>;
  /** One turn with node-postgres alone: the rows that ours writes, prepared, in one transaction of four statements. */
  turn(person: number, what: PlainTurn): Promise<void>;
  /** Marks what waits as sent, as if it had gone out, and lets the server look at what there is. */
  settle(): Promise<void>;
  counts(which: 'plain' | 'ours'): Promise<RowCounts>;
  /** Closes the connections and drops the database. */
  drop(): Promise<void>;
}

const TABLES = ['session', 'inbound_receipt', 'answer', 'flow_run', 'message', 'outbox'] as const;
const CONNECTIONS = 10;

const FIND = `SELECT member.id, session.body, EXISTS (SELECT FROM inbound_receipt WHERE key = $2) AS seen
  FROM account JOIN member ON member.id = account.member_id LEFT JOIN session ON session.member_id = member.id
  WHERE account.key = $1 FOR NO KEY UPDATE OF member`;

/** One statement for all rows of a turn; which there are is in its name, so that it is prepared once. */
const write = (person: string, account: string, what: PlainTurn): QueryConfig => {
  const values: unknown[] = [];
  const p = (value: unknown): string => `$${values.push(value)}`;
  const [id, now, update] = [p(person), p(what.now), p(what.update)];
  const parts = [
    `UPDATE member SET last_heard_at = ${now}::bigint WHERE id = ${id}`,
    `UPDATE account SET last_seen_at = ${now}::bigint WHERE id = ${p(account)}`,
    `INSERT INTO inbound_receipt (key, member_id, at) VALUES (${update}, ${id}, ${now}::bigint)`,
    `UPDATE session SET body = ${p(what.session)}, updated_at = ${now}::bigint WHERE member_id = ${id}`,
  ];
  const add = (table: string, columns: string, rows: readonly string[]): void => {
    if (rows.length > 0) parts.push(`INSERT INTO ${table} (${columns}) VALUES ${rows.join(', ')}`);
  };
  const kept = [
    ...(what.value === null ? [] : [`, ${p(JSON.stringify(what.value))}::jsonb, NULL::bytea`]),
    ...(what.note === null ? [] : [`, NULL::jsonb, ${p(what.note)}::bytea`]),
  ];
  add(
    'answer',
    'id, member_id, run, flow, item, value, words, date, at',
    kept.map(
      (row, at) => `(${update} || 'a${at}', ${id}, 'run', 'checkin', 'mood'${row}, '2026-11-22', ${now}::bigint)`,
    ),
  );
  add(
    'flow_run',
    'id, member_id, flow, revision, started_at',
    Array.from(
      { length: what.runs },
      (_, at) => `(${update} || 'f${at}', ${id}, 'checkin', 'revision', ${now}::bigint)`,
    ),
  );
  add(
    'message',
    'id, member_id, author, kind, words, at',
    what.words.map((words, at) => `(${update} || 'm${at}', ${id}, 'bot', 'flow', ${p(words)}, ${now}::bigint)`),
  );
  add(
    'outbox',
    'id, member_id, lane, kind, priority, payload, attempts, not_before, leased_until, leased_by, state, created_at',
    what.outbox.map(
      (payload, at) =>
        `(${update} || 'o${at}', ${id}, ${id}, 'flow', 1, ${p(payload)}, 0, ${now}::bigint, ${now}::bigint + 30000, 'plain', 'waiting', ${now}::bigint)`,
    ),
  );
  const name = `plain ${what.value === null ? 0 : 1}${what.note === null ? 0 : 1} ${what.runs} ${what.words.length} ${what.outbox.length}`;
  const named = parts.map((part, index) => `part${index} AS (${part})`);
  return { name, text: `WITH ${named.join(',\n')} SELECT 1`, values };
};

/**
 * Makes an empty database beside the one of `serverUrl`, to be measured in and dropped: what is there is not touched.
 * Throws `DATABASE_…` where the server can't be reached or does not allow it.
 *
 * @param name a plain SQL name that nothing else has
 */
export const createBenchDatabase = async (serverUrl: string, name: string): Promise<BenchDatabase> => {
  const where = describeUrl(serverUrl);
  const admin = new Pool({ connectionString: serverUrl, max: 1 });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    await admin.query(`CREATE DATABASE "${name}"`);
  } catch (error) {
    await admin.end();
    throw databaseError(error, where);
  }
  const pool = new Pool({ connectionString: url.href, max: CONNECTIONS });
  const inTransaction = async (work: (client: PoolClient) => Promise<void>): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await work(client);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
  return {
    url: url.href,
    people: (count, now) =>
      inTransaction(async (client) => {
        for (let person = 0; person < count; person++) {
          const id = `plain${person}`;
          await client.query(
            `INSERT INTO member (id, locale, zone, country, adult, onboarded, created_at, last_heard_at)
             VALUES ($1, 'en', 'Europe/London', 'GB', TRUE, TRUE, $2, $2)`,
            [id, now],
          );
          await client.query(
            `INSERT INTO account (id, member_id, platform, key, address, lane, reachable, first_seen_at, last_seen_at)
             VALUES ($1, $1, 'terminal', $1, ''::bytea, $1, TRUE, $2, $2)`,
            [id, now],
          );
          await client.query(`INSERT INTO session (member_id, body, updated_at) VALUES ($1, ''::bytea, $2)`, [id, now]);
        }
      }),
    turn: (person, what) =>
      inTransaction(async (client) => {
        const id = `plain${person}`;
        await client.query({ name: 'plain find', text: FIND, values: [id, what.update] });
        await client.query(write(id, id, what));
      }),
    async settle() {
      await pool.query(`UPDATE outbox SET state = 'sent', settled_at = created_at WHERE state = 'waiting'`);
      await pool.query('VACUUM ANALYZE');
    },
    async counts(which) {
      const like = which === 'plain' ? 'LIKE' : 'NOT LIKE';
      const parts = TABLES.map(
        (table) => `(SELECT count(*)::int FROM ${table} WHERE member_id ${like} 'plain%') AS ${table}`,
      );
      const { rows } = await pool.query<Record<string, number>>(`SELECT ${parts.join(', ')}`);
      return rows[0] ?? {};
    },
    async drop() {
      await pool.end();
      try {
        await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      } finally {
        await admin.end();
      }
    },
  };
};
