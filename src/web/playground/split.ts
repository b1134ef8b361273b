const ENDS = [/\n{2,}/g, /\n/g, /[.!?…]["')\]]*\s/g, /\s/g];

const cutAt = (text: string, limit: number): number => {
  const head = text.slice(0, limit);
  for (const end of ENDS) {
    const last = [...head.matchAll(end)].at(-1);
    // An end in the first half would leave a stump.
    if (last !== undefined && last.index > limit / 2) return last.index + last[0].length;
  }
  // Never through the middle of a surrogate pair.
  return /[\uD800-\uDBFF]$/.test(head) ? limit - 1 : limit;
};

/** Parts of at most `limit` UTF-16 units, cut at ends of paragraphs, lines, sentences or words, in this order. */
export const splitText = (text: string, limit: number): readonly string[] => {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const at = cutAt(rest, limit);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...parts, rest].filter((part, index) => part !== '' || index === 0);
};
