import { COMMON_LIMITS } from '#shared/platforms.ts';
import { inText, variantsOf, type ContentCheck, type FlowCheck, type PlacedText } from '#content/lint/context.ts';
import { longest, parseMessage } from '#content/lint/message.ts';
import { textUses } from '#content/lint/text-uses.ts';
import type { Problem } from '#content/problem.ts';

/** How long a value can be, in UTF-16 units: the longest of all countries in flows/safety/lines.yaml, with room to spare. */
const LONGEST: Readonly<Record<string, number>> = {
  lines: 600,
  line_short: 250,
  emergency: 100,
  health_line: 250,
  violence_line: 250,
  poison_line: 250,
  link: 200,
};
const lengthOf = (name: string): number => LONGEST[name] ?? 40;

const lengthIn = (placed: PlacedText | undefined): { readonly length: number; readonly variant: number } => {
  const lengths =
    placed === undefined
      ? []
      : variantsOf(placed.text).map((text) => {
          const message = parseMessage(text, placed.file.locale);
          return 'ast' in message ? longest(message.ast, lengthOf) : text.length;
        });
  const length = Math.max(0, ...lengths);
  return { length, variant: Math.max(0, lengths.indexOf(length)) };
};

const tooLong = (placed: PlacedText, variant: number, length: number): Problem =>
  inText(
    placed,
    variant,
    `with its values this message has up to ${length} characters, and a platform shows ${COMMON_LIMITS.text}`,
    'shorten it, or make two messages of it',
  );

/** Every message fits on every platform, a question together with the sentence before it. */
export const checkTextLength: FlowCheck = (loaded, { texts }) => {
  const uses = textUses(loaded);
  return uses.flatMap(({ key, role, step }) => {
    if (role === 'label' || role === 'like' || role === 'lead') return [];
    const lead = role === 'text' ? uses.find((one) => one.role === 'lead' && one.step === step) : undefined;
    return loaded.flow.locales.flatMap((locale) => {
      const placed = texts.get(locale)?.get(key);
      const { length, variant } = lengthIn(placed);
      const before = lead === undefined ? 0 : lengthIn(texts.get(locale)?.get(lead.key)).length + 2;
      return placed !== undefined && length + before > COMMON_LIMITS.text
        ? [tooLong(placed, variant, length + before)]
        : [];
    });
  });
};

/** The same for the engine's own texts. */
export const checkSystemLength: ContentCheck = ({ texts }) =>
  [...texts.values()].flatMap((own) =>
    [...own].flatMap(([key, placed]) => {
      const { length, variant } = lengthIn(placed);
      return key.startsWith('system.') && length > COMMON_LIMITS.text ? [tooLong(placed, variant, length)] : [];
    }),
  );
