import type { Readable } from 'node:stream';

/** Where a command reads and writes: standard output carries only what the contract names. */
export interface Io {
  /** One line to standard output. */
  readonly out: (line: string) => void;
  /** One line to standard error. */
  readonly err: (line: string) => void;
  /** The folder that holds `flows/`. */
  readonly root: string;
}

export interface LineIo extends Io {
  readonly input: Readable;
}
