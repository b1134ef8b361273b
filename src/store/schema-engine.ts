import { readFile } from 'node:fs/promises';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

type Exports = Readonly<Record<string, unknown>>;

/** The one function that is needed of it: Node has it, the types of Node leave it to the browser's. */
declare const WebAssembly: {
  instantiate(binary: Uint8Array, imports: unknown): Promise<{ readonly instance: { readonly exports: Exports } }>;
};

interface Glue {
  readonly SchemaEngine: typeof SchemaEngine;
  readonly [SET_WASM]: (exports: Exports) => void;
}

const SET_WASM = '__wbg_set_wasm';

let loaded: Promise<Glue> | undefined;

/**
 * The engine's imports, with timers that keep no process alive: it leaves a ten-second one behind, and a program that has
 * done its work would sit there until it ran out.
 */
const patient = (glue: Glue): Exports =>
  Object.fromEntries(
    Object.entries(glue).map(([name, imported]) => [
      name,
      name.startsWith('__wbg_setTimeout_')
        ? (run: () => void, ms: number) => setTimeout(run, ms >>> 0).unref()
        : imported,
    ]),
  );

const load = async (): Promise<Glue> => {
  const name = '@prisma/schema-engine-wasm/schema_engine_bg';
  const glue: Glue = await import(name);
  const binary = await readFile(new URL('schema_engine_bg.wasm', import.meta.resolve(name)));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': patient(glue) });
  glue[SET_WASM](instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
  return glue;
};

/**
 * Prisma's own schema engine in WebAssembly, loaded once a process. The package's entry imports the `.wasm` file as a
 * module, which Node does only from 22.19 on, and with a warning; this does what that entry does, by hand.
 */
export const schemaEngine = async (): Promise<typeof SchemaEngine> => (await (loaded ??= load())).SchemaEngine;
