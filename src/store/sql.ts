/**
 * What the hot path needs of a database: statements, and transactions of them. There are two implementations,
 * `postgres.ts` and `embedded.ts`; both answer bigint columns as numbers, which is exact for milliseconds and counts.
 */
export interface Sql {
  /** Runs one statement. Throws `TidemarkError` (`DATABASE_…`). */
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Sql {
  /**
   * Runs `work` in one transaction and commits; whatever it throws rolls everything back and is thrown on. Waits at most
   * ten seconds for a connection, for a lock or for one statement, then fails with a `DATABASE_…` error.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How long (ms) anything in a transaction may wait before the turn fails: a person is waiting at the other end. */
export const TRANSACTION_TIMEOUT_MS = 10_000;
