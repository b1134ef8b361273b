/** A person who talks to the bot in Telegram, and waits for what it says: no sleeping, every wait is for a message. */
import type { SentMessage } from './telegram-server-methods.ts';
import { ANN } from './telegram-server-people.ts';
import type { TelegramServer } from './telegram-server.ts';

/** What a newcomer says of themselves. */
interface Newcomer {
  readonly country?: string;
  /** A city, or another word for a time zone. */
  readonly zone?: string;
  /** When to be written to, as typed; null: not at all. */
  readonly nudgeAt?: string | null;
}

/** An answer that has not come by then (ms of real time) never comes. */
const LONGEST_MS = 20_000;

export class Talker {
  readonly id: number;
  readonly #server: TelegramServer;
  /** How many of the bot's messages to this person were waited for already. */
  #read = 0;

  constructor(server: TelegramServer, id = ANN) {
    this.#server = server;
    this.id = id;
  }

  /** Everything that the bot sent to this person, in order. */
  get received(): readonly SentMessage[] {
    return this.#server.sent.filter((one) => one.chatId === this.id);
  }

  /** The visible texts, in order. */
  get texts(): readonly string[] {
    return this.received.map(({ text }) => text);
  }

  /** Types a message; answers the id of the update. */
  says(text: string): number {
    return this.#server.say(text, { from: this.id });
  }

  /** Types a message and waits for an answer to it that reads like this. */
  async asks(text: string, answer: RegExp): Promise<SentMessage> {
    this.says(text);
    return await this.hears(answer);
  }

  /** The first message like this that was not waited for yet, once it is there. */
  async hears(like: RegExp): Promise<SentMessage> {
    const from = this.#read;
    const late = new Promise<'late'>((resolve) => {
      setTimeout(() => resolve('late'), LONGEST_MS).unref();
    });
    for (;;) {
      const { received } = this;
      const at = received.findIndex((one, index) => index >= this.#read && like.test(one.text));
      const found = received[at];
      if (found !== undefined) {
        this.#read = at + 1;
        return found;
      }
      const more = this.#server.waitForSent(this.#server.sent.length + 1);
      if ((await Promise.race([more, late])) !== 'late') continue;
      throw new Error(`nothing like ${String(like)} was said, but: ${JSON.stringify(this.texts.slice(from))}`);
    }
  }

  /** Taps the button with this label on the newest message that has it; answers the id of the update. */
  taps(label: string): number {
    const shown = this.received.findLast((one) => one.buttons.flat().some(({ text }) => text === label));
    if (shown === undefined) throw new Error('no message has this button');
    return this.#server.tap(shown, label);
  }

  /** Forgets what was said so far: the next `hears` looks only at what comes. */
  listens(): void {
    this.#read = this.received.length;
  }

  /** From /start to the end of the onboarding, by taps and by words; without the first check-in. */
  async joins({ country = 'US', zone = 'Chicago', nudgeAt = '9 am' }: Newcomer = {}): Promise<void> {
    await this.asks('/start', /18 or older/);
    this.taps("Yes, I'm 18 or older");
    await this.hears(/Which country/);
    await this.asks(country, /which clock/);
    await this.asks(zone, /keep the numbers/);
    this.taps('Yes');
    await this.hears(/keep the notes/);
    await this.asks('yes please', /count you in/);
    this.taps('No');
    await this.hears(/write to you first/);
    await this.asks(nudgeAt === null ? 'no' : 'yes', nudgeAt === null ? /first check-in now/ : /When should I/);
    if (nudgeAt !== null) await this.asks(nudgeAt, /first check-in now/);
    this.taps('Not now');
    await this.hears(/when you want to/);
  }
}
