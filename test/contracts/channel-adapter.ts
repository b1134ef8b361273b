/**
 * What every channel promises to the people who talk through it, the terminal and the playground included. Each
 * adapter's test calls `channelContract(name, makeHarness, lacks)`; the harness stands for the person and the platform
 * at the other end. It knows nothing of the adapter's inside, and no test sleeps: every wait is for something to happen.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attachment, ChannelAdapter, Choice, Heard, Outbound } from '#core/ports.ts';
import { LIMITS } from '#shared/platforms.ts';
import type { LogFields, Logger } from '#shared/logger.ts';

/** A message of the bot as the person sees it. */
interface Shown {
  /** Visible text, without marks of any format. */
  readonly text: string;
  /** Labels of the buttons, in reading order. */
  readonly choices: readonly string[];
  /** What is there in place of, or beside, each file. */
  readonly attachments: readonly { readonly name: string; readonly alt: string; readonly bytes: number }[];
}

/** The person, the platform and the adapter between them. Made anew for every test. */
export interface ChannelHarness {
  /** A new adapter on the same platform, with this log; not started. */
  make(logger: Logger): ChannelAdapter;
  /** Where the person's private chat is. */
  readonly to: Outbound['to'];
  /** The person writes in private. */
  say(text: string): Promise<void>;
  /** The person taps the button with this label under the bot's message number `message` (0 = first shown). */
  tap(message: number, label: string): Promise<void>;
  /** What the person sees, once there are at least `count` messages. */
  shown(count: number): Promise<readonly Shown[]>;
  /** Ends the platform. Adapters are stopped before. */
  close(): Promise<void>;

  // What not every channel has. A method that is left out is named in `lacks`, with the reason.

  /** The person's last message, delivered once more. */
  readonly repeat?: () => Promise<void>;
  /** Another bot writes what would be answered, had a person written it; and the bot's own message comes back. */
  readonly sayAsBot?: (text: string) => Promise<void>;
  /** The person writes where others can read it, to the bot (`called`) or to the others. */
  readonly sayInPublic?: (text: string, called: boolean) => Promise<void>;
  /** The person sends something that can't be read. */
  readonly sendUnreadable?: (kind: 'voice' | 'photo' | 'sticker' | 'file') => Promise<void>;
  /** A kind of update that did not exist when the adapter was written. */
  readonly unknownUpdate?: () => Promise<void>;
  /** As `tap`, but so late that the platform refuses to be answered. */
  readonly tapLate?: (message: number, label: string) => Promise<void>;
  /** The next message is turned away with "wait `seconds`". */
  readonly limitNext?: (seconds: number) => void;
  /** The person blocks the bot. */
  readonly block?: () => void;
  /** How often the platform was asked to show something, refusals included. */
  readonly attempts?: () => number;
}

/** The promises that a channel may be unable to keep, each with its reason: they are skipped by name. */
type Capability =
  | 'repeat'
  | 'sayAsBot'
  | 'sayInPublic'
  | 'sendUnreadable'
  | 'unknownUpdate'
  | 'tapLate'
  | 'limitNext'
  | 'block'
  | 'holds-back'
  | 'attachments';

type Lacks = Readonly<Partial<Record<Capability, string>>>;

