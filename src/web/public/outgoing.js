/** Sends what the person wrote, and sends it again under the same id until Tidemark has it. */

/** The server's limit for one request, in bytes. */
const LARGEST = 16 * 1024 * 1024;
/** A message goes off when the one before it has arrived, or has had this long (ms): nothing waits behind a stuck one. */
const TURN = 1500;
const WAITS = [1000, 2000, 4000, 8000, 15_000];
const TOO_LONG =
  'That was too long for Tidemark to take in, so it has not been read. Could you say it in a shorter way? ' +
  'If you are in danger, please call your local emergency number or see findahelpline.com.';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const isUrgent = (entry) => entry.send.command === 'sos';

export class Outgoing {
  #store;
  #link;
  #heard;
  #underWay = new Set();
  #before = Promise.resolve();
  #tries = 0;
  #again = 0;

  /** `heard`: { sending(id), taken(id), failed(id), refused(words) } */
  constructor(store, link, heard) {
    this.#store = store;
    this.#link = link;
    this.#heard = heard;
  }

  /** Sends whatever waits. Nothing goes off before the stream stands, since only then is it known who we are. */
  flush() {
    clearTimeout(this.#again);
    if (!this.#link.connected) return;
    const waiting = this.#store.entries.filter((entry) => entry.state === 'waiting' && !this.#underWay.has(entry.id));
    for (const entry of waiting) {
      this.#underWay.add(entry.id);
      const turn = isUrgent(entry) ? Promise.resolve() : this.#before;
      const sent = turn.then(() => this.#post(entry));
      this.#before = Promise.race([sent, turn.then(() => wait(TURN))]);
    }
  }

  /** The stream is back: what failed before may go at once. */
  connected() {
    this.#tries = 0;
    this.flush();
  }

  async #post(entry) {
    const body = JSON.stringify({ id: entry.id, ...entry.send });
    if (new Blob([body]).size > LARGEST) return this.#refuse(entry, TOO_LONG);
    this.#heard.sending(entry.id);
    try {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/playground/messages', {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(60_000),
      });
      if (answer.ok) return this.#taken(entry);
      if (answer.status < 500 && answer.status !== 429) {
        const { message } = await answer.json();
        return this.#refuse(entry, message);
      }
    } catch {
      // No connection, or no answer in time: the same as a server that says "later".
    }
    return this.#later(entry);
  }

  #taken(entry) {
    this.#tries = 0;
    this.#underWay.delete(entry.id);
    this.#store.change(entry.id, { state: 'sent' });
    this.#heard.taken(entry.id);
  }

  #refuse(entry, words) {
    this.#underWay.delete(entry.id);
    this.#store.change(entry.id, { state: 'refused' });
    this.#heard.refused(words);
  }

  #later(entry) {
    this.#underWay.delete(entry.id);
    this.#heard.failed(entry.id);
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.flush(), WAITS[Math.min(this.#tries, WAITS.length - 1)]);
    this.#tries += 1;
  }
}
