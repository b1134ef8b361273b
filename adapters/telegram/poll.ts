/**
 * Long polling by core.telegram.org/bots/api#getupdates. Telegram forgets an update once getUpdates is called with a
 * higher offset, so the offset moves past an update only when it is settled: whatever is killed before comes again.
 */
import type { Update } from 'grammy/types';
import type { Logger } from '#shared/logger.ts';
import { faultCode, retryAfterMs } from './errors.ts';
import { pause } from './pause.ts';

/** While an update is still being worked on, Telegram gives it again at every call: so often is looked for new ones (ms). */
const LOOK_AGAIN_MS = 1000;
/** The first wait after a fault (ms); it doubles up to the longest. */
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** getUpdates gives at most so many. */
const WINDOW = 100;

interface FetchQuery {
  readonly offset?: number;
  readonly limit: number;
  /** Seconds. */
  readonly timeout: number;
}

export interface PollerOptions {
  readonly timeoutSeconds: number;
  readonly logger: Logger;
  readonly fetch: (query: FetchQuery, signal?: AbortSignal) => Promise<readonly Update[]>;
  /** Settles once the update may be forgotten. Must not reject. */
  readonly handle: (update: Update) => Promise<void>;
  /** Called for each update that the offset has moved past. */
  readonly passed: () => void;
}

export interface Poller {
  start(): void;
  /** Fetches nothing new, waits for what is being handled, confirms it. */
  stop(): Promise<void>;
}

interface Pending {
  readonly id: number;
  readonly work: Promise<void>;
  settled: boolean;
}

/** All updates of a batch are handled at once: a slow one never holds up another person's. */
export const createPoller = ({ timeoutSeconds, logger, fetch, handle, passed }: PollerOptions): Poller => {
  const stopping = new AbortController();
  /** In the order in which Telegram gave them: everything that it has not been told to forget. */
  let pending: Pending[] = [];
  let confirm: number | null = null;
  let loop: Promise<void> = Promise.resolve();

  const take = (update: Update): void => {
    // Numbers are compared for sameness only: after a quiet week Telegram goes on with a random one.
    if (pending.some((one) => one.id === update.update_id)) return;
    const one: Pending = {
      id: update.update_id,
      settled: false,
      work: handle(update).finally(() => {
        one.settled = true;
      }),
    };
    pending.push(one);
  };

  const moveOn = (): void => {
    const held = pending.findIndex((one) => !one.settled);
    const done = held === -1 ? pending : pending.slice(0, held);
    const last = done.at(-1);
    if (last === undefined) return;
    pending = held === -1 ? [] : pending.slice(held);
    confirm = last.id + 1;
    for (const _ of done) passed();
  };

  const fetchNew = async (timeout: number, limit: number, signal?: AbortSignal): Promise<readonly Update[]> => {
    const sent = confirm;
    // Without an offset Telegram begins at the earliest unconfirmed update; so it is named only to confirm.
    const batch = await fetch({ limit, timeout, ...(sent !== null && { offset: sent }) }, signal);
    if (confirm === sent) confirm = null;
    return batch;
  };

  const run = async (): Promise<void> => {
    const { signal } = stopping;
    let faults = 0;
    while (!signal.aborted) {
      try {
        const before = pending.length;
        const batch = await fetchNew(before > 0 ? 0 : timeoutSeconds, WINDOW, signal);
        faults = 0;
        for (const update of batch) take(update);
        if (batch.length === WINDOW && pending.length === before) {
          logger.warn({ platform: 'telegram', held: pending.length }, 'Updates wait behind one that is not settled');
        }
        if (pending.length > 0) {
          const looked = new AbortController();
          const wake = AbortSignal.any([signal, looked.signal]);
          await Promise.race([Promise.all(pending.map((one) => one.work)), pause(LOOK_AGAIN_MS, wake)]);
          looked.abort();
        }
      } catch (error) {
        if (signal.aborted) break;
        const wait = retryAfterMs(error) ?? Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(faults, 10));
        faults += 1;
        logger.warn(
          { platform: 'telegram', code: faultCode(error), faults, waitMs: wait },
          'Updates could not be fetched',
        );
        await pause(wait, signal);
      }
      moveOn();
    }
  };

  return {
    start() {
      loop = run();
    },
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(pending.map((one) => one.work));
      moveOn();
      if (confirm === null) return;
      try {
        await fetchNew(0, 1);
      } catch (error) {
        // They come again at the next start and are known by their ids.
        logger.debug({ platform: 'telegram', code: faultCode(error) }, 'The last updates could not be confirmed');
      }
    },
  };
};
