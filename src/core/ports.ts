/** The one door: adapters, store, jobs and web speak these types and know nothing else of each other. */
import type { Answer, AnswerValue } from '#shared/answer.ts';
import type { Attachment, AttachmentDraft } from '#shared/attachment.ts';
import type { Platform } from '#shared/platforms.ts';

export type { Attachment, AttachmentDraft };

/** Where a message goes back to. Raw platform ids: kept encrypted at rest, looked up by keyed hash, never logged. */
export interface Address {
  readonly platform: Platform;
  /** The person on that platform. */
  readonly accountId: string;
  /** The chat in which they wrote. */
  readonly chatId: string;
}

/** Something that a person sent. */
export interface Heard {
  readonly kind: 'heard';
  readonly from: Address;
  /** The platform's own id of this update: the same again for a repeated delivery. Unique per platform. */
  readonly updateId: string;
  /** `public`: other people can read the chat. Nothing personal is ever answered there. */
  readonly place: 'private' | 'public';
  /** Exactly what was typed (caption and edit included), untouched; empty for a tap or an attachment alone. */
  readonly text: string;
  /** The token of a tapped button, as it was sent out; null if nothing was tapped. */
  readonly choice: string | null;
  /** A command given by the platform's own means, without slash: `start`, `checkin`, …; null otherwise. */
  readonly command: string | null;
  /** What came with it that cannot be read. */
  readonly unreadable: 'voice' | 'photo' | 'sticker' | 'file' | null;
  /** When the person sent it (ms UTC), by the platform's word. */
  readonly sentAt: number;
  /** The platform's hint of the person's language (BCP 47), if it gives one. */
  readonly language: string | null;
}

/** Something that fell due: named by its occurrence row, so that a queue carries nothing else. */
export interface Due {
  readonly kind: 'due';
  readonly occurrenceId: string;
}
export type Inbound = Heard | Due;

/** A button. The token is at most 64 bytes [a-z0-9._:-] and comes back in `Heard.choice` as it was. */
export interface Choice {
  readonly token: string;
  readonly label: string;
}

export type OutboundKind = 'flow' | 'answer' | 'crisis' | 'nudge' | 'system';

/** What the conversation decided to say, before it has a row. Text is Markdown: paragraphs, **bold**, lists, links. */
export interface Draft {
  readonly kind: OutboundKind;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly attachments: readonly AttachmentDraft[];
}

/** A message ready for a platform. */
export interface Outbound {
  readonly id: string;
  readonly to: Address;
  readonly kind: OutboundKind;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly attachments: readonly Attachment[];
}

export type SendResult =
  | { readonly ok: true }
  /** Not before `retryAfterMs` (a 429, or a passing fault of the platform or the network). */
  | { readonly ok: false; readonly reason: 'later'; readonly retryAfterMs: number }
  /** The person blocked the bot or is gone: nothing more is sent until they write again. */
  | { readonly ok: false; readonly reason: 'unreachable' }
  /** The platform will never take this message (a 400): dead-lettered, `code` is the platform's, never its text. */
  | { readonly ok: false; readonly reason: 'refused'; readonly code: string };

/** What every platform's adapter is. */
export interface ChannelAdapter {
  readonly platform: Platform;
  /**
   * Begins to listen. `receive` settles once the message is committed: only then may the adapter acknowledge the
   * update to its platform. It never rejects. Resolves when the channel is up; rejects with `PLATFORM_TOKEN` or
   * `PLATFORM_FAILED` where it can't be.
   */
  start(receive: (heard: Heard) => Promise<void>): Promise<void>;
  /** Sends one message, in parts if it is too long. Never rejects. Waits for nothing but the platform's answer. */
  send(message: Outbound): Promise<SendResult>;
  /** Where a person can open a private chat with the bot; null where there is no such link. */
  privateLink(): string | null;
  /** Takes in nothing new, finishes what it began. */
  stop(): Promise<void>;
}

export const CONSENTS = ['health_log', 'free_text', 'nudges', 'group_totals'] as const;
export type ConsentPurpose = (typeof CONSENTS)[number];

