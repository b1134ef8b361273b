import { describe, expect, it } from 'vitest';
import { bundlesOf } from '#content/revisions.ts';
import type { Flow } from '#content/schemas/flow.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import { Person, realContent, textOf } from '../../support/talking.ts';

/** The repository's content with the check-in as `edit` leaves it, and the older revisions as the store brings them. */
const edited = (edit: (flow: Flow) => Flow): Library => {
  const content = realContent();
  const flows = [...content.flows.values()].map(({ bundle }) => ({
    flow: bundle.flow.id === 'checkin' ? edit(structuredClone(bundle.flow)) : bundle.flow,
  }));
  const old = Object.fromEntries(
    [...content.flows.values()].map(({ revision, bundle }) => [
      revision,
      JSON.parse(JSON.stringify(bundle)) as unknown,
    ]),
  );
  return createLibrary({ ...content, flows: bundlesOf(flows, content.texts) }).with(old);
};

// With a script that is edited while people wait in it, other engines file the waiting answer under the wrong question.
describe('a flow that is edited while someone waits in it', () => {
  it('keeps the answer under its own question when one is inserted before it', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    const before = person.session?.frames[0]?.revision;
    person.library = edited((flow) => {
      const [mood, anxiety, ...rest] = flow.steps;
      if (mood === undefined || anxiety === undefined) throw new Error('the check-in lost its first questions');
      return {
        ...flow,
        steps: [mood, { ...anxiety, id: 'tension', item: 'tension' } as typeof anxiety, anxiety, ...rest],
      };
    });
    expect(person.library.flow('checkin')?.revision).not.toBe(before);
    expect(textOf(person.types('4'))).toContain('How did you sleep');
    expect(person.kept('anxiety')).toEqual([4]);
    expect(person.kept('tension')).toEqual([]);
    expect(person.session?.frames[0]?.revision).toBe(before);
  });

  it('lets the waiting person end the run although their question is gone from the new one', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    person.library = edited((flow) => ({
      ...flow,
      typed_line: undefined,
      steps: flow.steps.filter(({ id }) => id !== 'anxiety'),
    }));
    person.types('4');
    expect(person.kept('anxiety')).toEqual([4]);
    for (const answer of ['7', '5', '2', '1', 'yes', 'skip']) person.types(answer);
    expect(person.session?.frames).toEqual([]);
    // The next run is the new one.
    person.types('/checkin');
    expect(textOf(person.types('6'))).toContain('How did you sleep');
  });

  it('lets nobody be silent or misfiled when the old revision is lost altogether', () => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    const content = realContent();
    const flows = [...content.flows.values()].map(({ bundle }) => ({
      flow:
        bundle.flow.id === 'checkin'
          ? { ...bundle.flow, typed_line: undefined, steps: bundle.flow.steps.filter(({ id }) => id !== 'anxiety') }
          : bundle.flow,
    }));
    person.library = createLibrary({ ...content, flows: bundlesOf(flows, content.texts) });
    expect(person.types('4').length).toBeGreaterThan(0);
    expect(person.history.filter(({ item }) => item !== 'mood')).toEqual([]);
  });

  it('gives the same revision for the same content and another for any change of a text', () => {
    const content = realContent();
    const flows = [...content.flows.values()].map(({ bundle }) => ({ flow: bundle.flow }));
    const again = bundlesOf(flows.toReversed(), content.texts);
    for (const [id, { revision }] of content.flows) expect(again.get(id)?.revision).toBe(revision);
    const texts = new Map([...content.texts].map(([locale, map]) => [locale, new Map(map)]));
    texts.get('en')?.set('checkin.mood', 'How are you?');
    const changed = bundlesOf(flows, texts);
    expect(changed.get('checkin')?.revision).not.toBe(content.flows.get('checkin')?.revision);
    expect(changed.get('pause')?.revision).toBe(content.flows.get('pause')?.revision);
    // A flow pins what it calls.
    expect(changed.get('onboarding')?.revision).not.toBe(content.flows.get('onboarding')?.revision);
  });
});
