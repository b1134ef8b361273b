import type { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { PrismaClient } from './generated/client.ts';
import { TRANSACTION_TIMEOUT_MS } from './sql.ts';

/** Prisma for the work that nobody waits for at the other end: export, retention, settings, revisions. */
export interface Prisma {
  /** The client, made at the first call: most processes answer many messages before they need it. */
  client(): Promise<PrismaClient>;
  close(): Promise<void>;
}

/**
 * Prisma over the same pool or the same embedded instance as the hot path.
 *
 * The embedded instance has one connection: inside a Prisma transaction nothing else may be asked of it.
 */
export const createPrisma = (over: { readonly pool: pg.Pool } | { readonly pglite: PGlite }): Prisma => {
  let made: Promise<PrismaClient> | undefined;
  const make = async (): Promise<PrismaClient> => {
    const { PrismaClient: Client } = await import('./generated/client.ts');
    const adapter = 'pool' in over ? new PrismaPg(over.pool) : new PrismaPGlite(over.pglite);
    return new Client({
      adapter,
      transactionOptions: { maxWait: TRANSACTION_TIMEOUT_MS, timeout: 3 * TRANSACTION_TIMEOUT_MS },
    });
  };
  return {
    client: () => (made ??= make()),
    async close() {
      if (made !== undefined) await (await made).$disconnect();
    },
  };
};
