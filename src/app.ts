import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createTelegram } from '#adapters/telegram/index.ts';
import type { Config } from './config.ts';
import { loadContent } from '#content/load.ts';
import { formatProblem } from '#content/problem.ts';
import type { Content } from '#content/content.ts';
import { Conversation } from '#core/conversation.ts';
import { createLibrary } from '#core/engine/library.ts';
import type { Assessor, ChannelAdapter, Queue, Store } from '#core/ports.ts';
import { createAssessor } from '#core/safety/assess.ts';
import { staleLines } from '#core/safety/lines.ts';
import { createQueue, type QueueBackend } from '#jobs/queue.ts';
import { createKnowledge } from '#knowledge/knowledge.ts';
import { noCheckpoint, type Checkpoint } from '#shared/checkpoint.ts';
import { OffsetClock, systemClock, type SettableClock } from '#shared/clock.ts';
import { TidemarkError } from '#shared/errors.ts';
import { randomIds, type Ids } from '#shared/ids.ts';
import { localTime } from '#shared/local-time.ts';
import { createLogger, type Logger } from '#shared/logger.ts';
import type { Platform } from '#shared/platforms.ts';
import { systemRandom, type Random } from '#shared/random.ts';
import { openStore, type OpenedStore } from '#store/open.ts';
import { createPlayground, type Playground } from '#web/playground/adapter.ts';
import { createWebServer, type WebServer } from '#web/server.ts';

/** What a test, or the terminal, replaces. Everything else is the real thing. */
export interface Overrides {
  /** The folder that holds `flows/`. */
  readonly root?: string;
  /** That folder as it was loaded before, and the assessment compiled from it: most of what a start takes. */
  readonly loaded?: { readonly content: Content; readonly assessor: Assessor };
  readonly clock?: SettableClock;
  readonly ids?: Ids;
  readonly random?: Random;
  readonly logger?: Logger;
  readonly checkpoint?: Checkpoint;
  /** Further channels: the terminal. */
  readonly channels?: readonly ChannelAdapter[];
  /** Keeps the embedded database and its keys in memory. */
  readonly inMemory?: boolean;
  /** A dumped data folder for the embedded database to start from. */
  readonly snapshot?: Blob | File;
  /** Milliseconds of real time between two sweeps. */
  readonly sweepEveryMs?: number;
}

export interface App {
  /** Begins to listen everywhere. Answers the address of the web side, or null where it has none. */
  start(): Promise<string | null>;
  /** Takes nothing new, finishes what it began, closes everything. */
  stop(): Promise<void>;
  readonly conversation: Conversation;
  readonly store: Store;
  readonly content: Content;
  /** Moves the clock to `at` (ms UTC), firing what falls due on the way at its own time. */
  moveTo(at: number): Promise<void>;
}

const CLOCK_SETTING = 'playground.clock.offset';
const SECRET_SETTING = 'playground.secret';
/** Most stops on the way to a moved clock: a year of several things a day. */
const MOST_STOPS = 2000;
/** The longest step (ms) past something that is due and waits for something else. */
const LONGEST_STEP_MS = 60_000;

/** Loads the content, or throws `CONTENT_INVALID` with every mistake of the authors. */
export const contentAt = (root: string): Content => {
  const { content, problems } = loadContent(root);
  if (content !== null) return content;
  throw new TidemarkError(
    'CONTENT_INVALID',
    problems.map(formatProblem).join('\n'),
    'Mend the places named above; "npm run -s flows -- check" shows them again',
  );
};

/** Wires everything together. Nothing listens before `start`. Throws what the operator has to mend. */
export const createApp = async (config: Config, overrides: Overrides = {}): Promise<App> => {
  const logger = overrides.logger ?? createLogger(config.logLevel);
  const content = overrides.loaded?.content ?? contentAt(overrides.root ?? new URL('..', import.meta.url).pathname);
  const clock = overrides.clock ?? new OffsetClock(systemClock);
  const ids = overrides.ids ?? randomIds(() => clock.now());
  const checkpoint = overrides.checkpoint ?? noCheckpoint;
  const opened: OpenedStore = await openStore({
    databaseUrl: overrides.inMemory === true ? null : config.databaseUrl,
    dataDir: overrides.inMemory === true ? null : config.dataDir,
    keys: config.keys,
    ids,
    logger,
    checkpoint,
    ...(overrides.snapshot === undefined ? {} : { snapshot: overrides.snapshot }),
  });
  const { store } = opened;
  try {
    return await wire(config, overrides, { logger, content, clock, ids, checkpoint, opened });
  } catch (error) {
    await store.close();
    throw error;
  }
};

interface Parts {
  readonly logger: Logger;
  readonly content: Content;
  readonly clock: SettableClock;
  readonly ids: Ids;
  readonly checkpoint: Checkpoint;
  readonly opened: OpenedStore;
}

