import { EventEmitter } from 'node:events';
import type { PgPool, PgPoolClient, PgQueryResult } from 'bullmq';
import { beginOn, type OpenTransaction } from './pglite-transaction.ts';

/** What a statement gives back. */
interface EmbeddedResult {
  readonly rows: readonly unknown[];
  readonly affectedRows?: number | undefined;
}

/** A statement runner: the embedded database itself, or one open transaction on it. */
export interface EmbeddedRunner {
  query(text: string, params?: unknown[]): Promise<EmbeddedResult>;
  /** Several statements without parameters, one result each. */
  exec(text: string): Promise<readonly EmbeddedResult[]>;
}

/**
 * What the queue needs of a PGlite instance. It has one connection: `transaction` holds it until its body is through,
 * everybody else's statements wait for their turn meanwhile.
 */
export interface EmbeddedDatabase extends EmbeddedRunner {
  transaction<T>(body: (transaction: EmbeddedTransaction) => Promise<T>): Promise<T>;
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
}

interface EmbeddedTransaction extends EmbeddedRunner {
  rollback(): Promise<void>;
}

const LISTEN = /^LISTEN\s+"?(\w+)"?\s*;?$/i;
const bare = (text: string): string => text.replaceAll(/--[^\n]*\n/g, '').trim();

/** Parameters go through the extended protocol; without them a text may hold several statements. */
const runOn = async <R>(
  runner: EmbeddedRunner,
  text: string,
  params?: readonly unknown[],
): Promise<PgQueryResult<R>> => {
  const result = params === undefined ? (await runner.exec(text)).at(-1) : await runner.query(text, [...params]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement decides the shape of its rows: only its caller knows it
  return { rows: (result?.rows ?? []) as R[], rowCount: result?.affectedRows ?? null };
};

/**
 * One client checked out of the pool. It stands for a connection of its own where BullMQ would notice: what runs between
 * its BEGIN and its COMMIT or ROLLBACK has the database for itself, and it hears the channels that it listens to. A
 * client that is idle or listens holds nothing, so it may be kept as long as one likes.
 */
class PgliteClient extends EventEmitter implements PgPoolClient {
  readonly #database: EmbeddedDatabase;
  readonly #track: <T>(work: Promise<T>) => Promise<T>;
  readonly #channels = new Map<string, () => Promise<void>>();
  #open: OpenTransaction | null = null;
  #released = false;

  constructor(database: EmbeddedDatabase, track: <T>(work: Promise<T>) => Promise<T>) {
    super();
    this.#database = database;
    this.#track = track;
  }

  query<R>(text: string, params?: readonly unknown[]): Promise<PgQueryResult<R>> {
    if (this.#released) return Promise.reject(new Error('This client was given back'));
    return this.#track(this.#run<R>(text, params));
  }

  async #run<R>(text: string, params?: readonly unknown[]): Promise<PgQueryResult<R>> {
    const statement = bare(text);
    const channel = LISTEN.exec(statement)?.[1];
    if (channel !== undefined) await this.#listen(channel);
    else if (/^BEGIN\s*;?$/i.test(statement)) await this.#begin();
    else if (/^COMMIT\s*;?$/i.test(statement)) await this.#end('commit');
    else if (/^ROLLBACK\s*;?$/i.test(statement)) await this.#end('rollback');
    else return runOn<R>(this.#open?.runner ?? this.#database, text, params);
    return { rows: [], rowCount: null };
  }

  async #begin(): Promise<void> {
    if (this.#open !== null) throw new Error('A transaction is open on this client already');
    this.#open = await beginOn(this.#database);
  }

  /** As in PostgreSQL, ending where nothing is open does nothing. */
  async #end(how: 'commit' | 'rollback'): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.[how]();
  }

  async #listen(channel: string): Promise<void> {
    if (this.#channels.has(channel)) return;
    // Listening takes the one connection; inside a transaction, which holds it, it would wait for itself for ever.
    if (this.#open !== null) throw new Error('LISTEN inside a transaction');
    const heard = (payload: string): void => void this.emit('notification', { channel, payload });
    this.#channels.set(channel, await this.#database.listen(channel, heard));
  }

  /** Undoes what was left open, so that the next one finds the connection clean. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    const stops = [...this.#channels.values()];
    this.#channels.clear();
    const undo = async (): Promise<void> => {
      await this.#end('rollback');
      await Promise.all(stops.map((stop) => stop()));
    };
    this.#track(undo()).catch((error: unknown) => {
      if (this.listenerCount('error') > 0) this.emit('error', error);
    });
  }
}

/**
 * node-postgres's pool interface, as far as BullMQ calls it, over one PGlite instance that others use at the same time
 * (the store through `database.transaction`). Whoever holds a client in a transaction must not wait for the pool: there
 * is one connection behind both. BullMQ does not: it opens a transaction only to migrate, and asks that client alone.
 */
export class PglitePool extends EventEmitter implements PgPool {
  readonly #database: EmbeddedDatabase;
  readonly #running = new Set<Promise<unknown>>();
  #ended = false;

  constructor(database: EmbeddedDatabase) {
    super();
    this.#database = database;
  }

  query<R>(text: string, params?: readonly unknown[]): Promise<PgQueryResult<R>> {
    return this.#guard() ?? this.#track(runOn<R>(this.#database, text, params));
  }

  async connect(): Promise<PgPoolClient> {
    await this.#guard();
    return new PgliteClient(this.#database, (work) => this.#track(work));
  }

  /** Takes nothing new and resolves when what runs is through. The database stays open: it belongs to its opener. */
  async end(): Promise<void> {
    this.#ended = true;
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** BullMQ knows node-postgres's words for a pool that has ended and passes over them. */
  #guard(): Promise<never> | null {
    return this.#ended ? Promise.reject(new Error('Cannot use a pool after calling end on the pool')) : null;
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = (): void => void this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }
}
