import { errorName } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';

/** Keeps the log readable while the queue's server is away. */
export interface Outage {
  /** Logs the error's class and code: once for each kind until a job is done again, however often it repeats. */
  noticed(error: unknown): void;
  /** A job was done: the queue is there. */
  over(): void;
}

/** Follows one queue's connection errors. Its messages are never logged: they may name a user or quote a command. */
export const watchOutage = (logger: Logger): Outage => {
  const seen = new Set<string>();
  return {
    noticed(error) {
      const { name, code } = errorName(error);
      const kind = `${name} ${code ?? ''}`;
      if (seen.has(kind)) return;
      seen.add(kind);
      logger.warn({ error: name, code }, 'The queue has trouble with its server; it goes on by itself once it can.');
    },
    over() {
      if (seen.size === 0) return;
      seen.clear();
      logger.info({}, 'The queue works again.');
    },
  };
};
