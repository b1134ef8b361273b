import { readSession } from '#core/engine/session.ts';
import { step } from '#core/engine/step.ts';
import type { Input } from '#core/engine/input.ts';
import type { Library } from '#core/engine/library.ts';
import { planSchedule } from '#core/nudges/plan.ts';
import type {
  Assessment,
  Assessor,
  ConsentPurpose,
  Draft,
  Found,
  Heard,
  Inbound,
  Member,
  MemberState,
  Occurrence,
  Schedule,
  Timer,
  TurnWrites,
} from '#core/ports.ts';
import { writesFrom } from '#core/writes.ts';
import type { Answer } from '#shared/answer.ts';
import { countingIds } from '#shared/ids.ts';
import { addDays, localTime } from '#shared/local-time.ts';
import { seededRandom } from '#shared/random.ts';

/** Who begins to talk, and what is known of them. What is left out is as with somebody who uses it for a while. */
export interface Beginning {
  /** The instant of the first message, ISO with zone. */
  readonly at?: string;
  /** Nothing is known of them yet: their very first message. */
  readonly newcomer?: boolean;
  readonly member?: Partial<Pick<Member, 'locale' | 'zone' | 'country' | 'adult'>>;
  readonly consents?: readonly ConsentPurpose[];
  /** Numbers kept before, one a day, the last of them yesterday; `-` where a day has none. */
  readonly kept?: Readonly<Record<string, string>>;
  /** The time of the daily check-in; Sundays bring the look back. */
  readonly nudged_at?: string;
}

/** What is known beside the words of a message. */
interface Beside {
  /** The topic that the knowledge finds for what they say; a `?` after it: it is not sure. */
  readonly about?: string;
  /** What the assessment answers, `tier/kind`, where the words alone would not show it. */
  readonly assessed?: string;
}

type Unreadable = NonNullable<Heard['unreadable']>;

/** What a turn came to: messages by kind with their buttons, and the rows that it wrote. */
export interface Outcome {
  readonly bot: readonly Readonly<Record<string, string>>[];
  readonly rows: readonly string[];
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const SECOND = 1000;

const milliseconds = (wait: string): number => {
  const [, count, unit = ''] = /^(\d+)([mhd])$/u.exec(wait) ?? [];
  const each = UNITS[unit];
  if (count === undefined || each === undefined) throw new Error(`"${wait}" is no time such as 45m, 3h or 2d`);
  return Number(count) * each;
};

/** Somebody of whom nothing is known. */
const stranger = (createdAt: number): MemberState => ({
  isNew: true,
  member: {
    id: 'm1',
    locale: 'en',
    zone: null,
    country: null,
    adult: null,
    onboarded: false,
    pausedUntil: null,
    createdAt,
    lastHeardAt: null,
  },
  consents: {},
  session: null,
  history: [],
  schedules: [],
  episode: null,
  revisions: {},
  occurrence: null,
  nudgedToday: 0,
});

/** A conversation with the engine as the program has it: every turn's session and rows are written and read back. */
export class Talking {
  now: number;
  readonly counts = new Map<string, number>();
  /** Everything said, to be searched for buttons. */
  readonly #said: Draft[] = [];
  readonly #ids = countingIds();
  readonly #library: Library;
  readonly #assessor: Assessor;
  #timers: Omit<Timer, 'id'>[] = [];
  #state: MemberState;

  constructor(begins: Beginning, library: Library, assessor: Assessor) {
    this.#library = library;
    this.#assessor = assessor;
    this.now = Date.parse(begins.at ?? '2026-11-23T09:00:00Z');
    this.#state = stranger(this.now);
    if (begins.newcomer !== true) {
      const given = begins.consents ?? ['health_log', 'free_text', 'nudges'];
      const known = { zone: 'Europe/London', country: 'GB', adult: true, onboarded: true };
      this.#state = {
        ...this.#state,
        isNew: false,
        member: { ...this.#state.member, ...known },
        consents: Object.fromEntries(given.map((purpose) => [purpose, true])),
      };
    }
    const member = { ...this.#state.member, ...begins.member };
    this.#state = { ...this.#state, member, history: this.#before(begins.kept ?? {}, member.zone) };
    if (begins.nudged_at !== undefined) this.#schedule(begins.nudged_at, member.zone ?? 'UTC');
  }

  #before(kept: Readonly<Record<string, string>>, zone: string | null): Answer[] {
    const today = localTime(this.now, zone).date;
    return Object.entries(kept)
      .flatMap(([item, numbers], place) =>
        numbers
          .split(' ')
          .toReversed()
          .flatMap((number, index): Answer[] => {
            const date = addDays(today, -1 - index);
            const at = Date.parse(`${date}T09:00:00Z`) + place * SECOND;
            return number === '-' ? [] : [{ item, value: Number(number), date, at }];
          }),
      )
      .toSorted((a, b) => a.at - b.at);
  }

