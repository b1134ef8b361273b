import { describe, expect, it } from 'vitest';
import { targetsIn, textKeysIn } from '#content/lint/walk.ts';
import { STEP_TYPES, stepSchema, typeOf } from '#core/steps/registry.ts';

const waiting = { text: 'a', lead: 'b', again: 'c', danger: 'x', next: 'z', args: { text: '"no"', to: '"no"' } };

/** One step of each type, with every field that names a text or a step. */
const full = [
  { id: 's', type: 'say', text: 'a' },
  { id: 's', type: 'ask', ...waiting },
  {
    id: 's',
    type: 'choose',
    ...waiting,
    options: [
      { value: 'yes', label: 'd', to: 'y' },
      { value: 'no', label: 'e', like: 'f' },
    ],
  },
  {
    id: 's',
    type: 'rate',
    ...waiting,
    min: 0,
    max: 1,
    high: 'good',
    labels: ['d', 'e'],
    also: [{ value: 'more', label: 'f', to: 'y' }],
  },
  { id: 's', type: 'number', ...waiting, min: 0, max: 1 },
  { id: 's', type: 'time', ...waiting },
  { id: 's', type: 'branch', cases: [{ if: 'true', to: 'y' }], else: 'x' },
  { id: 's', type: 'call', flow: 'other', with: { to: '"no"', text: '"no"' } },
  { id: 's', type: 'record', set: { 'member.adult': 'true' } },
  { id: 's', type: 'schedule', kind: 'checkin' },
  { id: 's', type: 'date', ...waiting },
  {
    id: 's',
    type: 'chart',
    text: 'a',
    alt: 'b',
    empty: 'c',
    days: 7,
    items: [{ item: 'mood', label: 'd' }],
  },
  { id: 's', type: 'file', text: 'a', files: [{ make: 'export-csv', name: 'a.csv', alt: 'b' }] },
  { id: 's', type: 'end' },
].map((step) => stepSchema.parse(step));

// The checks find texts and targets by their field names; the engine asks the step's type. If one knew more than the
// other, a misspelt name could reach a person.
describe('the checks see every text and every target that the engine sees', () => {
  it('in a step of each type', () => {
    expect(full.map(({ type }) => type).toSorted()).toEqual(Object.keys(STEP_TYPES).toSorted());
    for (const step of full) {
      const texts = textKeysIn(step).map(({ value }) => value);
      expect([step.type, texts.toSorted()]).toEqual([step.type, [...typeOf(step).texts(step as never)].toSorted()]);
      const targets = targetsIn(step).map(({ value }) => value);
      const own = [...typeOf(step).targets(step as never), ...(step.next === undefined ? [] : [step.next])];
      expect([step.type, targets.toSorted()]).toEqual([step.type, own.toSorted()]);
    }
  });
});
