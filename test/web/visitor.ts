import { z } from 'zod';

const shown = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  html: z.string(),
  choices: z.array(z.object({ token: z.string(), label: z.string() })),
  attachments: z.array(z.object({ type: z.string(), name: z.string(), alt: z.string(), href: z.string() })),
});
export type Shown = z.infer<typeof shown>;

/** An open event stream, read event by event. */
export class Stream {
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #leave: AbortController;
  #rest = '';

  constructor(body: ReadableStream<Uint8Array>, leave: AbortController) {
    this.#reader = body.pipeThrough(new TextDecoderStream()).getReader();
    this.#leave = leave;
  }

  /** The data of the next event, which must be of this name; null at the end of the stream. */
  async next(name: string): Promise<unknown> {
    while (!this.#rest.includes('\n\n')) {
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#rest += value;
    }
    const end = this.#rest.indexOf('\n\n');
    const [event, data] = this.#rest.slice(0, end).split('\n');
    this.#rest = this.#rest.slice(end + 2);
    if (event !== `event: ${name}`) throw new Error(`expected ${name}, got ${event}`);
    return JSON.parse((data ?? '').replace('data: ', ''));
  }

  async message(): Promise<Shown> {
    return shown.parse(await this.next('message'));
  }

  async close(): Promise<void> {
    this.#leave.abort();
    await this.#reader.closed.catch(() => {});
  }
}

/** Someone at a browser, as far as HTTP goes: keeps the cookie, posts, listens. */
export class Visitor {
  readonly #url: string;
  cookie: string | null;

  constructor(url: string, cookie: string | null = null) {
    this.#url = url;
    this.cookie = cookie;
  }

  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie !== null) headers.set('cookie', this.cookie);
    const answer = await fetch(`${this.#url}${path}`, { ...init, headers });
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    return answer;
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  say(id: string, text: string): Promise<Response> {
    return this.post('/playground/messages', { id, text });
  }

  acknowledge(id: string): Promise<Response> {
    return this.post('/playground/ack', { id });
  }

  /** Opens the event stream, and reads its greeting. */
  async connect(): Promise<{ stream: Stream; hello: unknown }> {
    const leave = new AbortController();
    const answer = await this.ask('/playground/events', { signal: leave.signal });
    if (answer.body === null) throw new Error('no stream');
    const stream = new Stream(answer.body, leave);
    return { stream, hello: await stream.next('hello') };
  }
}
