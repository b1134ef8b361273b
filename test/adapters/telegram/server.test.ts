/** The stand-in refuses what Telegram refuses: where it was kinder than Telegram, the other tests would prove nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTelegramServer, type TelegramServer } from '../../support/telegram-server.ts';
import { ANN, GROUP } from '../../support/telegram-server-people.ts';

let server: TelegramServer;
beforeAll(async () => {
  server = await createTelegramServer();
});
afterAll(() => server.stop());

const call = async (method: string, params: object, token = server.token): Promise<unknown> => {
  const response = await fetch(`${server.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return response.json();
};
const refused = (error_code: number, description: string) => ({ ok: false, error_code, description });
const html = (text: string) => call('sendMessage', { chat_id: ANN, text, parse_mode: 'HTML' });
const button = (callback_data: string, text = 'x') => ({ inline_keyboard: [[{ text, callback_data }]] });

describe('requests that Telegram refuses', () => {
  it.each([
    ['an empty text', { text: ' \n ' }, 'Bad Request: message text is empty'],
    ['a text of nothing but tags', { text: '<b> </b>', parse_mode: 'HTML' }, 'Bad Request: message text is empty'],
    ['a text too long', { text: 'x'.repeat(4097) }, 'Bad Request: message is too long'],
    ['an unknown chat', { text: 'x', chat_id: 5 }, 'Bad Request: chat not found'],
    [
      'a button with too much data',
      { text: 'x', reply_markup: button('é'.repeat(33)) },
      'Bad Request: BUTTON_DATA_INVALID',
    ],
  ])('%s', async (_, params, description) => {
    expect(await call('sendMessage', { chat_id: ANN, ...params })).toEqual(refused(400, description));
  });

  it.each([
    ['a < b', 'Unclosed start tag at byte offset 2'],
    ['é <div>x</div>', 'Unsupported start tag "div" at byte offset 3'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
  ])('HTML such as %s', async (text, fault) => {
    expect(await html(text)).toEqual(refused(400, `Bad Request: can't parse entities: ${fault}`));
  });

  it('a wrong token, an unknown method, a person who blocked the bot, an old tap', async () => {
    expect(await call('getMe', {}, '1:wrong')).toEqual(refused(401, 'Unauthorized'));
    expect(await call('getEverything', {})).toEqual(refused(404, 'Not Found: method not found'));
    server.block(ANN);
    expect(await html('x')).toEqual(refused(403, 'Forbidden: bot was blocked by the user'));
    server.block(ANN, false);
    expect(await call('answerCallbackQuery', { callback_query_id: 'gone' })).toEqual(
      refused(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid'),
    );
  });
});

it('counts the length after reading the tags, and knows the entities', async () => {
  expect(await html(`<b>${'x'.repeat(4090)}</b> &lt;&amp;`)).toMatchObject({
    ok: true,
    result: { text: `${'x'.repeat(4090)} <&`, entities: [{ type: 'bold', offset: 0, length: 4090 }] },
  });
});

it('tells who is an admin of the group', async () => {
  server.setMember(ANN, 'administrator');
  expect(await call('getChatMember', { chat_id: GROUP, user_id: ANN })).toMatchObject({
    result: { status: 'administrator' },
  });
  expect(await call('getChatMember', { chat_id: GROUP, user_id: 9 })).toMatchObject({ ok: false, error_code: 400 });
});

it('gives an update again until a higher offset confirms it, and the older of two pollers a 409', async () => {
  const id = server.say('hello');
  expect(await call('getUpdates', {})).toMatchObject({ result: [{ update_id: id }] });
  expect(await call('getUpdates', { offset: id })).toMatchObject({ result: [{ update_id: id }] });
  expect(await call('getUpdates', { offset: id + 1 })).toEqual({ ok: true, result: [] });
  const older = call('getUpdates', { timeout: 50 });
  await server.queue.waitForPoller();
  expect(await call('getUpdates', {})).toEqual({ ok: true, result: [] });
  expect(await older).toMatchObject({ ok: false, error_code: 409 });
});
