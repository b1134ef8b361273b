import type { Sql } from './sql.ts';

/** How a column travels in JSON: bytes as base64, everything else as PostgreSQL reads it. */
type ColumnType = 'text' | 'bigint' | 'int' | 'boolean' | 'jsonb' | 'bytea' | 'int[]' | 'bigint[]';

interface Table {
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The columns by which a row is replaced; without it, a row is only ever added. */
  readonly replaceBy?: readonly string[];
  /** Columns that a replacement leaves as they were. */
  readonly keep?: readonly string[];
}

const TABLES = {
  member: {
    columns: {
      id: 'text',
      locale: 'text',
      zone: 'text',
      country: 'text',
      adult: 'boolean',
      onboarded: 'boolean',
      paused_until: 'bigint',
      created_at: 'bigint',
      last_heard_at: 'bigint',
    },
    replaceBy: ['id'],
  },
  account: {
    columns: {
      id: 'text',
      member_id: 'text',
      platform: 'text',
      key: 'text',
      address: 'bytea',
      lane: 'text',
      reachable: 'boolean',
      first_seen_at: 'bigint',
      last_seen_at: 'bigint',
    },
    replaceBy: ['id'],
  },
  inbound_receipt: { columns: { key: 'text', member_id: 'text', at: 'bigint' } },
  consent: {
    columns: { id: 'text', member_id: 'text', purpose: 'text', given: 'boolean', wording: 'text', at: 'bigint' },
  },
  session: { columns: { member_id: 'text', body: 'bytea', updated_at: 'bigint' }, replaceBy: ['member_id'] },
  flow_run: {
    columns: {
      id: 'text',
      member_id: 'text',
      flow: 'text',
      revision: 'text',
      started_at: 'bigint',
      ended_at: 'bigint',
      outcome: 'text',
    },
    replaceBy: ['id'],
  },
  answer: {
    columns: {
      id: 'text',
      member_id: 'text',
      run: 'text',
      flow: 'text',
      item: 'text',
      value: 'jsonb',
      words: 'bytea',
      date: 'text',
      at: 'bigint',
    },
  },
  message: { columns: { id: 'text', member_id: 'text', author: 'text', kind: 'text', words: 'bytea', at: 'bigint' } },
  outbox: {
    columns: {
      id: 'text',
      member_id: 'text',
      lane: 'text',
      kind: 'text',
      priority: 'int',
      payload: 'bytea',
      attempts: 'int',
      not_before: 'bigint',
      leased_until: 'bigint',
      leased_by: 'text',
      state: 'text',
      nudge_date: 'text',
      created_at: 'bigint',
    },
  },
  nudge_schedule: {
    columns: {
      id: 'text',
      member_id: 'text',
      kind: 'text',
      slot: 'text',
      time: 'text',
      zone: 'text',
      days: 'int[]',
      active: 'boolean',
      ignored: 'int',
      every: 'int',
      next_run_at: 'bigint',
    },
    replaceBy: ['member_id', 'kind', 'slot'],
    keep: ['id'],
  },
  timer: {
    columns: {
      id: 'text',
      member_id: 'text',
      kind: 'text',
      due_at: 'bigint',
      about: 'text',
      sent_with: 'text',
      counted_from: 'bigint',
    },
  },
  crisis_episode: {
    columns: {
      id: 'text',
      member_id: 'text',
      opened_at: 'bigint',
      kind: 'text',
      locale: 'text',
      last_heard_at: 'bigint',
      safe_said_at: 'bigint[]',
      asked: 'int',
      quiet: 'boolean',
      closed_at: 'bigint',
    },
    replaceBy: ['id'],
  },
} as const satisfies Record<string, Table>;

type TableName = keyof typeof TABLES;

/** One row, its columns by name; a column left out is null. */
type Row<Name extends TableName> = Partial<Record<keyof (typeof TABLES)[Name]['columns'], unknown>>;

const insert = (name: string, { columns, replaceBy, keep = [] }: Table): string => {
  const names = Object.keys(columns);
  const travels = names.map((column) => `"${column}" ${columns[column] === 'bytea' ? 'text' : columns[column]}`);
  const values = names.map((column) =>
    columns[column] === 'bytea' ? `decode(r."${column}", 'base64')` : `r."${column}"`,
  );
  const changed = names.filter((column) => !(replaceBy ?? []).includes(column) && !keep.includes(column));
  // A row never passes from one member to another, whatever id the caller names.
  const own = name === 'member' ? '' : ` WHERE "${name}".member_id = excluded.member_id`;
  const replace =
    replaceBy === undefined
      ? ''
      : ` ON CONFLICT (${replaceBy.join(', ')}) DO UPDATE SET ${changed.map((column) => `"${column}" = excluded."${column}"`).join(', ')}${own}`;
  return `INSERT INTO "${name}" (${names.map((column) => `"${column}"`).join(', ')})
    SELECT ${values.join(', ')} FROM input, jsonb_to_recordset(input.rows -> '${name}') AS r(${travels.join(', ')})${replace}`;
};

const INSERTS = Object.fromEntries(Object.entries(TABLES).map(([name, table]) => [name, insert(name, table)]));

/** Rows for several tables, and statements beside them, sent to the database as one statement. */
export interface Batch {
  add<Name extends TableName>(name: Name, row: Row<Name>): void;
  /** A change of rows that were there before; `$2`, `$3` … stand for `params`, in the order in which they are added. */
  also(statement: (param: (value: unknown) => string) => string): void;
  /** Sends it all; rows of one table are added in the order of `add`. */
  run(sql: Sql): Promise<void>;
}

/** An empty batch. */
export const createBatch = (): Batch => {
  const rows: Record<string, unknown[]> = {};
  const others: string[] = [];
  const params: unknown[] = [];
  return {
    add(name, row) {
      (rows[name] ??= []).push(
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
          ]),
        ),
      );
    },
    also(statement) {
      others.push(statement((value) => `$${params.push(value) + 1}`));
    },
    async run(sql) {
      const parts = [...others, ...Object.keys(rows).map((name) => INSERTS[name])];
      if (parts.length === 0) return;
      const named = parts.map((part, index) => `part${index} AS (${part})`);
      await sql.query(`WITH input AS (SELECT $1::text::jsonb AS rows), ${named.join(',\n')} SELECT 1`, [
        JSON.stringify(rows),
        ...params,
      ]);
    },
  };
};
