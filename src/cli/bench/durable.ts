import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { createApp, type App } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Content } from '#content/content.ts';
import type { BenchIo } from '#cli/bench.ts';
import { CHECKIN, NOW } from '#cli/bench/core.ts';
import { liveHeap, quantile, round, type Report } from '#cli/bench/measure.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import { readSession } from '#core/engine/session.ts';
import { step } from '#core/engine/step.ts';
import type { Assessor, ChannelAdapter, Heard, MemberState, TurnOutcome } from '#core/ports.ts';
import { createAssessor } from '#core/safety/assess.ts';
import { writesFrom } from '#core/writes.ts';
import { randomIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import { seededRandom } from '#shared/random.ts';
import { createBenchDatabase, type BenchDatabase, type PlainTurn } from '#store/baseline.ts';

const DAY_MS = 86_400_000;
/** Longer than the bench: what a turn says counts as being sent. */
const LEASE_MS = 3650 * DAY_MS;
const ONBOARDING = ['hi', 'yes', 'GB', 'london', 'yes', 'yes', 'no', 'no', 'no'];
/** Most people who write at once; each writes one message after the other. */
const PEOPLE = 64;
const AT_ONCE = [1, 16, 64];
const STRETCH_MS = 3000;
const STRETCHES = 2;
/** One update in so many is delivered twice at the same moment, as platforms do. */
const REPEAT_EVERY = 50;

/** A channel that says nothing to anyone. */
const mute: ChannelAdapter = {
  platform: 'terminal',
  start: () => Promise.resolve(),
  send: () => Promise.resolve({ ok: true }),
  privateLink: () => null,
  stop: () => Promise.resolve(),
};

const open = (io: BenchIo, databaseUrl: string | null): Promise<App> => {
  const key = (): string => randomBytes(32).toString('base64');
  const config = readConfig({
    ENCRYPTION_KEY: key(),
    LOOKUP_KEY: key(),
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  });
  return createApp(
    { ...config, playground: false, roles: new Set() },
    { root: io.root, inMemory: databaseUrl === null, logger: silentLogger, channels: [mute] },
  );
};

const heardFrom = (person: string, updateId: string, text: string, now: number): Heard => ({
  kind: 'heard',
  from: { platform: 'terminal', accountId: person, chatId: person },
  updateId,
  place: 'private',
  text,
  choice: null,
  command: null,
  unreadable: null,
  sentAt: now,
  language: null,
});

/** What came of the turns, for counting. */
interface Tally {
  turns: number;
  said: number;
  repeats: number;
  twice: number;
  failed: number;
}

/** People who do a check-in a day, on a store. */
class People {
  readonly tally: Tally = { turns: 0, said: 0, repeats: 0, twice: 0, failed: 0 };
  readonly #store: App['store'];
  readonly #library: Library;
  readonly #assessor: Assessor;
  readonly #turns = new Map<number, number>();
  readonly #random = seededRandom(1);
  #now = NOW;
  readonly #ids = randomIds(() => this.#now);

  constructor(app: App, content: Content) {
    this.#store = app.store;
    this.#library = createLibrary(content);
    this.#assessor = createAssessor(content.lexicon);
  }

  async onboard(count: number): Promise<void> {
    for (let person = 0; person < count; person++) {
      for (const [index, text] of ONBOARDING.entries()) {
        this.#count(await this.#take(person, `hello ${person} ${index}`, text, NOW + index * 1000));
      }
      this.#turns.set(person, 0);
    }
  }

  /** This person's next message. */
  async next(person: number): Promise<void> {
    const turns = this.#turns.get(person) ?? 0;
    this.#turns.set(person, turns + 1);
    const [day, index] = [Math.floor(turns / CHECKIN.length) + 1, turns % CHECKIN.length];
    const update = `${person} ${turns}`;
    const take = () => this.#take(person, update, CHECKIN[index] ?? '', NOW + day * DAY_MS + index * 1000);
    try {
      if (this.tally.turns % REPEAT_EVERY > 0) this.#count(await take());
      else {
        const both = await Promise.all([take(), take()]);
        this.tally.repeats += 1;
        if (both.every(({ outcome }) => outcome === 'handled')) this.tally.twice += 1;
        for (const one of both) if (one.outcome === 'handled') this.#count(one);
      }
    } catch {
      this.tally.failed += 1;
    }
  }

  #count(outcome: TurnOutcome): void {
    this.tally.turns += 1;
    if (outcome.outcome === 'handled') this.tally.said += outcome.send.length;
  }

  #take(person: number, updateId: string, text: string, now: number): Promise<TurnOutcome> {
    this.#now = now;
    const heard = heardFrom(`p${person}`, updateId, text, now);
    const assessment = this.#assessor.assess(text);
    const decide = (state: MemberState) =>
      writesFrom(
        state,
        heard,
        step(
          readSession(state.session),
          { kind: 'heard', heard, assessment, found: null },
          { ...state, content: this.#library.with(state.revisions), random: this.#random, now, ids: this.#ids },
        ),
        now,
      );
    return this.#store.turn({
      inbound: heard,
      now,
      leaseMs: LEASE_MS,
      knownRevisions: this.#library.known,
      locale: 'en',
      decide,
    });
  }
}

