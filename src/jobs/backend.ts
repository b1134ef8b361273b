import { createPostgresBackend, type BackendFactory, type IQueueBackend } from 'bullmq';
import { errorName, TidemarkError } from '#shared/errors.ts';
import { setTimeout as pause } from 'node:timers/promises';

/** Where a queue lives. */
export interface Backend {
  /** Makes BullMQ's side of it, for the queue and again for the worker. The connection is this backend's own matter. */
  readonly factory: BackendFactory<IQueueBackend, object>;
  /** Seconds that an idle worker waits before it looks again without having been notified. */
  readonly drainDelay: number;
  /** Ends what the factory's backends do not end themselves. */
  close(): Promise<void>;
}

/** The schema in which BullMQ keeps its tables, apart from the application's own. */
export const SCHEMA = 'bullmq';

/** How long a connection may take to stand (ms of real time). */
export const CONNECT_MS = 5_000;

const RETRY_MS = 1_000;
const LONGEST_WAIT_S = 5;

const MENDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The host name is not known: check it for a typing mistake.',
  '28P01': 'The server refused the user or the password: check both.',
  '28000': 'The server refused this user: check the name and what the server allows.',
  '3D000': 'This database does not exist on the server: make it, or name another.',
  '42501': `The user may not make the schema "${SCHEMA}": grant it CREATE on the database.`,
  WRONGPASS: 'The server refused the user or the password: check both.',
  NOAUTH: 'The server asks for a password: put it into the address.',
};

/** The part of an address that may be shown: host and port, never user, password, path or parameters. */
export const whereabouts = (address: string, port: string): string => {
  try {
    const url = new URL(address);
    return `${url.hostname === '' ? 'a local socket' : url.hostname}:${url.port === '' ? port : url.port}`;
  } catch {
    return 'an address that cannot be read';
  }
};

/** What an error says of its cause in one word: its code, or the word with which Redis begins a refusal. */
const codeOf = (error: unknown): string => {
  const { name, code } = errorName(error);
  const word = error instanceof Error ? /^[A-Z]{4,12}(?= )/.exec(error.message)?.[0] : undefined;
  return code ?? word ?? name;
};

/** What an operator knows a server by. */
export interface Server {
  readonly name: string;
  /** Host and port, or what else may be shown of where it is. */
  readonly where: string;
  /** What to do about it where the error itself does not say. */
  readonly mend: string;
}

/**
 * The error for a server that can't be used. The cause is left out on purpose: a refusal by Redis holds the command
 * that was refused, password included.
 */
export const unreachable = (server: Server, error: unknown): TidemarkError => {
  const code = codeOf(error);
  const message = `The queue's ${server.name} at ${server.where} can't be used (${code}).`;
  return new TidemarkError('QUEUE_UNREACHABLE', message, MENDS[code] ?? server.mend);
};

/**
 * BullMQ on PostgreSQL, made patient. BullMQ waits before it asks again only where the connection was refused; other
 * faults of a server that restarts would be retried without a pause. And after a fault it may wait for a notification
 * for up to an hour: here it looks again after a few seconds.
 */
export const patientPostgres =
  (connection: Parameters<typeof createPostgresBackend>[1]['connection']): Backend['factory'] =>
  (name, options, extra) => {
    const backend = createPostgresBackend(name, { ...options, connection }, extra);
    const take = backend.moveToActive.bind(backend);
    backend.moveToActive = async (...job) => {
      try {
        return await take(...job);
      } catch (error) {
        await pause(RETRY_MS);
        throw error;
      }
    };
    Object.defineProperty(backend, 'maximumBlockTimeout', { value: LONGEST_WAIT_S });
    return backend;
  };
