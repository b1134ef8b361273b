/** What an operator meets: `node src/main.ts` as a process of its own, with good settings and with bad ones. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { countingIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import { openStore } from '#store/open.ts';
import { listenAnywhere } from '../jobs/proxy.ts';
import { migratedSnapshot } from '../support/database.ts';
import { quickCompiling } from '../support/program.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

const REPOSITORY = new URL('../..', import.meta.url).pathname;
const TOKEN = '777000:AAthis-is-a-secret-that-nobody-may-read';

const scratch = mkdtempSync(join(tmpdir(), 'tidemark-start-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;
/** A data folder that is set up already: making one takes seconds each. */
const newFolder = (): string => {
  const folder = join(scratch, `data-${(folders += 1)}`);
  cpSync(join(scratch, 'data'), folder, { recursive: true });
  return folder;
};
beforeAll(async () => {
  const dataDir = join(scratch, 'data');
  const { store } = await openStore({
    databaseUrl: null,
    dataDir,
    keys: { encryption: null, lookup: null },
    ids: countingIds(),
    logger: silentLogger,
    checkpoint: noCheckpoint,
    snapshot: await migratedSnapshot(),
  });
  await store.close();
});

interface Run {
  readonly process: ChildProcess;
  /** Resolves with the first line on standard output; rejects if it ends before. */
  readonly up: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly err: string; readonly ms: number }>;
}

const run = (env: Readonly<Record<string, string>>, root = REPOSITORY): Run => {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'src/main.ts')], {
    cwd: root,
    // Nothing of the surroundings: an operator's DATABASE_URL must not leak into a test.
    env: { ...quickCompiling, PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    err,
    ms: performance.now() - begun,
  }));
  const up = Promise.race([
    once(child.stdout, 'data').then(([chunk]: unknown[]) => String(chunk)),
    ended.then(({ err: said }) => Promise.reject(new Error(`it ended: ${said}`))),
  ]);
  up.catch(() => {});
  return { process: child, up, ended };
};

/** It ends by itself, soon, with an error that names what to do and shows no secret. */
const expectRefusal = async (refused: Run, ...says: readonly RegExp[]): Promise<void> => {
  const { code, err, ms } = await refused.ended;
  expect(code, err).toBe(1);
  expect(ms).toBeLessThan(30_000);
  for (const words of says) expect(err).toMatch(words);
  expect(err).toMatch(/What to do: \S/);
  expect(err).not.toMatch(/AAthis-is-a-secret|hunter2/);
  expect(err, 'no bare stack').not.toMatch(/^\s+at .*\.ts/m);
};

describe('a start that can not work ends at once and says what to mend', () => {
  let server: TelegramServer;
  beforeAll(async () => {
    server = await createTelegramServer();
  });
  afterAll(() => server.stop());

  it('a Telegram token that is refused', async () => {
    const env = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: server.apiRoot, DATA_DIR: newFolder() };
    await expectRefusal(run(env), /PLATFORM_TOKEN/, /@BotFather/);
  });

  it('a port that is taken', async () => {
    const holder = createServer();
    const port = await listenAnywhere(holder);
    await expectRefusal(run({ PORT: String(port), DATA_DIR: newFolder() }), /PORT_IN_USE/, new RegExp(String(port)));
    holder.close();
  });

  it('a database that can not be reached', async () => {
    const env = { DATABASE_URL: 'postgresql://ann:hunter2@127.0.0.1:1/tidemark', DATA_DIR: newFolder() };
    await expectRefusal(run(env), /DATABASE_UNREACHABLE/, /127\.0\.0\.1:1/);
  });

  it('bad settings, all of them at once', async () => {
    const env = {
      PORT: 'abc',
      TELEGRAM_BOT_TOKEN: 'hunter2',
      REDIS_URL: 'redis://127.0.0.1:6379',
      DATA_DIR: newFolder(),
      LOG_LEVEL: 'loud',
    };
    await expectRefusal(run(env), /CONFIG_INVALID/, /PORT/, /TELEGRAM_BOT_TOKEN/, /LOG_LEVEL/);
  });

  it('a flow with a fault, named by file and line', async () => {
    const root = join(scratch, 'broken');
    for (const part of ['src', 'adapters', 'prisma', 'flows', 'package.json']) {
      cpSync(join(REPOSITORY, part), join(root, part), { recursive: true });
    }
    symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
    const flow = join(root, 'flows/checkin.flow.yaml');
    writeFileSync(flow, readFileSync(flow, 'utf8').replace('type: rate', 'type: rant'));
    await expectRefusal(
      run({ DATA_DIR: newFolder() }, root),
      /CONTENT_INVALID/,
      /flows\/checkin\.flow\.yaml:\d+:\d+/,
      /Mend:/,
    );
  });
});

describe('a running process', () => {
  it('keeps a second one from its folder, finishes what it was saying on SIGTERM, and ends with 0', async () => {
    const server = await createTelegramServer();
    const env = {
      TELEGRAM_BOT_TOKEN: server.token,
      TELEGRAM_API_ROOT: server.apiRoot,
      DATA_DIR: newFolder(),
      PLAYGROUND: 'off',
    };
    const first = run(env);
    await first.up;
    await expectRefusal(run(env), /DATA_LOCKED/, /DATA_DIR|folder/);

    const ann = new Talker(server);
    ann.says('/start');
    await ann.hears(/^Hi\./);
    first.process.kill('SIGTERM');
    const asked = performance.now();
    const { code, err } = await first.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(performance.now() - asked).toBeLessThan(8000);
    expect(ann.texts).toHaveLength(3);
    expect(ann.texts.at(-1)).toMatch(/18 or older/);
    await server.stop();
  }, 60_000);
});