  #schedule(time: string, zone: string): void {
    const rows = [
      { kind: 'checkin' as const, days: [1, 2, 3, 4, 5, 6] },
      { kind: 'week' as const, days: [7] },
    ].map(({ kind, days }): Schedule => {
      const row = {
        id: kind,
        kind,
        slot: '0',
        time,
        zone,
        days,
        active: true,
        ignored: 0,
        every: 1,
        nextRunAt: this.now,
      };
      return { ...row, nextRunAt: planSchedule(row, this.now).nextRunAt };
    });
    this.#state = { ...this.#state, schedules: rows };
  }

  #turn(input: Input, inbound: Inbound): Outcome {
    const before = this.#state;
    const { history, member, consents, schedules, episode, isNew, nudgedToday } = before;
    const context = {
      content: this.#library,
      history,
      random: seededRandom(1),
      now: this.now,
      ids: this.#ids,
      isNew,
      member,
      consents,
      schedules,
      episode,
      nudgedToday,
    };
    const session = readSession(before.session);
    if (before.session !== null && session === null) throw new Error('the session could not be read back');
    const stepped = step(session, input, context);
    const writes = writesFrom(before, inbound, stepped, this.now);
    for (const { type } of stepped.events) this.counts.set(type, (this.counts.get(type) ?? 0) + 1);
    const rows = this.#write(writes, stepped.member, stepped.consents);
    this.now += SECOND;
    this.#said.push(...writes.outbox);
    return { bot: writes.outbox.map(shown), rows };
  }

  /** What the store does with a turn's writes, and a line for each row of the person's that changed. */
  #write(writes: TurnWrites, member: Member, consents: MemberState['consents']): string[] {
    const before = this.#state;
    const { health_log: log, free_text: words } = consents;
    const kept = writes.answers.filter(({ free }) => log === true && (!free || words === true));
    const changed = new Map(writes.schedules.map((row) => [`${row.kind}.${row.slot}`, row]));
    const schedules = [
      ...before.schedules.filter(({ kind, slot }) => !changed.has(`${kind}.${slot}`)),
      ...[...changed].map(([id, row]): Schedule => ({ id, ...row })),
    ];
    this.#timers = [...this.#timers.filter(({ kind }) => !writes.cancelTimers.includes(kind)), ...writes.timers];
    const { episode } = writes;
    const nudges = writes.outbox.filter(({ kind }) => kind === 'nudge').length;
    this.#state = {
      ...before,
      isNew: false,
      member: { ...member, lastHeardAt: this.now },
      consents,
      session: JSON.parse(JSON.stringify(writes.session)) as unknown,
      history: [...before.history, ...kept],
      schedules,
      episode: episode === undefined ? before.episode : episode.closedAt === null ? episode : null,
      nudgedToday: before.nudgedToday + nudges,
    };
    if (writes.erase) {
      this.#timers = [];
      this.#state = stranger(this.now);
    }
    return [
      ...Object.entries(writes.member).map(([field, value]) => `${field}: ${this.#shownValue(field, value)}`),
      ...writes.consents.map(({ purpose, given }) => `consent to ${purpose}: ${given ? 'yes' : 'no'}`),
      ...kept.map(({ item, value }) => `${item}: ${String(value)}`),
      ...writes.answers.filter((answer) => !kept.includes(answer)).map(({ item }) => `${item}: not kept`),
      ...writes.schedules.map((row) => scheduled(row)),
      ...this.#episodeRows(before, writes),
      ...writes.runs.flatMap(({ flow, outcome }) => (outcome === null ? [] : [`${flow}: ${outcome}`])),
      ...(writes.erase ? ['everything is erased'] : []),
      ...(writes.occurrence === null || writes.occurrence === 'done' ? [] : [`passed over: ${writes.occurrence}`]),
    ];
  }

  #shownValue(field: string, value: unknown): string {
    return field === 'pausedUntil' && typeof value === 'number' ? new Date(value).toISOString() : String(value);
  }

  #episodeRows({ episode: before }: MemberState, { episode }: TurnWrites): string[] {
    if (episode === undefined) return [];
    if (episode.closedAt !== null) return ['episode: closed'];
    const { kind, safeSaidAt, quiet, asked, locale } = episode;
    const now = `${kind}${locale === 'en' ? '' : ` (${locale})`}, safe ${safeSaidAt.length}, asked ${asked}${quiet ? ', quiet' : ''}`;
    const same =
      before?.kind === kind &&
      before.safeSaidAt.length === safeSaidAt.length &&
      before.quiet === quiet &&
      before.asked === asked;
    return same ? [] : [`episode: ${now}`];
  }

  #hears(text: string, choice: string | null, found: Found | null, extra: { sends?: Unreadable; assessed?: string }) {
    const heard = { text, choice, command: null, unreadable: extra.sends ?? null };
    const [tier, kind] = (extra.assessed ?? '').split('/');
    const assessment: Assessment =
      extra.assessed === undefined
        ? this.#assessor.assess(text)
        : ({ tier, kind, language: null } as unknown as Assessment);
    const from = { platform: 'terminal' as const, accountId: 'a', chatId: 'a' };
    const whence = { from, updateId: String(this.now), place: 'private' as const, sentAt: this.now, language: null };
    return this.#turn({ kind: 'heard', heard, assessment, found }, { kind: 'heard', ...heard, ...whence });
  }

  says(text: string, { about, assessed }: Beside): Outcome {
    const topic = about?.replace(/\?$/u, '') ?? null;
    const found: Found =
      about === undefined || topic === null
        ? { action: 'none', topic: null, candidates: [] }
        : { action: about.endsWith('?') ? 'offer' : 'answer', topic, candidates: [{ topic, score: 0.9 }] };
    return this.#hears(text, null, found, assessed === undefined ? {} : { assessed });
  }

  sends(what: Unreadable): Outcome {
    return this.#hears('', null, null, { sends: what });
  }

  /** The button with this label or place on the newest message with buttons, else the one with this label before it. */
  taps(wanted: string): { readonly label: string; readonly outcome: Outcome } {
    const [newest, ...older] = this.#said
      .flatMap(({ choices }) => (choices.length === 0 ? [] : [choices]))
      .toReversed();
    const named = (choices: Draft['choices'] = []) => choices.find(({ label }) => label === wanted);
    const counted = /^\d+$/u.test(wanted) ? newest?.[Number(wanted) - 1] : undefined;
    const button = named(newest) ?? counted ?? named(older.flat());
    if (button === undefined)
      throw new Error(`no button "${wanted}", but ${newest?.map(({ label }) => label).join(' | ') ?? 'none'}`);
    return { label: button.label, outcome: this.#hears('', button.token, null, {}) };
  }

  /** Lets time go by; what falls due in it comes, each in its order. */
  waits(wait: string): readonly (Outcome & { readonly due: string; readonly at: string })[] {
    const until = this.now + milliseconds(wait);
    const came: (Outcome & { due: string; at: string })[] = [];
    for (let next = this.#nextDue(until); next !== null; next = this.#nextDue(until)) {
      const day = localTime(this.now, this.#state.member.zone).date;
      this.now = Math.max(this.now, next.dueAt);
      const local = localTime(this.now, this.#state.member.zone);
      if (local.date !== day) this.#state = { ...this.#state, nudgedToday: 0 };
      this.#state = { ...this.#state, occurrence: next };
      const outcome = this.#turn({ kind: 'due', occurrence: next }, { kind: 'due', occurrenceId: next.id });
      came.push({ due: next.kind, at: new Date(next.dueAt).toISOString(), ...outcome });
    }
    const before = localTime(this.now, this.#state.member.zone).date;
    this.now = Math.max(this.now, until);
    if (localTime(this.now, this.#state.member.zone).date !== before) this.#state = { ...this.#state, nudgedToday: 0 };
    return came;
  }

  /** Takes away the first thing that falls due until then, as the sweep would. */
  #nextDue(until: number): Occurrence | null {
    const timer = this.#timers.toSorted((a, b) => a.dueAt - b.dueAt)[0];
    const row = this.#state.schedules
      .filter(({ active, nextRunAt }) => active && nextRunAt !== null)
      .toSorted((a, b) => (a.nextRunAt ?? 0) - (b.nextRunAt ?? 0))[0];
    const rowAt = row?.nextRunAt ?? Infinity;
    if (timer !== undefined && timer.dueAt <= rowAt) {
      if (timer.dueAt > until) return null;
      this.#timers = this.#timers.filter((one) => one !== timer);
      const { date } = localTime(timer.dueAt, this.#state.member.zone);
      return { id: 'o1', kind: timer.kind, date, slot: '0', dueAt: timer.dueAt, about: timer.about ?? null };
    }
    if (row === undefined || rowAt > until) return null;
    const plan = planSchedule(row, rowAt);
    this.#state = {
      ...this.#state,
      schedules: this.#state.schedules.map((one) => (one === row ? { ...row, nextRunAt: plan.nextRunAt } : one)),
    };
    return plan.occurrence === null ? null : { id: 'o1', kind: row.kind, slot: row.slot, ...plan.occurrence };
  }
}

const scheduled = ({ kind, time, zone, days, active, ignored, every }: Omit<Schedule, 'id'>): string => {
  if (!active) return `${kind}: switched off`;
  const rarer = every === 1 && ignored === 0 ? '' : `, unanswered ${ignored}, every ${every}`;
  return `${kind}: ${time} ${zone} on ${days.join(' ')}${rarer}`;
};

/** A message as it is written down: its kind, its text, its buttons in brackets, its files. */
const shown = ({ kind, text, choices, attachments }: Draft): Readonly<Record<string, string>> => {
  const buttons = choices.length === 0 ? [] : [choices.map(({ label }) => `[${label}]`).join(' ')];
  const files = attachments.map(({ name, alt }) => `(${name}: ${alt})`);
  return { [kind]: [text, ...buttons, ...files].join('\n') };
};
