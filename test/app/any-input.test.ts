/** Whatever a person sends, through the whole path. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { Terminal } from '#cli/terminal.ts';
import { ManualClock } from '#shared/clock.ts';
import { recordingLogger } from '../contracts/channel-adapter.ts';
import { migratedSnapshot } from '../support/database.ts';
import { START, startApp } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

const CRISIS = 'i am going to kill myself tonight';

describe('whatever a person sends', () => {
  const log = recordingLogger();
  const clock = new ManualClock(START);
  const printed: string[] = [];
  let updates = 0;
  const terminal = new Terminal({
    out: (line) => void printed.push(line),
    name: 'ann',
    json: true,
    now: () => clock.now(),
    updateId: () => String((updates += 1)),
  });
  let server: TelegramServer;
  let app: App;

  beforeAll(async () => {
    server = await createTelegramServer();
    app = await startApp(server, { clock, logger: log, channels: [terminal], snapshot: await migratedSnapshot() });
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
  });

  /** Everything that is said back to one line. */
  const answersTo = async (line: string): Promise<readonly { readonly text: string; readonly kind: string }[]> => {
    const before = printed.length;
    clock.advance(1000);
    await terminal.read(line);
    await app.conversation.settled();
    return printed.slice(before).map((one) => JSON.parse(one));
  };

  it('is answered, in words, and the talk goes on: four hundred strings of any characters', async () => {
    const strings = fc.sample(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ maxLength: 40 }),
      ),
      { numRuns: 400, seed: 20_261_123 },
    );
    for (const line of strings) {
      const said = await answersTo(line);
      expect(said.length, JSON.stringify(line)).toBeGreaterThan(0);
      for (const { text } of said) expect(text.trim(), JSON.stringify(line)).not.toBe('');
    }
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const [lines] = await answersTo('sos');
    expect(lines).toMatchObject({ kind: 'crisis', text: expect.stringContaining('findahelpline.com') });
  }, 120_000);

  it('control characters, halves of characters, emoji, spaces', async () => {
    const ann = new Talker(server);
    await ann.joins({ nudgeAt: null });
    for (const odd of [
      '\u0000\u0007\u001b[31m',
      '\ud83d',
      'half \udc00 of it',
      '🙂🙃🙂',
      '\u202e\u200b\u2066',
      '   \n\t ',
      '/',
      '/i_cannot_go_on',
      '@',
      '﷽'.repeat(300),
    ]) {
      const before = ann.texts.length;
      await server.queue.waitForConfirmed(ann.says(odd));
      await app.conversation.settled();
      expect(ann.texts.length, JSON.stringify(odd)).toBeGreaterThan(before);
    }
    ann.listens();
    await ann.asks('6 4 7 5 2 1 yes', /./);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('ten megabytes with a crisis sentence in the middle get the protocol, and soon', async () => {
    const bea = new Talker(server, 7002);
    await bea.joins({ nudgeAt: null });
    const filler = 'the weather was grey again and i went to the shop. '.repeat(100_000);
    const begun = process.cpuUsage();
    const update = bea.says(`${filler}${CRISIS}. ${filler}`);
    await server.queue.waitForConfirmed(update);
    const { user, system } = process.cpuUsage(begun);
    // Work, not waiting: other programs on the machine don't count. Microseconds.
    expect(user + system).toBeLessThan(15_000_000);
    // Reading so much takes seconds in which Telegram may close its idle connection: then it is sent a moment later.
    await app.conversation.settled();
    await app.moveTo(clock.now() + 60_000);
    await bea.hears(/ending your life|these people are there now/);
    bea.listens();
    await bea.asks('sos', /988/);
  }, 90_000);
});
