/**
 * The visible conversation, kept in this browser, shared by all its tabs.
 *
 * An entry is one of
 *   { from: 'me', id, seq, text, send: {text} | {choice} | {command}, state: 'waiting' | 'sent' | 'refused', hidden }
 *   { from: 'tidemark', id, seq, kind, html, choices, attachments, chosen }
 *   { from: 'page', id, seq, text }
 */
const KEY = 'tidemark.conversation';
const VERSION = 1;
/** Of a text longer than this (characters), only the beginning is kept once it was sent: browsers give 5 MB in all. */
const LONG = 20_000;

const PROGRESS = ['waiting', 'refused', 'sent'];

/** A new id, 22 characters: 128 random bits, so that no two messages anywhere share one. */
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => '0123456789abcdefghijklmnopqrstuv'[byte & 31]).join(
    '',
  );

const read = (storage) => {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (kept?.version === VERSION && Array.isArray(kept.entries)) return kept;
  } catch {
    // Storage is switched off, or holds something else: the page works without it.
  }
  return { version: VERSION, cleared: 0, entries: [] };
};

const shortened = (entry) =>
  entry.from === 'me' && entry.state !== 'waiting' && entry.text.length > LONG
    ? { ...entry, text: `${entry.text.slice(0, LONG)}…`, send: {} }
    : entry;

/** Two tabs' views of one entry: whatever has gone further counts. */
const further = (mine, other) => {
  if (mine.from === 'me') return PROGRESS.indexOf(other.state) > PROGRESS.indexOf(mine.state) ? other : mine;
  return mine.chosen === null && other.chosen !== null ? other : mine;
};

export class Store {
  #storage;
  #cleared;
  #entries;
  #changed = () => {};
  /** False where the browser keeps nothing: the conversation then lives as long as the tab. */
  keeps = true;

  constructor(storage) {
    this.#storage = storage;
    const kept = read(storage);
    this.#cleared = kept.cleared;
    this.#entries = kept.entries;
    this.#save();
    addEventListener('storage', (event) => {
      if (event.key === KEY) {
        this.#merge();
        this.#changed();
      }
    });
  }

  get entries() {
    return this.#entries;
  }

  onChange(changed) {
    this.#changed = changed;
  }

  find(id) {
    return this.#entries.find((entry) => entry.id === id);
  }

  /** Adds an entry at the end, unless its id is there already. Answers whether it was new. */
  add(entry) {
    this.#merge();
    if (this.find(entry.id) !== undefined) return false;
    const seq = (this.#entries.at(-1)?.seq ?? 0) + 1;
    this.#entries = [...this.#entries, { ...entry, seq }];
    this.#save();
    this.#changed();
    return true;
  }

  change(id, patch) {
    this.#merge();
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, ...patch } : entry));
    this.#save();
    this.#changed();
  }

  clear() {
    this.#cleared += 1;
    this.#entries = [];
    this.#save();
    this.#changed();
  }

  /** Takes over what another tab has written, so that nothing of it is overwritten. */
  #merge() {
    const kept = read(this.#storage);
    if (kept.cleared < this.#cleared) return;
    const mine = kept.cleared > this.#cleared ? [] : this.#entries;
    this.#cleared = kept.cleared;
    const joined = new Map(mine.map((entry) => [entry.id, entry]));
    for (const other of kept.entries) {
      const own = joined.get(other.id);
      joined.set(other.id, own === undefined ? other : further(own, other));
    }
    this.#entries = [...joined.values()].toSorted((a, b) => a.seq - b.seq);
  }

  /** Where the browser's room is used up, the oldest go first; what is not sent yet always stays. */
  #save() {
    let entries = this.#entries.map(shortened);
    for (;;) {
      try {
        this.#storage.setItem(KEY, JSON.stringify({ version: VERSION, cleared: this.#cleared, entries }));
        return;
      } catch {
        const half = Math.ceil(entries.length / 2);
        const fewer = entries.filter((entry, index) => index >= half || entry.state === 'waiting');
        if (fewer.length === entries.length) {
          this.keeps = false;
          return;
        }
        entries = fewer;
      }
    }
  }
}
