import { afterEach, expect, test } from 'vitest';
import type { Heard } from '#core/ports.ts';
import { type House, type HouseOptions, MORNING, openHouse } from '../house.ts';
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

test('what was typed arrives untouched, as a private message of this person', async () => {
  const { url, heard } = await house();
  const visitor = new Visitor(url);
  const text = '  I feel flat :( \n\t“so” flat  ';
  const answer = await visitor.post(
    '/playground/messages',
    { id: 'm1', text },
    { 'accept-language': 'pt-BR,pt;q=0.9' },
  );
  expect(answer.status).toBe(202);
  expect(heard).toEqual<Heard[]>([
    {
      kind: 'heard',
      from: {
        platform: 'playground',
        accountId: expect.stringMatching(/^\w{20,}$/),
        chatId: heard[0]?.from.accountId ?? '',
      },
      updateId: expect.any(String),
      place: 'private',
      text,
      choice: null,
      command: null,
      unreadable: null,
      sentAt: MORNING,
      language: 'pt-BR',
    },
  ]);
});

test('a tap and a command arrive as such, and a typed /command means the command', async () => {
  const { url, heard } = await house();
  const visitor = new Visitor(url);
  await visitor.post('/playground/messages', { id: '1', choice: 'p1:yes', label: 'Yes' });
  await visitor.post('/playground/messages', { id: '2', command: 'sos' });
  await visitor.say('3', '/checkin now');
  await visitor.say('4', 'a/b and/or');
  expect(heard.map(({ text, choice, command }) => [text, choice, command])).toEqual([
    ['', 'p1:yes', null],
    ['', null, 'sos'],
    ['/checkin now', null, 'checkin'],
    ['a/b and/or', null, null],
  ]);
});

test('a repeated POST reaches the conversation as the same update, so it can be dropped there', async () => {
  const { url, heard } = await house();
  const visitor = new Visitor(url);
  for (let time = 0; time < 3; time += 1) expect((await visitor.say('same', 'hello')).status).toBe(202);
  await visitor.say('another', 'hello');
  const updates = heard.map(({ updateId }) => updateId);
  expect(new Set(updates.slice(0, 3)).size).toBe(1);
  expect(updates[3]).not.toBe(updates[0]);
  expect(new Set(heard.map(({ from }) => from.accountId)).size).toBe(1);
});

test("two people's pages can't drop each other's messages by making the same id", async () => {
  const { url, heard } = await house();
  await new Visitor(url).say('1', 'hello');
  await new Visitor(url).say('1', 'hello');
  expect(new Set(heard.map(({ updateId }) => updateId)).size).toBe(2);
});

test('202 comes only when the message is committed, and nobody waits behind a slow one', async () => {
  const slow = Promise.withResolvers<void>();
  const { url } = await house({ receive: async (heard) => (heard.text === 'slow' ? slow.promise : undefined) });
  const visitor = new Visitor(url);
  await visitor.connect();
  let isAnswered = false;
  const first = visitor.say('1', 'slow').then((answer) => {
    isAnswered = true;
    return answer.status;
  });
  expect((await visitor.say('2', 'please help me')).status).toBe(202);
  expect(isAnswered).toBe(false);
  slow.resolve();
  expect(await first).toBe(202);
});

test('a message that the conversation did not take is to be sent again, without a word about why', async () => {
  const { url } = await house({ receive: async () => Promise.reject(new Error('inner detail')) });
  const answer = await new Visitor(url).say('1', 'hello');
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain('inner');
});

test('after the stop nothing is taken in, and what had begun is finished first', async () => {
  const slow = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { url, playground, heard } = await house({
    receive: async () => {
      begun.resolve();
      await slow.promise;
    },
  });
  const visitor = new Visitor(url);
  const first = visitor.say('1', 'begun');
  await begun.promise;
  let isStopped = false;
  const stopping = playground.stop().finally(() => {
    isStopped = true;
  });
  expect((await visitor.say('2', 'too late')).status).toBe(503);
  expect(isStopped).toBe(false);
  slow.resolve();
  expect((await first).status).toBe(202);
  await stopping;
  expect(heard.map(({ text }) => text)).toEqual(['begun']);
});

