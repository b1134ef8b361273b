/** A flow is edited while a thousand people wait in it, at every one of its questions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Content } from '#content/content.ts';
import type { Flow, Text } from '#content/schemas/flow.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import type { Draft } from '#core/ports.ts';
import { bodiesOf, editedContent, flowOf, type Edit } from '../../support/edited.ts';
import { Person, realContent, textOf } from '../../support/talking.ts';

/** Every question names in brackets what its answer is: so a test sees under which name it belongs. */
const asks = (item: string): string => `Tell me about [${item}].`;
const scale = (id: string, item = id): object => ({
  id,
  type: 'rate',
  text: item,
  item,
  min: 0,
  max: 10,
  high: 'good',
});
const pick = (id: string, item: string, values: readonly string[]): object => ({
  id,
  type: 'choose',
  text: item,
  item,
  options: values.map((value) => ({ value, label: value })),
});
const ITEMS = ['energy', 'colour', 'words', 'hours', 'calm', 'hunger', 'thirst', 'added', 'warmth'];
const COLOURS = ['red', 'blue', 'green'];

const study = (steps: readonly object[]): Flow => flowOf({ id: 'study', name: 'name', command: 'study', steps });
const meal = (steps: readonly object[]): Flow => flowOf({ id: 'meal', steps });

const BYE = { id: 'bye', type: 'say', text: 'bye' };
const STEPS = [
  scale('energy'),
  pick('colour', 'colour', COLOURS),
  { id: 'words', type: 'ask', text: 'words', item: 'words' },
  { id: 'meal', type: 'call', flow: 'meal' },
  { id: 'hours', type: 'number', text: 'hours', item: 'hours', min: 0, max: 24 },
  scale('calm'),
  BYE,
];
const MEAL = [scale('hunger'), scale('thirst')];
const ANSWERS = ['7', 'red', 'a few words', '3', '4', '8', '5'];

const TEXTS: Readonly<Record<string, Text>> = {
  'study.name': 'the study',
  'study.bye': 'That was all.',
  ...Object.fromEntries(ITEMS.flatMap((item) => [`study.${item}`, `meal.${item}`].map((key) => [key, asks(item)]))),
  ...Object.fromEntries([...COLOURS, 'crimson', 'navy', 'warm', 'cold'].map((value) => [`study.${value}`, value])),
};

/** The content with the study in it; of the other flows only those about safety, which are met on every message. */
const base: Content = editedContent({
  flows: {
    ...Object.fromEntries(
      [...realContent().flows].filter(([, { bundle }]) => bundle.flow.kind !== 'safety').map(([id]) => [id, null]),
    ),
    study: study(STEPS),
    meal: meal(MEAL),
  },
  texts: TEXTS,
});

const without = (id: string): Edit => ({
  flows: { study: study(STEPS.filter((step) => (step as { id: string }).id !== id)) },
});
const replaced = (id: string, by: object): Edit => ({
  flows: { study: study(STEPS.map((step) => ((step as { id: string }).id === id ? by : step))) },
});
const inserted = (at: number): Edit => ({
  flows: { study: study([...STEPS.slice(0, at), scale('added'), ...STEPS.slice(at)]) },
});

const EDITS: Readonly<Record<string, Edit>> = {
  'a question is inserted at the beginning': inserted(0),
  'a question is inserted in the middle': inserted(2),
  'a question is inserted at the end': inserted(6),
  'the first question is removed': without('energy'),
  'the choice is removed': without('colour'),
  'the open question is removed': without('words'),
  'the call is removed': without('meal'),
  'the last question is removed': without('calm'),
  'the options are renamed': replaced('colour', pick('colour', 'colour', ['crimson', 'navy', 'green'])),
  'the options change places': replaced('colour', pick('colour', 'colour', COLOURS.toReversed())),
  'a scale becomes a choice of another name': replaced('energy', pick('energy', 'warmth', ['warm', 'cold'])),
  'a scale becomes a choice of the same name': replaced('energy', pick('energy', 'energy', ['warm', 'cold'])),
  'two questions swap their names': {
    flows: {
      study: study(
        STEPS.map((step) => {
          const { id } = step as { id: string };
          return id === 'energy' ? scale('energy', 'calm') : id === 'calm' ? scale('calm', 'energy') : step;
        }),
      ),
    },
  },
  'the questions stand in another order': { flows: { study: study([...STEPS.slice(0, -1).toReversed(), BYE]) } },
  'the flow is deleted': { flows: { study: null } },
  'both flows are deleted': { flows: { study: null, meal: null } },
  'the texts are others': {
    texts: Object.fromEntries(ITEMS.map((item) => [`study.${item}`, `In other words: [${item}]?`])),
  },
  'the called flow gets a question at its beginning': { flows: { meal: meal([scale('warmth'), ...MEAL]) } },
  'the called flow loses its first question': { flows: { meal: meal(MEAL.slice(1)) } },
  'the called flow asks for another thing': { flows: { meal: meal([scale('hunger', 'warmth'), scale('thirst')]) } },
};

/** What becomes of the old revision: it is there as always, it was taken back, or the database has lost it. */
const FATES = ['kept', 'withdrawn', 'lost'] as const;
type Fate = (typeof FATES)[number];