/** A log that remembers. */
export const recordingLogger = (): Logger & {
  readonly lines: { level: string; fields: LogFields; message: string }[];
} => {
  const lines: { level: string; fields: LogFields; message: string }[] = [];
  const at = (level: string) => (fields: LogFields, message: string) => void lines.push({ level, fields, message });
  return { lines, error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
};

/** What the conversation would get: kept in order, each waited for. */
const createEar = () => {
  const heard: Heard[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let gate: Promise<void> | null = null;
  return {
    heard,
    receive: async (one: Heard): Promise<void> => {
      heard.push(one);
      for (const waiter of waiting) if (heard.length >= waiter.count) waiter.resolve();
      waiting = waiting.filter((waiter) => heard.length < waiter.count);
      if (gate !== null) await gate;
    },
    /** Holds back every `receive` from now on until `open` is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return { open: resolve };
    },
    at: async (index: number): Promise<Heard> => {
      if (heard.length <= index) {
        await new Promise<void>((resolve) => {
          waiting.push({ count: index + 1, resolve });
        });
      }
      const one = heard[index];
      if (one === undefined) throw new Error('nothing was heard');
      return one;
    },
  };
};

const YES_NO: readonly Choice[] = [
  { token: 'p.00000001.yes', label: 'Yes' },
  { token: 'p.00000001.no', label: 'Not today' },
];

/** The bytes of the smallest valid PNG: one transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

const FILES: readonly Attachment[] = [
  { type: 'image', name: 'week.png', alt: 'Your week: mood from 4 to 6.', data: PIXEL },
  { type: 'file', name: 'answers.csv', alt: 'All your answers as a table.', data: Buffer.from('day,mood\n') },
];

/** The harness's optional method; a test that needs it is skipped where the channel lacks it. */
const need = <T>(part: T | undefined): T => {
  if (part === undefined) throw new Error('the harness lacks this and does not say why in `lacks`');
  return part;
};

const sentence = (index: number): string => `Sentence number ${index} says that flat days can pass.`;

/** Runs the contract over one channel. */
export const channelContract = (name: string, makeHarness: () => Promise<ChannelHarness>, lacks: Lacks = {}): void => {
  /** Skips, by name and reason, what this channel can't do. */
  const can = (capability: Capability, promise: string, check: () => Promise<void>): void => {
    const reason = lacks[capability];
    if (reason === undefined) it(promise, check);
    else it.skip(`${promise} (not here: ${reason})`, check);
  };

  describe(`${name} keeps the promises of every channel`, () => {
    let world: ChannelHarness;
    let adapter: ChannelAdapter;
    let ear: ReturnType<typeof createEar>;
    let log: ReturnType<typeof recordingLogger>;
    const started: ChannelAdapter[] = [];
    let sentSoFar = 0;

    const start = async (): Promise<ChannelAdapter> => {
      const made = world.make(log);
      started.push(made);
      await made.start(ear.receive);
      return made;
    };
    const message = (text: string, rest: Partial<Outbound> = {}): Outbound => ({
      id: `out-${sentSoFar++}`,
      to: world.to,
      kind: 'flow',
      text,
      choices: [],
      attachments: [],
      ...rest,
    });
    beforeEach(async () => {
      world = await makeHarness();
      ear = createEar();
      log = recordingLogger();
      adapter = await start();
    });
    afterEach(async () => {
      await Promise.all(started.splice(0).map((one) => one.stop()));
      await world.close();
    });

    it('hears exactly what a person typed, and where to answer', async () => {
      const typed = 'i feel *flat* <b>today</b> & "tired" 😞 #1';
      await world.say(typed);
      expect(await ear.at(0)).toMatchObject({
        kind: 'heard',
        from: world.to,
        text: typed,
        choice: null,
        place: 'private',
        unreadable: null,
      });
    });

    it('hears several messages in the order in which they were written', async () => {
      for (const text of ['one', 'two', 'three']) await world.say(text);
      await ear.at(2);
      expect(ear.heard.map((one) => one.text)).toEqual(['one', 'two', 'three']);
      expect(new Set(ear.heard.map((one) => one.updateId)).size).toBe(3);
    });

    it('what it sends is answered where it was asked', async () => {
      await world.say('hello');
      const { from } = await ear.at(0);
      expect(await adapter.send(message('Hello. How are you?', { to: from }))).toEqual({ ok: true });
      expect((await world.shown(1)).at(-1)?.text).toBe('Hello. How are you?');
    });

    can('sayAsBot', 'never answers itself or another bot', async () => {
      await need(world.sayAsBot)('is feeling flat normal?');
      await world.say('a person');
      await ear.at(0);
      expect(ear.heard.map((one) => one.text)).toEqual(['a person']);
    });

    can('sayInPublic', 'knows a public place, and leaves talk among others alone', async () => {
      await need(world.sayInPublic)('good morning everyone', false);
      await need(world.sayInPublic)('what is blunting', true);
      const heard = await ear.at(0);
      expect(heard.place).toBe('public');
      expect(heard.text).toContain('what is blunting');
      expect(ear.heard).toHaveLength(1);
    });

    can('repeat', 'a message that is delivered twice carries the same id, so that it counts once', async () => {
      await world.say('6');
      const first = await ear.at(0);
      await need(world.repeat)();
      await world.say('and then');
      for (let index = 1; ear.heard.at(-1)?.text !== 'and then'; index += 1) await ear.at(index);
      const repeats = ear.heard.filter((one) => one.text === '6');
      expect(new Set(repeats.map((one) => one.updateId))).toEqual(new Set([first.updateId]));
    });

    it('a tapped choice comes back as the token that was sent out', async () => {
      expect(await adapter.send(message('Did you sleep?', { choices: YES_NO }))).toEqual({ ok: true });
      expect((await world.shown(1))[0]?.choices).toEqual(['Yes', 'Not today']);
      await world.tap(0, 'Not today');
      expect(await ear.at(0)).toMatchObject({ choice: 'p.00000001.no', text: '', from: world.to });
    });

    it('the button of an older message still names its own prompt', async () => {
      await adapter.send(message('First?', { choices: YES_NO }));
      const second = YES_NO.map((choice) => ({ ...choice, token: choice.token.replace('1', '2') }));
      await adapter.send(message('Second?', { choices: second }));
      await world.shown(2);
      await world.tap(0, 'Yes');
      expect((await ear.at(0)).choice).toBe('p.00000001.yes');
    });

    can('tapLate', 'a tap that is too old for the platform is heard all the same, and nothing breaks', async () => {
      await adapter.send(message('Did you sleep?', { choices: YES_NO }));
      await world.shown(1);
      await need(world.tapLate)(0, 'Yes');
      expect((await ear.at(0)).choice).toBe('p.00000001.yes');
      await world.say('still there?');
      expect((await ear.at(1)).text).toBe('still there?');
      expect(log.lines.filter((line) => line.level === 'error' || line.level === 'warn')).toEqual([]);
    });

    it('long text arrives whole, in parts that end with a sentence', async () => {
      const limit = LIMITS[adapter.platform].text;
      const sentences = Array.from({ length: Math.ceil((limit * 2.5) / 50) }, (_, index) => sentence(index));
      expect(await adapter.send(message(sentences.join(' ')))).toEqual({ ok: true });
      const parts = await world.shown(Math.ceil(sentences.join(' ').length / limit));
      for (const part of parts) {
        expect(part.text.length).toBeLessThanOrEqual(limit);
        expect(part.text).toMatch(/pass\.$/);
      }
      expect(parts.map((part) => part.text).join(' ')).toBe(sentences.join(' '));
    });

    it('the choices stand under the last part of a long text', async () => {
      const text = 'A plain sentence of fifty characters, more or less. '.repeat(LIMITS[adapter.platform].text / 25);
      await adapter.send(message(text, { choices: YES_NO }));
      const parts = await world.shown(2);
      expect(parts.map((part) => part.choices.length)).toEqual([...parts.slice(1).map(() => 0), 2]);
    });

    it('Markdown survives: every word, the lines of a list, no marks left over', async () => {
      const text =
        'Hello **dear you**.\n\n- first thing\n- second *thing*\n\nRead [the page](https://example.org/a?b=1&c=2).';
      await adapter.send(message(text));
      const shown = (await world.shown(1))[0]?.text ?? '';
      expect(shown.replaceAll(/\s*\(?https:\/\/example\.org\S*/g, '')).toMatch(
        /^Hello dear you\.\s+\S+ first thing\n\s*\S+ second thing\s+Read the page\.?/,
      );
      expect(shown).not.toMatch(/\*\*|\]\(|<\/?\w+>/);
    });

    it("a person's own signs are shown back as they typed them", async () => {
      const typed = 'a <b>b</b> & c < d > e "f" &amp; 1 < 2';
      await adapter.send(message(`You wrote: ${typed}`));
      expect((await world.shown(1))[0]?.text).toBe(`You wrote: ${typed}`);
    });

    it('a choice of thirty is shown whole, by as many messages as it takes', async () => {
      const choices = Array.from({ length: 30 }, (_, index) => ({ token: `c.${index}`, label: `Country ${index}` }));
      expect(await adapter.send(message('Where do you live?', { choices }))).toEqual({ ok: true });
      const labels = (await world.shown(1)).flatMap((one) => one.choices);
      expect(labels).toEqual(choices.map((choice) => choice.label));
    });

    can('attachments', 'files and pictures arrive with their name and their description in words', async () => {
      expect(await adapter.send(message('Here it is.', { attachments: FILES }))).toEqual({ ok: true });
      const shown = (await world.shown(1)).flatMap((one) => one.attachments);
      expect(shown).toEqual(
        FILES.map((file) => ({
          name: file.type === 'image' ? expect.any(String) : file.name,
          alt: file.alt,
          bytes: file.data.length,
        })),
      );
    });

    can(
      'sendUnreadable',
      'a voice message, a picture, a sticker or a file is handed on, not met with silence',
      async () => {
        const kinds = ['voice', 'photo', 'sticker', 'file'] as const;
        for (const kind of kinds) await need(world.sendUnreadable)(kind);
        await ear.at(kinds.length - 1);
        expect(ear.heard.map((one) => one.unreadable)).toEqual(kinds);
      },
    );

    can('unknownUpdate', 'an unknown kind of update is passed over with a debug line', async () => {
      await need(world.unknownUpdate)();
      await world.say('after');
      expect((await ear.at(0)).text).toBe('after');
      expect(log.lines.some((line) => line.level === 'debug')).toBe(true);
      expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
    });

    can(
      'limitNext',
      'when the platform says wait, it says for how long, and the message goes out afterwards',
      async () => {
        need(world.limitNext)(7);
        const limited = message('patience');
        expect(await adapter.send(limited)).toEqual({ ok: false, reason: 'later', retryAfterMs: 7000 });
        expect(await adapter.send(limited)).toEqual({ ok: true });
        expect((await world.shown(1)).map((one) => one.text)).toEqual(['patience']);
      },
    );

    can('block', 'a person who blocked the bot is unreachable, and nothing is tried again by itself', async () => {
      need(world.block)();
      const before = need(world.attempts)();
      expect(await adapter.send(message('hello?'))).toEqual({ ok: false, reason: 'unreachable' });
      expect(need(world.attempts)()).toBe(before + 1);
    });

    can('holds-back', 'shutdown loses nothing: what is being heard is finished, what comes after waits', async () => {
      const gate = ear.hold();
      await world.say('before the end');
      await ear.at(0);
      let stopped = false;
      const stopping = (async () => {
        await adapter.stop();
        stopped = true;
      })();
      await world.say('while it was away');
      expect(stopped).toBe(false);
      gate.open();
      await stopping;
      await start();
      for (let index = 1; ear.heard.at(-1)?.text !== 'while it was away'; index += 1) await ear.at(index);
      // The first may come again after a restart, under its own id; neither is lost.
      const texts = new Map(ear.heard.map((one) => [one.updateId, one.text]));
      expect([...texts.values()]).toEqual(['before the end', 'while it was away']);
    });

    it('a log line never holds what a person wrote, or who they are', async () => {
      await world.say('my secret sentence');
      await ear.at(0);
      await adapter.send(message('our private answer'));
      await world.shown(1);
      await adapter.stop();
      const written = JSON.stringify(log.lines);
      for (const secret of ['secret', 'private answer', world.to.accountId, world.to.chatId]) {
        expect(written).not.toContain(secret);
      }
    });
  });
};
