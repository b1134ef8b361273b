import type { AnswerValue } from '#shared/answer.ts';
import type { Waiting } from '#core/engine/asking.ts';
import type { CompiledFlow } from '#core/engine/compiled-flow.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import { typeOf } from '#core/steps/registry.ts';

const NUMBER = /^[-+]?\d+(?:[.,]\d+)?$/u;
const WORD = /^\p{L}+$/u;

interface Taken {
  readonly step: Waiting;
  readonly value: AnswerValue;
}

/** The first word of a line that is no answer to its question, with the ends of the scale where it has one. */
export interface Misfit {
  readonly step: Waiting;
  readonly given: string;
  readonly scale: { readonly min: number; readonly max: number } | null;
}

/** What one typed line says: answers, each with its step, and what did not fit. */
export interface TypedLine {
  readonly taken: readonly Taken[];
  readonly misfit: Misfit | null;
  /**
   * Whether the answers beside a misfit stand in their places. 77 on a scale to 10 may be two numbers run together, and
   * then everything after it stands in the wrong one.
   */
  readonly placed: boolean;
}

const scaleOf = (step: Waiting): { min: number; max: number } | null =>
  step.type === 'rate' ? { min: step.min, max: step.max } : null;

const parts = (text: string): readonly string[] =>
  text
    .trim()
    .split(/[\s,;]+/u)
    .filter((part) => part !== '');

/**
 * Reads one typed line that answers several questions at once, from `from` on: `6 4 7 5 2 1 yes`. A line is numbers, and
 * words where they are answers. Null where the text is no such line, or more of it misses its question than fits.
 */
export const readLine = (
  talk: Talk,
  frame: Frame,
  flow: CompiledFlow,
  from: string,
  text: string,
): TypedLine | null => {
  const line = flow.flow.typed_line ?? [];
  const start = line.indexOf(from);
  const words = parts(text);
  // `6,5` is six and a half to half of the world.
  if (start < 0 || /^\s*\d+,\d+\s*$/u.test(text)) return null;
  if (words.length < 2 || words.length > line.length - start) return null;
  if (words.some((word) => !NUMBER.test(word) && !WORD.test(word))) return null;
  if (!/\d/u.test(words[0] ?? '') || !/\d/u.test(words[1] ?? '')) return null;
  const view = talk.view(frame);
  const taken: Taken[] = [];
  const missed: Misfit[] = [];
  for (const [index, word] of words.entries()) {
    const found = flow.steps.get(line[start + index] ?? '');
    const type = found === undefined ? null : typeOf(found);
    if (found === undefined || type === null || !type.waits) return null;
    const step = found as Waiting;
    const understood = type.understand(step, { text: word }, view);
    const scale = scaleOf(step);
    if (understood.kind === 'value' && !understood.free) taken.push({ step, value: understood.value });
    else if (NUMBER.test(word) ? scale !== null : index === words.length - 1 && scale === null)
      missed.push({ step, given: word, scale });
    else return null;
  }
  if (missed.length >= taken.length) return null;
  const scales = line.flatMap((id) => scaleOf(flow.steps.get(id) as Waiting) ?? []);
  const placed = missed.every(
    ({ given, scale }) => scale === null || scales.some(({ min, max }) => Number(given) >= min && Number(given) <= max),
  );
  return { taken, misfit: missed[0] ?? null, placed };
};