const libraries = new Map<string, Library>();
const after = (name: string, fate: Fate): Library => {
  const known = libraries.get(`${name} ${fate}`);
  if (known !== undefined) return known;
  const edited = editedContent(EDITS[name] ?? {}, base);
  const still = new Set([...edited.flows.values()].map(({ revision }) => revision));
  const gone = ['study', 'meal'].flatMap((id) => base.flows.get(id)?.revision ?? []).filter((one) => !still.has(one));
  const content =
    fate === 'withdrawn' ? { ...edited, withdrawn: new Map(gone.map((one) => [one, 'It did harm.'])) } : edited;
  const library = fate === 'lost' ? createLibrary(content) : createLibrary(content).with(bodiesOf(base));
  libraries.set(`${name} ${fate}`, library);
  return library;
};
const before = createLibrary(base);

/** Someone who waits after so many answers, and what they saw last. */
const waitingAfter = (answers: number): { person: Person; shown: Draft[] } => {
  const person = new Person(before);
  let shown = person.types('/study');
  for (const answer of ANSWERS.slice(0, answers)) shown = person.types(answer);
  return { person, shown };
};

const askedFor = (drafts: readonly Draft[]): string | undefined => /\[(\w+)\](?!.*\[)/su.exec(textOf(drafts))?.[1];

/** A deed of theirs, the edit being made: nothing goes under a wrong name, and nobody meets silence. */
const act = (person: Person, shown: Draft[], deed: string | number): Draft[] => {
  const kept = person.history.length;
  const tokens = shown.flatMap(({ choices }) => choices.map(({ token }) => token));
  const token = typeof deed === 'number' ? tokens[deed % Math.max(tokens.length, 1)] : undefined;
  const said =
    typeof deed === 'string' ? person.types(deed) : token === undefined ? person.types('7') : person.taps(token);
  expect(said.length, `${JSON.stringify(deed)} met silence`).toBeGreaterThan(0);
  expect(textOf(said).trim()).not.toBe('');
  for (const { item, value } of person.history.slice(kept)) {
    expect(item, `${JSON.stringify(value)} was meant for another question`).toBe(askedFor(shown));
  }
  return said;
};

/** Answers everything that comes, until nothing waits. */
const toTheEnd = (person: Person, shown: Draft[]): void => {
  let last = shown;
  for (let turn = 0; (person.session?.frames.length ?? 0) > 0; turn++) {
    expect(turn, 'somebody is stuck').toBeLessThan(25);
    const waits = askedFor(last) ?? '';
    const answer =
      ['colour', 'warmth'].includes(waits) || last.at(-1)?.choices.every(({ label }) => !/\d/u.test(label)) === true
        ? (last.at(-1)?.choices[0]?.label ?? 'words')
        : '5';
    last = act(person, last, turn % 4 === 3 ? 'skip' : answer);
  }
};

describe('a flow that is edited while a thousand people wait in it', () => {
  const cases = Object.keys(EDITS).flatMap((edit) => FATES.map((fate) => [edit, fate] as const));

  it.each(cases)(
    '%s, the old one %s: at each of its questions everybody comes to an end, and no answer under a wrong name',
    (edit, fate) => {
      for (let answers = 0; answers < ANSWERS.length; answers++) {
        const { person, shown } = waitingAfter(answers);
        const kept = [...person.history];
        person.library = after(edit, fate);
        toTheEnd(person, shown);
        expect(person.history.slice(0, kept.length)).toEqual(kept);
      }
    },
  );

  it('ends for each of them exactly as if it had not been edited, as long as the old one is there', () => {
    for (const edit of Object.keys(EDITS)) {
      for (let answers = 0; answers < ANSWERS.length; answers++) {
        const { person } = waitingAfter(answers);
        const other = waitingAfter(answers).person;
        person.library = after(edit, 'kept');
        for (const answer of ANSWERS.slice(answers))
          expect(person.types(answer).map(({ text }) => text)).toEqual(other.types(answer).map(({ text }) => text));
        expect(person.history).toEqual(other.history);
        expect(person.session?.frames).toEqual([]);
      }
    }
  });

  it('whatever a thousand of them do before and after, by words, taps on old buttons, back, skip and questions', () => {
    const deed = fc.oneof(
      fc.constantFrom(
        '7',
        '3',
        'red',
        'navy',
        'a few words',
        'skip',
        'back',
        'stop',
        'help',
        'hello',
        '12',
        'warm',
        '/study',
      ),
      fc.nat(12),
    );
    let people = 0;
    fc.assert(
      fc.property(
        fc.nat(ANSWERS.length - 1),
        fc.array(fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.constantFrom(...FATES)), {
          minLength: 1,
          maxLength: 2,
        }),
        fc.array(deed, { maxLength: 8 }),
        (answers, edits, deeds) => {
          people += 1;
          const { person, shown } = waitingAfter(answers);
          let last = shown;
          for (const [index, [edit, fate]] of edits.entries()) {
            person.library = after(edit, fate);
            for (const one of deeds.slice(index * 4, index * 4 + 4)) last = act(person, last, one);
          }
          toTheEnd(person, last);
        },
      ),
      { numRuns: 1000, seed: 7 },
    );
    expect(people).toBe(1000);
  }, 60_000);
});
