import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessor } from './lexicon-files.ts';

const EXPLICIT = [
  'i want to kill myself',
  'i am going to end my life',
  'i took all my pills',
  'i want to die',
  'i am suicidal',
  'i cut myself again',
  'quiero morir',
  'ich will nicht mehr leben',
];

const LOOK_ALIKE: Readonly<Record<string, readonly string[]>> = {
  a: ['а', 'α', 'á', 'ａ', '𝐚', 'à'],
  c: ['с', 'ｃ', 'ç'],
  e: ['е', 'é', 'ｅ', 'ε'],
  i: ['і', 'ｉ', 'í', 'ι', '𝗂'],
  k: ['к', 'ｋ', 'κ'],
  l: ['ｌ', '𝐥', 'ł'],
  m: ['м', 'ｍ'],
  o: ['о', 'ο', 'ö', 'ｏ'],
  r: ['ｒ', '𝓇'],
  s: ['ѕ', 'ｓ', 'š'],
  t: ['т', 'τ', 'ｔ'],
  y: ['у', 'ý', 'ｙ'],
};

const explicit = fc.constantFrom(...EXPLICIT);
const hears = (text: string): void => {
  expect(assessor.assess(text).tier, text).toBe('interrupt');
};

/** Changes single characters, each by its own chance. */
const spelled = (change: (char: string, pick: number) => string) =>
  fc
    .tuple(explicit, fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }))
    .map(([text, picks]) => Array.from(text, (char, at) => change(char, picks[at] ?? 0)).join(''));

// Nobody disguises a cry for help on purpose; filters elsewhere taught people to write like this.
describe('an explicit sentence is heard', () => {
  it('in capitals, small letters and any mix', () => {
    fc.assert(
      fc.property(
        spelled((char, pick) => (pick % 2 === 0 ? char.toUpperCase() : char)),
        hears,
      ),
    );
  });

  it('in letters of other alphabets that look the same', () => {
    fc.assert(
      fc.property(
        spelled((char, pick) => (pick % 3 === 0 ? (LOOK_ALIKE[char]?.[pick % 2] ?? char) : char)),
        hears,
      ),
    );
  });

  it('with invisible characters in it', () => {
    const invisible = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\ufe0f'];
    fc.assert(
      fc.property(
        spelled((char, pick) => (pick % 2 === 0 ? char + (invisible[pick % 6] ?? '') : char)),
        hears,
      ),
    );
  });

  it('with emoji, punctuation and more space between its words', () => {
    const between = [' ', '  ', ' 🌧 ', ' ... ', ', ', '\n', '\t', ' — ', ' 😭 '];
    fc.assert(
      fc.property(
        spelled((char, pick) => (char === ' ' ? (between[pick % between.length] ?? ' ') : char)),
        hears,
      ),
    );
  });

  it('with its letters set apart', () => {
    for (const text of [
      'k i l l   m y s e l f',
      'k.i.l.l m.y.s.e.l.f',
      'k-i-l-l myself',
      'i want to d i e',
      'k😀i😀l😀l myself',
      'su-i-cide tonight',
      'su icide tonight',
    ])
      hears(text);
  });

  it('with letters repeated, digits for letters, or stars', () => {
    for (const text of [
      'i want to dieeeee',
      'killlll myselfff',
      'k1ll my53lf',
      'su1c1dal',
      'commit s*icide',
      'k*ll myself',
      'k!ll mys€lf please kill myself',
    ])
      hears(text);
  });

  it('run together', () => {
    for (const text of ['iwanttodie', '#killmyself', 'iWantToKillMyself', 'wannadie']) hears(text);
  });

  it('misspelt by one letter in a long word', () => {
    for (const text of ['i feel sucidal', 'i am suicdal', 'kill myslef', 'i overdsoed', 'i took an overdsoe'])
      hears(text);
  });

  it('inside four thousand characters of anything else', () => {
    const filling = fc.stringMatching(/^[a-z ]{0,80}$/).map((text) => `we talked about lunch. ${text}. `);
    fc.assert(
      fc.property(explicit, filling, fc.nat(40), (text, around, before) => {
        const whole = around.repeat(before) + `\n${text}\n` + around.repeat(40 - before);
        expect(assessor.assess(whole).tier).toBe('interrupt');
      }),
      { numRuns: 60 },
    );
  });
});

describe('a joke marker', () => {
  const jokes = fc.constantFrom('lol that was funny.', 'haha 😂.', '💀💀.', 'lmao i am dead.', 'jk about the cake 😂.');

  it('in one sentence never cancels another that is explicit', () => {
    fc.assert(
      fc.property(explicit, jokes, (text, joke) => {
        hears(`${joke} ${text}.`);
        hears(`${text}. ${joke}`);
      }),
    );
  });

  it('turns a phrase that people joke with into a question, not into silence', () => {
    expect(assessor.assess('i want to die lol').tier).toBe('check');
    expect(assessor.assess('might just unalive haha 😂').tier).not.toBe('interrupt');
  });

  it('does not touch a plan', () => {
    hears('lol i have the pills here, goodbye');
  });
});
