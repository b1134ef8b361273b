/** Many messages at once, of one person and of many. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { ManualClock } from '#shared/clock.ts';
import { migratedSnapshot } from '../support/database.ts';
import { START, startApp } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

describe('many at once', () => {
  let server: TelegramServer;
  let app: App;
  beforeAll(async () => {
    server = await createTelegramServer();
    // The clock stands still: everything happens in the same millisecond.
    app = await startApp(server, { clock: new ManualClock(START), snapshot: await migratedSnapshot() });
  });
  afterAll(async () => {
    await app.stop();
    await server.stop();
  });

  it('messages of one person in the same millisecond are all handled, in their order', async () => {
    const ann = new Talker(server);
    await ann.joins({ nudgeAt: null });
    await ann.asks('/checkin', /mood right now/);
    ann.listens();
    for (const score of ['6', '4', '7']) ann.says(score);
    await ann.hears(/anxiety/);
    await ann.hears(/sleep/);
    await ann.hears(/drive/);
    await app.conversation.settled();
    ann.taps('5');
    await ann.hears(/feel good/);
  });

  it('fifty people who begin at the same moment are each welcomed, in whole and in order', async () => {
    const people = Array.from({ length: 50 }, (_, index) => new Talker(server, 5000 + index));
    for (const one of people) one.says('/start');
    await Promise.all(people.map((one) => one.hears(/18 or older/)));
    await app.conversation.settled();
    for (const one of people) {
      expect(one.texts).toEqual([
        expect.stringMatching(/^Hi\./),
        expect.stringMatching(/^I check in/),
        expect.stringMatching(/18 or older/),
      ]);
    }
  });
});
