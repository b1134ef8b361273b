import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { ManualClock, OffsetClock, systemClock } from '#shared/clock.ts';
import { TidemarkError } from '#shared/errors.ts';
import { instantOf } from '#shared/local-time.ts';
import { silentLogger } from '#shared/logger.ts';
import type { LineIo } from '#cli/io.ts';
import { Terminal } from '#cli/terminal.ts';

export interface ChatIo extends LineIo {
  /** Whether a person sits there, or a pipe. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `3h`, `1d 2h`, `45m` in milliseconds; null where it is none. */
const durationOf = (text: string): number | null => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([smhdw])/gu)];
  if (parts.length === 0 || text.replace(/(\d+(?:\.\d+)?)\s*([smhdw])/gu, '').trim() !== '') return null;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 0), 0);
};

/** An instant with its offset, or a wall time in the member's zone. */
const instantIn = (text: string, zone: string): number | null => {
  const wall = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?$/u.exec(text);
  try {
    if (wall?.[1] !== undefined && wall[2] !== undefined) return instantOf(wall[1], wall[2], zone);
  } catch {
    return null;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
};

const usage = (message: string): TidemarkError =>
  new TidemarkError('USAGE', message, 'npm run -s chat -- [--data DIR] [--as NAME] [--now ISO] [--json]');

/**
 * `npm run -s chat`: the bot in the terminal. From a pipe one message a line goes in and the replies come out, in a fresh
 * database in memory unless `--data DIR`. `:advance 3h` and `:at 2026-11-23T09:00` steer the clock.
 */
export const chatCommand = async (args: readonly string[], io: ChatIo): Promise<void> => {
  let options;
  try {
    options = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        as: { type: 'string', default: 'you' },
        now: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw usage(error instanceof Error ? error.message : 'unknown option');
  }
  const start = options.now === undefined ? systemClock.now() : instantIn(options.now, 'UTC');
  if (start === null) throw usage('--now is no time such as 2026-11-22T09:00:00Z');
  const clock = io.interactive && options.now === undefined ? new OffsetClock(systemClock) : new ManualClock(start);

  let lines = 0;
  const run = systemClock.now().toString(36);
  const terminal = new Terminal({
    out: io.out,
    name: options.as,
    json: options.json,
    now: () => clock.now(),
    updateId: () => `${run}.${++lines}`,
  });
  // Only the keys are taken from the surroundings: a chat in the terminal never reaches the operator's database.
  const config = readConfig({
    DATA_DIR: options.data,
    ENCRYPTION_KEY: io.env['ENCRYPTION_KEY'],
    LOOKUP_KEY: io.env['LOOKUP_KEY'],
    ROLES: 'worker',
  });
  const app = await createApp(
    { ...config, playground: false, roles: new Set() },
    { root: io.root, clock, channels: [terminal], inMemory: options.data === undefined, logger: silentLogger },
  );
  await app.start();
  try {
    if (io.interactive) {
      io.err('Write to Tidemark. :advance 3h or :at 2026-11-23T09:00 move the clock; Ctrl+D ends.');
      await terminal.read('/start');
      await app.conversation.settled();
    }
    const reader = createInterface({ input: io.input, crlfDelay: Number.POSITIVE_INFINITY, terminal: false });
    for await (const line of reader) {
      const directive = /^:(advance|at)\s+(.+)$/u.exec(line.trim());
      if (directive?.[1] !== undefined && directive[2] !== undefined) {
        const known = await app.store.glance({ platform: 'terminal', accountId: options.as, chatId: options.as });
        const zone = known?.zone ?? 'UTC';
        const length = directive[1] === 'advance' ? durationOf(directive[2]) : null;
        const to =
          directive[1] === 'advance' ? (length === null ? null : clock.now() + length) : instantIn(directive[2], zone);
        if (to === null) io.err(`This is no time: ${directive[2]}. Write :advance 3h or :at 2026-11-23T09:00`);
        else await app.moveTo(to);
        continue;
      }
      if (line.trim() === '') continue;
      if (clock instanceof ManualClock) clock.advance(1000);
      await terminal.read(line);
      await app.conversation.settled();
    }
  } finally {
    await app.stop();
  }
};