export interface Member {
  readonly id: string;
  readonly locale: string;
  /** IANA zone; null until known. */
  readonly zone: string | null;
  /** ISO 3166-1 alpha-2; null until known. */
  readonly country: string | null;
  readonly adult: boolean | null;
  readonly onboarded: boolean;
  /** No nudges before this instant (ms); null when not paused. */
  readonly pausedUntil: number | null;
  readonly createdAt: number;
  /** When they last wrote (ms); null before the first message. */
  readonly lastHeardAt: number | null;
}

export type MemberPatch = Partial<Omit<Member, 'id' | 'createdAt' | 'lastHeardAt'>>;

/** A wall time in the member's own zone. One row per (member, kind, slot). */
export interface Schedule {
  readonly id: string;
  readonly kind: 'checkin' | 'week';
  /** Tells apart several of one kind: '0', '1', … */
  readonly slot: string;
  /** `HH:MM`, wall time in `zone`. */
  readonly time: string;
  readonly zone: string;
  /** ISO weekdays, 1 = Monday … 7 = Sunday. */
  readonly days: readonly number[];
  readonly active: boolean;
  /** Nudges sent since the member last wrote. */
  readonly ignored: number;
  /** Send every n-th occurrence only: 1, 2, 4, … (backs off when ignored). */
  readonly every: number;
  /** The next instant to look at (ms UTC); null when inactive. */
  readonly nextRunAt: number | null;
}

/** Something to do later that no wall time of the member's decides: crisis follow-ups, closings, step timeouts. */
export interface Timer {
  readonly id: string;
  readonly kind: 'followup' | 'episode-close' | FlowTimerKind;
  /** Milliseconds UTC. */
  readonly dueAt: number;
  /** For what is about a waiting question: its name. It does nothing once another question waits. */
  readonly about?: string | null;
  /** Counts from the delivery of the last message of the turn that sets it, should that come late. */
  readonly fromDelivery?: boolean;
}

/** What may happen at a waiting question when nobody answers it. */
export const FLOW_TIMERS = ['step-timeout', 'reminder', 'expiry'] as const;
export type FlowTimerKind = (typeof FLOW_TIMERS)[number];

/** One thing that fell due, once: unique on (member, kind, local date, slot), never on UTC. */
export interface Occurrence {
  readonly id: string;
  readonly kind: Schedule['kind'] | Timer['kind'];
  /** The member's local date for which it is, `YYYY-MM-DD`. */
  readonly date: string;
  readonly slot: string;
  /** When it should have come (ms UTC). */
  readonly dueAt: number;
  /** The question that the timer was about, for `FlowTimerKind`. */
  readonly about?: string | null;
}

/** A crisis episode. Opened by the assessment, it outlives restarts and denials. */
export interface Episode {
  readonly id: string;
  readonly openedAt: number;
  /** The kind that opened it or that was heard last in it (the closed list in `flows/safety/README.md`). */
  readonly kind: string;
  /** Language of the protocol for this episode. */
  readonly locale: string;
  /** When the person last wrote (ms). */
  readonly lastHeardAt: number;
  /** The instants at which the person said that they are safe (ms), each at a different time. */
  readonly safeSaidAt: readonly number[];
  /** How often it asked again. */
  readonly asked: number;
  /** True once the person said not to be asked again: the lines stay at hand. */
  readonly quiet: boolean;
}

/** Everything that a turn may look at. Loaded under the person's lock. */
export interface MemberState {
  /** True when this very message created the member. */
  readonly isNew: boolean;
  readonly member: Member;
  readonly consents: Readonly<Partial<Record<ConsentPurpose, boolean>>>;
  /** The engine's session as it was written (a versioned JSON object); null when there is none. */
  readonly session: unknown;
  /** Kept answers, oldest first. */
  readonly history: readonly Answer[];
  readonly schedules: readonly Schedule[];
  /** The open episode; null when there is none. */
  readonly episode: Episode | null;
  /** Bodies of the flow revisions that the session runs on and the caller did not know, by revision. */
  readonly revisions: Readonly<Record<string, unknown>>;
  /** What fell due, for `Due`; null for `Heard`. */
  readonly occurrence: Occurrence | null;
  /** Unasked messages (kind nudge) sent today on any platform, by the member's local date. */
  readonly nudgedToday: number;
}

