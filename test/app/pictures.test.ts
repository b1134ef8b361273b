/** What comes along with a message: made when it is sent, and kept nowhere. */
import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { Terminal } from '../../src/cli/terminal.ts';
import { Delivery } from '#core/delivery.ts';
import type { Draft, OutboxRow } from '#core/ports.ts';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { ManualClock } from '#shared/clock.ts';
import { silentLogger } from '#shared/logger.ts';
import { migratedSnapshot, openTestStore } from '../support/database.ts';
import { START, startApp } from '../support/running-app.ts';
import { CONSENT, heard, turn } from '../store/turns.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

const DAY = 86_400_000;

describe('the week as a picture, in Telegram', () => {
  let server: TelegramServer;
  let app: App;
  const clock = new ManualClock(START);

  beforeAll(async () => {
    server = await createTelegramServer();
    app = await startApp(server, { clock, snapshot: await migratedSnapshot() });
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
  });

  it('comes as a photo after its numbers, and says the same in words to those who cannot see it', async () => {
    const ann = new Talker(server);
    await ann.joins({ country: 'US', zone: 'Chicago', nudgeAt: null });
    for (const [day, line] of ['3 7 4 2 1 3 yes', '4 6 5 2 1 2 yes', '6 4 7 5 2 1 yes'].entries()) {
      clock.set(START + day * DAY);
      await ann.asks(line, /anything you want to note/u);
      ann.taps('Skip');
      await app.conversation.settled();
    }
    clock.set(START + 2 * DAY + 3_600_000);
    ann.listens();
    await ann.asks('/week', /overwhelmed/u);
    await ann.asks('4', /cope/u);
    await ann.asks('6', /Mood/u);
    const photo = await ann.hears(/^Your numbers from/u);
    expect(photo.text).toBe(
      'Your numbers from November 19 to November 25, as lines from 0 to 10. Mood: first 3, last 6. ' +
        'Anxiety: first 7, last 4. Sleep: first 4, last 7. Drive: first 2, last 5.',
    );
    expect([photo.file?.type, photo.file?.name]).toEqual(['photo', 'week-2026-11-25.png']);
    const image = await loadImage(Buffer.from(photo.file?.bytes ?? []));
    expect([image.width, image.height]).toEqual([1600, 1000]);
  });
});

describe('a picture that cannot be drawn', () => {
  it('leaves its description in words in its place, and what comes after it is not held up', async () => {
    const test = await openTestStore();
    const out: string[] = [];
    const clock = new ManualClock(START);
    const terminal = new Terminal({
      out: (line) => out.push(line),
      name: 'ann',
      json: false,
      now: () => clock.now(),
      updateId: () => '1',
    });
    const spec = {
      lines: [{ item: 'mood', label: 'Mood' }],
      min: 0,
      max: 10,
      days: 7,
      until: '2026-11-23',
      locale: 'en',
    };
    const week: Draft = {
      kind: 'flow',
      text: 'Your week.',
      choices: [],
      attachments: [{ type: 'image', name: 'week.png', alt: 'Mood: first 3, last 6.', make: 'chart', chart: spec }],
    };
    const after: Draft = { kind: 'flow', text: 'And now?', choices: [], attachments: [] };
    const from = { platform: 'terminal' as const, accountId: 'ann', chatId: 'ann' };
    const outcome = await turn(test.store, heard('ann', { from }), { consents: CONSENT, outbox: [week, after] });
    const rows: readonly OutboxRow[] = outcome.outcome === 'handled' ? outcome.send : [];
    const delivery = new Delivery({
      store: test.store,
      adapters: new Map([['terminal', terminal]]),
      clock,
      logger: silentLogger,
      checkpoint: noCheckpoint,
      drawChart: () => Promise.reject(new Error('this machine has no canvas')),
      pause: () => Promise.resolve(),
    });
    await delivery.send(rows);
    expect(out.filter((line) => line !== '')).toEqual(['Your week.\n\nMood: first 3, last 6.', 'And now?']);
    await test.store.close();
  });
});
