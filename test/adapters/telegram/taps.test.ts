import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChannelAdapter } from '#core/ports.ts';
import type { SentMessage } from '../../support/telegram-server-methods.ts';
import { GROUP } from '../../support/telegram-server-people.ts';
import { createBench, toAnn, type Bench } from './bench.ts';

const CHOICES = [
  { token: 'p.1.yes', label: 'Yes' },
  { token: 'p.1.no', label: 'No' },
];

let bench: Bench;
let adapter: ChannelAdapter;
beforeEach(async () => {
  bench = await createBench();
  adapter = await bench.start();
});
afterEach(() => bench.close());

const sent = (index: number): SentMessage => {
  const message = bench.server.sent[index];
  if (message === undefined) throw new Error('nothing was sent');
  return message;
};

it('a tap is answered at once, even while the message before it is still being worked on', async () => {
  const never = Promise.withResolvers<void>();
  await adapter.stop();
  adapter = await bench.start(() => never.promise);
  await adapter.send(toAnn('Did you **sleep**?', { choices: CHOICES }));
  bench.server.tap(sent(0), 'No');
  await bench.server.waitForCalls('answerCallbackQuery', 1);
  never.resolve();
});

it('the answered prompt shows the choice, keeps its look and has no buttons any more', async () => {
  await adapter.send(toAnn('Did you **sleep**?', { choices: CHOICES }));
  bench.server.tap(sent(0), 'No');
  await bench.server.waitForCalls('editMessageText', 1);
  expect(sent(0)).toMatchObject({
    text: 'Did you sleep?\n\n✓ No',
    entities: [{ type: 'bold', offset: 8, length: 5 }],
    buttons: [],
  });
});

it('under a file the buttons go and the description stays', async () => {
  const attachments = [{ type: 'file' as const, name: 'a.csv', alt: 'A table.', data: new Uint8Array([1]) }];
  await adapter.send(toAnn('', { attachments, choices: CHOICES }));
  bench.server.tap(sent(0), 'Yes');
  await bench.server.waitForCalls('editMessageReplyMarkup', 1);
  expect(sent(0)).toMatchObject({ text: 'A table.', buttons: [] });
});

it('in a group the buttons stay for the others, and nobody sees what one person chose', async () => {
  const to = { platform: 'telegram', accountId: '1111', chatId: String(GROUP) } as const;
  await adapter.send(toAnn('How is everyone?', { to, choices: CHOICES }));
  bench.server.tap(sent(0), 'Yes', { from: 1111 });
  await bench.server.waitForCalls('answerCallbackQuery', 1);
  await adapter.stop();
  expect(sent(0)).toMatchObject({ text: 'How is everyone?', edited: false });
  expect(bench.heard).toMatchObject([{ place: 'public', choice: 'p.1.yes' }]);
});

it('a double tap is heard twice under two ids, and is no fault', async () => {
  await adapter.send(toAnn('Did you sleep?', { choices: CHOICES }));
  const message = structuredClone(sent(0));
  bench.server.tap(message, 'Yes');
  bench.server.tap(message, 'Yes');
  await bench.hear(2);
  await adapter.stop();
  expect(new Set(bench.heard.map((one) => one.updateId)).size).toBe(2);
  expect(sent(0).text).toBe('Did you sleep?\n\n✓ Yes');
  expect(bench.log.lines.filter((line) => line.level !== 'debug' && line.level !== 'info')).toEqual([]);
});

it('a prompt so old that Telegram no longer shows it is answered all the same', async () => {
  bench.server.replay('callback-query-inaccessible');
  expect((await bench.hear(1))[0]).toMatchObject({ choice: 'p.00000000.2' });
});

it('the clock does not go on turning for a button that means nothing to us', async () => {
  bench.server.replay('callback-query-game');
  await bench.server.waitForCalls('answerCallbackQuery', 1);
  expect(bench.heard).toEqual([]);
});