export interface NewAnswer {
  readonly run: string;
  readonly flow: string;
  readonly item: string;
  readonly value: AnswerValue;
  /** Free text is encrypted at rest; numbers and choices are plain. */
  readonly free: boolean;
  readonly date: string;
  readonly at: number;
}

export interface RunWrite {
  readonly id: string;
  readonly flow: string;
  readonly revision: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** `done`, `stopped`, `left`, `frozen`, `expired`, `withdrawn`; null while it runs. */
  readonly outcome: string | null;
}

/** Everything that a turn changes, written in one go. */
export interface TurnWrites {
  readonly member: MemberPatch;
  readonly consents: readonly { readonly purpose: ConsentPurpose; readonly given: boolean; readonly wording: string }[];
  /** The new session; null removes it. */
  readonly session: unknown;
  readonly answers: readonly NewAnswer[];
  readonly runs: readonly RunWrite[];
  /** The transcript (encrypted, short retention). */
  readonly transcript: readonly { readonly from: 'member' | 'bot'; readonly kind: string; readonly text: string }[];
  /** In the order in which they are to be sent. */
  readonly outbox: readonly Draft[];
  /** Inserted or replaced by (kind, slot). */
  readonly schedules: readonly Omit<Schedule, 'id'>[];
  /** Added timers; kinds in `cancel` are removed first. */
  readonly timers: readonly Omit<Timer, 'id'>[];
  readonly cancelTimers: readonly Timer['kind'][];
  /** The episode as it is now (`closedAt` set when it ends); undefined leaves it. */
  readonly episode?: (Episode & { readonly closedAt: number | null }) | undefined;
  /** What became of the occurrence, for `Due`: `done` or why it was passed over. */
  readonly occurrence: string | null;
  /** Removes every row of this member; `outbox` is then handed back but stored nowhere. */
  readonly erase: boolean;
}

/** An outgoing message with its row. */
export interface OutboxRow {
  readonly id: string;
  readonly to: Address;
  /** For `make` attachments; null after an erase. */
  readonly memberId: string | null;
  readonly draft: Draft;
  /** How often it was tried before. */
  readonly attempts: number;
}

export type TurnOutcome =
  | { readonly outcome: 'handled'; readonly send: readonly OutboxRow[] }
  /** This (platform, updateId) was handled before, or the occurrence was taken: nothing was changed. */
  | { readonly outcome: 'duplicate' }
  /** A tap, or a due occurrence, of someone of whom nothing is stored: nothing was changed. */
  | { readonly outcome: 'unknown' };

export interface TurnRequest {
  readonly inbound: Inbound;
  /** Milliseconds UTC, from the injected clock. */
  readonly now: number;
  /** How long the sender may take before the delivery worker takes the outbox rows over (ms). */
  readonly leaseMs: number;
  /** Flow revisions that the caller has in memory; bodies of others are loaded. */
  readonly knownRevisions: ReadonlySet<string>;
  /** The language for a member who is made by this message. */
  readonly locale: string;
  /** The pure decision. Called once, inside the transaction, under the person's lock; no I/O, no waiting. */
  readonly decide: (state: MemberState) => TurnWrites;
}

/** The little that is needed to answer someone without a turn. */
export interface Glance {
  readonly country: string | null;
  readonly zone: string | null;
  readonly locale: string;
  readonly adult: boolean | null;
  readonly episodeOpen: boolean;
}

/** What the planner says of a due schedule row: when to look next, and whether something falls due now. */
export interface SchedulePlan {
  readonly nextRunAt: number | null;
  readonly occurrence: { readonly date: string; readonly dueAt: number } | null;
}

export interface Store {
  /** One message, one transaction. Throws `TidemarkError` (`DATABASE_…`) and leaves nothing half done. */
  turn(request: TurnRequest): Promise<TurnOutcome>;
  /** What is known of someone whose turn failed or cannot wait; null when nothing is stored of them. */
  glance(from: Address): Promise<Glance | null>;

