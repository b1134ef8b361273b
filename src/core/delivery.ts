import type { Checkpoint } from '#shared/checkpoint.ts';
import type { Clock } from '#shared/clock.ts';
import { errorName } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';
import type { Platform } from '#shared/platforms.ts';
import { Lanes } from '#core/lanes.ts';
import type { Attachment, AttachmentDraft, ChannelAdapter, OutboxRow, SendResult, Store } from '#core/ports.ts';

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
    const attachments = await this.#make(row.draft.attachments, row.memberId);
    checkpoint('send-begun');
    const result = await adapter.send({ ...row.draft, id: row.id, to: row.to, attachments });
    checkpoint('send-accepted');
    if (result.ok) {
      if (row.memberId !== null) await store.markSent(row.id, clock.now());
      checkpoint('send-marked');
    } else if (result.reason === 'later' && row.attempts >= MOST_ATTEMPTS) {
      return { ok: false, reason: 'refused', code: 'too-many-attempts' };
    }
    return result;
  }

  async #make(drafts: readonly AttachmentDraft[], memberId: string | null): Promise<Attachment[]> {
    if (drafts.length === 0 || memberId === null) return [];
    const { json, csv } = await this.#parts.store.exportMember(memberId, this.#parts.clock.now());
    return drafts.map(({ type, name, alt, make }) => ({
      type,
      name,
      alt,
      data: new TextEncoder().encode(make === 'export-json' ? json : csv),
    }));
  }
}
