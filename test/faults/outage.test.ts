/** The database out of reach, or slow, in the middle of a talk. */
import { once } from 'node:events';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTelegram } from '#adapters/telegram/index.ts';
import { Conversation } from '#core/conversation.ts';
import { createLibrary } from '#core/engine/library.ts';
import { createAssessor } from '#core/safety/assess.ts';
import { drawChart } from '#insights/chart.ts';
import { createKnowledge } from '#knowledge/knowledge.ts';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { ManualClock } from '#shared/clock.ts';
import { randomIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import { createLookup, lockNumber } from '#store/lookup.ts';
import { contentAt, type App } from '../../src/app.ts';
import { openProxy, type Proxy } from '../jobs/proxy.ts';
import {
  createDatabase,
  describeOnEachDatabase,
  migratedSnapshot,
  POSTGRES_URL,
  testKeys,
  type TestStore,
} from '../support/database.ts';
import { quickRoot, START, startApp } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

const CRISIS = 'i am going to kill myself tonight';
const APOLOGY = /Something went wrong on my side\. What you just wrote may not be kept/;

/** What holds wherever the database is gone. `ann` was seen before; she lives in Germany and writes English. */
const staysAtHand = (world: () => { readonly server: TelegramServer; readonly ann: Talker }): void => {
  it('a crisis sentence gets the lines of their country at once', async () => {
    const { ann } = world();
    const begun = performance.now();
    const said = await ann.asks(CRISIS, /these people are there now/);
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(said.text).toContain('112');
    expect(said.text).toContain('0800 111 0 111');
  });
  it('and in the language in which they said it', async () => {
    const { ann } = world();
    ann.listens();
    const said = await ann.asks('quiero suicidarme', /112/);
    expect(said.text).not.toContain('Something went wrong');
  });
  it('someone whom nobody knows yet gets the general lines', async () => {
    const { server } = world();
    const said = await new Talker(server, 3001).asks(CRISIS, /these people are there now/);
    expect(said.text).toContain('findahelpline.com');
  });
  it('an ordinary message gets a plain sentence, and nothing dies of it', async () => {
    const { ann, server } = world();
    await ann.asks('hello', APOLOGY);
    await server.queue.waitForConfirmed(ann.says('still there?'));
    await ann.hears(APOLOGY);
  });
};

describe('the embedded database closed under a running talk', () => {
  let server: TelegramServer;
  let app: App;
  let ann: Talker;
  beforeAll(async () => {
    server = await createTelegramServer();
    app = await startApp(server, { clock: new ManualClock(START), snapshot: await migratedSnapshot() });
    ann = new Talker(server);
    await ann.joins({ country: 'Germany', zone: 'Berlin', nudgeAt: null });
    await app.conversation.settled();
    await app.store.close();
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
  });
  staysAtHand(() => ({ server, ann }));
});

describe.skipIf(POSTGRES_URL === null)('PostgreSQL cut off under a running talk', () => {
  let server: TelegramServer;
  let app: App;
  let ann: Talker;
  let proxy: Proxy;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  beforeAll(async () => {
    database = await createDatabase();
    proxy = await openProxy(database.url);
    server = await createTelegramServer();
    app = await startApp(server, { clock: new ManualClock(START) }, { databaseUrl: proxy.url, keys: testKeys() });
    ann = new Talker(server);
    await ann.joins({ country: 'Germany', zone: 'Berlin', nudgeAt: null });
    await app.conversation.settled();
    await proxy.cut();
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
    await proxy.cut();
    await database.drop();
  });
  staysAtHand(() => ({ server, ann }));
  it('after the database is back the talk goes on', async () => {
    await proxy.mend();
    ann.listens();
    await ann.asks('thank you', /welcome|Of course|Any time/);
    await ann.asks(
      CRISIS,
      /seriously|a lot to carry|how near this is|sounds close|hurts this much|What you wrote matters/,
    );
    await ann.hears(/ending your life/);
  });
});

/** Keeps the person's turn from beginning until `free` is called. */
const holdUp = async (test: TestStore, accountId: number): Promise<{ free(): Promise<void> }> => {
  const gate = Promise.withResolvers<void>();
  if (test.embedded !== null) {
    const begun = Promise.withResolvers<void>();
    const held = test.embedded.transaction(async () => {
      begun.resolve();
      await gate.promise;
    });
    await begun.promise;
    return { free: async () => (gate.resolve(), await held) };
  }
  const client = new Client({ connectionString: test.databaseUrl ?? '' });
  await client.connect();
  const key = createLookup(Buffer.from(test.keys.lookup, 'base64')).account({
    platform: 'telegram',
    accountId: String(accountId),
  });
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1::bigint)', [lockNumber(key)]);
  return {
    free: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
};

describeOnEachDatabase('a crisis sentence while an earlier message of the person is in progress', (open) => {
  it('is answered with the lines within the patience, and then both are handled in their order', async () => {
    const test = await open();
    const server = await createTelegramServer();
    const clock = new ManualClock(START);
    const telegram = createTelegram({
      token: server.token,
      apiRoot: server.apiRoot,
      logger: silentLogger,
      clock,
      commands: [],
      checkpoint: noCheckpoint,
    });
    const content = contentAt(quickRoot());
    const conversation = new Conversation({
      store: test.store,
      assessor: createAssessor(content.lexicon),
      knowledge: createKnowledge(content),
      library: createLibrary(content),
      adapters: new Map([['telegram', telegram]]),
      clock,
      random: () => 0.5,
      ids: randomIds(() => clock.now()),
      logger: silentLogger,
      checkpoint: noCheckpoint,
      drawChart,
      pause: (ms) => once(AbortSignal.timeout(ms), 'abort').then(() => {}),
    });
    await telegram.start((heard) => conversation.receive(heard));
    const ann = new Talker(server);
    await ann.joins({ country: 'US', nudgeAt: null });
    await conversation.settled();

    const held = await holdUp(test, ann.id);
    const begun = performance.now();
    ann.says('hello');
    const last = ann.says(CRISIS);
    ann.listens();
    const rescue = await ann.hears(/these people are there now/);
    expect(performance.now() - begun).toBeLessThan(4500);
    expect(rescue.text).toContain('988');
    expect(ann.texts.at(-1)).toBe(rescue.text);
    await held.free();
    await ann.hears(/You can check in|What would you like|ask me a question/);
    await ann.hears(/ending your life/);
    await server.queue.waitForConfirmed(last);
    await conversation.settled();
    expect(
      ann.texts.filter((text) => /these people are there now/.test(text)),
      'the lines came once',
    ).toHaveLength(1);
    await telegram.stop();
    await server.stop();
  });
});
