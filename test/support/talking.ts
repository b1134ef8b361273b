import { loadContent } from '#content/load.ts';
import { formatProblem } from '#content/problem.ts';
import type { Content } from '#content/content.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import { readSession, writeSession, type Session } from '#core/engine/session.ts';
import { step, type Stepped } from '#core/engine/step.ts';
import type { Event } from '#core/engine/events.ts';
import type { Assessment, Assessor, Draft, Episode, Found, Member, Occurrence, Schedule, Timer } from '#core/ports.ts';
import { createAssessor } from '#core/safety/assess.ts';
import type { Answer } from '#shared/answer.ts';
import { countingIds } from '#shared/ids.ts';
import { localTime } from '#shared/local-time.ts';
import { seededRandom } from '#shared/random.ts';

/** The repository's own content, loaded once a test process. */
let loaded: Content | null = null;
export const realContent = (): Content => {
  if (loaded !== null) return loaded;
  const { content, problems } = loadContent(new URL('../..', import.meta.url).pathname);
  if (content === null) throw new Error(problems.map(formatProblem).join('\n'));
  loaded = content;
  return content;
};

let compiled: Library | null = null;
/** The real flows, compiled once a test process: nothing in it changes. */
export const realLibrary = (): Library => (compiled ??= createLibrary(realContent()));

let judge: Assessor | null = null;
/** The real assessment, compiled once a test process. */
export const realAssessor = (): Assessor => (judge ??= createAssessor(realContent().lexicon));

export const START = Date.parse('2026-11-23T09:00:00Z');

const NOTHING: Found = { action: 'none', topic: null, candidates: [] };

/** Someone who talks to the bare engine: no store, no queue; the session is written out and read back between turns. */
export class Person {
  now = START;
  session: Session | null = null;
  member: Member = {
    id: 'm1',
    locale: 'en',
    zone: 'Europe/London',
    country: 'GB',
    adult: true,
    onboarded: true,
    pausedUntil: null,
    createdAt: START,
    lastHeardAt: null,
  };
  consents: Stepped['consents'] = { health_log: true, free_text: true, nudges: true };
  episode: Episode | null = null;
  schedules: Schedule[] = [];
  history: Answer[] = [];
  events: readonly Event[] = [];
  /** What waits to fall due at the question that waits, as the store would keep it. */
  timers: Omit<Timer, 'id'>[] = [];
  library: Library;
  readonly #ids = countingIds();
  readonly #assessor;

  constructor(library?: Library) {
    this.library = library ?? realLibrary();
    this.#assessor = realAssessor();
  }

  #context() {
    const { library, history, now, member, consents, schedules, episode } = this;
    return {
      content: library,
      history,
      random: seededRandom(1),
      now,
      ids: this.#ids,
      isNew: false,
      member,
      consents,
      schedules,
      episode,
      nudgedToday: 0,
    };
  }

  #take(stepped: Stepped): Draft[] {
    this.session = readSession(JSON.parse(JSON.stringify(writeSession(stepped.session))));
    if (this.session === null) throw new Error('the session could not be read back');
    this.member = stepped.member;
    this.consents = stepped.consents;
    this.episode = stepped.episode;
    this.events = stepped.events;
    const { date } = localTime(this.now, this.member.zone);
    for (const event of stepped.events) {
      if (event.type === 'answered') this.history.push({ item: event.item, value: event.value, date, at: this.now });
    }
    const { set, cancel } = stepped.timers;
    const putOff = stepped.events.flatMap((event) => (event.type === 'put_off' ? [event.timer] : []));
    this.timers = [...this.timers.filter(({ kind }) => !cancel.includes(kind)), ...set, ...putOff];
    this.now += 1000;
    return stepped.events.flatMap((event) => (event.type === 'said' ? [event.draft] : []));
  }

  /** Types a message. `found` is what the knowledge would have made of it. */
  types(text: string, found: Found = NOTHING, assessment: Assessment = this.#assessor.assess(text)): Draft[] {
    const heard = { text, choice: null, command: null, unreadable: null };
    return this.#take(step(this.session, { kind: 'heard', heard, assessment, found }, this.#context()));
  }

  /** Taps a button by its token. */
  taps(token: string): Draft[] {
    const heard = { text: '', choice: token, command: null, unreadable: null };
    const assessment: Assessment = { tier: 'none', kind: null, language: null };
    return this.#take(step(this.session, { kind: 'heard', heard, assessment, found: null }, this.#context()));
  }

  /** Something falls due; `about`: the question that a timer of one was set for. */
  due(kind: Occurrence['kind'], dueAt = this.now, about: string | null = null): Draft[] {
    const { date } = localTime(dueAt, this.member.zone);
    const occurrence: Occurrence = { id: 'o1', kind, date, slot: '0', dueAt, about };
    return this.#take(step(this.session, { kind: 'due', occurrence }, this.#context()));
  }

  /** Lets time go by. */
  waits(ms: number): this {
    this.now += ms;
    return this;
  }

  /** Lets time go by; what falls due at a waiting question comes at its time. Answers what it said. */
  lives(ms: number): Draft[] {
    const until = this.now + ms;
    const said: Draft[] = [];
    for (;;) {
      const [next] = this.timers.toSorted((a, b) => a.dueAt - b.dueAt);
      if (next === undefined || next.dueAt > until) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.dueAt);
      said.push(...this.due(next.kind, next.dueAt, next.about));
    }
    this.now = Math.max(this.now, until);
    return said;
  }

  /** The values kept of one item, in order. */
  kept(item: string): unknown[] {
    return this.history.filter((answer) => answer.item === item).map(({ value }) => value);
  }
}

/** All that was said, as one text. */
export const textOf = (drafts: readonly Draft[]): string => drafts.map(({ text }) => text).join('\n');

/** The token of the button with this label. */
export const button = (drafts: readonly Draft[], label: string | RegExp): string => {
  for (const draft of drafts) {
    const found = draft.choices.find((choice) =>
      typeof label === 'string' ? choice.label === label : label.test(choice.label),
    );
    if (found !== undefined) return found.token;
  }
  throw new Error(
    `no button ${String(label)} among: ${drafts.flatMap(({ choices }) => choices.map((one) => one.label)).join(' | ')}`,
  );
};

export const HOUR = 3_600_000;
