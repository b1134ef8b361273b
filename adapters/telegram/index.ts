/** Telegram, by long polling through grammY. Limits and losses: core.telegram.org/bots/api. */
import { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { ChannelAdapter, Heard } from '#core/ports.ts';
import type { Checkpoint } from '#shared/checkpoint.ts';
import type { Clock } from '#shared/clock.ts';
import { TidemarkError, errorName } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';
import { faultCode, startFault } from './errors.ts';
import { parse, type Self } from './parse.ts';
import { pause } from './pause.ts';
import { createPoller, type Poller } from './poll.ts';
import { createSender } from './send.ts';
import { acknowledgeTap } from './taps.ts';

export interface TelegramOptions {
  /** From @BotFather. Goes into request addresses only. */
  readonly token: string;
  /** `https://api.telegram.org`, or any server that speaks its protocol. */
  readonly apiRoot: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** How long one getUpdates waits for something to come; 25 unless given, at least 1. */
  readonly pollTimeoutSeconds?: number;
  /** The menu, without slashes. */
  readonly commands: readonly { readonly command: string; readonly description: string }[];
  readonly checkpoint: Checkpoint;
}

/** grammY names the signal of a package of its own, and listens to it only. */
type Signal = Parameters<Api['getUpdates']>[1];

/** The kinds of update that Telegram is asked for. */
const WANTED = ['message', 'edited_message', 'callback_query'] as const;
/** How long one request other than a poll may take (s). */
const REQUEST_SECONDS = 20;
/** An answer that takes longer shows that something is coming (ms). */
const TYPING_MS = 500;
/** Every Telegram bot is expected to know these: core.telegram.org/bots/features#global-commands. */
const GLOBAL_COMMANDS = ['start', 'help', 'settings'];

/**
 * The Telegram channel. `start` rejects with `PLATFORM_TOKEN` where Telegram refuses the token and `PLATFORM_FAILED`
 * where it can't be reached; after that every fault is waited out. No error and no log line holds the token, a
 * person's words or an id of Telegram's.
 */
export const createTelegram = (options: TelegramOptions): ChannelAdapter => {
  const { token, logger, clock, checkpoint } = options;
  const apiRoot = options.apiRoot.replace(/\/+$/, '');
  const pollSeconds = Math.max(1, options.pollTimeoutSeconds ?? 25);
  const api = new Api(token, { apiRoot, timeoutSeconds: REQUEST_SECONDS });
  // A poll waits by design: its client gives up only well after Telegram should have answered.
  const pollApi = new Api(token, { apiRoot, timeoutSeconds: pollSeconds + REQUEST_SECONDS });
  const sender = createSender(api, logger);
  const known = new Set([...GLOBAL_COMMANDS, ...options.commands.map(({ command }) => command)]);
  /** What goes on beside the updates: acknowledgements of taps. */
  const aside = new Set<Promise<void>>();
  let self: Self | null = null;
  let poller: Poller | null = null;
  let stopped = false;

  const besides = (work: Promise<void>): void => {
    aside.add(work);
    void work.finally(() => aside.delete(work));
  };

  const showTyping = async (chatId: string, settled: AbortSignal): Promise<void> => {
    await pause(TYPING_MS, settled);
    if (settled.aborted) return;
    try {
      await api.sendChatAction(chatId, 'typing');
    } catch (error) {
      logger.debug({ platform: 'telegram', code: faultCode(error) }, 'Typing could not be shown');
    }
  };

  const handle = async (update: Update, me: Self, receive: (heard: Heard) => Promise<void>): Promise<void> => {
    const settled = new AbortController();
    try {
      if (update.callback_query !== undefined) besides(acknowledgeTap(api, update.callback_query, logger));
      const parsed = parse(update, me, known, clock.now());
      if ('ignored' in parsed) {
        logger.debug({ platform: 'telegram', reason: parsed.ignored }, 'An update was ignored');
        return;
      }
      besides(showTyping(parsed.heard.from.chatId, settled.signal));
      await receive(parsed.heard);
    } catch (error) {
      // An update that breaks us must not come back for ever.
      logger.error({ platform: 'telegram', error: errorName(error).name }, 'An update could not be handled');
    } finally {
      settled.abort();
    }
  };

  const setMenu = async (): Promise<void> => {
    try {
      await api.setMyCommands(
        options.commands.map(({ command, description }) => ({ command, description: description.slice(0, 256) })),
      );
    } catch (error) {
      // Every command works without the menu.
      logger.warn({ platform: 'telegram', code: faultCode(error) }, 'The menu of commands could not be set');
    }
  };

  return {
    platform: 'telegram',
    async start(receive) {
      if (!/^[\w:-]+$/.test(token)) {
        throw new TidemarkError(
          'PLATFORM_TOKEN',
          'The Telegram bot token holds characters that no token has.',
          'Copy the token that @BotFather gave into TELEGRAM_BOT_TOKEN, without quotes and spaces.',
        );
      }
      let me: Self;
      try {
        me = await api.getMe();
        // With a webhook set, getUpdates is refused; what waits is kept.
        await api.deleteWebhook({ drop_pending_updates: false });
      } catch (error) {
        throw startFault(error);
      }
      self = me;
      await setMenu();
      if (stopped) return;
      poller = createPoller({
        timeoutSeconds: pollSeconds,
        logger,
        fetch: (query, signal) => {
          const client = query.timeout > 0 ? pollApi : api;
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two kinds of signal differ in name only
          return client.getUpdates({ ...query, allowed_updates: WANTED }, signal as Signal);
        },
        handle: (update) => handle(update, me, receive),
        passed: () => checkpoint('acknowledged'),
      });
      poller.start();
      logger.info({ platform: 'telegram' }, 'Telegram is listened to');
    },
    send: (message) => sender.send(message),
    privateLink: () => (self === null ? null : `https://t.me/${self.username}?start=hello`),
    async stop() {
      stopped = true;
      await poller?.stop();
      poller = null;
      await Promise.all(aside);
    },
  };
};
