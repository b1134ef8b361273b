import type { Heard, Outbound, SendResult } from '#core/ports.ts';
import { ManualClock } from '#shared/clock.ts';
import { randomIds } from '#shared/ids.ts';
import { type Logger, silentLogger } from '#shared/logger.ts';
import { createPlayground, type Playground } from '#web/playground/adapter.ts';
import type { ClockControl } from '#web/playground/clock-control.ts';
import type { Timers } from '#web/playground/timers.ts';
import type { Health } from '#web/routes/health-ready.ts';
import { createWebServer } from '#web/server.ts';

/** A morning in November, UTC. */
export const MORNING = Date.UTC(2026, 10, 23, 9);

export interface HouseOptions {
  readonly receive?: (heard: Heard, house: House) => Promise<void>;
  readonly port?: number;
  readonly host?: string;
  readonly publicUrl?: string;
  readonly secret?: Uint8Array;
  readonly timers?: Timers;
  readonly clock?: ManualClock;
  readonly clockControl?: ClockControl;
  readonly onConnected?: () => void;
  readonly health?: () => Promise<Health>;
  readonly logger?: Logger;
}

/** A web server with a playground, and whoever is beyond the port: a receive function of the test's own. */
export interface House {
  readonly url: string;
  readonly port: number;
  readonly playground: Playground;
  readonly heard: readonly Heard[];
  /** Sends the person who wrote `to` a message. */
  say(to: Heard, message?: Partial<Omit<Outbound, 'to'>>): Promise<SendResult>;
  stop(): Promise<void>;
}

const ids = randomIds(() => MORNING);

export const openHouse = async (options: HouseOptions = {}): Promise<House> => {
  const {
    host = '127.0.0.1',
    port = 0,
    publicUrl = null,
    clock = new ManualClock(MORNING),
    logger = silentLogger,
  } = options;
  const {
    receive = async () => {},
    timers,
    onConnected,
    clockControl = null,
    secret = new Uint8Array(32).fill(7),
  } = options;
  const { health = async () => ({ ready: true, parts: {} }) } = options;
  const heard: Heard[] = [];
  const playground = createPlayground({
    ids,
    clock,
    clockControl,
    secret,
    logger,
    ...(timers === undefined ? {} : { timers }),
    ...(onConnected === undefined ? {} : { onConnected }),
  });
  const web = await createWebServer({ host, port, playground, health, logger, publicUrl });
  const url = await web.start();
  const house: House = {
    url,
    port: Number(new URL(url).port),
    playground,
    heard,
    say: (to, message = {}) =>
      playground.send({
        id: ids.row(),
        kind: 'flow',
        text: 'Hello.',
        choices: [],
        attachments: [],
        ...message,
        to: to.from,
      }),
    async stop() {
      await web.stop();
      await playground.stop();
    },
  };
  await playground.start(async (message) => {
    heard.push(message);
    await receive(message, house);
  });
  return house;
};

/** Timers that fire when the test says so. */
export class HandTimers implements Timers {
  readonly #waiting = new Set<{ readonly ms: number; readonly run: () => void }>();

  after(ms: number, run: () => void): () => void {
    const timer = { ms, run };
    this.#waiting.add(timer);
    return () => this.#waiting.delete(timer);
  }

  /** Lets every timer of exactly `ms` run out. */
  fire(ms: number): void {
    // A timer that is set anew by what runs waits for the next time.
    const due = [...this.#waiting].filter((timer) => timer.ms === ms);
    for (const timer of due) {
      if (this.#waiting.delete(timer)) timer.run();
    }
  }
}