const wire = async (config: Config, overrides: Overrides, parts: Parts): Promise<App> => {
  const { logger, content, clock, ids, checkpoint, opened } = parts;
  const { store, embedded } = opened;
  const now = () => clock.now();

  if (clock instanceof OffsetClock && config.clockControl) {
    const kept = Number((await store.getSetting(CLOCK_SETTING)) ?? 0);
    if (Number.isFinite(kept) && kept !== 0) clock.set(clock.now() + kept);
  }
  const deployed = [...content.flows].map(([flow, { revision, bundle }]) => ({ revision, flow, body: bundle }));
  await store.saveRevisions(deployed, now());
  const stale = staleLines(content.lines, localTime(now(), null).date);
  if (stale.length > 0)
    logger.warn({ lines: stale.length }, 'crisis lines were not looked up lately: see flows/safety/lines.yaml');

  const listening: ChannelAdapter[] = [...(overrides.channels ?? [])];
  const adapters = new Map<Platform, ChannelAdapter>(listening.map((channel) => [channel.platform, channel]));
  if (config.telegram !== null && (config.roles.has('telegram') || config.roles.has('worker'))) {
    const telegram = createTelegram({ ...config.telegram, logger, clock, commands: menu(content), checkpoint });
    adapters.set('telegram', telegram);
    if (config.roles.has('telegram')) listening.push(telegram);
  }

  const moveTo = async (at: number): Promise<void> => {
    let step = 1;
    for (let stops = 0; stops < MOST_STOPS && clock.now() < at; stops++) {
      const next = await store.nextDueAt();
      if (next === null || next > at) break;
      // What is due and could not be dealt with waits for something else: it is looked at ever more seldom.
      step = next > clock.now() ? 1 : Math.min(step * 2, LONGEST_STEP_MS);
      clock.set(Math.min(at, Math.max(next, clock.now() + step)));
      await tick();
    }
    clock.set(Math.max(at, clock.now()));
    if (clock instanceof OffsetClock && config.clockControl)
      await store.setSetting(CLOCK_SETTING, String(clock.offset));
    await tick();
  };

  let playground: Playground | null = null;
  if (config.playground) {
    playground = createPlayground({
      ids,
      clock,
      clockControl: config.clockControl ? { now, moveTo } : null,
      secret: await secretOf(store),
      logger,
      onConnected: () => void conversation.deliver().catch(() => logger.warn({}, 'delivery has to wait')),
    });
    adapters.set('playground', playground);
    listening.push(playground);
  }

  const conversation: Conversation = new Conversation({
    store,
    assessor: overrides.loaded?.assessor ?? createAssessor(content.lexicon),
    knowledge: createKnowledge({ articles: content.articles, phrasings: content.phrasings }),
    library: createLibrary(content),
    adapters,
    clock,
    random: overrides.random ?? systemRandom,
    ids,
    logger,
    checkpoint,
    // Loaded with the first picture: most processes start faster and smaller without it.
    drawChart: async (chart, answers) => (await import('#insights/chart.ts')).drawChart(chart, answers),
    pause: (ms) => pause(ms, undefined, { ref: false }),
  });

  const tick = async (): Promise<void> => {
    await conversation.sweep((id) => conversation.due(id));
    await conversation.deliver();
    await conversation.settled();
  };

  const up = new Set<Platform>();
  let queue: Queue | null = null;
  let web: WebServer | null = null;

  return {
    conversation,
    store,
    content,
    moveTo,
    start: async () => {
      if (config.roles.has('web')) {
        const health = async () => {
          const database = await store.ping().then(
            () => 'ok' as const,
            () => 'failing' as const,
          );
          const telegram =
            config.telegram === null || !config.roles.has('telegram')
              ? ('off' as const)
              : up.has('telegram')
                ? ('ok' as const)
                : ('failing' as const);
          return { ready: database === 'ok', parts: { database, telegram } };
        };
        const { host, port, publicUrl } = config;
        web = await createWebServer({ host, port, playground, health, logger, publicUrl });
      }
      // The port first: a bot that answers people and is then refused its port would leave them in the middle.
      const address = (await web?.start()) ?? null;
      for (const channel of listening) {
        await channel.start((heard) => conversation.receive(heard));
        up.add(channel.platform);
      }
      if (config.roles.has('worker')) {
        const { sweepEveryMs } = overrides;
        queue = createQueue({
          backend: backendOf(config, embedded),
          logger,
          ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }),
        });
        await queue.start(conversation);
      }
      return address;
    },
    stop: async () => {
      await web?.stop();
      for (const channel of listening) await channel.stop();
      await queue?.stop();
      await conversation.settled();
      await store.close();
    },
  };
};

const backendOf = (config: Config, embedded: OpenedStore['embedded']): QueueBackend => {
  if (config.redisUrl !== null) return { kind: 'redis', url: config.redisUrl };
  if (embedded !== null) return { kind: 'embedded', pglite: embedded };
  return { kind: 'postgres', connectionString: config.databaseUrl ?? '' };
};

/** Signs the playground's cookies: made once, kept with the data, so that a restart knows everybody again. */
const secretOf = async (store: Store): Promise<Uint8Array> => {
  const kept = await store.getSetting(SECRET_SETTING);
  if (kept !== null) return Buffer.from(kept, 'base64');
  const made = randomBytes(32);
  await store.setSetting(SECRET_SETTING, made.toString('base64'));
  return made;
};

/** The commands that a platform shows in its menu, in this order, with their descriptions. */
const MENU = [
  'checkin',
  'week',
  'ask',
  'nudges',
  'pause',
  'sos',
  'privacy',
  'export',
  'delete',
  'help',
  'start',
  'stop',
] as const;

const menu = (content: Content): { command: string; description: string }[] =>
  MENU.flatMap((command) => {
    const text = content.texts.get('en')?.get(`commands.${command}`);
    return typeof text === 'string' ? [{ command, description: text }] : [];
  });
