import type { EmbeddedDatabase, EmbeddedRunner } from './pglite-pool.ts';

/** A transaction that is driven from outside, statement by statement. The database is held until one of the ends. */
export interface OpenTransaction {
  readonly runner: EmbeddedRunner;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/**
 * Opens a transaction that outlives the call. PGlite only knows transactions with a body, and lets nobody else in while
 * the body runs: so the body hands its transaction out and waits to be told that it is over.
 */
export const beginOn = (database: EmbeddedDatabase): Promise<OpenTransaction> => {
  const opened = Promise.withResolvers<OpenTransaction>();
  const over = Promise.withResolvers<void>();
  const settled = database.transaction(async (transaction) => {
    opened.resolve({
      runner: transaction,
      commit: () => {
        over.resolve();
        return settled;
      },
      rollback: async () => {
        try {
          await transaction.rollback();
        } finally {
          over.resolve();
        }
        await settled;
      },
    });
    await over.promise;
  });
  settled.catch((error: unknown) => opened.reject(error));
  return opened.promise;
};
