import { createHmac } from 'node:crypto';
import type { Attachment } from '#core/ports.ts';
import type { Clock } from '#shared/clock.ts';

/** How long a file waits to be fetched (ms): long enough to find the button, short for what it may hold. */
const KEPT = 15 * 60 * 1000;

interface Waiting {
  readonly accountId: string;
  readonly attachment: Attachment;
  readonly until: number;
}

/**
 * Files that were made for a person, in memory only, each given out once and to the person's own cookie only. The name
 * in the address is a keyed hash: nobody can guess it, and a message that is sent again has the same.
 */
export class Files {
  readonly #secret: Uint8Array;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiting>();

  constructor(secret: Uint8Array, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  /** Keeps one file for its person; answers the token under which `take` gives it out. */
  put(accountId: string, messageId: string, index: number, attachment: Attachment): string {
    const now = this.#clock.now();
    for (const [old, { until }] of this.#waiting) if (until <= now) this.#waiting.delete(old);
    const token = createHmac('sha256', this.#secret)
      .update(`playground file ${accountId} ${messageId} ${index}`)
      .digest('base64url');
    this.#waiting.set(token, { accountId, attachment, until: now + KEPT });
    return token;
  }

  /** The file, once; null where there is none, where it was fetched before, or where it is someone else's. */
  take(accountId: string, token: string): Attachment | null {
    const found = this.#waiting.get(token);
    if (found === undefined || found.accountId !== accountId || found.until <= this.#clock.now()) return null;
    this.#waiting.delete(token);
    return found.attachment;
  }
}
