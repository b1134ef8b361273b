/** What the store's tests say to it: messages, decisions and clocks. */
import type { Draft, Heard, MemberState, Store, TurnOutcome, TurnWrites } from '#core/ports.ts';

/** Noon UTC of a Sunday. */
export const NOON = Date.UTC(2026, 10, 22, 12);
export const MINUTE = 60_000;
export const DAY = 86_400_000;

let updates = 0;

/** A private message of `who` on Telegram. */
export const heard = (who: string, overrides: Partial<Heard> = {}): Heard => ({
  kind: 'heard',
  from: { platform: 'telegram', accountId: `person-${who}`, chatId: `chat-${who}` },
  updateId: `update-${++updates}`,
  place: 'private',
  text: 'hello',
  choice: null,
  command: null,
  unreadable: null,
  sentAt: NOON,
  language: null,
  ...overrides,
});

/** A decision that changes nothing but what is named. */
export const writes = (overrides: Partial<TurnWrites> = {}): TurnWrites => ({
  member: {},
  consents: [],
  session: null,
  answers: [],
  runs: [],
  transcript: [],
  outbox: [],
  schedules: [],
  timers: [],
  cancelTimers: [],
  occurrence: null,
  erase: false,
  ...overrides,
});

/** A message to say. */
export const say = (text: string, kind: Draft['kind'] = 'flow'): Draft => ({
  kind,
  text,
  choices: [],
  attachments: [],
});

/** Both consents that keep what a person says. */
export const CONSENT: TurnWrites['consents'] = [
  { purpose: 'health_log', given: true, wording: 'w1' },
  { purpose: 'free_text', given: true, wording: 'w1' },
];

export interface TurnOptions {
  readonly now?: number;
  readonly leaseMs?: number;
  readonly known?: readonly string[];
}

/** Takes one message, or one thing that fell due, through the store. */
export const turn = (
  store: Store,
  inbound: Heard | string,
  decide: Partial<TurnWrites> | ((state: MemberState) => TurnWrites) = {},
  { now = NOON, leaseMs = MINUTE, known = [] }: TurnOptions = {},
): Promise<TurnOutcome> =>
  store.turn({
    inbound: typeof inbound === 'string' ? { kind: 'due', occurrenceId: inbound } : inbound,
    now,
    leaseMs,
    knownRevisions: new Set(known),
    locale: 'en',
    decide: typeof decide === 'function' ? decide : () => writes(decide),
  });

/** What a turn of this person would see now. It leaves the session as it is. */
export const look = async (store: Store, who: string, now = NOON): Promise<MemberState> => {
  let seen: MemberState | undefined;
  await turn(
    store,
    heard(who),
    (state) => {
      seen = state;
      return writes({ session: state.session });
    },
    { now },
  );
  if (seen === undefined) throw new Error('the turn was not decided');
  return seen;
};

/** The messages that a turn hands to its sender. */
export const sent = (outcome: TurnOutcome): string[] =>
  outcome.outcome === 'handled' ? outcome.send.map((row) => row.draft.text) : [outcome.outcome];

/** Words and ids that must never be found in a dump. */
export const SECRETS = {
  account: 'person-secret-4711',
  chat: 'chat-secret-4712',
  update: 'update-secret-4713',
  session: 'a word in the session',
  note: 'what they wrote in the note',
  transcript: 'what they said in the chat',
  reply: 'what was said back to them',
} as const;

/** The message of someone with a row in every table. */
export const fullMessage = (overrides: Partial<Heard> = {}): Heard =>
  heard('full', {
    from: { platform: 'telegram', accountId: SECRETS.account, chatId: SECRETS.chat },
    updateId: SECRETS.update,
    ...overrides,
  });

/** Gives someone a row in every table that can hold one, and answers their member id. */
export const fillEveryTable = async (store: Store, message: Heard = fullMessage()): Promise<string> => {
  let memberId = '';
  const schedule = { time: '09:00', zone: 'UTC', days: [1, 7], active: true, ignored: 0, every: 1 } as const;
  await turn(store, message, (state) => {
    memberId = state.member.id;
    const answer = { run: `run-${memberId}`, flow: 'checkin', date: '2026-11-22', at: NOON };
    return writes({
      member: { country: 'IE', zone: 'Europe/Dublin', onboarded: true },
      consents: CONSENT,
      session: {
        version: 1,
        frames: [{ flow: 'checkin', revision: 'r1', step: 'note', locals: { said: SECRETS.session } }],
      },
      runs: [{ id: answer.run, flow: 'checkin', revision: 'r1', startedAt: NOON, endedAt: null, outcome: null }],
      answers: [
        { ...answer, item: 'mood', value: 7, free: false },
        { ...answer, item: 'note', value: SECRETS.note, free: true },
      ],
      transcript: [
        { from: 'member', kind: 'text', text: SECRETS.transcript },
        { from: 'bot', kind: 'flow', text: SECRETS.reply },
      ],
      outbox: [say(SECRETS.reply)],
      schedules: [
        { ...schedule, kind: 'checkin', slot: '0', nextRunAt: NOON },
        { ...schedule, kind: 'week', slot: '0', nextRunAt: NOON + DAY },
      ],
      timers: [{ kind: 'episode-close', dueAt: NOON + 3 * DAY }],
      episode: {
        id: `episode-${memberId}`,
        openedAt: NOON,
        kind: 'passive',
        locale: 'en',
        lastHeardAt: NOON,
        safeSaidAt: [],
        asked: 0,
        quiet: false,
        closedAt: null,
      },
    });
  });
  await store.sweep(NOON, 1, (row, now) => ({
    nextRunAt: now + DAY,
    occurrence: { date: '2026-11-22', dueAt: row.nextRunAt ?? now },
  }));
  return memberId;
};

/** The tables of the schema, from the database's own catalogue. */
export const tablesOf = async (test: { query<Row>(text: string): Promise<Row[]> }): Promise<string[]> => {
  const rows = await test.query<{ name: string }>(
    `SELECT table_name::text AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  return rows.map((row) => row.name);
};
