import type { Answer } from '#shared/answer.ts';
import type { ChartSpec } from '#shared/chart.ts';
import type { Checkpoint } from '#shared/checkpoint.ts';
import type { Clock } from '#shared/clock.ts';
import { errorName } from '#shared/errors.ts';
import { addDays } from '#shared/local-time.ts';
import type { Logger } from '#shared/logger.ts';
import type { Platform } from '#shared/platforms.ts';
import { Lanes } from '#core/lanes.ts';
import type { Attachment, ChannelAdapter, Outbound, OutboxRow, SendResult, Store } from '#core/ports.ts';

/** How long a sender may take before the delivery worker takes a message over. */
export const LEASE_MS = 30_000;
/** Rows taken in one go by the delivery worker. */
const BATCH = 100;
/** About a day of tries every few seconds: after that a platform will not take the message, and nobody waits for it. */
const MOST_ATTEMPTS = 30_000;
/** What has no row (the last word after an erase) is tried again by the sender itself, so many times. */
const ROWLESS_TRIES = 5;
/** Where no adapter runs in this process for a platform, another process or a later start has it. */
const NO_ADAPTER_MS = 15_000;

export interface DeliveryParts {
  readonly store: Store;
  readonly adapters: ReadonlyMap<Platform, ChannelAdapter>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly checkpoint: Checkpoint;
  /** Draws a picture of kept numbers, as PNG. */
  readonly drawChart: (chart: ChartSpec, answers: readonly Answer[]) => Promise<Uint8Array>;
  /** Waits so many milliseconds of real time. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Sends what was committed: in order per chat, marking each message so that a kill at any line loses none. */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #lanes = new Lanes();
  /** Rows on their way in this process: a send that outlasts its lease, or a clock that jumps, must not double them. */
  readonly #underWay = new Set<string>();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Sends rows that this process holds the lease of. Settles when each was tried; never rejects. */
  async send(rows: readonly OutboxRow[]): Promise<void> {
    const fresh = rows.filter(({ id }) => !this.#underWay.has(id));
    for (const { id } of fresh) this.#underWay.add(id);
    const chats = Map.groupBy(fresh, (row) => `${row.to.platform}\n${row.to.chatId}`);
    await Promise.all([...chats].map(([chat, own]) => this.#lanes.run(chat, () => this.#inOrder(own))));
    for (const { id } of fresh) this.#underWay.delete(id);
  }

  /** Takes over what waits and nobody holds. */
  async deliverWaiting(): Promise<void> {
    const { store, clock } = this.#parts;
    for (;;) {
      const rows = await store.claimOutbox(clock.now(), BATCH, LEASE_MS);
      if (rows.length === 0) return;
      await this.send(rows);
      if (rows.length < BATCH) return;
    }
  }

  /** Settles when nothing is being sent any more. */
  settled(): Promise<void> {
    return this.#lanes.idle();
  }

  async #inOrder(rows: readonly OutboxRow[]): Promise<void> {
    const { store, clock, logger } = this.#parts;
    for (const [index, row] of rows.entries()) {
      try {
        const result = await this.#one(row);
        if (result.ok) continue;
        if (result.reason === 'refused') {
          logger.error({ code: result.code, platform: row.to.platform, id: row.id }, 'a message was refused for good');
          if (row.memberId !== null) await store.markDead(row.id, clock.now(), result.code);
          continue;
        }
        if (result.reason === 'unreachable') {
          await store.markUnreachable(row.to, clock.now());
          return;
        }
        if (row.memberId === null) {
          await this.#tryAgain(row, result.retryAfterMs);
          continue;
        }
        const at = clock.now() + result.retryAfterMs;
        for (const waiting of rows.slice(index)) if (waiting.memberId !== null) await store.markLater(waiting.id, at);
        return;
      } catch (error) {
        // The lease runs out and the delivery worker tries again: nothing is lost, and the chat keeps its order.
        logger.warn({ ...errorName(error), id: row.id }, 'a message could not be marked or made');
        return;
      }
    }
  }

  /** A message that is stored nowhere can only be tried again here. */
  async #tryAgain(row: OutboxRow, firstMs: number): Promise<void> {
    let wait = firstMs;
    for (let tries = 0; tries < ROWLESS_TRIES; tries++) {
      await this.#parts.pause(wait);
      const result = await this.#one(row);
      if (result.ok || result.reason !== 'later') return;
      wait = result.retryAfterMs;
    }
  }

  async #one(row: OutboxRow): Promise<SendResult> {
    const { store, adapters, clock, checkpoint } = this.#parts;
    const adapter = adapters.get(row.to.platform);
    if (adapter === undefined) return { ok: false, reason: 'later', retryAfterMs: NO_ADAPTER_MS };
    const made = await this.#make(row);
    checkpoint('send-begun');
    const result = await adapter.send({ ...row.draft, ...made, id: row.id, to: row.to });
    checkpoint('send-accepted');
    if (result.ok) {
      if (row.memberId !== null) await store.markSent(row.id, clock.now());
      checkpoint('send-marked');
    } else if (result.reason === 'later' && row.attempts >= MOST_ATTEMPTS) {
      return { ok: false, reason: 'refused', code: 'too-many-attempts' };
    }
    return result;
  }

  /** Makes what a message brings along. Where a picture can't be drawn, its description in words comes in its place. */
  async #make({ draft, memberId }: OutboxRow): Promise<Pick<Outbound, 'text' | 'attachments'>> {
    if (draft.attachments.length === 0 || memberId === null) return { text: draft.text, attachments: [] };
    const { store, clock } = this.#parts;
    const exports = draft.attachments.some(({ make }) => make !== 'chart')
      ? await store.exportMember(memberId, clock.now())
      : null;
    const attachments: Attachment[] = [];
    let { text } = draft;
    for (const one of draft.attachments) {
      const { type, name, alt } = one;
      const data =
        one.make === 'chart'
          ? await this.#draw(one.chart, memberId)
          : new TextEncoder().encode(one.make === 'export-json' ? exports?.json : exports?.csv);
      if (data === null) text = `${text}\n\n${alt}`;
      else attachments.push({ type, name, alt, data });
    }
    return { text, attachments };
  }

  async #draw(chart: ChartSpec, memberId: string): Promise<Uint8Array | null> {
    const { store, drawChart, logger } = this.#parts;
    const items = chart.lines.map(({ item }) => item);
    const answers = await store.numbers(memberId, items, addDays(chart.until, 1 - chart.days), chart.until);
    try {
      return await drawChart(chart, answers);
    } catch (error) {
      // A machine without the means to draw must not keep a person's messages waiting behind a picture.
      logger.error(errorName(error), 'a picture could not be drawn; its description was sent in its place');
      return null;
    }
  }
}
