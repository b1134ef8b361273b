import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCipher, unwrapKey, wrapKey } from '#store/encryption.ts';
import type { Place } from '#store/encryption.ts';
import { createLookup, lockNumber } from '#store/lookup.ts';

const first = randomBytes(32);
const cipher = createCipher(new Map([[1, first]]));
const place: Place = ['answer', 'row-1', 'member-1'];

describe('sealing', () => {
  it('opens to any text that was sealed, at its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cipher.open(cipher.seal(text, place), place)).toBe(text.toWellFormed());
      }),
    );
  });

  it('does not open at another row, table or member', () => {
    const sealed = cipher.seal('mine', place);
    for (const other of [
      ['answer', 'row-2', 'member-1'],
      ['message', 'row-1', 'member-1'],
      ['answer', 'row-1', 'member-2'],
      ['answer', 'row-1', null],
    ] as const) {
      expect(() => cipher.open(sealed, other)).toThrow(expect.objectContaining({ code: 'DATABASE_FAILED' }));
    }
  });

  it('does not open when any one bit was changed', () => {
    const sealed = cipher.seal('words', place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => cipher.open(changed, place)).toThrow(expect.objectContaining({ code: 'DATABASE_FAILED' }));
    }
  });

  it('says nothing of the text in its error', () => {
    const sealed = cipher.seal('very private words', place);
    expect(() => cipher.open(sealed, ['answer', 'row-2', 'member-1'])).toThrow(/^(?!.*private words).*$/s);
  });

  it('seals the same text differently each time, so that equal answers do not show', () => {
    expect(cipher.seal('same', place).equals(cipher.seal('same', place))).toBe(false);
  });

  it('still opens what an older key sealed, and seals with the newest', () => {
    const old = cipher.seal('old', place);
    const rotated = createCipher(
      new Map([
        [1, first],
        [2, randomBytes(32)],
      ]),
    );
    expect(rotated.open(old, place)).toBe('old');
    const young = rotated.seal('young', place);
    expect(rotated.open(young, place)).toBe('young');
    expect(() => cipher.open(young, place)).toThrow(expect.objectContaining({ code: 'DATABASE_FAILED' }));
  });

  it('wraps a data key so that only its master key opens it, under its own number', () => {
    const master = randomBytes(32);
    const wrapped = wrapKey(master, 1, first);
    expect(unwrapKey(master, 1, wrapped)?.equals(first)).toBe(true);
    expect(unwrapKey(randomBytes(32), 1, wrapped)).toBeNull();
    expect(unwrapKey(master, 2, wrapped)).toBeNull();
  });
});

describe('look-up hashes', () => {
  const lookup = createLookup(randomBytes(32));

  it('tell platforms, people, chats and updates apart, whatever characters an id has', () => {
    const id = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(id, id, (a, b) => {
        fc.pre(a !== b);
        expect(lookup.account({ platform: 'telegram', accountId: a })).not.toBe(
          lookup.account({ platform: 'telegram', accountId: b }),
        );
      }),
    );
    const same = 'x';
    const hashes = [
      lookup.account({ platform: 'telegram', accountId: same }),
      lookup.account({ platform: 'discord', accountId: same }),
      lookup.lane({ platform: 'telegram', chatId: same }),
      lookup.update('telegram', same),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('cannot be foretold without the key', () => {
    const other = createLookup(randomBytes(32));
    const account = { platform: 'slack', accountId: 'U1' } as const;
    expect(other.account(account)).not.toBe(lookup.account(account));
  });

  it('give lock numbers that the database takes', () => {
    const number = BigInt(lockNumber(lookup.account({ platform: 'slack', accountId: 'U1' })));
    expect(number).toBe(BigInt.asIntN(64, number));
  });
});
