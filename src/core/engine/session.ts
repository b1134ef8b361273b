import { z } from 'zod';

/** Version of the session format that this program writes. */
export const SESSION_VERSION = 1;

const value = z.union([z.number(), z.string(), z.boolean(), z.array(z.string()).readonly(), z.null()]);

const frameSchema = z.object({
  flow: z.string(),
  /** The revision that this run began with; safety flows always run on the deployed one. */
  revision: z.string(),
  /** The step that waits, or that called the frame above. */
  step: z.string(),
  /** The flow run's row. */
  run: z.string(),
  startedAt: z.number(),
  /** Variables of this run by name; null where skipped. */
  vars: z.record(z.string(), value),
  /** Steps answered in this run, in order: what "back" goes through. */
  past: z.array(z.string()),
  /** The language of this run, where it is not the member's own: a crisis in another language. */
  locale: z.string().optional(),
});

const sessionSchema = z.object({
  v: z.literal(SESSION_VERSION),
  /** The flows in progress, the topmost last. */
  frames: z.array(frameSchema),
  /** The token that names the buttons now on show; null when none wait. */
  prompt: z.string().nullable(),
  /** What the buttons on show, or the next words, mean beside the waiting step's own answers. */
  offer: z.enum(['resume', 'fresh']).nullable(),
  /** Misses at the waiting step. */
  misses: z.number(),
  /** When the member last wrote (ms). */
  heardAt: z.number(),
  /** When this stretch of talk began (ms): after three hours it says again that it is a program. */
  since: z.number(),
  /** When the waiting question was last put (ms). */
  askedAt: z.number(),
  /** The token tapped last: a double tap counts once. */
  tapped: z.string().nullable(),
  tappedAt: z.number(),
  /** How many messages were said in all: moves variants on within one day. */
  said: z.number(),
});

export type Frame = z.infer<typeof frameSchema>;
export type Session = z.infer<typeof sessionSchema>;

/** A session in which nothing waits. */
export const emptySession = (now: number): Session => ({
  v: SESSION_VERSION,
  frames: [],
  prompt: null,
  offer: null,
  misses: 0,
  heardAt: now,
  since: now,
  askedAt: now,
  tapped: null,
  tappedAt: 0,
  said: 0,
});

/** From an older version to the next, by the version that it starts from. */
const migrations: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {};

/**
 * Reads a stored session, migrated to this version. Null where there is none or where it can't be read: the person then
 * starts afresh rather than being met with silence.
 */
export const readSession = (stored: unknown): Session | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  let current = stored as Record<string, unknown>;
  for (let version = Number(current['v']); version < SESSION_VERSION; version++) {
    const migrate = migrations[version];
    if (migrate === undefined) return null;
    current = migrate(current);
  }
  const read = sessionSchema.safeParse(current);
  return read.success ? read.data : null;
};
