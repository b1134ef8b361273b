import type { ChannelAdapter, Heard } from '#core/ports.ts';
import { ManualClock } from '#shared/clock.ts';
import { randomIds } from '#shared/ids.ts';
import type { Logger } from '#shared/logger.ts';
import { createPlayground, type Playground } from '#web/playground/adapter.ts';
import { createWebServer, type WebServer } from '#web/server.ts';
import { MORNING } from '../web/house.ts';
import { type Shown, type Stream, Visitor } from '../web/visitor.ts';
import { channelContract, type ChannelHarness } from './channel-adapter.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** What a browser shows of a message's HTML. */
const asShown = (html: string): string =>
  html
    .replaceAll('<li>', '• ')
    .replaceAll(/<br>|<\/li>/g, '\n')
    .replaceAll(/<\/(?:p|ul|ol)>/g, '\n\n')
    .replaceAll(/<\/?[a-z][^<>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();

/** A person's browser: sends in order, and again until it is taken; shows what comes, and says that it came. */
class Browser {
  readonly #visitor: Visitor;
  readonly #waiting: unknown[] = [];
  readonly #shown: Shown[] = [];
  readonly #watchers = new Set<() => void>();
  #heard = Promise.withResolvers<void>();
  #isOnline = false;
  #isSending = false;
  #ids = 0;
  #last: unknown = null;
  #stream: Stream | null = null;

  constructor(url: string) {
    this.#visitor = new Visitor(url);
  }

  get person(): string {
    return (this.#visitor.cookie ?? '=.').split(/[=.]/u)[1] ?? '';
  }

  async connect(): Promise<void> {
    this.#stream = (await this.#visitor.connect()).stream;
    this.#isOnline = true;
    void this.#listen(this.#stream);
    void this.#flush();
  }

  async #listen(stream: Stream): Promise<void> {
    for (;;) {
      const message = await stream.message().catch(() => null);
      if (message === null) break;
      this.#shown.push(message);
      for (const look of this.#watchers) look();
      await this.#visitor.acknowledge(message.id);
    }
    this.#isOnline = false;
  }

  /** The server has it: the next may go, as on the page. */
  heard(): void {
    this.#heard.resolve();
  }

  post(body: Record<string, unknown>): void {
    this.#last = { id: `m${++this.#ids}`, ...body };
    this.#waiting.push(this.#last);
    void this.#flush();
  }

  repeat(): void {
    this.#waiting.push(this.#last);
    void this.#flush();
  }

  /** A request of a kind that the server does not know. */
  async strange(): Promise<number> {
    const answer = await this.#visitor.post('/playground/messages', { id: 'x', gesture: 'wave' });
    return answer.status;
  }

  async #flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#isOnline && this.#waiting.length > 0) {
      this.#heard = Promise.withResolvers<void>();
      const body = this.#waiting[0];
      const sent = this.#visitor.post('/playground/messages', body).then(
        ({ status }) => status === 202,
        () => false,
      );
      // Heard is not yet taken: the server is still at it. It stays first in line until the answer is there.
      const isTaken = await Promise.race([sent, this.#heard.promise.then(() => null)]);
      if (isTaken === false) break;
      this.#waiting.shift();
      if (isTaken === null) {
        void sent.then((later) => {
          if (!later) this.#waiting.unshift(body);
        });
      }
    }
    this.#isSending = false;
  }

  async shown(count: number): Promise<readonly Shown[]> {
    if (this.#shown.length < count) {
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (this.#shown.length < count) return;
          this.#watchers.delete(look);
          resolve();
        };
        this.#watchers.add(look);
      });
    }
    return this.#shown;
  }

  async bytesOf(href: string): Promise<number> {
    return (await (await this.#visitor.ask(href)).arrayBuffer()).byteLength;
  }

  async leave(): Promise<void> {
    this.#isOnline = false;
    await this.#stream?.close();
  }
}

/** A web server with the playground in it, as the program puts them together; started and stopped in its order. */
const makeHarness = async (): Promise<ChannelHarness> => {
  const clock = new ManualClock(MORNING);
  const ids = randomIds(() => MORNING);
  const bytes = new Map<string, number>();
  let browser: Browser | null = null;
  let port = 0;
  const person = (): Browser => {
    if (browser === null) throw new Error('nobody has opened the page');
    return browser;
  };

  const make = (logger: Logger): ChannelAdapter => {
    const playground: Playground = createPlayground({
      ids,
      clock,
      clockControl: null,
      secret: new Uint8Array(32).fill(7),
      logger,
    });
    let web: WebServer | null = null;
    return {
      platform: playground.platform,
      privateLink: () => playground.privateLink(),
      send: (message) => playground.send(message),
      start: async (receive: (heard: Heard) => Promise<void>) => {
        const health = async () => ({ ready: true, parts: {} });
        web = await createWebServer({ host: '127.0.0.1', port, playground, health, logger, publicUrl: null });
        await playground.start((heard) => {
          const receiving = receive(heard);
          person().heard();
          return receiving;
        });
        const url = await web.start();
        port = Number(new URL(url).port);
        browser ??= new Browser(url);
        await browser.connect();
      },
      stop: async () => {
        await web?.stop();
        await playground.stop();
      },
    };
  };

  return {
    make,
    get to() {
      return { platform: 'playground' as const, accountId: person().person, chatId: person().person };
    },
    say: async (text) => person().post({ text }),
    tap: async (message, label) => {
      const shown = (await person().shown(message + 1))[message];
      const choice = shown?.choices.find((one) => one.label === label);
      if (choice === undefined) throw new Error('no such button is shown');
      person().post({ choice: choice.token, label });
    },
    shown: async (count) => {
      const messages = await person().shown(count);
      for (const { href } of messages.flatMap(({ attachments }) => attachments)) {
        // A file is given out once.
        if (!bytes.has(href)) bytes.set(href, await person().bytesOf(href));
      }
      return messages.map(({ html, choices, attachments }) => ({
        text: asShown(html),
        choices: choices.map(({ label }) => label),
        attachments: attachments.map(({ name, alt, href }) => ({ name, alt, bytes: bytes.get(href) ?? 0 })),
      }));
    },
    repeat: async () => person().repeat(),
    unknownUpdate: async () => {
      if ((await person().strange()) !== 400) throw new Error('it was not turned away');
    },
    close: async () => {
      await browser?.leave();
    },
  };
};

const OWN_PAGE = 'the page is of our own making, and one person alone is on it';

channelContract('The playground', makeHarness, {
  sayAsBot: OWN_PAGE,
  sayInPublic: OWN_PAGE,
  sendUnreadable: 'the page takes text only',
  tapLate: 'a tap is a message like any other: nothing has to be answered in time',
  limitNext: 'nobody limits how often our own page is written to',
  block: 'a page can only be closed; what is said then waits until it is opened again',
});
