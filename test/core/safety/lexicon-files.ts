import { readdirSync, readFileSync } from 'node:fs';
import { loadLexicon } from '#content/lexicon.ts';
import type { Lexicon } from '#content/schemas/lexicon.ts';
import { createAssessor } from '#core/safety/assess.ts';

const FOLDER = new URL('../../../flows/safety/lexicon/', import.meta.url);

/** The lexicon's files as they are shipped. */
export const lexiconFiles = (): { file: string; source: string }[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => ({ file: `flows/safety/lexicon/${name}`, source: readFileSync(new URL(name, FOLDER), 'utf8') }));

const load = (): Lexicon => {
  const { lexicon, problems } = loadLexicon(lexiconFiles());
  if (lexicon === null) throw new Error(`the shipped lexicon does not load: ${problems.length} problems`);
  return lexicon;
};

/** The shipped lexicon and its assessor, made once a test file: reading it takes a second. */
export const shippedLexicon = load();
export const assessor = createAssessor(shippedLexicon);

/** The rows of a tab-separated file beside the tests, without its heading. */
export const rows = (name: string): string[][] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

/** The tiers in which something is done at once. */
export const ACTING: ReadonlySet<string> = new Set(['interrupt', 'emergency', 'check', 'same-day']);
