/** The stream of what Tidemark says, which comes back by itself after every break. */

/** The server gives a sign of life every 20 seconds; after this long without one (ms) the line counts as dead. */
const SILENCE = 50_000;
const WAITS = [500, 1000, 2000, 4000, 8000];

export class Link {
  #heard;
  #source = null;
  #tries = 0;
  #again = 0;
  #lastSign = 0;
  connected = false;

  /** `heard`: { hello(data), message(data), away() } */
  constructor(heard) {
    this.#heard = heard;
    setInterval(() => {
      if (this.#source !== null && performance.now() - this.#lastSign > SILENCE) this.#broken();
    }, 10_000);
    addEventListener('online', () => this.#open());
    addEventListener('pageshow', (event) => event.persisted && this.#open());
    addEventListener('pagehide', () => this.#close());
    document.addEventListener('visibilitychange', () => !document.hidden && !this.connected && this.#open());
    this.#open();
  }

  #open() {
    this.#close();
    this.#lastSign = performance.now();
    const source = new EventSource('/playground/events');
    this.#source = source;
    const on = (name, then) =>
      source.addEventListener(name, (event) => {
        this.#lastSign = performance.now();
        then(JSON.parse(event.data));
      });
    on('hello', (data) => {
      this.connected = true;
      this.#tries = 0;
      this.#heard.hello(data);
    });
    on('message', (data) => this.#heard.message(data));
    on('beat', () => {});
    source.addEventListener('error', () => this.#broken());
  }

  #close() {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
    this.connected = false;
  }

  #broken() {
    this.#close();
    this.#heard.away();
    this.#again = setTimeout(() => this.#open(), WAITS[Math.min(this.#tries, WAITS.length - 1)]);
    this.#tries += 1;
  }
}
