import { createHmac, createSecretKey } from 'node:crypto';
import type { Address } from '#core/ports.ts';
import type { Platform } from '#shared/platforms.ts';

/** Keyed hashes of what identifies a person, so that rows are found without holding the ids in the clear. */
export interface Lookup {
  /** Of the person's account. */
  account(address: Pick<Address, 'platform' | 'accountId'>): string;
  /** Of the chat: messages of one lane keep their order. */
  lane(address: Pick<Address, 'platform' | 'chatId'>): string;
  /** Of one update of a platform. */
  update(platform: Platform, updateId: string): string;
  /** Of a constant: tells whether this key is the one that the rows were written with. */
  check(): string;
}

/** HMAC-SHA256 under the look-up key, cut to 128 bits, base64url; each purpose has its own prefix. */
export const createLookup = (key: Uint8Array): Lookup => {
  // Taken in once: to hand the bytes over with every hash costs several times the hash itself.
  const secret = createSecretKey(key);
  const hash = (...parts: readonly string[]): string =>
    createHmac('sha256', secret).update(parts.join('\0')).digest().subarray(0, 16).toString('base64url');
  return {
    account: ({ platform, accountId }) => hash('account', platform, accountId),
    lane: ({ platform, chatId }) => hash('lane', platform, chatId),
    update: (platform, updateId) => hash('update', platform, updateId),
    check: () => hash('check'),
  };
};

/** The advisory lock's number for a keyed hash: its first 64 bits, signed. */
export const lockNumber = (hash: string): string => Buffer.from(hash, 'base64url').readBigInt64BE(0).toString();
