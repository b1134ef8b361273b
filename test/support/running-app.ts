/** The whole application as it runs, in this process, with the fake Telegram at its other end. */
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App, type Overrides } from '../../src/app.ts';
import { readConfig, type Config, type Role } from '../../src/config.ts';
import type { TelegramServer } from './telegram-server.ts';

/** A Monday, 09:00 in Chicago. */
export const START = Date.parse('2026-11-23T15:00:00Z');

/**
 * The repository's own content without the practice sentences of its knowledge, whose training would take a good part
 * of each start: no promise here rests on it.
 */
export const quickRoot = (): string => {
  const root = join(tmpdir(), `tidemark-content-${process.ppid}-${process.pid}`);
  if (existsSync(root)) return root;
  const draft = mkdtempSync(join(tmpdir(), 'tidemark-content-'));
  cpSync(new URL('../../flows', import.meta.url).pathname, join(draft, 'flows'), {
    recursive: true,
    filter: (path) => !path.includes('/phrasings'),
  });
  renameSync(draft, root);
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  return root;
};

/** Where the data is kept and who may open it. */
export interface Home {
  /** Folder of the embedded database. */
  readonly dataDir?: string;
  /** PostgreSQL in its place. */
  readonly databaseUrl?: string | null;
  readonly redisUrl?: string;
  readonly keys?: { readonly encryption: string; readonly lookup: string };
  readonly roles?: readonly Role[];
}

/** The configuration of a process that talks to this Telegram. Without the role `worker` nothing comes by itself. */
export const configOf = (telegram: Pick<TelegramServer, 'token' | 'apiRoot'>, home: Home = {}): Config => {
  const config = readConfig({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    DATA_DIR: home.dataDir,
    DATABASE_URL: home.databaseUrl ?? undefined,
    REDIS_URL: home.redisUrl,
    ENCRYPTION_KEY: home.keys?.encryption,
    LOOKUP_KEY: home.keys?.lookup,
    LOG_LEVEL: 'silent',
    ROLES: 'telegram,worker',
  });
  return { ...config, roles: new Set(home.roles ?? ['telegram']) };
};

/** Starts it. Without a folder or a PostgreSQL the database is in memory. */
export const startApp = async (server: TelegramServer, overrides: Overrides, home: Home = {}): Promise<App> => {
  const inMemory = home.dataDir === undefined && (home.databaseUrl ?? null) === null;
  const app = await createApp(configOf(server, home), { root: quickRoot(), inMemory, ...overrides });
  await app.start();
  return app;
};
