import { lockNumber } from './lookup.ts';
import type { Sql } from './sql.ts';

/*
 * The locks that outlive a statement, all until the transaction ends. Whoever needs both kinds takes accounts first.
 */

/** Takes the locks of accounts, in an order that is the same for everybody. */
export const lockAccounts = async (sql: Sql, keys: readonly string[]): Promise<void> => {
  const numbers = keys.map(lockNumber).toSorted();
  await sql.query(
    `SELECT pg_advisory_xact_lock(number::bigint) FROM jsonb_array_elements_text($1::text::jsonb) AS number`,
    [JSON.stringify(numbers)],
  );
};

/** Any number; the same in every process. */
const OUTBOX_LOCK = 7_391_864_211_001;

/**
 * For what changes several waiting messages at once. Two claims at the same moment would each take a part of one chat's
 * messages; a claim and an erase would wait for each other's rows.
 */
export const lockOutbox = async (sql: Sql): Promise<void> => {
  await sql.query('SELECT pg_advisory_xact_lock($1::bigint)', [OUTBOX_LOCK]);
};
