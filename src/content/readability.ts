/**
 * Words of the field that the articles explain where they use them, and that a person who takes these medicines meets
 * on every leaflet. They count as one syllable, so that naming a thing rightly costs nothing.
 */
const EXPLAINED_WORDS: ReadonlySet<string> = new Set(
  `antidepressant antidepressants anxiety bupropion citalopram depression depressed emotion emotional emotions
  escitalopram fluoxetine leaflet medicine medicines mirtazapine paroxetine pharmacist pharmacy prescriber prescribers
  serotonin sertraline ssri ssris snri snris therapist therapy venlafaxine withdrawal emergency information`.split(
    /\s+/,
  ),
);

/** Counts that the rules below get wrong. */
const IRREGULAR: Readonly<Record<string, number>> = {
  area: 3, being: 2, doing: 2, every: 2, everyone: 3, everything: 3, evening: 2, going: 2, idea: 3, people: 2,
  quiet: 2, science: 2, seeing: 2, something: 2, sometimes: 2, someone: 2, somewhere: 2, study: 2, used: 1, usual: 3,
  wednesday: 2, whole: 1, business: 2, different: 2, create: 2, diary: 3, real: 1, really: 2, trial: 2, trials: 2,
  react: 2, reaction: 3, reactions: 3, social: 2, special: 2, serious: 3, period: 3, ideas: 3, areas: 3, poem: 2, hours: 1, hour: 1, our: 1, fire: 1,
  therefore: 2, safety: 2, lonely: 2, likely: 2, closely: 2, surely: 2, moment: 2, movement: 2, statement: 2, careful: 2,
}; // prettier-ignore

/** How many syllables an English word has, by its vowel groups; at least one. Wrong by one for a few words in a hundred. */
const syllables = (raw: string): number => {
  const word = raw.toLowerCase().replace(/[’']s$|[^a-z]/g, '');
  const known = IRREGULAR[word];
  if (known !== undefined) return known;
  if (word.length <= 3) return 1;
  let stem = word;
  // A final e is silent, but not after a consonant and l (lit-tle); -es and -ed only sound after some letters.
  if (/[^aeiouy]le$/.test(stem)) stem = stem.slice(0, -2) + 'el';
  else if (/(?:[sxz]|[cs]h|[cg])es$/.test(stem) || /[td]ed$/.test(stem)) stem = stem.slice(0, -2) + 'o';
  else if (/[^aeiouy]ed$/.test(stem)) stem = stem.slice(0, -2);
  else if (/[^aeiouy]es$/.test(stem)) stem = stem.slice(0, -2);
  else if (/[^aeiouyl]e$/.test(stem) || /[aeiouy]le$/.test(stem) || /[aeiou]e$/.test(stem))
    stem = stem.replace(/e$/, '');
  stem = stem.replace(/(?<=[aeiou][^aeiouy])e(?=(?:ly|ment|ful|less|ness)$)/, '').replace(/^y/, '');
  const groups = stem.match(/[aeiouy]+/g)?.length ?? 0;
  // Two vowels that are spoken apart: med-i-um, di-et, ex-pe-ri-ence; not in -tion, -cial, pa-tient.
  const together = /(?:[tsc]ion|[tc]ial|[tc]ious|[tc]ien[ct])/.test(stem);
  const apart = stem.match(/i(?:um|ous|et|en[ct]|al(?=l?y?$)|a$|or)|eo(?!u|p)|ua(?=l)|[^aeiou]ia[^lg]/g) ?? [];
  return Math.max(1, groups + (together ? 0 : apart.length));
};

const plain = (text: string): string =>
  text
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/https?:\S+/g, ' ')
    .replace(/^\s*(?:[-*+]|\d+\.)\s+/gm, '')
    .replace(/[*_`#>[\]]/g, '');

/**
 * The Flesch–Kincaid grade (Kincaid et al. 1975) of an English text: 6 is what an eleven-year-old reads with ease.
 * Markdown marks and links are left out; a line that ends a paragraph or a list item ends a sentence. Words in
 * `knownWords` (lower case) count as one syllable. A text without words has grade 0.
 */
export const readingGrade = (text: string, knownWords: ReadonlySet<string> = EXPLAINED_WORDS): number => {
  let words = 0;
  let sounds = 0;
  let sentences = 0;
  for (const sentence of plain(text).split(/[.!?]+(?=[\s"”’')]|$)|\n+/)) {
    const found = sentence.match(/[\p{L}\d]+(?:[’'][\p{L}]+)*/gu) ?? [];
    if (found.length === 0) continue;
    sentences += 1;
    words += found.length;
    for (const word of found) sounds += knownWords.has(word.toLowerCase()) ? 1 : syllables(word);
  }
  if (words === 0) return 0;
  return 0.39 * (words / sentences) + 11.8 * (sounds / words) - 15.59;
};
