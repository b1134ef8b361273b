import type { Checkpoint } from '#shared/checkpoint.ts';
import type { Clock } from '#shared/clock.ts';
import { errorName } from '#shared/errors.ts';
import type { Ids } from '#shared/ids.ts';
import type { Logger } from '#shared/logger.ts';
import type { Platform } from '#shared/platforms.ts';
import type { Random } from '#shared/random.ts';
import { Delivery, LEASE_MS, type DeliveryParts } from '#core/delivery.ts';
import type { Input } from '#core/engine/input.ts';
import type { Library } from '#core/engine/library.ts';
import { readSession } from '#core/engine/session.ts';
import { step } from '#core/engine/step.ts';
import { Lanes } from '#core/lanes.ts';
import { planSchedule } from '#core/nudges/plan.ts';
import { FLOW_TIMERS } from '#core/ports.ts';
import type {
  Assessment,
  Assessor,
  ChannelAdapter,
  Chores,
  Due,
  Found,
  Glance,
  Heard,
  Inbound,
  Knowledge,
  MemberState,
  OutboxRow,
  Store,
  TurnOutcome,
  TurnWrites,
} from '#core/ports.ts';
import { PublicPlace } from '#core/public-place.ts';
import { acts, rescue } from '#core/rescue.ts';
import { writesFrom } from '#core/writes.ts';

/** Someone in danger does not wait longer than this for a slow database: the lines come at once. */
const PATIENCE_MS = 2000;
/** Pauses before a turn is tried again after the database failed. */
const RETRY_MS = [300, 1500];
/** Occurrences and timers claimed in one go. */
const SWEEP = 500;
/** An occurrence that no worker settled within this time is handed out again. */
const LOST_MS = 60_000;
/** How many people's country and language are kept at hand for a rescue. */
const SEEN = 20_000;

export interface ConversationParts {
  readonly store: Store;
  readonly assessor: Assessor;
  readonly knowledge: Knowledge;
  readonly library: Library;
  readonly adapters: ReadonlyMap<Platform, ChannelAdapter>;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly checkpoint: Checkpoint;
  /** Draws a picture of kept numbers, as PNG. */
  readonly drawChart: DeliveryParts['drawChart'];
  /** Waits so many milliseconds of real time. */
  readonly pause: (ms: number) => Promise<void>;
}

