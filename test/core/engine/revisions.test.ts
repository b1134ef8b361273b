import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadContent } from '#content/load.ts';
import { bundlesOf } from '#content/revisions.ts';
import type { Flow } from '#content/schemas/flow.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import { withTree } from '../../content/tree.ts';
import { editedLibrary } from '../../support/edited.ts';
import { button, Person, realContent, textOf } from '../../support/talking.ts';

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

/** The check-in of today's content with two questions that are in it no more, or stand elsewhere. */
const checkinWith = (edit: (steps: Flow['steps']) => Flow['steps']): Library =>
  edited((flow) => ({ ...flow, typed_line: undefined, steps: edit(flow.steps) }));

describe('the edits on which other engines file an answer under the wrong question', () => {
  it('one that replays what was said (as @grammyjs/conversations does): a question is inserted before those answered already', () => {
    // A replay hands the recorded 6 to the new first question, and every answer after it to the one before its own.
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    person.types('4');
    person.library = checkinWith((steps) => {
      const [mood, ...rest] = steps;
      if (mood === undefined) throw new Error('the check-in lost its first question');
      return [{ ...mood, id: 'energy', item: 'energy' } as typeof mood, mood, ...rest];
    });
    expect(textOf(person.types('7'))).toMatch(/motivat|drive/i);
    expect(Object.fromEntries(person.history.map(({ item, value }) => [item, value]))).toEqual({
      mood: 6,
      anxiety: 4,
      sleep: 7,
    });
  });

  it('one that counts its steps (as botbuilder-dialogs does): a question before the waiting one is removed', () => {
    // By its number the third step is now another one: the answer about sleep would be kept as motivation.
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    person.types('4');
    person.library = checkinWith((steps) => steps.filter(({ id }) => id !== 'anxiety'));
    person.types('7');
    expect(person.kept('sleep')).toEqual([7]);
    expect(person.kept('motivation')).toEqual([]);
    for (const answer of ['5', '2', '1', 'yes', 'skip']) person.types(answer);
    expect(person.kept('anxiety')).toEqual([4]);
    expect(person.kept('motivation')).toEqual([5]);
    expect(person.session?.frames).toEqual([]);
  });
});

/** The check-in after an edit, its old revision taken back. */
const takenBack = (edit: (flow: Flow) => Flow): Library => {
  const content = realContent();
  const old = content.flows.get('checkin');
  if (old === undefined) throw new Error('there is no check-in');
  return editedLibrary({
    flows: { checkin: edit(structuredClone(old.bundle.flow)) },
    withdrawn: [old.revision],
  });
};
const another = (flow: Flow): Flow => ({ ...flow, title: 'Another check-in' });
const withoutAnxiety = (flow: Flow): Flow => ({
  ...flow,
  typed_line: undefined,
  steps: flow.steps.filter(({ id }) => id !== 'anxiety'),
});

describe('a revision that was taken back because it does harm', () => {
  const waiting = (): Person => {
    const person = new Person();
    person.types('/checkin');
    person.types('6');
    return person;
  };

  it('is left at once: the same question is put as it is now, and only then is it answered', () => {
    const person = waiting();
    person.library = takenBack(another);
    const said = person.types('4');
    expect(textOf(said)).toMatch(/changed this question/);
    expect(textOf(said)).toMatch(/anxiety/i);
    expect(person.kept('anxiety')).toEqual([]);
    expect(person.session?.frames[0]?.revision).toBe(person.library.flow('checkin')?.revision);
    expect(textOf(person.types('3'))).toContain('How did you sleep');
    expect(person.kept('mood')).toEqual([6]);
    expect(person.kept('anxiety')).toEqual([3]);
  });

  it('ends with a kind word where the question is no more, with the way to the new one', () => {
    const person = waiting();
    person.library = takenBack(withoutAnxiety);
    const said = person.types('4');
    expect(textOf(said)).toMatch(/we stop here/);
    expect(person.session?.frames).toEqual([]);
    expect(person.kept('anxiety')).toEqual([]);
    person.taps(button(said, 'Start over'));
    expect(textOf(person.types('6'))).toContain('How did you sleep');
  });

  it('ends as well where the step of that name asks for something else by now', () => {
    const person = waiting();
    person.library = takenBack((flow) => ({
      ...flow,
      steps: flow.steps.map((step) => (step.id === 'anxiety' ? ({ ...step, item: 'tension' } as typeof step) : step)),
    }));
    expect(textOf(person.types('4'))).toMatch(/we stop here/);
    expect(person.session?.frames).toEqual([]);
    expect(person.history.map(({ item }) => item)).toEqual(['mood']);
  });

  it('stands in the way of nothing: danger and commands are met first', () => {
    for (const edit of [another, withoutAnxiety]) {
      const inDanger = waiting();
      inDanger.library = takenBack(edit);
      expect(inDanger.types('i am going to kill myself tonight')[0]?.kind).toBe('crisis');
      const commanding = waiting();
      commanding.library = takenBack(edit);
      expect(textOf(commanding.types('/privacy'))).toMatch(/what i keep/i);
      commanding.types("that's all");
      expect(commanding.session?.frames.length ?? 0).toBe(edit === another ? 1 : 0);
    }
  });

  it('says nothing of its own accord any more', () => {
    const person = new Person();
    for (const day of [20, 21, 22]) person.history.push({ item: 'mood', value: 5, date: `2026-11-${day}`, at: 0 });
    person.types('/week');
    const week = person.library.flow('week');
    if (week === null) throw new Error('there is no weekly review');
    person.library = editedLibrary({
      flows: { week: { ...week.flow, title: 'Another' } },
      withdrawn: [week.revision],
    });
    expect(person.lives(24 * 3_600_000)).toEqual([]);
  });

  it('is not called by those who pinned it either', () => {
    const person = new Person();
    for (const day of [20, 21, 22]) person.history.push({ item: 'mood', value: 5, date: `2026-11-${day}`, at: 0 });
    for (const said of ['/week', '3', '8', 'skip']) person.types(said);
    person.library = takenBack(another);
    person.types('yes');
    expect(person.session?.frames.at(-1)?.flow).toBe('checkin');
    expect(person.session?.frames.at(-1)?.revision).toBe(person.library.flow('checkin')?.revision);
  });

  it('cannot be the one that is deployed: the check names its line', () => {
    const problems = withTree([], (root) => {
      const revision = loadContent(root).content?.flows.get('hello')?.revision ?? '';
      writeFileSync(join(root, 'flows/withdrawn.yaml'), `- { revision: "${revision}", reason: A test. }\n`);
      return loadContent(root).problems;
    });
    expect(problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      'flows/withdrawn.yaml:1 the flow "hello" is still what this revision was',
    ]);
  });
});
