/** The waiting updates of one bot, by the rules at core.telegram.org/bots/api#getupdates. */
import type { Update } from '@grammyjs/types';
import { createWatch } from './telegram-server-watch.ts';

type PollResult = readonly Update[] | 'conflict';

interface Poller {
  readonly limit: number;
  readonly offset: number;
  readonly answer: (result: PollResult) => void;
  readonly timer: NodeJS.Timeout;
}

export interface UpdateQueue {
  add(update: Update): void;
  /** One getUpdates: confirms below `offset`, then answers at once or waits up to `timeout` seconds. */
  poll(query: { offset: number; limit: number; timeout: number }, gone: AbortSignal): Promise<PollResult>;
  /** Updates that no getUpdates has confirmed yet. */
  unconfirmed(): readonly Update[];
  /** Resolves while a poller is waiting with nothing to give it. */
  waitForPoller(): Promise<void>;
  /** Resolves once the update with this id is confirmed. */
  waitForConfirmed(updateId: number): Promise<void>;
  close(): void;
}

export const createUpdateQueue = (): UpdateQueue => {
  let waiting: Update[] = [];
  let poller: Poller | null = null;
  const { when, look } = createWatch();

  const release = (result: PollResult): void => {
    if (poller === null) return;
    clearTimeout(poller.timer);
    const { answer } = poller;
    poller = null;
    answer(result);
  };

  return {
    add(update) {
      waiting.push(update);
      if (poller === null) return;
      const { offset, limit } = poller;
      const wanted = waiting.filter((one) => one.update_id >= offset);
      if (wanted.length > 0) release(wanted.slice(0, limit));
    },
    poll({ offset, limit, timeout }, gone) {
      // The newer request wins: the older one is the one that gets the 409.
      release('conflict');
      if (offset < 0) waiting = waiting.slice(offset);
      else waiting = waiting.filter((update) => update.update_id >= offset);
      look();
      if (waiting.length > 0 || timeout <= 0) return Promise.resolve(waiting.slice(0, limit));
      return new Promise((resolve) => {
        const mine: Poller = {
          limit,
          offset: Math.max(0, offset),
          answer: resolve,
          timer: setTimeout(() => release([]), timeout * 1000),
        };
        poller = mine;
        gone.addEventListener('abort', () => poller === mine && release([]), { once: true });
        look();
      });
    },
    unconfirmed: () => waiting,
    waitForPoller: () => when(() => poller !== null),
    waitForConfirmed: (updateId) => when(() => !waiting.some((update) => update.update_id === updateId)),
    close: () => release([]),
  };
};
