/** How many letters must be changed, added, left out or swapped to turn one word into the other. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known word that was most likely meant: at most one letter in three is wrong. Null where none is near. */
export const nearest = (word: string, known: Iterable<string>): string | null => {
  let best: { readonly word: string; readonly off: number } | null = null;
  for (const candidate of known) {
    const off = distance(word.slice(0, 80).toLowerCase(), candidate.toLowerCase());
    if (off <= Math.max(1, Math.floor(candidate.length / 3)) && off < (best?.off ?? Infinity))
      best = { word: candidate, off };
  }
  return best?.word ?? null;
};

/** `; did you mean "text"?`, or nothing where no known word is near. */
export const didYouMean = (word: string, known: Iterable<string>): string => {
  const meant = nearest(word, known);
  return meant === null ? '' : `; did you mean "${meant}"?`;
};
