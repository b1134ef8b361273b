import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Library } from '#core/engine/library.ts';
import { CONSENTS, type Assessor } from '#core/ports.ts';
import { Talking, type Outcome } from './transcript-talking.ts';

// What people type may look like a number or a yes to YAML.
const words = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const outcome = { bot: z.unknown().exactOptional(), rows: z.unknown().exactOptional() };

/** A conversation as authors write it. What the bot says and what is kept is put in when it is recorded. */
const transcriptSchema = z.strictObject({
  title: z.string(),
  begins: z
    .strictObject({
      at: z.string().exactOptional(),
      newcomer: z.boolean().exactOptional(),
      member: z
        .strictObject({
          locale: z.string().exactOptional(),
          zone: z.string().nullable().exactOptional(),
          country: z.string().nullable().exactOptional(),
          adult: z.boolean().nullable().exactOptional(),
        })
        .exactOptional(),
      consents: z.array(z.enum(CONSENTS)).exactOptional(),
      kept: z.record(z.string(), words).exactOptional(),
      nudged_at: z.string().exactOptional(),
    })
    .exactOptional(),
  talk: z.array(
    z.union([
      z.strictObject({
        says: words,
        about: z.string().exactOptional(),
        assessed: z.string().exactOptional(),
        ...outcome,
      }),
      z.strictObject({ taps: words, ...outcome }),
      z.strictObject({ sends: z.enum(['voice', 'photo', 'sticker', 'file']), ...outcome }),
      z.strictObject({ wait: z.string(), comes: z.unknown().exactOptional() }),
    ]),
  ),
  events: z.unknown().exactOptional(),
});

export type Transcript = z.infer<typeof transcriptSchema>;

const written = ({ bot, rows }: Outcome) => ({
  ...(bot.length === 0 ? {} : { bot }),
  ...(rows.length === 0 ? {} : { rows }),
});

/** Reads a transcript. Throws where a field is unknown, missing or of another kind. */
export const readTranscript = (source: string): Transcript => transcriptSchema.parse(parse(source));

/**
 * Plays a transcript and answers its file as it should be: the same turns, and after each what the bot says and which
 * rows it writes; at the end how many events of each type there were. Throws where a button is not there.
 */
export const playTranscript = (transcript: Transcript, library: Library, assessor: Assessor): string => {
  const { title, begins } = transcript;
  const talking = new Talking(begins ?? {}, library, assessor);
  const talk = transcript.talk.map((turn) => {
    if ('says' in turn) {
      const { says, about, assessed } = turn;
      const beside = { ...(about === undefined ? {} : { about }), ...(assessed === undefined ? {} : { assessed }) };
      return { says, ...beside, ...written(talking.says(says, beside)) };
    }
    if ('sends' in turn) return { sends: turn.sends, ...written(talking.sends(turn.sends)) };
    if ('taps' in turn) {
      const tapped = talking.taps(turn.taps);
      return { taps: tapped.label, ...written(tapped.outcome) };
    }
    const came = talking.waits(turn.wait).map((one) => ({ due: one.due, at: one.at, ...written(one) }));
    return { wait: turn.wait, ...(came.length === 0 ? {} : { comes: came }) };
  });
  const events = Object.fromEntries([...talking.counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const file = { title, ...(begins === undefined ? {} : { begins }), talk, events };
  return stringify(file, { lineWidth: 0, blockQuote: 'literal', singleQuote: true });
};
