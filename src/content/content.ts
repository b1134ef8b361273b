import type { Article } from '#content/articles.ts';
import type { FlowBundle, Text } from '#content/schemas/flow.ts';
import type { Locale } from '#shared/locales.ts';
import type { Lexicon } from '#content/schemas/lexicon.ts';
import type { Lines } from '#content/schemas/lines.ts';
import type { Phrasings } from '#content/phrasings.ts';
import type { Words } from '#content/schemas/words.ts';

/** Everything that the authors wrote: checked, frozen, loaded once at start. */
export interface Content {
  /** The deployed flows by id, with the revision that a session pins. */
  readonly flows: ReadonlyMap<string, { readonly revision: string; readonly bundle: FlowBundle }>;
  /** Revisions that were taken back, with the reason: no run goes on on one of them. */
  readonly withdrawn: ReadonlyMap<string, string>;
  /** Texts by locale and full key, `<file>.<key>`. */
  readonly texts: ReadonlyMap<Locale, ReadonlyMap<string, Text>>;
  readonly words: ReadonlyMap<Locale, Words>;
  readonly articles: ReadonlyMap<string, Article>;
  readonly phrasings: Phrasings;
  readonly lexicon: Lexicon;
  readonly lines: Lines;
}
