import type { ContentFile } from '#content/articles.ts';
import type { Problem } from '#content/problem.ts';
import { TOPIC_ID } from '#content/schemas/article.ts';
import { NO_TOPIC, phrasingSchema } from '#content/schemas/phrasings.ts';

/** What a phrasing is for: to learn from, to set the thresholds by, or to judge by (nobody learns or tunes on it). */
export type Split = 'train' | 'tune' | 'test';

interface Phrasing {
  readonly text: string;
  /** A topic id, or `none`. */
  readonly topic: string;
  readonly split: Split;
  /** True for the voices that were written apart from all others, for judging only. */
  readonly apart: boolean;
}

export type Phrasings = readonly Phrasing[];

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** FNV-1a, 32 bits, over UTF-16 units. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
};

/**
 * Where a phrasing belongs, for good: of 20, 14 are for training, 3 for tuning, 3 for testing. It depends on the words
 * alone, so that adding others never moves one across.
 */
export const splitOf = (text: string): Split => {
  const bucket = hash(fold(text)) % 20;
  return bucket < 3 ? 'test' : bucket < 6 ? 'tune' : 'train';
};

/**
 * Reads phrasings, one a line; `#` begins a comment line. A file named for a topic (`bl.normal.txt`) or `none.txt` holds
 * that topic's; in any other file each line is `topic: words`. Files in a folder `apart` are voices for testing only.
 * Never throws: every fault comes back with file, line, column and mend, and its line is left out.
 */
export const loadPhrasings = (
  files: readonly ContentFile[],
): { phrasings: Phrasings; problems: readonly Problem[] } => {
  const phrasings: Phrasing[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, { file: string; line: number }>();
  for (const { file, source } of files) {
    const name =
      file
        .split('/')
        .at(-1)
        ?.replace(/\.txt$/, '') ?? '';
    const own = name === NO_TOPIC || TOPIC_ID.test(name) ? name : null;
    const apart = /(?:^|\/)apart\//.test(file);
    for (const [at, raw] of source.split(/\r?\n/).entries()) {
      const text = raw.trim();
      if (text === '' || text.startsWith('#')) continue;
      const place = { file, line: at + 1, column: 1 };
      const named = /^([a-z]{2}\.[a-z0-9]+|none):\s*(.*)$/.exec(text);
      const checked = phrasingSchema.safeParse(
        own === null ? { topic: named?.[1], text: named?.[2] } : { topic: own, text },
      );
      if (!checked.success) {
        const mend =
          own === null
            ? 'write "bl.normal: the words", or "none: the words"'
            : 'write at most 600 characters on the line';
        problems.push({ ...place, message: 'this line is no phrasing', mend });
        continue;
      }
      const key = fold(checked.data.text) || checked.data.text;
      const first = seen.get(key);
      if (first !== undefined) {
        problems.push({
          ...place,
          message: `the same words stand in ${first.file}:${first.line}`,
          mend: 'remove one of the two',
        });
        continue;
      }
      seen.set(key, { file, line: at + 1 });
      phrasings.push({ ...checked.data, split: apart ? 'test' : splitOf(checked.data.text), apart });
    }
  }
  return { phrasings, problems };
};