test('a person is known again by the cookie, which scripts and other sites never see', async () => {
  const { url, heard } = await house();
  const visitor = new Visitor(url);
  const answer = await visitor.say('1', 'hello');
  expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Strict$/);
  await visitor.say('2', 'it is me');
  expect(heard[1]?.from).toEqual(heard[0]?.from);
});

test('the cookie travels over HTTPS only where the server is reached by HTTPS', async () => {
  const { url } = await house({ host: '0.0.0.0', publicUrl: 'https://localhost' });
  const plain = await fetch(`${url.replace('0.0.0.0', '127.0.0.1')}/playground/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"id":"1","text":"x"}',
  });
  expect(plain.headers.get('set-cookie')).not.toContain('Secure');
});

test('a cookie that was made up, changed or signed by another server is a new person, never someone else', async () => {
  const { url, heard } = await house();
  const victim = new Visitor(url);
  await victim.say('1', 'hello');
  const [name, value = ''] = victim.cookie?.split('=') ?? [];
  const [id = '', signature = ''] = value.split('.');
  const other = await house({ secret: new Uint8Array(32).fill(8) });
  const stranger = new Visitor(other.url);
  await stranger.say('1', 'hello');
  const forged = [
    `${name}=${id}`,
    `${name}=${id}.`,
    `${name}=${id}.${'A'.repeat(43)}`,
    `${name}=${id.slice(0, -1)}x.${signature}`,
    `${name}=${id}.${signature}; ${name}=other`.replace(signature, signature.toLowerCase()),
    stranger.cookie,
    'tidemark_person==;;=',
  ];
  for (const cookie of forged) await new Visitor(url, cookie).say('1', 'hello');
  const people = heard.map(({ from }) => from.accountId);
  expect(new Set(people).size).toBe(1 + forged.length);
});

test('what the page would never send is turned away in plain words', async () => {
  const { url, heard } = await house();
  const visitor = new Visitor(url);
  const wrong = [
    {},
    { id: '1' },
    { id: '1', text: '' },
    { id: '', text: 'x' },
    { id: 'a b', text: 'x' },
    { id: 'x'.repeat(65), text: 'x' },
    { id: '1', text: 5 },
    { id: '1', text: 'x', choice: 'y' },
    { id: '1', command: 'DROP TABLE' },
    [],
    null,
  ];
  for (const body of wrong) {
    const answer = await visitor.post('/playground/messages', body);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { message: 'The page sent something that Tidemark could not read.' },
    ]);
  }
  const noJson = await visitor.ask('/playground/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect(noJson.status).toBe(400);
  const form = await visitor.ask('/playground/messages', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"id":"1","text":"x"}',
  });
  expect(form.status).toBe(415);
  expect(heard).toEqual([]);
});

test('a whole diary of just under 16 MB is taken; more is refused kindly, with where to turn in danger', async () => {
  const { url, heard } = await house();
  const visitor = new Visitor(url);
  const frame = JSON.stringify({ id: '1', text: '' }).length;
  const longest = 'x'.repeat(16 * 1024 * 1024 - frame);
  expect((await visitor.say('1', longest)).status).toBe(202);
  expect(heard[0]?.text.length).toBe(longest.length);
  const answer = await visitor.say('1', `${longest}x`);
  expect(answer.status).toBe(413);
  expect(await answer.json()).toEqual({
    message: expect.stringMatching(/shorter.*emergency number.*findahelpline\.com/),
  });
  expect(heard).toHaveLength(1);
  // The connection survives it: the next message goes through.
  expect((await visitor.say('2', 'sorry')).status).toBe(202);
});
