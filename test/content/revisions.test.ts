import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundlesOf } from '#content/revisions.ts';
import { flowSchema, type Flow, type Text } from '#content/schemas/flow.ts';
import { type Locale } from '#shared/locales.ts';

type Texts = ReadonlyMap<Locale, ReadonlyMap<string, Text>>;

/** A flow that says one text and calls others. */
const flow = (id: string, calls: readonly string[] = [], more: Readonly<Record<string, unknown>> = {}): Flow =>
  flowSchema.parse({
    format: 1,
    id,
    title: id,
    locales: ['en', 'de'],
    steps: [
      { id: 'hello', type: 'say', text: 'hello' },
      ...calls.map((called, index) => ({ id: `call_${index}`, type: 'call', flow: called })),
    ],
    ...more,
  });

const textsFor = (ids: readonly string[], changes: Readonly<Record<string, string>> = {}): Texts =>
  new Map(
    (['en', 'de'] as const).map((locale) => [
      locale,
      new Map(ids.map((id) => [`${id}.hello`, changes[`${locale}.${id}`] ?? `Hello from ${id} in ${locale}`])),
    ]),
  );

const revisions = (flows: readonly Flow[], texts: Texts): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [
      ...bundlesOf(
        flows.map((one) => ({ flow: one })),
        texts,
      ),
    ].map(([id, { revision }]) => [id, revision]),
  );

// checkin <-> week is a circle; start and the safety flow call into it; alone stands apart.
const flows = [
  flow('alone'),
  flow('checkin', ['week', 'crisis']),
  flow('crisis', ['checkin'], { kind: 'safety' }),
  flow('start', ['checkin']),
  flow('week', ['checkin']),
];
const ids = flows.map(({ id }) => id);

const reordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((inner) => reordered(inner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
};

describe('the revision of a flow', () => {
  // A person in the middle of a flow is held to its revision: if that depended on the machine, a restart would lose them.
  it('is the same whatever the order of flows, texts and keys', () => {
    const usual = revisions(flows, textsFor(ids));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(flows, { minLength: flows.length }),
        fc.shuffledSubarray(ids, { minLength: ids.length }),
        (shuffled, order) => {
          const turned = shuffled.map((one) => reordered(one) as Flow);
          expect(revisions(turned, textsFor(order))).toEqual(usual);
        },
      ),
    );
  });

  it('is another one after any change of any of its texts, in any language, and only then', () => {
    const before = revisions(flows, textsFor(ids));
    const pinsIt: Readonly<Record<string, readonly string[]>> = {
      alone: ['alone'],
      checkin: ['checkin', 'crisis', 'start', 'week'],
      crisis: ['crisis'],
      start: ['start'],
      week: ['checkin', 'crisis', 'start', 'week'],
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...ids),
        fc.constantFrom('en', 'de'),
        fc.string({ minLength: 1 }),
        (id, locale, words) => {
          fc.pre(words !== `Hello from ${id} in ${locale}`);
          const after = revisions(flows, textsFor(ids, { [`${locale}.${id}`]: words }));
          expect(ids.filter((one) => after[one] !== before[one])).toEqual(pinsIt[id]);
        },
      ),
    );
  });

  it('is another one after a change of a step', () => {
    const before = revisions(flows, textsFor(ids));
    const changed = flows.map((one) =>
      one.id === 'alone'
        ? flow('alone', [], { steps: [{ id: 'hello', type: 'say', text: 'hello', lines: true }] })
        : one,
    );
    expect(revisions(changed, textsFor(ids))['alone']).not.toBe(before['alone']);
  });

  // A mistake in a safety flow is mended for everyone at once, also for those who are in the middle of another flow.
  it('does not hold on to a safety flow that it calls', () => {
    const deployed = bundlesOf(
      flows.map((one) => ({ flow: one })),
      textsFor(ids),
    );
    expect(Object.keys(deployed.get('checkin')?.bundle.calls ?? {})).toEqual(['week']);
    expect(deployed.get('checkin')?.bundle.calls['week']).toBe(deployed.get('week')?.revision);
  });

  it('has sixteen hexadecimal digits and brings the texts that are said', () => {
    const deployed = bundlesOf([{ flow: flow('alone') }], textsFor(['alone', 'other']));
    expect(deployed.get('alone')?.revision).toMatch(/^[0-9a-f]{16}$/);
    expect(deployed.get('alone')?.bundle.texts).toEqual({
      en: { 'alone.hello': 'Hello from alone in en' },
      de: { 'alone.hello': 'Hello from alone in de' },
    });
  });
});
