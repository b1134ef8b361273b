import { plain } from '#core/understanding/plain.ts';

interface Named {
  readonly value: string;
  readonly names: readonly string[];
}

const letters = (text: string): string =>
  plain(text)
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

/**
 * The option that the text means: its number in the list ("2", "the second"), its label, the start of its label, or a
 * name that stands in the text as whole words, if only one option fits. Null otherwise.
 */
export const matchOption = (
  text: string,
  options: readonly Named[],
  { byNumber = true }: { byNumber?: boolean } = {},
): string | null => {
  const said = letters(text);
  if (said === '') {
    const raw = text.trim();
    return (
      options.find((option) => option.names.some((name) => name.trim() !== '' && name.trim() === raw))?.value ?? null
    );
  }
  const index = /^(?:number |option |no )?(\d{1,2})$/u.exec(said);
  if (byNumber && index?.[1] !== undefined) return options[Number(index[1]) - 1]?.value ?? null;
  const names = options.map((option) => ({
    value: option.value,
    names: option.names.map(letters).filter((name) => name !== ''),
  }));
  const exact = names.find((option) => option.names.includes(said));
  if (exact !== undefined) return exact.value;
  const starts = said.length >= 3 ? names.filter((option) => option.names.some((name) => name.startsWith(said))) : [];
  if (starts.length === 1) return starts[0]?.value ?? null;
  // Inside a longer text only where it is short enough to be an answer and not a story.
  if (said.split(' ').length > 5) return null;
  const within = names.filter((option) =>
    option.names.some((name) => name.length >= 3 && ` ${said} `.includes(` ${name} `)),
  );
  return within.length === 1 ? (within[0]?.value ?? null) : null;
};