/** The one way that every message takes, and everything that falls due. */
export class Conversation implements Chores {
  readonly #parts: ConversationParts;
  readonly #delivery: Delivery;
  readonly #public: PublicPlace;
  /** Per person, so that their messages keep their order; nobody waits for anybody else. */
  readonly #people = new Lanes();
  /** What a rescue needs to know of those who wrote lately; the newest last. */
  readonly #seen = new Map<string, Glance>();

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.#delivery = new Delivery(parts);
    this.#public = new PublicPlace(parts);
  }

  /** Handles one message. Settles when it is committed, or answered as well as can be; never rejects. */
  async receive(heard: Heard): Promise<void> {
    const { assessor, checkpoint } = this.#parts;
    checkpoint('received');
    const assessment = assessor.assess(heard.text);
    checkpoint('assessed');
    if (heard.place === 'public') return this.#public.answer(heard, assessment);
    const rescued = { done: false };
    const work = this.#people.run(this.#personOf(heard), () => this.#heard(heard, assessment, rescued));
    if (acts(assessment)) {
      const first = await Promise.race([work.then(() => 'done'), this.#parts.pause(PATIENCE_MS).then(() => 'slow')]);
      if (first === 'slow' && !rescued.done) await this.#rescue(heard, assessment, rescued);
    }
    await work;
  }

  /** Takes one occurrence through the conversation. */
  async due(occurrenceId: string): Promise<void> {
    const inbound: Due = { kind: 'due', occurrenceId };
    const outcome = await this.#turn(inbound, null, null);
    if (outcome.outcome === 'handled') await this.#send(outcome.send);
  }

  async sweep(enqueue: (occurrenceId: string) => Promise<void>): Promise<void> {
    const { store, clock } = this.#parts;
    for (;;) {
      const made = await store.sweep(clock.now(), SWEEP, planSchedule);
      for (const id of made) await enqueue(id);
      if (made.length < SWEEP) break;
    }
    for (const id of await store.openOccurrences(clock.now(), LOST_MS, SWEEP)) await enqueue(id);
  }

  deliver(): Promise<void> {
    return this.#delivery.deliverWaiting();
  }

  async retain(): Promise<void> {
    const { store, clock, library } = this.#parts;
    // What is deployed is in use, although nobody may have begun it for long.
    const deployed = [...library.content.flows].map(([flow, { revision, bundle }]) => ({
      revision,
      flow,
      body: bundle,
    }));
    await store.saveRevisions(deployed, clock.now());
    await store.retain(clock.now());
  }

  /** Settles when everything that came in is handled and everything committed was tried to be sent. */
  async settled(): Promise<void> {
    await this.#people.idle();
    await this.#delivery.settled();
  }

  async #heard(heard: Heard, assessment: Assessment, rescued: { done: boolean }): Promise<void> {
    const { knowledge, logger, pause } = this.#parts;
    const asks = heard.text.trim() !== '' && heard.choice === null && !acts(assessment);
    const found = asks ? await knowledge.find(heard.text) : null;
    for (let attempt = 0; ; attempt++) {
      try {
        const outcome = await this.#turn(heard, assessment, found);
        if (outcome.outcome === 'handled') void this.#send(outcome.send);
        else if (outcome.outcome === 'unknown') await this.#public.direct(heard, 'deleted_none');
        return;
      } catch (error) {
        logger.error({ ...errorName(error), attempt }, 'a turn failed');
        if (acts(assessment)) await this.#rescue(heard, assessment, rescued);
        const wait = RETRY_MS[attempt];
        if (wait === undefined) {
          await this.#rescue(heard, assessment, rescued);
          return;
        }
        await pause(wait);
      }
    }
  }

  #turn(inbound: Inbound, assessment: Assessment | null, found: Found | null): Promise<TurnOutcome> {
    const { store, clock, library } = this.#parts;
    const now = clock.now();
    const locale = inbound.kind === 'heard' ? this.#locale(inbound.language) : 'en';
    return store.turn({
      inbound,
      now,
      leaseMs: LEASE_MS,
      knownRevisions: library.known,
      locale,
      decide: (state) => this.#decide(state, inbound, assessment, found, now),
    });
  }

  /** The pure part of a turn. What throws in it is answered all the same, and the session that broke it is let go. */
  #decide(
    state: MemberState,
    inbound: Inbound,
    assessment: Assessment | null,
    found: Found | null,
    now: number,
  ): TurnWrites {
    const { library, random, ids, logger } = this.#parts;
    const input: Input | null =
      inbound.kind === 'heard'
        ? {
            kind: 'heard',
            heard: inbound,
            assessment: assessment ?? { tier: 'check', kind: 'unassessed', language: null },
            found,
          }
        : state.occurrence === null
          ? null
          : { kind: 'due', occurrence: state.occurrence };
    if (input === null) throw new TypeError('a due turn without its occurrence');
    const context = {
      content: library.with(state.revisions),
      history: state.history,
      random,
      now,
      ids,
      isNew: state.isNew,
      member: state.member,
      consents: state.consents,
      schedules: state.schedules,
      episode: state.episode,
      nudgedToday: state.nudgedToday,
    };
    try {
      const stepped = step(readSession(state.session), input, context);
      if (inbound.kind === 'heard') {
        const { country, zone, locale, adult } = stepped.member;
        this.#see(inbound, { country, zone, locale, adult, episodeOpen: stepped.episode !== null });
      }
      return writesFrom(state, inbound, stepped, now);
    } catch (error) {
      logger.error({ ...errorName(error) }, 'the engine failed; the session was let go');
      const danger = state.episode !== null || (assessment !== null && acts(assessment));
      const { country, adult } = state.member;
      const said = rescue(library, {
        danger,
        country,
        locale: state.episode?.locale ?? state.member.locale,
        now,
        youth: adult === false,
      });
      const bare = {
        session: null,
        events: [],
        episode: state.episode,
        member: state.member,
        consents: state.consents,
        timers: { set: [], cancel: FLOW_TIMERS },
      };
      return {
        ...writesFrom(state, inbound, { ...bare, session: null as never }, now),
        session: null,
        outbox: inbound.kind === 'due' ? [] : [said],
      };
    }
  }

  /** Sends what a turn committed; where earlier messages of the chat still wait, those first. Never rejects. */
  async #send(rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length > 0) return this.#delivery.send(rows);
    try {
      await this.#delivery.deliverWaiting();
    } catch (error) {
      this.#parts.logger.warn({ ...errorName(error) }, 'what waits will be sent at the next look');
    }
  }

  /** The lines, or an apology, without the database. Once a message. */
  async #rescue(heard: Heard, assessment: Assessment, rescued: { done: boolean }): Promise<void> {
    if (rescued.done) return;
    rescued.done = true;
    const { store, library, clock, adapters, ids } = this.#parts;
    const known = this.#seen.get(this.#personOf(heard)) ?? (await store.glance(heard.from).catch(() => null));
    const danger = acts(assessment) || known?.episodeOpen === true;
    const locale = assessment.language ?? known?.locale ?? this.#locale(heard.language);
    const youth = known?.adult === false;
    const draft = rescue(library, { danger, country: known?.country ?? null, locale, now: clock.now(), youth });
    await adapters.get(heard.from.platform)?.send({ ...draft, id: ids.row(), to: heard.from, attachments: [] });
  }

  #personOf(heard: Heard): string {
    return `${heard.from.platform}\n${heard.from.accountId}`;
  }

  /** Remembers what a rescue needs, for when the database is out of reach. */
  #see(heard: Heard, glance: Glance): void {
    const person = this.#personOf(heard);
    this.#seen.delete(person);
    this.#seen.set(person, glance);
    if (this.#seen.size <= SEEN) return;
    for (const oldest of this.#seen.keys()) {
      this.#seen.delete(oldest);
      return;
    }
  }

  #locale(hint: string | null): string {
    const language = hint?.slice(0, 2).toLowerCase() ?? 'en';
    return ['es', 'pt', 'fr', 'de'].includes(language) &&
      this.#parts.library.flow('onboarding')?.flow.locales.some((one) => one === language) === true
      ? language
      : 'en';
  }
}