  /**
   * Claims up to `limit` due schedules and timers (`FOR UPDATE SKIP LOCKED`), moves them on by `plan`, inserts one
   * occurrence each (unique on member, kind, local date, slot) and answers the ids of the occurrences made.
   */
  sweep(
    now: number,
    limit: number,
    plan: (schedule: Schedule, now: number) => SchedulePlan,
  ): Promise<readonly string[]>;
  /** Ids of occurrences made before `now - olderThanMs` that no turn has settled: a lost hint, a killed worker. */
  openOccurrences(now: number, olderThanMs: number, limit: number): Promise<readonly string[]>;
  /** The earliest instant (ms) at which a schedule, a timer or an unsent message falls due; null when none. */
  nextDueAt(): Promise<number | null>;

  /**
   * Takes unsent messages whose time has come and whose lease ran out, per chat in order: a chat whose earlier message
   * is leased by someone else is left alone. Crisis before reply before nudge.
   */
  claimOutbox(now: number, limit: number, leaseMs: number): Promise<readonly OutboxRow[]>;
  markSent(id: string, now: number): Promise<void>;
  /** Tries again at `at` (ms), later messages of the chat waiting behind it. */
  markLater(id: string, at: number): Promise<void>;
  /** Never again; stays visible until retention removes it. */
  markDead(id: string, now: number, code: string): Promise<void>;
  /** Drops what waits for this address and sends nothing there until the person writes again. */
  markUnreachable(to: Address, now: number): Promise<void>;

  /** Everything about one member: complete JSON and a CSV of the answers. */
  exportMember(memberId: string, now: number): Promise<{ readonly json: string; readonly csv: string }>;
  /** The kept numbers of these items on the local days from `from` to `until` (`YYYY-MM-DD`, both included), oldest first. */
  numbers(memberId: string, items: readonly string[], from: string, until: string): Promise<readonly Answer[]>;
  /** Keeps the bodies of the deployed flow revisions, so that a session can end on the one it began with; notes `now`. */
  saveRevisions(
    revisions: readonly { readonly revision: string; readonly flow: string; readonly body: unknown }[],
    now: number,
  ): Promise<void>;
  /** Removes what is past its keeping time: receipts, transcript, sent messages, settled occurrences, unused revisions. */
  retain(now: number): Promise<void>;
  /** Small operator settings (never about a person), such as the playground's clock. */
  getSetting(key: string): Promise<string | null>;
  setSetting(key: string, value: string): Promise<void>;
  /** Resolves when the database answers; rejects with `DATABASE_UNREACHABLE`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Found {
  /** `answer`: sure of one topic. `offer`: a question, but unsure: name near ones. `none`: not a question for us. */
  readonly action: 'answer' | 'offer' | 'none';
  readonly topic: string | null;
  /** Best first, at most five, scores in [0, 1]. */
  readonly candidates: readonly { readonly topic: string; readonly score: number }[];
}

export interface Knowledge {
  /** Ranks the reviewed topics for a message. Any text, any length; never throws; no network. */
  find(text: string): Promise<Found>;
}

export const TIERS = ['interrupt', 'emergency', 'check', 'same-day', 'support', 'none'] as const;
export type Tier = (typeof TIERS)[number];

export interface Assessment {
  readonly tier: Tier;
  /** From the closed list of kinds; null for `none`. */
  readonly kind: string | null;
  /** Language of the phrase that matched; null where nothing did. */
  readonly language: string | null;
}

export interface Assessor {
  /** Judges one raw message. Any text, any length, linear time; never throws (on an inner fault: `check`). */
  assess(text: string): Assessment;
}

/** What the queue's workers call. The queue carries hints only: ids and "look now", never content. */
export interface Chores {
  /** Claims what is due; hands each occurrence to `enqueue`. */
  sweep(enqueue: (occurrenceId: string) => Promise<void>): Promise<void>;
  /** Takes one occurrence through the conversation. */
  due(occurrenceId: string): Promise<void>;
  /** Sends what waits in the outbox and nobody holds. */
  deliver(): Promise<void>;
  /** Removes what is past its keeping time. */
  retain(): Promise<void>;
}

export interface Queue {
  /** Works off the chores: a sweep and a delivery every few seconds, retention daily. */
  start(chores: Chores): Promise<void>;
  /** Finishes what it began. */
  stop(): Promise<void>;
}
