import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ManualClock } from '#shared/clock.ts';
import { migratedSnapshot } from '../support/database.ts';
import { START, startApp } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer } from '../support/telegram-server.ts';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'tidemark-crisis-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a crisis outlives restarts: /start does not close it, and it is asked again when it was said to be', async () => {
  const server = await createTelegramServer();
  const clock = new ManualClock(START);
  const home = { dataDir: folder };
  const ann = new Talker(server);
  const ask = { platform: 'telegram', accountId: String(ann.id), chatId: String(ann.id) } as const;

  const first = await startApp(server, { clock, snapshot: await migratedSnapshot() }, home);
  await ann.joins({ nudgeAt: '9 am' });
  await ann.asks('i am going to kill myself tonight', /ending your life/);
  await first.stop();

  const second = await startApp(server, { clock }, home);
  expect(await second.store.glance(ask)).toMatchObject({ episodeOpen: true });
  ann.listens();
  const again = await ann.asks('/start', /ending your life|safe/);
  expect(again.text).not.toMatch(/welcome|check-in now/i);
  await second.conversation.settled();
  expect(await second.store.glance(ask)).toMatchObject({ episodeOpen: true });
  // A denial does not close it either.
  await ann.asks('no i am fine', /./);
  await second.conversation.settled();
  expect(await second.store.glance(ask)).toMatchObject({ episodeOpen: true });
  await second.stop();

  const third = await startApp(server, { clock }, home);
  let before = ann.texts.length;
  await third.moveTo(START + 2 * HOUR - 1);
  expect(ann.texts.length, 'nothing within two hours').toBe(before);
  await third.moveTo(START + 4 * HOUR);
  expect(ann.texts.slice(before).join('\n'), 'after two to four hours').toMatch(/safe|ending your life/i);
  before = ann.texts.length;
  await third.moveTo(START + 25 * HOUR);
  const nextDay = ann.texts.slice(before).join('\n');
  expect(nextDay, 'after a day').toMatch(/safe|ending your life/i);
  expect(nextDay, 'and no check-in while it is open').not.toMatch(/mood right now/);
  await third.stop();
  await server.stop();
});
