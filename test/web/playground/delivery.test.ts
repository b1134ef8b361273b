import { afterEach, expect, test } from 'vitest';
import type { Heard } from '#core/ports.ts';
import { HandTimers, type House, type HouseOptions, openHouse } from '../house.ts';
import { Visitor } from '../visitor.ts';

const open: House[] = [];
const house = async (options: HouseOptions = {}): Promise<House> => {
  const opened = await openHouse(options);
  open.push(opened);
  return opened;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((opened) => opened.stop()));
});

const LATER = { ok: false, reason: 'later', retryAfterMs: 3000 };

/** A visitor whom the house has heard once. */
const met = async (opened: House): Promise<{ visitor: Visitor; heard: Heard }> => {
  const visitor = new Visitor(opened.url);
  await visitor.say('hello', 'hello');
  const heard = opened.heard.at(-1);
  if (heard === undefined) throw new Error('nobody was heard');
  return { visitor, heard };
};

test('a message counts as delivered when an open page says that it has it, and not before', async () => {
  const opened = await house();
  const { visitor, heard } = await met(opened);
  const { stream, hello } = await visitor.connect();
  expect(hello).toEqual({ isNew: false, hasClock: false });

  let isSettled = false;
  const sending = opened
    .say(heard, {
      id: 'm1',
      kind: 'crisis',
      text: 'Call **[988](tel:988)**.',
      choices: [{ token: 't1', label: 'I called' }],
    })
    .finally(() => {
      isSettled = true;
    });
  expect(await stream.message()).toEqual({
    id: 'm1',
    kind: 'crisis',
    text: 'Call **[988](tel:988)**.',
    html: '<p>Call <strong><a href="tel:988">988</a></strong>.</p>',
    choices: [{ token: 't1', label: 'I called' }],
    attachments: [],
  });
  expect((await visitor.acknowledge('something else')).status).toBe(204);
  expect(isSettled).toBe(false);
  await visitor.acknowledge('m1');
  expect(await sending).toEqual({ ok: true });
});

test('with no page open, a message is for later at once', async () => {
  const opened = await house();
  const { visitor, heard } = await met(opened);
  expect(await opened.say(heard)).toEqual(LATER);
  const { stream } = await visitor.connect();
  const sending = opened.say(heard, { id: 'm1' });
  await stream.message();
  // The page is closed before it answers: known at once, not after five seconds.
  await stream.close();
  expect(await sending).toEqual(LATER);
  expect(await opened.say(heard)).toEqual(LATER);
});

test('a page that stays silent for five seconds does not count as having it', async () => {
  const timers = new HandTimers();
  const opened = await house({ timers });
  const { visitor, heard } = await met(opened);
  const { stream } = await visitor.connect();
  const sending = opened.say(heard, { id: 'm1' });
  await stream.message();
  timers.fire(5000);
  expect(await sending).toEqual(LATER);
  // The next try comes as the same id, which the page knows how to drop, and an answer now counts.
  const again = opened.say(heard, { id: 'm1' });
  expect((await stream.message()).id).toBe('m1');
  await visitor.acknowledge('m1');
  expect(await again).toEqual({ ok: true });
});

test('messages come in the order in which they were sent', async () => {
  const opened = await house();
  const { visitor, heard } = await met(opened);
  const { stream } = await visitor.connect();
  const ids = Array.from({ length: 50 }, (_, index) => `m${index}`);
  const sendings = ids.map((id) => opened.say(heard, { id, text: id }));
  const seen: string[] = [];
  for (const id of ids) {
    seen.push((await stream.message()).id);
    await visitor.acknowledge(id);
  }
  expect(seen).toEqual(ids);
  expect(await Promise.all(sendings)).toEqual(ids.map(() => ({ ok: true })));
});

test("nobody sees another person's messages, or can acknowledge them", async () => {
  const timers = new HandTimers();
  const opened = await house({ timers });
  const one = await met(opened);
  const two = await met(opened);
  const { stream } = await one.visitor.connect();
  const { stream: other } = await two.visitor.connect();
  const sending = opened.say(one.heard, { id: 'private' });
  await stream.message();
  await two.visitor.acknowledge('private');
  timers.fire(5000);
  expect(await sending).toEqual(LATER);
  // The first thing on the other stream is that person's own message.
  void opened.say(two.heard, { id: 'own' });
  expect((await other.message()).id).toBe('own');
});

test('all open tabs show a message, and the first that has it is enough', async () => {
  const opened = await house();
  const { visitor, heard } = await met(opened);
  const { stream: first } = await visitor.connect();
  const { stream: second } = await visitor.connect();
  const sending = opened.say(heard, { id: 'm1' });
  expect([(await first.message()).id, (await second.message()).id]).toEqual(['m1', 'm1']);
  await visitor.acknowledge('m1');
  expect(await sending).toEqual({ ok: true });
  await first.close();
  const next = opened.say(heard, { id: 'm2' });
  expect((await second.message()).id).toBe('m2');
  await visitor.acknowledge('m2');
  expect(await next).toEqual({ ok: true });
});

test('a page that connects is announced, so that what waits comes at once', async () => {
  let connections = 0;
  const opened = await house({ onConnected: () => (connections += 1) });
  const { visitor } = await met(opened);
  expect(connections).toBe(0);
  await visitor.connect();
  expect(connections).toBe(1);
});

test('the stream says who is new, and gives a sign of life while nothing is said', async () => {
  const timers = new HandTimers();
  const { url } = await house({ timers });
  const visitor = new Visitor(url);
  const { stream, hello } = await visitor.connect();
  expect(hello).toEqual({ isNew: true, hasClock: false });
  timers.fire(20_000);
  expect(await stream.next('beat')).toEqual({});
  timers.fire(20_000);
  expect(await stream.next('beat')).toEqual({});
  expect((await visitor.connect()).hello).toEqual({ isNew: false, hasClock: false });
});

test('a very long text comes in parts, none lost, the buttons under the last', async () => {
  const opened = await house();
  const { visitor, heard } = await met(opened);
  const { stream } = await visitor.connect();
  const text = 'This is one sentence of many. '.repeat(800).trim();
  const sending = opened.say(heard, { id: 'm1', text, choices: [{ token: 't', label: 'Go on' }] });
  const parts = [await stream.message(), await stream.message(), await stream.message()];
  expect(parts.map(({ text: part }) => part).join(' ')).toBe(text);
  expect(parts.map(({ choices }) => choices.length)).toEqual([0, 0, 1]);
  expect(new Set(parts.map(({ id }) => id)).size).toBe(3);
  for (const { id, text: part } of parts) {
    expect(part.length).toBeLessThanOrEqual(10_000);
    expect(part).toMatch(/\.$/);
    await visitor.acknowledge(id);
  }
  expect(await sending).toEqual({ ok: true });
});

test('when the server stops, streams end and whoever waits is told "later"', async () => {
  const opened = await openHouse();
  const { visitor, heard } = await met(opened);
  const { stream } = await visitor.connect();
  const sending = opened.say(heard, { id: 'm1' });
  await stream.message();
  await opened.stop();
  expect(await sending).toEqual(LATER);
  expect(await stream.next('message')).toBeNull();
  await opened.stop();
});
