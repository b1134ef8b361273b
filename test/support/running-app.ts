/** The whole application as it runs, in this process, with the fake Telegram at its other end. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Content } from '#content/content.ts';
import { createAssessor } from '#core/safety/assess.ts';
import { contentAt, createApp, type App, type Overrides } from '../../src/app.ts';
import { readConfig, type Config, type Role } from '../../src/config.ts';
import type { TelegramServer } from './telegram-server.ts';

/** A Monday, 09:00 in Chicago. */
export const START = Date.parse('2026-11-23T15:00:00Z');

/**
 * The repository's own content without the practice sentences of its knowledge, whose training would take a good part
 * of each start: no promise here rests on it. Made once per content.
 */
export const quickRoot = (): string => {
  const flows = new URL('../../flows/', import.meta.url).pathname;
  const wanted = readdirSync(flows, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/phrasings'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const hash = createHash('sha256');
  for (const path of wanted) hash.update(path).update(readFileSync(path));
  const root = join(tmpdir(), `tidemark-content-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(root)) return root;
  const draft = mkdtempSync(join(tmpdir(), 'tidemark-draft-'));
  for (const path of wanted) cpSync(path, join(draft, 'flows', relative(flows, path)));
  try {
    renameSync(draft, root);
  } catch (error) {
    // Another process made it at the same moment.
    rmSync(draft, { recursive: true });
    if (!existsSync(root)) throw error;
  }
  return root;
};

let loaded: NonNullable<Overrides['loaded']> | null = null;
/** That content, loaded once a test process: nothing in it changes. */
export const quickContent = (): NonNullable<Overrides['loaded']> => {
  if (loaded !== null) return loaded;
  const content = contentAt(quickRoot());
  loaded = { content, assessor: createAssessor(content.lexicon) };
  return loaded;
};

/** That content as a file, for processes that are started again and again: to load it takes most of a start. */
export const packedContent = (): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'tidemark-packed-')), 'content');
  writeFileSync(path, serialize(quickContent().content));
  return path;
};

/** What `packedContent` wrote, with the assessment compiled anew. */
export const unpackedContent = (path: string): NonNullable<Overrides['loaded']> => {
  const content = deserialize(readFileSync(path)) as Content;
  return { content, assessor: createAssessor(content.lexicon) };
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
  const app = await createApp(configOf(server, home), { loaded: quickContent(), inMemory, ...overrides });
  await app.start();
  return app;
};
