import { z } from 'zod';

/** Version of the session format that this program writes. */
export const SESSION_VERSION = 2;

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

export type Frame = z.infer<typeof frameSchema>;

export interface Session {
  readonly v: typeof SESSION_VERSION;
  /** The flows in progress, the topmost last. */
  frames: Frame[];
  /** The token that names the buttons now on show; null when none wait. */
  prompt: string | null;
  /** What the buttons on show, or the next words, mean beside the waiting step's own answers. */
  offer: 'resume' | 'fresh' | null;
  /** Misses at the waiting step. */
  misses: number;
  /** When the member last wrote (ms). */
  heardAt: number;
  /** When this stretch of talk began (ms): after three hours it says again that it is a program. */
  since: number;
  /** When the waiting question was last put (ms). */
  askedAt: number;
  /** The token tapped last: a double tap counts once. */
  tapped: string | null;
  tappedAt: number;
  /** How many messages were said in all: moves variants on within one day. */
  said: number;
}

/** A copy that can be changed without the original noticing. */
export const copySession = (session: Session): Session => ({
  ...session,
  frames: session.frames.map((frame) => ({ ...frame, vars: { ...frame.vars }, past: [...frame.past] })),
});

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
const migrations: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {
  // Version 1 wrote every field; version 2 leaves out what says nothing and counts times from the last message.
  1: (old) => {
    const heardAt = Number(old['heardAt']);
    const frames = Array.isArray(old['frames']) ? (old['frames'] as Record<string, unknown>[]) : [];
    return {
      ...old,
      v: 2,
      since: heardAt - Number(old['since']),
      askedAt: heardAt - Number(old['askedAt']),
      tappedAt: old['tapped'] === null ? 0 : heardAt - Number(old['tappedAt']),
      frames: frames.map((frame) => ({ ...frame, startedAt: heardAt - Number(frame['startedAt']) })),
    };
  },
};

/** What is kept of a frame: no `past` where it names the variables in their order, times before `heardAt` (ms). */
const storedFrameSchema = frameSchema.extend({
  vars: frameSchema.shape.vars.default({}),
  past: z.array(z.string()).optional(),
});

/** What is kept of a session: without what says nothing; times as milliseconds before `heardAt`. */
const storedSchema = z.object({
  v: z.literal(SESSION_VERSION),
  frames: z.array(storedFrameSchema).default([]),
  prompt: z.string().nullable().default(null),
  offer: z.enum(['resume', 'fresh']).nullable().default(null),
  misses: z.number().default(0),
  heardAt: z.number(),
  since: z.number().default(0),
  askedAt: z.number().default(0),
  tapped: z.string().nullable().default(null),
  tappedAt: z.number().default(0),
  said: z.number().default(0),
});

/** A session in the form in which it is kept: `readSession` reads it back the same. */
export type StoredSession = z.input<typeof storedSchema>;

/** The form in which a session is kept: small, since every message reads and writes it. */
export const writeSession = (session: Session): StoredSession => {
  const { heardAt } = session;
  const before = (at: number): number | undefined => (at === heardAt ? undefined : heardAt - at);
  const stored: StoredSession = {
    v: SESSION_VERSION,
    frames: session.frames.length === 0 ? undefined : session.frames.map((frame) => storedFrame(frame, heardAt)),
    prompt: session.prompt ?? undefined,
    offer: session.offer ?? undefined,
    misses: session.misses === 0 ? undefined : session.misses,
    heardAt,
    since: before(session.since),
    askedAt: before(session.askedAt),
    tapped: session.tapped ?? undefined,
    tappedAt: session.tapped === null ? undefined : before(session.tappedAt),
    said: session.said,
  };
  return stored;
};

const sameNames = (names: readonly string[], vars: Readonly<Record<string, unknown>>): boolean => {
  const kept = Object.keys(vars);
  return names.length === kept.length && names.every((name, index) => name === kept[index]);
};

const storedFrame = (frame: Frame, heardAt: number): z.input<typeof storedFrameSchema> => ({
  ...frame,
  startedAt: heardAt - frame.startedAt,
  vars: Object.keys(frame.vars).length === 0 ? undefined : frame.vars,
  past: sameNames(frame.past, frame.vars) ? undefined : frame.past,
});

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
  const read = storedSchema.safeParse(current);
  if (!read.success) return null;
  const { data } = read;
  const { heardAt } = data;
  return {
    ...data,
    frames: data.frames.map((frame) => ({
      ...frame,
      startedAt: heardAt - frame.startedAt,
      past: frame.past ?? Object.keys(frame.vars),
    })),
    since: heardAt - data.since,
    askedAt: heardAt - data.askedAt,
    tappedAt: data.tapped === null ? 0 : heardAt - data.tappedAt,
  };
};
