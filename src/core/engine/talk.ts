import type { AnswerValue } from '#shared/answer.ts';
import { localTime, type LocalTime } from '#shared/local-time.ts';
import { linesFor, type LinesText } from '#core/safety/lines.ts';
import { following, type CompiledFlow } from '#core/engine/compiled-flow.ts';
import type { Event } from '#core/engine/events.ts';
import type { Scope } from '#core/engine/expressions.ts';
import { historyView } from '#core/engine/history.ts';
import type { StepContext } from '#core/engine/input.ts';
import { copySession, type Frame, type Session } from '#core/engine/session.ts';
import { fill, keyNumber, variant, type TextArgs } from '#core/engine/texts.ts';
import type { AttachmentDraft, Choice, Episode, Member, OutboundKind } from '#core/ports.ts';
import type { Step } from '#core/steps/registry.ts';
import type { StepView } from '#core/steps/step-type.ts';
import type { SystemKey } from '#content/system-keys.ts';

/** An hour: two sayings of "I'm safe" this far apart are at different times. */
const APART_MS = 3_600_000;
/** Longer than anyone keeps answers. */
const EVER_DAYS = 36_500;

/**
 * One step of the engine in the making: a copy of the session, the events so far, and the ways to say things. It lives
 * for one `step` call and touches nothing outside itself.
 */
export class Talk {
  readonly context: StepContext;
  readonly session: Session;
  readonly events: Event[] = [];
  readonly local: LocalTime;
  /** The member as this very step has changed them. */
  member: Member;
  consents: StepContext['consents'];
  episode: Episode | null;
  /** What is said counts as a nudge: this step began by itself. */
  unasked = false;
  #lines: LinesText | null = null;
  /** Measures by the start of the run that looks: its own answers are variables, not history. */
  readonly #history = new Map<number, Scope['history']>();

  constructor(context: StepContext, session: Session) {
    this.context = context;
    this.session = copySession(session);
    this.member = context.member;
    this.consents = context.consents;
    this.episode = context.episode;
    this.local = localTime(context.now, context.member.zone);
  }

  get top(): Frame | undefined {
    return this.session.frames.at(-1);
  }

  /** The flow that a frame runs on: its own revision, but always the deployed one for safety flows. */
  flowOf(frame: Frame): CompiledFlow | null {
    const deployed = this.context.content.flow(frame.flow);
    if (deployed?.flow.kind === 'safety') return deployed;
    return this.context.content.revision(frame.revision) ?? deployed;
  }

  isSafety(frame: Frame | undefined): boolean {
    return frame !== undefined && this.flowOf(frame)?.flow.kind === 'safety';
  }

  /** Whether a flow was interrupted by the open episode: it waits until that is over. What was begun since goes on. */
  isFrozen(frame: Frame): boolean {
    return this.episode !== null && !this.isSafety(frame) && frame.startedAt < this.episode.openedAt;
  }

  /** The step at which a frame stands. */
  stepOf(frame: Frame): Step | null {
    return this.flowOf(frame)?.steps.get(frame.step) ?? null;
  }

  localeOf(frame: Frame | undefined): string {
    // In an episode everything is said in the language in which it began, also when no flow is open.
    const crisis = frame === undefined || this.isSafety(frame) ? this.episode?.locale : undefined;
    return frame?.locale ?? crisis ?? this.member.locale;
  }

