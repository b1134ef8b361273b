import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { schemaEngine } from './schema-engine.ts';

/** Where the schema and its history are. */
export const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma/', import.meta.url));

/** The history on disk, as the engine wants it. */
export const readMigrations = (folder = join(PRISMA_FOLDER, 'migrations')): MigrationList => {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(join(folder, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
};

/** What the engine asks of a connection: the driver adapter's methods, as plain functions. */
export interface EngineConnection {
  readonly provider: string;
  readonly adapterName: string;
  queryRaw(query: never): Promise<unknown>;
  executeRaw(query: never): Promise<number>;
  /** All statements of a script, in one transaction. */
  executeScript(script: string): Promise<void>;
  startTransaction(isolation?: never): Promise<unknown>;
  getConnectionInfo?(): unknown;
  dispose(): Promise<void>;
}

type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown };

const settle = async <T>(run: () => Promise<T>): Promise<Outcome<T>> => {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    const cause = error instanceof Error && error.name === 'DriverAdapterError' ? error.cause : undefined;
    return { ok: false, error: cause ?? { kind: 'GenericJs', id: 0 } };
  }
};

/**
 * Prisma's schema engine, in WebAssembly, over an open connection. The engine wants results as values, not as thrown
 * errors; Prisma's own helper for that is not part of a published interface, so it is done here.
 *
 * @param shadow makes an empty database to replay the history in; only needed to compare history and schema
 */
export const withEngine = async <T>(
  connect: () => Promise<EngineConnection>,
  work: (engine: SchemaEngine) => Promise<T>,
  shadow: () => Promise<EngineConnection> = connect,
): Promise<T> => {
  const Engine = await schemaEngine();
  const faults: unknown[] = [];
  const guard = <V>(run: () => Promise<V>): Promise<Outcome<V>> =>
    settle(() =>
      run().catch((error: unknown) => {
        faults.push(error);
        throw error;
      }),
    );
  const bind = (connection: EngineConnection): object => ({
    provider: connection.provider,
    adapterName: connection.adapterName,
    queryRaw: (query: never) => guard(() => connection.queryRaw(query)),
    executeRaw: (query: never) => guard(() => connection.executeRaw(query)),
    executeScript: (script: string) => guard(() => connection.executeScript(script)),
    startTransaction: (isolation?: never) => guard(() => connection.startTransaction(isolation)),
    getConnectionInfo: () => ({ ok: true, value: connection.getConnectionInfo?.() ?? { supportsRelationJoins: true } }),
    dispose: () => guard(() => connection.dispose()),
  });
  const open = async (make: () => Promise<EngineConnection>): Promise<unknown> => {
    const outcome = await guard(make);
    return outcome.ok ? { ok: true, value: bind(outcome.value) } : outcome;
  };
  const factory = {
    provider: 'postgres',
    adapterName: 'tidemark',
    errorRegistry: { consumeError: () => ({ error: faults.at(-1) }) },
    connect: () => open(connect),
    connectToShadowDb: () => open(shadow),
  };
  const schema = join(PRISMA_FOLDER, 'schema.prisma');
  const engine = await Engine.new({ datamodels: [[schema, readFileSync(schema, 'utf8')]] }, () => {}, factory);
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
};
