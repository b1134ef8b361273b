import { runMigrations } from 'bullmq';
import { patientPostgres, SCHEMA, type Backend, type Server } from './backend.ts';
import { PglitePool, type EmbeddedDatabase } from './pglite-pool.ts';

/** How an operator knows it. */
export const EMBEDDED: Server = {
  name: 'database',
  where: 'the data folder',
  mend: 'Free space on the disk, or restore the data folder from a backup.',
};

/**
 * The queue in the embedded database, beside the application's tables. Whoever opened it set `search_path` so that the
 * schema "bullmq" is on it: one connection serves both, so the queue may not change it.
 */
export const openEmbedded = async (database: EmbeddedDatabase): Promise<Backend> => {
  const pool = new PglitePool(database);
  const client = await pool.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    client.release();
  }
  return {
    factory: patientPostgres(pool),
    // Everything is in this process, so looking often costs little and makes up for a notification that was missed.
    drainDelay: 1,
    close: () => pool.end(),
  };
};
