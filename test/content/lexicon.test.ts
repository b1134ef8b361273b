import { describe, expect, it } from 'vitest';
import { formatProblem } from '#content/problem.ts';
import { loadLexicon } from '#content/lexicon.ts';
import { KINDS } from '#core/safety/kinds.ts';
import { lexiconFiles, shippedLexicon } from '../core/safety/lexicon-files.ts';

const FILE = 'flows/safety/lexicon/mine.yaml';

/** A small lexicon as an author writes it; `change` is what they get wrong. */
const source = (change: (text: string) => string = (text) => text): string =>
  change(`classes:
  end: [kill, end]
patterns:
  - id: kill-myself
    tier: interrupt
    kind: suicide-explicit
    language: en
    pattern: '{end} ..1 myself'
    must_match: ['kill myself', 'end myself', 'kill old myself']
    must_not_match: ['kill time', 'myself']
`);

const problems = (change: (text: string) => string): string[] =>
  loadLexicon([{ file: FILE, source: source(change) }]).problems.map(formatProblem);

describe('the shipped lexicon', () => {
  it('hears every sentence that its authors wrote into it, and none that they wrote against it', () => {
    expect(loadLexicon(lexiconFiles()).problems.map(formatProblem)).toEqual([]);
  });

  it('has a pattern for every kind that a phrase can have', () => {
    // Said by the program itself when it fails, and found from context: no phrase says them.
    const withoutPhrase = new Set(['unassessed']);
    const heard = new Set<string>(shippedLexicon.patterns.map((pattern) => pattern.kind));
    expect(Object.keys(KINDS).filter((kind) => !heard.has(kind) && !withoutPhrase.has(kind))).toEqual([]);
  });

  it.each(['es', 'pt', 'fr', 'de'])('knows what is said openly in %s, by at least 25 phrases', (language) => {
    const own = shippedLexicon.patterns.filter((pattern) => pattern.language === language);
    expect(own.flatMap((pattern) => pattern.pattern).length).toBeGreaterThanOrEqual(25);
    for (const kind of ['suicide-explicit', 'suicide-plan', 'suicide-passive', 'self-harm', 'overdose'])
      expect(
        own.some((pattern) => pattern.kind === kind),
        kind,
      ).toBe(true);
  });
});

describe('an author who makes a mistake is told where it is and what to do', () => {
  it('nothing is said about a file without one', () => {
    expect(problems((text) => text)).toEqual([]);
  });

  it('an unknown kind', () => {
    const [said] = problems((text) => text.replace('kind: suicide-explicit', 'kind: suicide'));
    expect(said).toMatch(/^flows\/safety\/lexicon\/mine\.yaml:6:5: .*Mend: .*overdose/);
  });

  it('a tier that is not the tier of the kind', () => {
    expect(problems((text) => text.replace('tier: interrupt', 'tier: check'))).toEqual([
      `${FILE}:5:5: kill-myself: the kind suicide-explicit has the tier interrupt. Mend: write "tier: interrupt" or choose another kind.`,
    ]);
  });

  it.each([
    ["'{end} myself ('", '")" is missing'],
    ["'{stop} myself'", 'there is no word class {stop}'],
    ["'kill ..20 myself'", '"..20" is not a gap'],
    ["'[kill] [myself]'", 'every word of this pattern may be left out'],
    ["'kill ? myself'", '"?" holds no letter'],
    ["'..2'", 'the pattern holds no word'],
  ])('a pattern that is none: %s', (pattern, message) => {
    const [said] = problems((text) => text.replace("'{end} ..1 myself'", pattern));
    expect(said).toContain(`${FILE}:8:5: patterns kill-myself: ${message}. Mend: `);
  });

  it('a class that holds itself', () => {
    expect(problems((text) => text.replace('[kill, end]', "[kill, '{end}']"))[0]).toContain(
      'the word class {end} holds itself',
    );
  });

  it('a must_match sentence that is not heard', () => {
    expect(problems((text) => text.replace("'end myself'", "'end the call'"))).toEqual([
      `${FILE}:9:33: kill-myself is not heard in "end the call": the pattern is not found in it. Mend: widen the pattern or move the sentence.`,
    ]);
  });

  it('a must_not_match sentence that is heard', () => {
    expect(problems((text) => text.replace("'kill time'", "'I kill myself'"))).toEqual([
      `${FILE}:10:22: kill-myself is heard in "I kill myself". Mend: narrow the pattern or add an idiom or a context.`,
    ]);
  });

  it('too few sentences', () => {
    expect(problems((text) => text.replace("['kill time', 'myself']", "['kill time']"))[0]).toMatch(
      /mine\.yaml:10:5: .*Mend: .*2/,
    );
  });

  it('an id that is used twice', () => {
    const second = source().split('\n').slice(3).join('\n');
    expect(problems((text) => text + second)[0]).toContain('the id "kill-myself" is used twice');
  });

  it('a key that does not exist', () => {
    expect(problems((text) => text.replace('language: en', 'lang: en')).join()).toMatch(
      /mine\.yaml:7:5: .*"lang".*Mend: /,
    );
  });

  // A half-deaf assessment is worse than one that does not start: the operator sees that at once.
  it('and no lexicon is handed out, so that nothing starts half deaf', () => {
    expect(
      loadLexicon([{ file: FILE, source: source((text) => text.replace('must_match', 'must')) }]).lexicon,
    ).toBeNull();
    expect(loadLexicon([]).lexicon).toBeNull();
  });
});
