import { Terminal } from '#cli/terminal.ts';
import type { ChannelAdapter, Heard } from '#core/ports.ts';
import { channelContract, type ChannelHarness } from './channel-adapter.ts';

/** One message as it stands on the screen: its text, its files, its buttons. */
const read = (printed: readonly string[]) => {
  const screen = printed.join('\n').trimEnd().split('\n');
  const buttons = screen.filter((line) => line.startsWith('[1] '));
  const files = screen.flatMap((line) => {
    const [, name, alt] = /^\((?:image|file): ([^:]+): (.*)\)$/u.exec(line) ?? [];
    return name === undefined || alt === undefined ? [] : [{ name, alt, bytes: 0 }];
  });
  return {
    text: screen.filter((line) => !line.startsWith('[1] ')).join('\n'),
    choices: buttons.flatMap((line) => line.split(/\s*\[\d+\] /u).slice(1)),
    attachments: files,
  };
};

/** Someone at a keyboard, and a pipe that keeps the lines which nobody has read yet. */
const makeHarness = async (): Promise<ChannelHarness> => {
  const printed: string[] = [];
  const unread: string[] = [];
  const tokens: ReadonlyMap<string, string>[] = [];
  let terminal: Terminal | null = null;
  let lines = 0;
  let reading = Promise.resolve();
  let isReading = false;

  /** As the command does: one line at a time, the next when this one is taken. */
  const pump = async (): Promise<void> => {
    for (;;) {
      const line = unread[0];
      if (line === undefined || terminal === null || !(await terminal.read(line))) return;
      unread.shift();
    }
  };
  const readOn = (): void => {
    if (isReading) return;
    isReading = true;
    reading = pump().finally(() => {
      isReading = false;
    });
  };
  const say = async (line: string): Promise<void> => {
    unread.push(line);
    readOn();
  };
  /** Where each message begins: an empty line of its own ends the one before. */
  const begins: number[] = [];

  return {
    make: (): ChannelAdapter => {
      const made = new Terminal({
        out: (line) => void printed.push(line),
        name: 'ann',
        json: false,
        now: () => 1_700_000_000_000,
        updateId: () => `run.${++lines}`,
      });
      return {
        platform: made.platform,
        privateLink: () => made.privateLink(),
        start: async (receive: (heard: Heard) => Promise<void>) => {
          await made.start(receive);
          terminal = made;
          await reading;
          readOn();
        },
        send: async (message) => {
          const from = printed.length;
          const result = await made.send(message);
          printed.slice(from).forEach((_line, index, all) => {
            if (index === 0 || all[index - 1] === '') begins.push(from + index);
          });
          tokens.push(new Map(message.choices.map(({ label, token }) => [label, token])));
          return result;
        },
        stop: () => made.stop(),
      };
    },
    to: { platform: 'terminal', accountId: 'ann', chatId: 'ann' },
    say,
    // A number names a button of the latest reply; for an older one its token, which `--json` shows, is written.
    tap: async (message, label) => {
      const at = read(printed.slice(begins.at(-1))).choices.indexOf(label);
      await say(message === tokens.length - 1 ? String(at + 1) : (tokens[message]?.get(label) ?? ''));
    },
    shown: async (count) => {
      const messages = begins.map((from, index) => read(printed.slice(from, begins[index + 1])));
      if (messages.length < count) throw new Error(`only ${messages.length} messages are on the screen`);
      return messages;
    },
    close: async () => {
      terminal = null;
      await reading;
    },
  };
};

const ALONE = 'one person at one keyboard';

channelContract('The terminal', makeHarness, {
  repeat: 'a line is read once: there is no second delivery',
  sayAsBot: ALONE,
  sayInPublic: ALONE,
  sendUnreadable: 'a keyboard has letters only',
  unknownUpdate: 'every line is a message',
  tapLate: 'nothing has to be answered in time',
  limitNext: 'a screen takes everything at once',
  block: ALONE,
  attachments: 'a screen shows the name and the description of a file; its bytes have nowhere to go',
});
