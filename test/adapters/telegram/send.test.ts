import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelAdapter } from '#core/ports.ts';
import { GROUP } from '../../support/telegram-server-people.ts';
import { createBench, toAnn, type Bench } from './bench.ts';

let bench: Bench;
let adapter: ChannelAdapter;
beforeEach(async () => {
  bench = await createBench();
  adapter = await bench.start();
});
afterEach(() => bench.close());

const texts = (): readonly string[] => bench.server.sent.map((one) => one.text);
const LONG = Array.from({ length: 250 }, (_, index) => `Sentence number ${index} says a plain thing.`).join(' ');

describe('what Telegram refuses is reported for what it is', () => {
  const passing = { ok: false, reason: 'later', retryAfterMs: 2000 };
  it.each([
    ['reset', passing],
    ['lost', passing],
    ['garbage', passing],
    [{ status: 502, description: 'Bad Gateway' }, passing],
    [
      { status: 429, description: 'Too Many Requests: retry after 35', parameters: { retry_after: 35 } },
      { ok: false, reason: 'later', retryAfterMs: 35_000 },
    ],
    [
      { status: 401, description: 'Unauthorized' },
      { ok: false, reason: 'later', retryAfterMs: 60_000 },
    ],
    [
      { status: 403, description: 'Forbidden: user is deactivated' },
      { ok: false, reason: 'unreachable' },
    ],
    [
      { status: 403, description: 'Forbidden: bot was kicked from the group chat' },
      { ok: false, reason: 'unreachable' },
    ],
    [
      { status: 400, description: 'Bad Request: MESSAGE_TOO_SOMETHING' },
      { ok: false, reason: 'refused', code: '400' },
    ],
  ] as const)('%o', async (fault, result) => {
    bench.server.fail('sendMessage', fault);
    expect(await adapter.send(toAnn('hello'))).toEqual(result);
  });

  it('a chat that is gone is unreachable', async () => {
    const to = { platform: 'telegram', accountId: '9', chatId: '9' } as const;
    expect(await adapter.send(toAnn('hello', { to }))).toEqual({ ok: false, reason: 'unreachable' });
  });

  it('a message with nothing in it is refused, not tried for ever', async () => {
    expect(await adapter.send(toAnn(' \n\u200b'))).toEqual({ ok: false, reason: 'refused', code: 'empty' });
  });
});

describe('a message in several parts', () => {
  it('whose second part is turned away goes on with the second part', async () => {
    bench.server.fail('sendMessage', { status: 500, description: 'x' });
    expect(await adapter.send(toAnn(LONG))).toMatchObject({ ok: false, reason: 'later' });
    expect(texts()).toEqual([]);
    await adapter.send(toAnn('short', { id: 'out-2' }));
    bench.server.failAfter('sendMessage', 1, { status: 429, description: 'x', parameters: { retry_after: 3 } });
    expect(await adapter.send(toAnn(LONG))).toEqual({ ok: false, reason: 'later', retryAfterMs: 3000 });
    expect(texts()).toHaveLength(2);
    expect(await adapter.send(toAnn(LONG))).toEqual({ ok: true });
    expect(texts().slice(1).join(' ')).toBe(LONG);
  });

  it('whose second part is refused says so', async () => {
    bench.server.failAfter('sendMessage', 1, { status: 400, description: 'Bad Request: NO' });
    expect(await adapter.send(toAnn(LONG))).toEqual({ ok: false, reason: 'refused', code: '400' });
    expect(texts()).toHaveLength(1);
  });
});

describe('a message reaches the person all the same', () => {
  it('as plain text, where Telegram can not read its mark-up', async () => {
    bench.server.fail('sendMessage', { status: 400, description: "Bad Request: can't parse entities: unexpected" });
    const choices = [{ token: 'a', label: 'Yes' }];
    expect(await adapter.send(toAnn('**Call 988** now & <here>', { choices }))).toEqual({ ok: true });
    expect(bench.server.sent).toMatchObject([
      { text: 'Call 988 now & <here>', buttons: [[{ text: 'Yes', data: 'a' }]] },
    ]);
  });

  it('as a file, where Telegram does not take the picture', async () => {
    const attachments = [{ type: 'image' as const, name: 'week.png', alt: 'Your week.', data: new Uint8Array([1, 2]) }];
    expect(await adapter.send(toAnn('', { attachments }))).toEqual({ ok: true });
    expect(bench.server.sent).toMatchObject([{ text: 'Your week.', file: { type: 'document', name: 'week.png' } }]);
  });

  it('in the group under its new number, where a group became a supergroup', async () => {
    const to = { platform: 'telegram', accountId: '1111', chatId: '-77' } as const;
    const moved = {
      status: 400,
      description: 'Bad Request: group chat was upgraded',
      parameters: { migrate_to_chat_id: GROUP },
    };
    bench.server.fail('sendMessage', moved);
    expect(await adapter.send(toAnn('one', { to }))).toEqual({ ok: true });
    expect(await adapter.send(toAnn('two', { to, id: 'out-2' }))).toEqual({ ok: true });
    expect(bench.server.sent.map((one) => one.chatId)).toEqual([GROUP, GROUP]);
  });
});

it('a description of any length fits under its file', async () => {
  const attachments = [
    { type: 'file' as const, name: 'a.csv', alt: 'many words '.repeat(300), data: new Uint8Array([1]) },
  ];
  expect(await adapter.send(toAnn('', { attachments }))).toEqual({ ok: true });
  expect(bench.server.sent[0]?.text).toMatch(/^many words .* words…$/);
});

it('no page is fetched for a preview of a link', async () => {
  await adapter.send(toAnn('[page](https://example.org)'));
  const call = bench.server.calls.find((one) => one.method === 'sendmessage');
  expect(call?.params).toMatchObject({ link_preview_options: { is_disabled: true } });
});

it('any text with any choices is taken by Telegram, and the choices come out as they went in', async () => {
  const label = fc.string({ unit: 'grapheme', maxLength: 120 });
  const token = fc.stringMatching(/^[a-z0-9._:-]{1,64}$/);
  const choices = fc.array(fc.record({ token, label }), { maxLength: 40 });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), choices, async (text, some) => {
      const before = bench.server.sent.length;
      runs += 1;
      const result = await adapter.send(toAnn(`**${text}** x`, { id: `out-${runs}`, choices: some }));
      expect(result).toEqual({ ok: true });
      const data = bench.server.sent.slice(before).flatMap((one) => one.buttons.flat().map((button) => button.data));
      expect(data).toEqual(some.map((choice) => choice.token));
    }),
    { numRuns: 60 },
  );
});
