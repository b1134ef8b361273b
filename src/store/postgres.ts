import { Pool, types as parsers } from 'pg';
import type { CustomTypesConfig, PoolClient, QueryResultRow } from 'pg';
import type { Logger } from '#shared/logger.ts';
import { errorName, TidemarkError } from '#shared/errors.ts';
import { databaseError } from './database-errors.ts';
import type { Database, Sql } from './sql.ts';
import { TRANSACTION_TIMEOUT_MS } from './sql.ts';

/** int8 comes as text by default; ours are milliseconds and counts, all below 2^53. */
const types: CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === parsers.builtins.INT8 ? Number : parsers.getTypeParser(oid, format)),
};

/** Host, port and database of a connection string, for people: never user or password. */
export const describeUrl = (databaseUrl: string): string => {
  try {
    const url = new URL(databaseUrl);
    const host = url.hostname === '' ? (url.searchParams.get('host') ?? 'localhost') : url.hostname;
    return `${host}:${url.port === '' ? '5432' : url.port}${url.pathname}`;
  } catch {
    throw new TidemarkError(
      'CONFIG_INVALID',
      'DATABASE_URL is not a connection string.',
      'Write it as postgresql://user:password@host:5432/database',
    );
  }
};

/** The pool that the hot path and Prisma share. It makes new connections by itself when the database is back. */
export const createPool = (databaseUrl: string, logger: Logger): Pool => {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    types,
    application_name: 'tidemark',
    connectionTimeoutMillis: TRANSACTION_TIMEOUT_MS,
    // Over the server's own limit: for a connection that has gone silent, where the server's timeout is never heard.
    query_timeout: TRANSACTION_TIMEOUT_MS + 5_000,
    keepAlive: true,
    // Statements that need nothing of each other's answers travel together: they still run one after the other.
    pipeline: true,
  });
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', (error) => {
    logger.warn({ code: errorName(error).code }, 'An idle database connection was lost.');
  });
  return pool;
};

const ignore = (): void => {};

const BEGIN = [
  'BEGIN',
  `SET LOCAL lock_timeout = ${TRANSACTION_TIMEOUT_MS}`,
  `SET LOCAL statement_timeout = ${TRANSACTION_TIMEOUT_MS}`,
  // A process that stops between two statements must not keep a person locked out.
  `SET LOCAL idle_in_transaction_session_timeout = ${TRANSACTION_TIMEOUT_MS}`,
].join(';');

/** Most statements that each connection keeps prepared; there are some dozens. */
const MOST_PREPARED = 500;

/** A name for each statement with parameters, under which every connection plans it once instead of every time. */
const createNames = (): ((text: string) => string | undefined) => {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST_PREPARED) return known;
    const name = `tidemark_${names.size}`;
    names.set(text, name);
    return name;
  };
};

/** The database over a pool of node-postgres. `close` leaves the pool to its owner. */
export const postgresDatabase = (pool: Pool, where: string): Database => {
  const nameOf = createNames();
  const on = (target: Pool | PoolClient): Sql => ({
    async query<Row>(text: string, params: readonly unknown[] = []) {
      const name = params.length === 0 ? undefined : nameOf(text);
      try {
        const query = { text, values: [...params], ...(name === undefined ? {} : { name }) };
        return (await target.query<Row & QueryResultRow>(query)).rows;
      } catch (error) {
        throw databaseError(error, where);
      }
    },
  });
  return {
    ...on(pool),
    async transaction(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw databaseError(error, where);
      });
      // A connection that breaks between two statements reports it here; the next statement then fails.
      client.on('error', ignore);
      let broken: Error | undefined;
      const sql = on(client);
      try {
        // Not waited for: it travels with the first statements of `work`. Where it fails the connection is broken, and so
        // do they.
        const begun = sql.query(BEGIN);
        begun.catch(ignore);
        const result = await work(sql);
        await begun;
        await sql.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((fault: unknown) => {
          broken = fault instanceof Error ? fault : new Error('rollback failed');
        });
        throw error;
      } finally {
        client.off('error', ignore);
        client.release(broken);
      }
    },
    close: () => Promise.resolve(),
  };
};
