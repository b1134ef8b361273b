/** What is kept of a conversation between two messages. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySession, readSession, writeSession, type Session } from '#core/engine/session.ts';

const stored = (session: Session): unknown => JSON.parse(JSON.stringify(writeSession(session)));

const at = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/u);
const frame = fc.record({
  flow: name,
  revision: fc.stringMatching(/^[0-9a-f]{16}$/u),
  step: name,
  run: fc.uuid(),
  startedAt: at,
  vars: fc.dictionary(name, fc.oneof(fc.integer({ min: 0, max: 10 }), fc.string(), fc.boolean(), fc.constant(null)), {
    noNullPrototype: true,
  }),
  past: fc.array(name, { maxLength: 6 }),
});
const session = fc.record({
  v: fc.constant(2 as const),
  frames: fc.array(frame, { maxLength: 4 }),
  prompt: fc.option(name),
  offer: fc.constantFrom('resume' as const, 'fresh' as const, null),
  misses: fc.nat(4),
  heardAt: at,
  since: at,
  askedAt: at,
  tapped: name,
  tappedAt: at,
  said: fc.nat(),
});

describe('a session', () => {
  it('comes back from the store just as it was, whatever is in it', () => {
    fc.assert(
      fc.property(session, (one) => {
        expect(readSession(stored(one))).toEqual(one);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('of the first version goes on where it stood: the same step, answers, times and language', () => {
    const old = JSON.parse(readFileSync(new URL('fixtures/session-v1.json', import.meta.url), 'utf8')) as object;
    expect(readSession(old)).toEqual({ ...old, v: 2 });
  });

  it('of a later version, or damaged, is none: the person starts afresh and is not met with silence', () => {
    expect(readSession({ ...(stored(emptySession(5)) as object), v: 99 })).toBeNull();
    expect(readSession({ v: 2, frames: 'gone' })).toBeNull();
    expect(readSession({ v: 0 })).toBeNull();
    expect(readSession('')).toBeNull();
    expect(readSession(null)).toBeNull();
  });

  it('in which nothing waits takes next to nothing', () => {
    expect(JSON.stringify(stored(emptySession(1_795_338_005_000))).length).toBeLessThan(60);
  });
});