  /** The crisis lines for this person, today. */
  lines(locale: string): LinesText {
    this.#lines ??= linesFor(this.context.content.content.lines, {
      country: this.member.country,
      youth: this.member.adult === false,
      today: this.local.date,
      locale,
    });
    return this.#lines;
  }

  /** After the country, the age or the language changed the lines are others. */
  forgetLines(): void {
    this.#lines = null;
  }

  scope(vars: Readonly<Record<string, AnswerValue>>, since: number): Scope {
    const { context, member, episode } = this;
    const history =
      this.#history.get(since) ??
      historyView(
        context.history.filter((answer) => answer.at < since),
        this.local.date,
      );
    this.#history.set(since, history);
    return {
      variables: vars,
      member: {
        adult: member.adult !== false,
        country: member.country ?? '',
        zone: member.zone ?? '',
        onboarded: member.onboarded,
      },
      consent: {
        health_log: this.consents.health_log === true,
        free_text: this.consents.free_text === true,
        nudges: this.consents.nudges === true,
        group_totals: this.consents.group_totals === true,
      },
      local: { hour: this.local.hour, weekday: this.local.weekday },
      episode: {
        open: episode !== null,
        asked: episode?.asked ?? 0,
        safe_said: episode?.safeSaidAt.length ?? 0,
        quiet: episode?.quiet ?? false,
      },
      schedules: { checkin: context.schedules.find((one) => one.kind === 'checkin' && one.active)?.time ?? '' },
      history,
      oneLine: () => this.#oneLine(),
    };
  }

  /** Answers on two scales at the very same instant came in one typed line. */
  #oneLine(): boolean {
    const instants = this.context.history.filter(({ value }) => typeof value === 'number').map(({ at }) => at);
    const now = this.events.filter((event) => event.type === 'answered' && typeof event.value === 'number');
    return now.length > 1 || new Set(instants).size < instants.length;
  }

  /** The number of an item on the last day kept before a run began. */
  #last(item: string, since: number): number | null {
    const { history } = this.scope({}, since);
    return history.count(item, EVER_DAYS) === 0 ? null : history.last(item);
  }

  evaluate(frame: Frame, cel: string): unknown {
    const compiled = this.flowOf(frame)?.expressions.compile(cel);
    return compiled !== undefined && 'expression' in compiled
      ? compiled.expression.evaluate(this.scope(frame.vars, frame.startedAt))
      : undefined;
  }

  /** The values that every text may use. */
  #common(locale: string): TextArgs {
    const lines = this.lines(locale);
    return {
      lines: lines.text,
      line_short: lines.short,
      emergency: lines.emergency,
      health_line: lines.health ?? '',
      violence_line: lines.violence ?? '',
      poison_line: lines.poison ?? '',
    };
  }

  /** A text of a flow, in the frame's language, with the values of the run. */
  text(frame: Frame, key: string, step?: Step, more: TextArgs = {}): string {
    const flow = this.flowOf(frame);
    const locale = this.localeOf(frame);
    const full = key.includes('.') ? key : `${frame.flow.replaceAll('-', '_')}.${key}`;
    const texts = flow?.bundle.texts;
    const text = texts?.[locale]?.[full] ?? texts?.['en']?.[full] ?? '';
    const spoken = texts?.[locale]?.[full] === undefined ? 'en' : locale;
    // In a crisis the same words twice sound like a machine that does not listen; elsewhere the day decides.
    const turn = flow?.flow.kind === 'safety' ? this.session.said : this.local.day;
    return fill(variant(text, turn + keyNumber(full)), spoken, () => ({
      ...this.#values(frame, spoken, step),
      ...more,
    }));
  }

  #values(frame: Frame, locale: string, step: Step | undefined): TextArgs {
    const args: Record<string, string | number | boolean> = { ...this.#common(locale) };
    for (const [name, value] of Object.entries(frame.vars)) {
      if (value !== null && !Array.isArray(value)) args[name] = value as string | number | boolean;
    }
    for (const [name, cel] of Object.entries(step?.args ?? {})) {
      const value = this.evaluate(frame, cel);
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') args[name] = value;
    }
    return args;
  }

  /** One of the engine's own sentences. */
  system(key: SystemKey, args: TextArgs = {}, locale = this.localeOf(this.top)): string {
    const text = this.context.content.system(key, locale);
    return fill(variant(text, this.session.said + keyNumber(key)), locale, () => ({
      ...this.#common(locale),
      ...args,
    }));
  }

  say(
    kind: OutboundKind,
    text: string,
    choices: readonly Choice[] = [],
    attachments: readonly AttachmentDraft[] = [],
  ): void {
    if (text.trim() === '') return;
    const shown = this.unasked && kind === 'flow' ? 'nudge' : kind;
    this.session.said += 1;
    this.events.push({ type: 'said', draft: { kind: shown, text, choices, attachments } });
  }

  sosChoice(): Choice {
    return { token: 'c.sos', label: this.system('sos_button') };
  }

  view(frame: Frame): StepView {
    const locale = this.localeOf(frame);
    return {
      locale,
      words: this.context.content.words(locale),
      country: this.member.country,
      zone: this.member.zone,
      now: this.context.now,
      say: (key) => this.text(frame, key),
      system: (key) => this.system(key, {}, locale),
      last: (item) => this.#last(item, frame.startedAt),
      recall: (name) => frame.vars[name] ?? null,
      evaluate: (cel) => this.evaluate(frame, cel),
    };
  }

  /** What follows a step in its flow. */
  after(frame: Frame, step: Step): Step | null {
    const flow = this.flowOf(frame);
    return flow === null ? null : following(flow, step);
  }

  /** Changes the open episode, or opens one. */
  setEpisode(change: Partial<Episode>): void {
    if (this.episode !== null) this.episode = { ...this.episode, ...change };
  }

  /** Notes that the person said they are safe; the second time, apart from the first, closes the episode. */
  saidSafe(): void {
    if (this.episode === null) return;
    const { now } = this.context;
    const before = this.episode.safeSaidAt;
    const last = before.at(-1);
    this.events.push({ type: 'crisis_safe' });
    if (last !== undefined && now - last < APART_MS) return;
    if (last === undefined) this.episode = { ...this.episode, safeSaidAt: [...before, now] };
    else {
      this.events.push({ type: 'crisis_closed' });
      this.episode = null;
    }
  }
}
