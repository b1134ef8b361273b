/** What people write in a crisis besides an answer to its question. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asideIn } from '#core/engine/crisis-talk.ts';
import type { Found } from '#core/ports.ts';
import { button, HOUR, Person, realLibrary, textOf } from '../../support/talking.ts';

const about = (topic: string): Found => ({ action: 'answer', topic, candidates: [{ topic, score: 0.9 }] });

/** Someone at the first question. */
const asked = (): Person => {
  const person = new Person();
  person.types('i want to die');
  return person;
};
/** Someone who said yes and has the lines before them. */
const atLines = (): Person => {
  const person = asked();
  person.types('yes');
  return person;
};
const UNREAD = /couldn't read|couldn't make that out|don't want to get this wrong/u;
const SAFE_ASKED = /safe right now|safe where you are|safe for the moment/u;

describe('someone in a crisis who says that it is easier', () => {
  it.each(['bit better', 'hi i feel ok now really', 'no i didnt mean it', 'i was joking', 'im ok honestly'])(
    'is heard at the first question, keeps the line, and is asked whether they are safe: %s',
    (text) => {
      const person = asked();
      const said = textOf(person.types(text));
      expect(said).not.toMatch(UNREAD);
      expect(said).toContain('116 123');
      expect(said).toMatch(SAFE_ASKED);
      expect(person.episode?.safeSaidAt).toHaveLength(0);
    },
  );

  it.each(['yes im safe', 'im safe now, my sister came over', 'i feel a bit better'])(
    'is asked about that and sent to no phone, with the lines before them: %s',
    (text) => {
      const said = textOf(atLines().types(text));
      expect(said).toMatch(SAFE_ASKED);
      expect(said).not.toMatch(/press call|call now/iu);
    },
  );

  it.each([
    "i don't feel ok now",
    'i wish i felt better',
    'im not safe',
    'i want to feel better',
    'id be better if it was over',
    'am i safe?',
    'i told them im fine',
    'im ok but i still think about it',
  ])('is not taken to be safe where the sentence says otherwise: %s', (text) => {
    const aside = asideIn(text, realLibrary().words('en'));
    expect(aside).not.toBe('safe');
    expect(aside).not.toBe('easier');
  });

  it('is not believed about too much medicine: the call still comes first', () => {
    const person = new Person();
    person.types('i took all my pills');
    const said = textOf(person.types("i'm fine now"));
    expect(said).toContain('999');
    expect(person.episode?.kind).toBe('overdose');
  });

  it('is not let go by "yes, i\'m fine with it" at the question that matters', () => {
    const person = asked();
    person.types('yes im fine with it');
    expect(person.session?.frames.at(-1)?.step).toBe('ask_life');
  });
});

describe('someone in a crisis who writes something else', () => {
  it.each([
    ['fuck off you stupid machine', /angry with me|not what you need|all right to say that/u],
    ['you dont even care', /angry with me|not what you need|all right to say that/u],
    ['are you a real person', /program/u],
    ['who made you', /program/u],
    ['can i drink wine with mirtazapine?', /can't answer that here|one can wait|rather not turn/u],
    ['what happened in the world cup', /can't answer that here|one can wait|rather not turn/u],
    ['its just that everything at work went wrong', /read that|for writing it|read every word/u],
  ])('is told that it was heard, and then asked again: %s', (text, words) => {
    const person = asked();
    const said = person.types(text);
    expect(textOf(said)).toMatch(words);
    expect(textOf(said)).not.toMatch(UNREAD);
    expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
    expect(said.at(-1)?.text).toContain('ending your life');
  });

  it('still gets an answer to a question that it knows, and the question of the crisis after it', () => {
    const said = asked().types('is feeling flat normal?', about('bl.normal'));
    expect(said[0]?.kind).toBe('answer');
    expect(said.at(-1)?.text).toContain('ending your life');
  });

  it('gets no article for a sentence that is no question', () => {
    const said = asked().types('everything is just so grey and flat', about('bl.normal'));
    expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
  });

  it('gets the lines when they ask for a person', () => {
    expect(textOf(asked().types('i want to talk to a real person'))).toContain('116 123');
  });

  it('is told again that it was read, however long they go on', () => {
    const person = asked();
    for (let turn = 0; turn < 4; turn++) {
      expect(textOf(person.types('and then my boss said that the whole team was let down'))).toMatch(
        /read that|for writing it|read every word/u,
      );
    }
  });

  it('is not answered by a small word in the middle of a sentence', () => {
    const person = atLines();
    person.types('i cant feel anything anymore');
    expect(person.session?.frames.at(-1)?.step).toBe('reach');
  });

  it('is heard by the yes with which a longer answer begins', () => {
    const person = asked();
    expect(textOf(person.types('yes every single night since march'))).toContain('116 123');
    expect(person.session?.frames.at(-1)?.step).toBe('reach');
  });

  it('is not heard as a no where the sentence turns it round', () => {
    const person = asked();
    person.types('no but some days are like that');
    expect(person.session?.frames.at(-1)?.step).not.toBe('ask_safe');
  });
});

it.each([
  ['es', 'quiero morir', ['estoy un poco mejor', 'eres un bot', 'maquina estupida']],
  ['pt', 'quero morrer', ['estou melhor', 'voce e um robo', 'robo idiota']],
  ['fr', 'je veux mourir', ['ça va mieux', 'tu es un robot', 'machine stupide']],
  ['de', 'ich will sterben', ['mir geht es besser', 'bist du ein Mensch', 'blöde Maschine']],
] as const)('all of it is heard in %s, in that language', (locale, first, texts) => {
  for (const text of texts) {
    const person = new Person();
    person.types(first);
    const said = person.types(text);
    expect(person.episode?.locale).toBe(locale);
    const own = realLibrary().words(locale);
    expect(asideIn(text, own)).not.toBeNull();
    expect(said.every(({ kind }) => kind === 'crisis')).toBe(true);
    expect(textOf(said)).not.toMatch(/\b(the|you|and)\b/u);
  }
});

it('an old "no, i\'m not safe" that is tapped late is asked about, not let go', () => {
  const person = asked();
  const first = person.types("no i'm fine");
  const old = button(first, "No, I'm not safe");
  person.types('yes');
  const said = person.waits(HOUR).taps(old);
  expect(textOf(said)).toMatch(/safe/u);
  expect(said.at(-1)?.choices.length).toBeGreaterThan(1);
});

it('whatever is written in a crisis, something is said, a question or the lines stand at the end, and nothing throws', () => {
  const PIECES =
    'yes no safe better not but im ok i cant call nobody ? fuck you are a bot maybe text them skip back thanks stop 2 ja hola …';
  const pieces = fc.constantFrom(...PIECES.split(' '));
  fc.assert(
    fc.property(fc.array(fc.array(pieces, { maxLength: 8 }), { maxLength: 6 }), (messages) => {
      const person = asked();
      for (const parts of messages) {
        const said = person.types(parts.join(' '));
        expect(said.length).toBeGreaterThan(0);
        expect(person.episode).not.toBeNull();
      }
    }),
    { numRuns: 150, seed: 7 },
  );
});
