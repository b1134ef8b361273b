import { describe, expect, it } from 'vitest';
import { assessor } from './lexicon-files.ts';

const tier = (text: string): string => assessor.assess(text).tier;
const kind = (text: string): string | null => assessor.assess(text).kind;

describe('who denies it', () => {
  it.each([
    'i do not want to die',
    "i'm not going to kill myself",
    'no thoughts of suicide',
    'i would never hurt myself',
    'i have never been suicidal',
  ])('is believed and offered lines: %s', (text) => expect(tier(text)).toBe('support'));

  it.each([
    "i'm not NOT suicidal",
    "i can't stop thinking about killing myself",
    "i don't know why i shouldn't kill myself",
    'not joking, i want to die',
    "i don't want to die, i want to kill myself",
    "i'd never do it but i think about it every night",
    'i am not ok i want to die',
    'no. i want to die',
    "i don't want to live anymore",
  ])('is heard where the denial denies nothing: %s', (text) => expect(tier(text)).toBe('interrupt'));
});

describe('whose words they are', () => {
  it.each([
    'my friend wants to die',
    'she said she wants to kill herself',
    'my son is suicidal',
    'worried about my sister, she is cutting herself',
  ])('somebody else: %s', (text) => expect(kind(text)).toBe('friend'));

  it.each([
    'he makes me want to die',
    'my mum left and i want to die',
    'my friend is great but i want to kill myself',
    'everyone says i am fine, i want to die',
  ])('the writer, though others are named: %s', (text) => expect(tier(text)).toBe('interrupt'));

  it('somebody else who is dying now is an emergency, not a worry', () => {
    expect(assessor.assess('my girlfriend just took all her pills')).toMatchObject({
      tier: 'emergency',
      kind: 'someone-in-danger',
    });
  });

  it.each(['the character wants to die in chapter two', 'i died in the game', 'i killed the boss in elden ring'])(
    'nobody, in a story: %s',
    (text) => expect(tier(text)).not.toMatch(/interrupt|check/),
  );

  it('the writer beside a story is never passed over', () => {
    expect(tier('i watched a film and now i want to kill myself')).toBe('interrupt');
  });
});

describe('when it was', () => {
  it.each([
    'i was suicidal in 2015',
    'when i was 16 i tried to kill myself',
    'i used to want to die',
    'i overdosed years ago',
  ])('long ago: %s', (text) => expect(kind(text)).toBe('past'));

  it.each([
    'i tried to kill myself yesterday',
    'i was suicidal in 2015 and i am suicidal again',
    'i overdosed last night',
    'i used to cut and now i want to kill myself',
  ])('now, or again: %s', (text) => expect(tier(text)).toBe('interrupt'));

  it('words of the past without a time lead to a question', () => {
    expect(tier('i wanted to die')).toBe('check');
  });
});

describe('several sentences', () => {
  it.each([
    "i said i was fine. i'm not. i have the pills here",
    'work was ok today. dinner too. i am going to kill myself tonight',
    'my phone died lol. anyway i want to die',
    'does sertraline cause suicidal thoughts? because i want to kill myself',
    'i am not suicidal. that was a lie. i want to end my life',
  ])('are judged one by one, and the worst counts: %s', (text) => expect(tier(text)).toBe('interrupt'));
});

describe('questions about the topic', () => {
  it.each([
    'does zoloft cause suicidal thoughts',
    'is suicidal ideation a side effect of lexapro',
    'can antidepressants make people suicidal',
    'how common are seizures on bupropion',
  ])('are answered, not alarmed at: %s', (text) => expect(tier(text)).toBe('support'));

  it.each([
    'how many pills would kill me',
    'asking for a friend how many pills is too many',
    'what is a painless way to die',
  ])('are heard where they ask for a way: %s', (text) => expect(kind(text)).toBe('method-seeking'));
});

describe('the answer to a phrase in another language', () => {
  it.each([
    ['quiero suicidarme', 'es'],
    ['não quero mais viver', 'pt'],
    ["j'ai envie de mourir", 'fr'],
    ['ich will mich umbringen', 'de'],
    ['i want to die', 'en'],
  ])('is in that language: %s', (text, language) => {
    expect(assessor.assess(text)).toMatchObject({ tier: 'interrupt', language });
  });

  it.each([
    'me muero de hambre',
    'me muero de risa',
    'morrendo de rir',
    "c'est mortel",
    'je suis mort de rire',
    'ich sterbe vor Lachen',
    'no quiero morir',
    'ich will nicht sterben',
    'je ne veux pas mourir',
    'não quero morrer',
  ])('is no crisis for an idiom or a denial: %s', (text) => expect(tier(text)).toMatch(/none|support/));
});
