import { readdirSync, readFileSync } from 'node:fs';
import type { Lexicon } from '#content/schemas/lexicon.ts';
import { createAssessor } from '#core/safety/assess.ts';
import { realContent } from '../../support/talking.ts';

const FOLDER = new URL('../../../flows/safety/lexicon/', import.meta.url);

/** The lexicon's files as they are shipped. */
export const lexiconFiles = (): { file: string; source: string }[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => ({ file: `flows/safety/lexicon/${name}`, source: readFileSync(new URL(name, FOLDER), 'utf8') }));

/** The shipped lexicon and its assessor, made once a test file: reading it takes a second. */
export const shippedLexicon: Lexicon = realContent().lexicon;
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
