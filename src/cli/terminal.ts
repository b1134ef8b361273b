import type { ChannelAdapter, Choice, Heard, Outbound, SendResult } from '#core/ports.ts';
import { LIMITS } from '#shared/platforms.ts';

/** How a message is shown. */
export interface TerminalOptions {
  readonly out: (line: string) => void;
  /** The member's name here; stands for their account. */
  readonly name: string;
  /** One JSON object a message instead of text. */
  readonly json: boolean;
  readonly now: () => number;
  /** Unique over all runs on the same data: so that no line is taken for a repeated delivery. */
  readonly updateId: () => string;
}

/** Markdown as a terminal shows it: no stars, links with their address behind them. */
const asText = (markdown: string): string =>
  markdown
    .replace(/\*\*(.+?)\*\*/gu, '$1')
    // A star alone, as in "2 * 3", is no mark.
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*[^\s*])\*(?![\w*])/gu, '$1')
    .replace(/\[([^\]]+)\]\((?:tel:|sms:)?([^)]+)\)/gu, (_whole, label: string, target: string) =>
      label === target ? label : `${label} (${target})`,
    );

/** A text beyond the limit in parts, each ended by a sentence where it has one. */
const partsOf = (text: string): readonly string[] => {
  const limit = LIMITS.terminal.text;
  if (text.length <= limit) return [text];
  const ends = [...text.slice(0, limit + 1).matchAll(/[.!?…](?=\s)/gu)];
  const end = (ends.at(-1)?.index ?? limit - 1) + 1;
  return [text.slice(0, end), ...partsOf(text.slice(end).trimStart())];
};

/** The terminal: a channel like any other. A line goes in by `read`; what is sent is printed. */
export class Terminal implements ChannelAdapter {
  readonly platform = 'terminal';
  readonly #options: TerminalOptions;
  #receive: ((heard: Heard) => Promise<void>) | null = null;
  /** What a number picks from: the choices under the latest reply, and none where it had none. */
  #choices: readonly Choice[] = [];
  #replying = false;
  /** Every token that was sent out: `--json` shows them, and a line that is one of them is a tap on that very button. */
  readonly #tokens = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  start(receive: (heard: Heard) => Promise<void>): Promise<void> {
    this.#receive = receive;
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#receive = null;
    await Promise.all(this.#underWay);
  }

  privateLink(): string | null {
    return null;
  }

  /**
   * Hands on one line. A number picks a printed choice, unless it is an answer itself, as on a scale; `[3]` always picks.
   * Resolves true once the message is committed, false where the terminal was stopped: the line is then still unread.
   */
  async read(line: string): Promise<boolean> {
    if (this.#receive === null) return false;
    const { name, now, updateId } = this.#options;
    const token = this.#picked(line);
    this.#replying = false;
    const taking = this.#receive({
      kind: 'heard',
      from: { platform: this.platform, accountId: name, chatId: name },
      updateId: updateId(),
      place: 'private',
      text: token === null ? line : '',
      choice: token,
      command: null,
      unreadable: null,
      sentAt: now(),
      language: null,
    });
    this.#underWay.add(taking);
    await taking.finally(() => this.#underWay.delete(taking));
    return true;
  }

  /** The token of the button that this line stands for; null where it is a message. */
  #picked(line: string): string | null {
    if (this.#tokens.has(line.trim())) return line.trim();
    const [, bracket, number] = /^\s*(\[)?(\d{1,2})\]?\s*$/u.exec(line) ?? [];
    const picked = this.#choices[Number(number) - 1];
    if (picked === undefined || bracket !== undefined) return picked?.token ?? null;
    const isAnswer = /^\d/u.test(picked.label) || this.#choices.some(({ label }) => label === number);
    return isAnswer ? null : picked.token;
  }

  send(message: Outbound): Promise<SendResult> {
    if (message.to.accountId !== this.#options.name) return Promise.resolve({ ok: false, reason: 'unreachable' });
    const parts = partsOf(message.text);
    for (const text of parts.slice(0, -1)) this.#print({ ...message, text, choices: [], attachments: [] });
    this.#print({ ...message, text: parts.at(-1) ?? '' });
    return Promise.resolve({ ok: true });
  }

  #print(message: Outbound): void {
    const { out, name, json } = this.#options;
    const { text, choices, kind } = message;
    if (!this.#replying || choices.length > 0) this.#choices = choices;
    this.#replying = true;
    for (const { token } of choices) this.#tokens.add(token);
    const attachments = message.attachments.map(({ type, name: file, alt }) => ({ type, name: file, alt }));
    if (json) return out(JSON.stringify({ to: name, text, choices, attachments, kind }));
    out(asText(text));
    for (const file of attachments) out(`(${file.type}: ${file.name}: ${file.alt})`);
    if (choices.length > 0) out(choices.map(({ label }, index) => `[${index + 1}] ${label}`).join('  '));
    out('');
  }
}
