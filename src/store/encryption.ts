import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { TidemarkError } from '#shared/errors.ts';

/*
 * Envelope encryption. A data key seals the rows; the master key, which is never in the database, wraps the data keys.
 * Changing the master key rewraps a few keys and touches no row; a new data key seals from then on, and the old ones
 * still open what they sealed, because each ciphertext names its key.
 *
 * A sealed value: version (1 byte, 1), key id (4 bytes), nonce (12), tag (16), ciphertext. AES-256-GCM; a random 96-bit
 * nonce is safe for 2^32 messages under one key (NIST SP 800-38D, 8.3).
 */
const VERSION = 1;
const HEADER = 5;
const NONCE = 12;
const TAG = 16;

/** Bytes of a key. */
export const KEY_BYTES = 32;

/** Seals under `key`; `place` is authenticated with it, so that the bytes open at no other place. */
const sealBytes = (key: Uint8Array | KeyObject, keyId: number, plain: Uint8Array, place: string): Buffer => {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(VERSION, 0);
  header.writeUInt32BE(keyId, 1);
  // Straight from the machine: a nonce that a test could foretell would be no nonce.
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.concat([header, Buffer.from(place)]));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), body]);
};

const openBytes = (keyOf: (keyId: number) => Uint8Array | KeyObject, sealed: Uint8Array, place: string): Buffer => {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEADER + NONCE + TAG || bytes.readUInt8(0) !== VERSION) throw new Error('not a sealed value');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyOf(bytes.readUInt32BE(1)),
    bytes.subarray(HEADER, HEADER + NONCE),
  );
  decipher.setAAD(Buffer.concat([bytes.subarray(0, HEADER), Buffer.from(place)]));
  decipher.setAuthTag(bytes.subarray(HEADER + NONCE, HEADER + NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(HEADER + NONCE + TAG)), decipher.final()]);
};

/** Wraps a data key under the master key. */
export const wrapKey = (master: Uint8Array, keyId: number, dataKey: Uint8Array): Buffer =>
  sealBytes(master, keyId, dataKey, `data_key:${keyId}`);

/** Unwraps a data key; null when this is not the master key that wrapped it. */
export const unwrapKey = (master: Uint8Array, keyId: number, wrapped: Uint8Array): Buffer | null => {
  try {
    return openBytes(() => master, wrapped, `data_key:${keyId}`);
  } catch {
    return null;
  }
};

/** A sealed column of one row of one member: what is sealed there opens nowhere else. */
export type Place = readonly [table: string, rowId: string, memberId: string | null];

export interface Cipher {
  /** Seals a text for one place. */
  seal(text: string, place: Place): Buffer;
  /** Opens it again. Throws `DATABASE_FAILED` when the bytes were changed, or moved here from another row. */
  open(sealed: Uint8Array, place: Place): string;
}

/**
 * @param dataKeys by id; the highest id seals, all of them open
 */
export const createCipher = (dataKeys: ReadonlyMap<number, Uint8Array>): Cipher => {
  const current = Math.max(...dataKeys.keys());
  // Taken in once: to hand the bytes over with every value costs four times the encryption itself.
  const keys = new Map([...dataKeys].map(([keyId, key]) => [keyId, createSecretKey(key)]));
  const keyOf = (keyId: number): KeyObject => {
    const key = keys.get(keyId);
    if (key === undefined) throw new Error('no such data key');
    return key;
  };
  return {
    seal: (text, place) => sealBytes(keyOf(current), current, Buffer.from(text), JSON.stringify(place)),
    open(sealed, place) {
      try {
        return openBytes(keyOf, sealed, JSON.stringify(place)).toString('utf8');
      } catch (error) {
        throw new TidemarkError(
          'DATABASE_FAILED',
          `A sealed value of table ${place[0]}, row ${place[1]}, does not open.`,
          'The row was damaged or changed outside of Tidemark: restore it from a backup.',
          error,
        );
      }
    },
  };
};
