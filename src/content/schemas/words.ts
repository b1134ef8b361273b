import { z } from 'zod';

const list = z.array(z.string().min(1)).min(1);
/** A list that a language may do without. */
const some = z.array(z.string().min(1)).default([]);

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
  /** Yes and no beyond the lists above. Never used where safety is asked about. */
  answers: z
    .strictObject({
      /** A yes only as the whole message: "did it". */
      whole_yes: some,
      /** A no only as the whole message: "i wish". */
      whole_no: some,
      /** Neither, although it may begin with a yes or a no: "no idea". */
      neither: some,
    })
    .prefault({}),
  /** How numbers and answers on a scale are worded. */
  scales: z
    .strictObject({
      /** Words that may stand before a number: "about a 6". */
      about: some,
      /** Words that may stand after a number: "6 i guess". */
      after: some,
      /** Between the two ends of a range: "6 or 7". */
      range: some,
      between: some,
      and: some,
      out_of: some,
      /** What is counted, so that the number is no place on a scale: "3 hours". */
      units: some,
      /** Words before a number that make it something else: "at 5", "under 3". */
      not_after: some,
      /** Words by which a counted thing lies in the past: "6 years ago". */
      ago: some,
      /** The same as on the last day kept. */
      same: some,
      /** One step better, one step worse than on the last day kept. */
      better: some,
      worse: some,
    })
    .prefault({}),
  /** Days by their words, counted from today. */
  days: z.record(z.string(), z.number().int()).default({}),
  /** Units of time by their words. */
  spans: z.record(z.string(), z.enum(['minute', 'hour', 'day', 'week', 'month', 'year'])).default({}),
  /** How days and times are worded. */
  times: z
    .strictObject({
      /** Before a span that is still to come: "in 2 hours"; `from_now` stands after it. */
      in: some,
      from_now: some,
      /** A span that is over: before it (`since`) or after it (`ago`). */
      since: some,
      ago: some,
      /** The one of the coming, or of the past, week. */
      next: some,
      last: some,
      /** A half or a quarter of an hour. */
      half: some,
      quarter: some,
      /** A half that counts towards the hour named after it: German "halb neun" is 8:30. */
      half_to: some,
      /** "ten past nine", "nine and a half"; "ten to nine", "nine less a quarter". */
      past: some,
      to: some,
      /** Words before a day that mean another one: "after friday". */
      off: some,
      /** One, where it is no number elsewhere: "in an hour". */
      one: some,
      /** Words that say nothing beside a day or a time. */
      filler: some,
    })
    .prefault({}),
  /** How several options are chosen in one message. */
  choosing: z
    .strictObject({
      all: some,
      both: some,
      none: some,
      /** That nothing more is to be added. */
      done: some,
      /** "all except the second". */
      except: some,
      /** "the first two", "the last two". */
      first: some,
      last: some,
      /** Words that say nothing between the options: "and also". */
      filler: some,
    })
    .prefault({}),
  /** Places in a list: "the second". */
  ordinals: z.record(z.string(), z.number().int().positive()).default({}),
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
