import { TidemarkError } from '#shared/errors.ts';
import type { Glance, Store } from '#core/ports.ts';
import { createExport } from './export.ts';
import { createNumbers } from './numbers.ts';
import { createOutbox } from './outbox.ts';
import type { Prisma } from './prisma.ts';
import { createRecords } from './records.ts';
import { createSweep } from './sweep.ts';
import { createTurn } from './turn.ts';
import type { TurnTools } from './turn.ts';
import type { Logger } from '#shared/logger.ts';

export interface StoreParts extends TurnTools {
  readonly prisma: Prisma;
  readonly logger: Logger;
  /** The database in words, for error messages. */
  readonly where: string;
  readonly close: () => Promise<void>;
}

/** How long (ms) `glance` may take before it fails: someone in a crisis is waiting for the lines. */
const GLANCE_MS = 1_000;

/** Puts the store together from its parts. */
export const createStore = (parts: StoreParts): Store => {
  const { database, cipher, lookup, ids, logger, prisma, where } = parts;
  let closed: Promise<void> | undefined;
  return {
    turn: createTurn(parts),
    async glance(from) {
      const rows = database.query<Glance>(
        `SELECT country, zone, locale, adult,
           EXISTS (SELECT FROM crisis_episode WHERE member_id = member.id AND closed_at IS NULL) AS "episodeOpen"
         FROM member WHERE id = (SELECT member_id FROM account WHERE key = $1)`,
        [lookup.account(from)],
      );
      const [found] = await within(GLANCE_MS, rows, where);
      return found ?? null;
    },
    ...createSweep(database, ids, logger),
    ...createOutbox(database, cipher, lookup, logger, parts.owner),
    exportMember: createExport(prisma, cipher, where),
    numbers: createNumbers(database),
    ...createRecords(prisma, where),
    async ping() {
      try {
        await database.query('SELECT 1');
      } catch (error) {
        if (error instanceof TidemarkError && error.code === 'DATABASE_UNREACHABLE') throw error;
        throw new TidemarkError(
          'DATABASE_UNREACHABLE',
          `The database ${where} does not answer.`,
          'Look at its log.',
          error,
        );
      }
    },
    close: () => (closed ??= parts.close()),
  };
};

const within = async <T>(ms: number, work: Promise<T>, where: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TidemarkError('DATABASE_UNREACHABLE', `The database ${where} is too slow.`, 'Look at its load.'));
    }, ms);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
};
