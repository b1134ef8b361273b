/** One adapter on one fake server, with what was heard and logged: the table that the tests of this folder work at. */
import { createTelegram, type TelegramOptions } from '#adapters/telegram/index.ts';
import type { ChannelAdapter, Heard, Outbound } from '#core/ports.ts';
import { ManualClock } from '#shared/clock.ts';
import { recordingLogger } from '../../contracts/channel-adapter.ts';
import {
  createTelegramServer,
  type TelegramServer,
  type TelegramServerOptions,
} from '../../support/telegram-server.ts';
import { ANN } from '../../support/telegram-server-people.ts';

export interface Bench {
  readonly server: TelegramServer;
  readonly log: ReturnType<typeof recordingLogger>;
  readonly clock: ManualClock;
  readonly heard: readonly Heard[];
  /** How many updates the offset has moved past. */
  readonly passed: () => number;
  /** A new adapter, started; `receive` is called after the message was noted. */
  start(receive?: (heard: Heard) => Promise<void>, options?: Partial<TelegramOptions>): Promise<ChannelAdapter>;
  /** Resolves once `count` messages were heard. */
  hear(count: number): Promise<readonly Heard[]>;
  close(): Promise<void>;
}

export const toAnn = (text: string, rest: Partial<Outbound> = {}): Outbound => ({
  id: 'out-1',
  to: { platform: 'telegram', accountId: String(ANN), chatId: String(ANN) },
  kind: 'flow',
  text,
  choices: [],
  attachments: [],
  ...rest,
});

export const createBench = async (serverOptions?: TelegramServerOptions): Promise<Bench> => {
  const server = await createTelegramServer(serverOptions);
  const log = recordingLogger();
  const clock = new ManualClock(1_700_000_000_000);
  const heard: Heard[] = [];
  const started: ChannelAdapter[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let passed = 0;
  return {
    server,
    log,
    clock,
    heard,
    passed: () => passed,
    async start(receive = async () => {}, options = {}) {
      const adapter = createTelegram({
        token: server.token,
        apiRoot: server.apiRoot,
        logger: log,
        clock,
        commands: [
          { command: 'checkin', description: 'Check in' },
          { command: 'sos', description: 'Lines to call' },
        ],
        checkpoint: (point) => {
          if (point === 'acknowledged') passed += 1;
        },
        ...options,
      });
      started.push(adapter);
      await adapter.start((one) => {
        heard.push(one);
        for (const waiter of waiting) if (heard.length >= waiter.count) waiter.resolve();
        waiting = waiting.filter((waiter) => heard.length < waiter.count);
        return receive(one);
      });
      return adapter;
    },
    async hear(count) {
      if (heard.length < count) {
        await new Promise<void>((resolve) => {
          waiting.push({ count, resolve });
        });
      }
      return heard;
    },
    async close() {
      await Promise.all(started.map((adapter) => adapter.stop()));
      await server.stop();
    },
  };
};
