import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '#shared/clock.ts';
import { type House, MORNING, openHouse } from '../house.ts';
import { type Shown, type Stream, Visitor } from '../visitor.ts';

let house: House;
let clock: ManualClock;
let visitor: Visitor;
let stream: Stream;

beforeEach(async () => {
  clock = new ManualClock(MORNING);
  house = await openHouse({ clock });
  visitor = new Visitor(house.url);
  await visitor.say('1', 'export');
  ({ stream } = await visitor.connect());
});
afterEach(() => house.stop());

const attachments = [
  { type: 'file', name: 'my “données” (1).json', alt: 'Everything that Tidemark keeps', data: Buffer.from('{"a":1}') },
] as const;

const send = async (id: string): Promise<Shown> => {
  const [heard] = house.heard;
  if (heard === undefined) throw new Error('nobody was heard');
  const sending = house.say(heard, { id, attachments });
  const shown = await stream.message();
  await visitor.acknowledge(id);
  expect(await sending).toEqual({ ok: true });
  return shown;
};

const hrefOf = (shown: Shown): string => shown.attachments[0]?.href ?? '';

test('a file is described in words, and comes under its own name, byte for byte, once', async () => {
  const shown = await send('m1');
  expect(shown.attachments).toEqual([
    {
      type: 'file',
      name: 'my “données” (1).json',
      alt: 'Everything that Tidemark keeps',
      href: expect.stringMatching(/^\/playground\/files\/[\w-]{43}$/),
    },
  ]);
  const answer = await visitor.ask(hrefOf(shown));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="my_donn_es_1_.json"; filename*=UTF-8''my%20%E2%80%9Cdonn%C3%A9es%E2%80%9D%20%281%29.json`,
  );
  expect(await answer.text()).toBe('{"a":1}');
  const again = await visitor.ask(hrefOf(shown));
  expect([again.status, await again.json()]).toEqual([404, { message: expect.stringContaining('ask for it again') }]);
});

test("another person who has the address still can't fetch the file, and does not use it up", async () => {
  const href = hrefOf(await send('m1'));
  expect((await new Visitor(house.url).ask(href)).status).toBe(404);
  expect((await visitor.ask(href)).status).toBe(200);
});

test('a message that had to be sent again leads to its file by the same address', async () => {
  const first = hrefOf(await send('m1'));
  const second = hrefOf(await send('m1'));
  expect(second).toBe(first);
  expect((await visitor.ask(first)).status).toBe(200);
});

test('a file that nobody fetches is gone after a quarter of an hour', async () => {
  const href = hrefOf(await send('m1'));
  clock.advance(15 * 60 * 1000);
  expect((await visitor.ask(href)).status).toBe(404);
});