interface Pace {
  readonly perSecond: number;
  readonly times: readonly number[];
}

/** Lets so many people write at once, each the next message when the one before is committed. */
const pace = async (atOnce: number, next: (person: number) => Promise<void>): Promise<Pace> => {
  const times: number[] = [];
  const began = performance.now();
  const one = async (first: number): Promise<void> => {
    for (let count = 0; performance.now() - began < STRETCH_MS; count++) {
      const at = performance.now();
      await next((first + count * atOnce) % PEOPLE);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, first) => one(first)));
  return { perSecond: (times.length * 1000) / (performance.now() - began), times };
};

/** The same rows with node-postgres alone, message by message through the check-in; sizes are those of ours. */
const plainTurns = (database: BenchDatabase): ((person: number) => Promise<void>) => {
  const turns = new Map<number, number>();
  const [session, words, payload] = [randomBytes(330), randomBytes(110), randomBytes(420)];
  return (person) => {
    const count = turns.get(person) ?? 0;
    turns.set(person, count + 1);
    const index = count % CHECKIN.length;
    const last = index === CHECKIN.length - 1;
    const said = 1;
    const what: PlainTurn = {
      update: `plain ${person} ${count}`,
      now: NOW + count * 1000,
      session,
      value: index === 0 || last ? null : 6,
      note: null,
      // The run is written when it begins, and again when it ends: to raw SQL both are one row more.
      runs: index === 0 ? 1 : 0,
      words: Array.from({ length: said + 1 }, () => words),
      outbox: Array.from({ length: said }, () => payload),
    };
    return database.turn(person, what);
  };
};

const newDatabase = (server: string): Promise<BenchDatabase> =>
  createBenchDatabase(server, `tidemark_bench_${randomBytes(6).toString('hex')}`);

/** Whole turns on PostgreSQL, in a database of their own, against node-postgres that writes the same rows. */
export const benchPostgres = async (content: Content, io: BenchIo, report: Report): Promise<void> => {
  const server = io.env['DATABASE_URL'];
  if (server === undefined) {
    io.err('DATABASE_URL is not set: PostgreSQL is not measured');
    return;
  }
  const database = await newDatabase(server);
  try {
    const app = await open(io, database.url);
    try {
      await comparePostgres(new People(app, content), database, report);
    } finally {
      await app.stop();
    }
  } finally {
    await database.drop();
  }
};

