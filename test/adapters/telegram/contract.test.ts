import { createTelegram } from '#adapters/telegram/index.ts';
import { noCheckpoint } from '#shared/checkpoint.ts';
import { ManualClock } from '#shared/clock.ts';
import { channelContract, type ChannelHarness } from '../../contracts/channel-adapter.ts';
import { createTelegramServer } from '../../support/telegram-server.ts';
import { ANN } from '../../support/telegram-server-people.ts';

const KINDS = { voice: 'voice', photo: 'photo-with-caption', sticker: 'sticker', file: 'contact' } as const;

/** Telegram's end: the fake Bot API, and Ann in her private chat. */
const makeHarness = async (): Promise<ChannelHarness> => {
  const server = await createTelegramServer();
  let last = 0;
  const shown = async (count: number) => {
    const sent = await server.waitForSent(count);
    return sent.map((one) => ({
      text: one.file === null ? one.text : '',
      choices: one.buttons.flat().map((button) => button.text),
      attachments: one.file === null ? [] : [{ name: one.file.name, alt: one.text, bytes: one.file.bytes.length }],
    }));
  };
  const messageAt = (index: number) => {
    const sent = server.sent[index];
    if (sent === undefined) throw new Error('no such message was sent');
    return sent;
  };
  return {
    make: (logger) =>
      createTelegram({
        token: server.token,
        apiRoot: server.apiRoot,
        logger,
        clock: new ManualClock(1_700_000_000_000),
        commands: [{ command: 'checkin', description: 'Check in' }],
        checkpoint: noCheckpoint,
      }),
    to: { platform: 'telegram', accountId: String(ANN), chatId: String(ANN) },
    async say(text) {
      last = server.say(text);
    },
    async tap(message, label) {
      server.tap(messageAt(message), label);
    },
    async tapLate(message, label) {
      server.tap(messageAt(message), label, { old: true });
    },
    shown,
    async repeat() {
      server.repeat(last);
    },
    async sayAsBot(text) {
      server.say(text, { asBot: true });
      server.say(`@${server.bot.username} ${text}`, { from: server.bot.id, asBot: true, inGroup: true });
    },
    async sayInPublic(text, called) {
      server.say(called ? `@${server.bot.username} ${text}` : text, { inGroup: true });
    },
    async sendUnreadable(kind) {
      server.replay(KINDS[kind]);
    },
    async unknownUpdate() {
      server.replay('message-reaction');
      server.replay('message-reaction', (update) => {
        delete update.message_reaction;
        Object.assign(update, { not_invented_yet: { by: 'anyone' } });
      });
    },
    limitNext: (seconds) =>
      server.fail('sendMessage', {
        status: 429,
        description: `Too Many Requests: retry after ${seconds}`,
        parameters: { retry_after: seconds },
      }),
    block: () => server.block(ANN),
    attempts: () => server.calls.filter((call) => call.method === 'sendmessage').length,
    close: () => server.stop(),
  };
};

channelContract('Telegram', makeHarness);
