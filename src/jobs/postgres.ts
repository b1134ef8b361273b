import { CONNECT_MS, patientPostgres, SCHEMA, whereabouts, type Backend, type Server } from './backend.ts';

/** A statement that takes longer than this (ms) hangs: the server is gone without a word. */
const STATEMENT_MS = 30_000;

/** How an operator knows it. */
export const postgresAt = (connectionString: string): Server => ({
  name: 'PostgreSQL',
  where: whereabouts(connectionString, '5432'),
  mend: 'Start PostgreSQL there, or mend DATABASE_URL.',
});

/** The queue in a PostgreSQL database, in a schema of its own, made and migrated by BullMQ under its advisory lock. */
export const openPostgres = (connectionString: string): Backend => ({
  factory: patientPostgres({
    connectionString,
    schema: SCHEMA,
    migrate: true,
    max: 4,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  }),
  drainDelay: 5,
  // Queue and worker own their pools and end them.
  close: async () => {},
});