const comparePostgres = async (people: People, database: BenchDatabase, report: Report): Promise<void> => {
  await people.onboard(PEOPLE);
  await database.people(PEOPLE, NOW);
  const plain = plainTurns(database);
  // Both once without a clock, so that neither pays for what is only prepared once.
  for (let person = 0; person < PEOPLE; person++) {
    for (let turn = 0; turn < CHECKIN.length; turn++) await Promise.all([people.next(person), plain(person)]);
  }
  for (const atOnce of AT_ONCE) {
    // In turns, since the machine may be busier at one time than at another; the best stretch of each counts.
    const ours: Pace[] = [];
    const raw: Pace[] = [];
    for (let stretch = 0; stretch < STRETCHES; stretch++) {
      await database.settle();
      ours.push(await pace(atOnce, (person) => people.next(person)));
      raw.push(await pace(atOnce, plain));
    }
    const fastest = (paces: readonly Pace[]): Pace => paces.reduce((a, b) => (a.perSecond > b.perSecond ? a : b));
    const [our, other] = [fastest(ours), fastest(raw)];
    const note = `whole turns, ${atOnce} people at once`;
    report({ measure: `postgres_turns_${atOnce}`, value: round(our.perSecond), unit: 'turns/s', note });
    report({ measure: `postgres_p50_${atOnce}`, value: round(quantile(our.times, 0.5), 1), unit: 'ms', note });
    report({ measure: `postgres_p99_${atOnce}`, value: round(quantile(our.times, 0.99), 1), unit: 'ms', note });
    report({
      measure: `postgres_raw_${atOnce}`,
      value: round(other.perSecond),
      unit: 'turns/s',
      note: 'node-postgres alone, the same rows in one transaction of four prepared statements',
    });
    report({
      measure: `postgres_to_raw_${atOnce}`,
      value: round(our.perSecond / other.perSecond, 2),
      unit: 'of node-postgres',
      note,
    });
  }
  const after = await database.counts('ours');
  const { turns, said, repeats, twice, failed } = people.tally;
  report({
    measure: 'postgres_lost',
    value: Math.max(0, turns - (after['inbound_receipt'] ?? 0)) + Math.max(0, said - (after['outbox'] ?? 0)) + failed,
    unit: 'messages',
    note: `of ${turns} received and ${said} to be sent, counted in the tables afterwards`,
  });
  report({
    measure: 'postgres_twice',
    value: Math.max(0, (after['inbound_receipt'] ?? 0) - turns) + Math.max(0, (after['outbox'] ?? 0) - said) + twice,
    unit: 'messages',
    note: `${repeats} updates were delivered twice at the same moment`,
  });
};

/** Whole turns on the embedded database in memory: it has one connection, so one at a time is all there is. */
export const benchEmbedded = async (content: Content, io: BenchIo, report: Report): Promise<void> => {
  const app = await open(io, null);
  try {
    const people = new People(app, content);
    await people.onboard(4);
    for (let turn = 0; turn < 20; turn++) await people.next(0);
    const { perSecond, times } = await pace(1, (person) => people.next(person));
    const note = 'whole turns on the embedded database in memory, one at a time';
    report({ measure: 'embedded_turns', value: round(perSecond), unit: 'turns/s', note });
    report({ measure: 'embedded_p50', value: round(quantile(times, 0.5), 1), unit: 'ms', note });
    report({ measure: 'embedded_p99', value: round(quantile(times, 0.99), 1), unit: 'ms', note });
  } finally {
    await app.stop();
  }
};

/** Most people of the memory's measure: enough that what one of them costs stands out. */
const WAITING = 1000;

/** What a thousand people who are in the middle of a flow cost the running program: they live in the database. */
export const benchMemory = async (_content: Content, io: BenchIo, report: Report): Promise<void> => {
  const server = io.env['DATABASE_URL'];
  const database = server === undefined ? null : await newDatabase(server);
  try {
    const app = await open(io, database?.url ?? null);
    const say = async (from: number, to: number): Promise<void> => {
      for (let person = from; person < to; person++) {
        await app.conversation.receive(heardFrom(`w${person}`, `w${person}`, 'hi', NOW));
      }
      await app.conversation.settled();
    };
    try {
      // What is made at the first messages, whoever writes them, is not counted.
      await say(0, WAITING / 5);
      const before = liveHeap();
      await say(WAITING / 5, WAITING / 5 + WAITING);
      report({
        measure: 'memory_thousand_waiting',
        value: round((liveHeap() - before) / 1024),
        unit: 'KiB',
        note: `live heap for ${WAITING} people who wait at a question, ${database === null ? 'embedded database' : 'PostgreSQL'}`,
      });
    } finally {
      await app.stop();
    }
  } finally {
    await database?.drop();
  }
};
