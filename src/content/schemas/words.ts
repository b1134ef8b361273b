import { z } from 'zod';

const list = z.array(z.string().min(1)).min(1);

/**
 * The words by which a person answers and steers, per language: `flows/locales/<locale>/words.yaml`. All small letters,
 * without accents or punctuation; matched as whole words.
 */
export const wordsSchema = z.strictObject({
  yes: list,
  no: list,
  /** Words that turn a yes round where they stand beside it: "not really". */
  not: list,
  skip: list,
  back: list,
  pause: list,
  stop: list,
  help: list,
  /** Go on with what was interrupted. */
  resume: list,
  /** Leave it for now. */
  leave: list,
  greeting: list,
  thanks: list,
  /** Numbers in words, from zero on. */
  numbers: z.record(z.string(), z.number()),
  /** "half" in "six and a half". */
  half: list,
  /** Feelings without a number, from 0 (worst) to 1 (best), for scales. */
  feelings: z.record(z.string(), z.number().min(0).max(1)),
  morning: list,
  evening: list,
  noon: list,
  midnight: list,
  /** What people write in a talk about safety besides an answer to its question: found anywhere in a short message. */
  in_crisis: z.strictObject({
    /** That they are safe. */
    safe: list,
    /** That it is easier now, or was not meant. */
    easier: list,
    /** Words beside either that turn it round or make it a wish. */
    unless: list,
    /** Anger at the program. */
    angry: list,
    /** Whether there is a person behind it. */
    about_me: list,
    /** Words with which a question begins. */
    asks: list,
  }),
  /** Whole sentences and phrases that mean a command, by command: found anywhere in a short message. */
  commands: z.record(z.string(), list),
});

export type Words = z.infer<typeof wordsSchema>;
