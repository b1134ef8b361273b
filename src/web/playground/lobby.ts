import type { Timers } from './timers.ts';

/** One open page: the writing end of its event stream. */
export interface Page {
  write(event: string, data: unknown): void;
  end(): void;
}

/** `shown`: a page has taken it. `absent`: no page is open. `unanswered`: a page is open but did not say so in time. */
export type Showing = 'shown' | 'absent' | 'unanswered';

/** Who has a page open, and which messages wait for a page's word that they arrived. */
export class Lobby {
  readonly #timers: Timers;
  readonly #patience: number;
  readonly #pages = new Map<string, Set<Page>>();
  readonly #waiting = new Map<string, Map<string, Set<(result: Showing) => void>>>();

  /** `patience`: how long a page may take to acknowledge, in milliseconds. */
  constructor(timers: Timers, patience: number) {
    this.#timers = timers;
    this.#patience = patience;
  }

  /** Takes a page in; the answered function shows it out. */
  enter(accountId: string, page: Page): () => void {
    const pages = this.#pages.get(accountId) ?? new Set();
    this.#pages.set(accountId, pages.add(page));
    return () => {
      if (!pages.delete(page) || pages.size > 0) return;
      this.#pages.delete(accountId);
      for (const settlers of this.#waiting.get(accountId)?.values() ?? [])
        for (const settle of settlers) settle('absent');
    };
  }

  /** Whether this person has a page open. */
  has(accountId: string): boolean {
    return this.#pages.has(accountId);
  }

  /** Shows one message on every page of this person; settles as soon as the first of them has acknowledged `id`. */
  show(accountId: string, id: string, data: unknown): Promise<Showing> {
    const pages = this.#pages.get(accountId);
    if (pages === undefined) return Promise.resolve('absent');
    return new Promise((resolve) => {
      const byId = this.#waiting.get(accountId) ?? new Map<string, Set<(result: Showing) => void>>();
      const settlers = byId.get(id) ?? new Set();
      const settle = (result: Showing): void => {
        forget();
        settlers.delete(settle);
        if (settlers.size === 0) byId.delete(id);
        if (byId.size === 0) this.#waiting.delete(accountId);
        resolve(result);
      };
      const forget = this.#timers.after(this.#patience, () => settle('unanswered'));
      this.#waiting.set(accountId, byId.set(id, settlers.add(settle)));
      for (const page of pages) page.write('message', data);
    });
  }

  /** A page of this person has `id`. An unknown id is harmless: it was acknowledged before, or given up. */
  acknowledge(accountId: string, id: string): void {
    for (const settle of this.#waiting.get(accountId)?.get(id) ?? []) settle('shown');
  }

  /** Ends every page's stream; whoever waits for an acknowledgement learns that nobody is there. */
  empty(): void {
    for (const pages of this.#pages.values()) for (const page of pages) page.end();
    this.#pages.clear();
    for (const byId of this.#waiting.values())
      for (const settlers of byId.values()) for (const settle of settlers) settle('absent');
  }
}
