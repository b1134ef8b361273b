import { randomBytes } from 'node:crypto';

/** Where new row ids and short tokens come from, so that tests can foretell them. */
export interface Ids {
  /** A new row id: 20 characters [0-9a-z], sortable by time of making to the millisecond. */
  row(): string;
  /** A short token [0-9a-z]{8} that names a prompt; unique within one conversation. */
  token(): string;
}

const base36 = (bytes: Uint8Array, length: number): string => {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value.toString(36).padStart(length, '0').slice(-length);
};

/** Ids from the time of `now` and the machine's random source. */
export const randomIds = (now: () => number): Ids => ({
  row: () => now().toString(36).padStart(9, '0') + base36(randomBytes(8), 11),
  token: () => base36(randomBytes(6), 8),
});

/** Ids that count up: for tests. */
export const countingIds = (): Ids => {
  let rows = 0;
  let tokens = 0;
  return {
    row: () => (++rows).toString(36).padStart(20, '0'),
    token: () => (++tokens).toString(36).padStart(8, '0'),
  };
};
