/** What people do in Telegram, as the updates that the documentation says a bot gets for it. */
import type { Message, MessageEntity, Update } from '@grammyjs/types';
import { fixture, type FixtureName } from './telegram-server-fixtures.ts';
import { messageOf, type BotState, type SentMessage } from './telegram-server-methods.ts';

interface SayOptions {
  /** The person's id; Ann (1111) unless told. */
  readonly from?: number;
  /** Written in the group instead of the private chat. */
  readonly inGroup?: boolean;
  /** The person is a bot. */
  readonly asBot?: boolean;
}

export interface People {
  /** Hands over an update under the next id; answers the id. */
  inject(update: Omit<Update, 'update_id'>): number;
  /** The very same update once more, id and all. */
  repeat(updateId: number): void;
  /** The next update gets this id: after a week without any, Telegram goes on with a random one. */
  restartNumbers(id: number): void;
  /** A documented payload, changed where a test needs it. */
  replay(name: FixtureName, change?: (update: Update) => void): number;
  /** A message; commands and mentions of the bot get their entities, as Telegram marks them. */
  say(text: string, options?: SayOptions): number;
  /** A tap on a button of a message that the bot sent. `old`: Telegram no longer takes an answer to it. */
  tap(sent: SentMessage, label: string, options?: { readonly old?: boolean; readonly from?: number }): number;
}

export const ANN = 1111;
export const GROUP = -1_001_234_567_890;

const entitiesOf = (text: string, username: string): MessageEntity[] => {
  const entities: MessageEntity[] = [];
  const command = /^\/[a-z0-9_]{1,32}(?:@\w+)?/i.exec(text);
  if (command !== null) entities.push({ type: 'bot_command', offset: 0, length: command[0].length });
  for (const mention of text.matchAll(/(?<![\w/])@(\w+)/g)) {
    if (mention[1] === username) entities.push({ type: 'mention', offset: mention.index, length: mention[0].length });
  }
  return entities;
};

export const createPeople = (state: BotState, add: (update: Update) => void, firstUpdateId: number): People => {
  let nextUpdate = firstUpdateId;
  let nextMessage = 10;
  let nextQuery = 1;
  const given = new Map<number, Update>();

  const inject: People['inject'] = (partial) => {
    const update = { ...partial, update_id: nextUpdate++ };
    given.set(update.update_id, structuredClone(update));
    add(update);
    return update.update_id;
  };
  const known = (id: number): void => {
    if (!state.chats.has(id)) state.chats.set(id, { blocked: false, chat: { id, type: 'private', first_name: 'Ann' } });
  };

  return {
    inject,
    restartNumbers(id) {
      nextUpdate = id;
    },
    repeat(updateId) {
      const update = given.get(updateId);
      if (update === undefined) throw new Error(`no update ${updateId} was given`);
      add(structuredClone(update));
    },
    replay(name, change) {
      const update = fixture(name);
      change?.(update);
      return inject(update);
    },
    say(text, { from = ANN, inGroup = false, asBot = false } = {}) {
      known(from);
      const base = fixture(inGroup ? 'text-in-group' : 'text').message;
      if (base === undefined) throw new Error('the fixture has no message');
      const message: Message & Update.NonChannel = {
        ...base,
        message_id: nextMessage++,
        from: { ...base.from, id: from, is_bot: asBot },
        chat: inGroup ? base.chat : { id: from, type: 'private', first_name: 'Ann' },
        text,
        entities: entitiesOf(text, state.bot.username),
      };
      return inject({ message });
    },
    tap(sent, label, { old = false, from = sent.chatId } = {}) {
      const button = sent.buttons.flat().find((one) => one.text === label);
      if (button === undefined) throw new Error('no such button under this message');
      const query = fixture('callback-query').callback_query;
      if (query === undefined) throw new Error('the fixture has no callback query');
      const id = `query-${nextQuery++}`;
      if (!old) state.liveQueries.add(id);
      return inject({
        callback_query: {
          ...query,
          id,
          from: { ...query.from, id: from },
          data: button.data,
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built to the documented shape
          message: structuredClone(messageOf(state, sent)) as unknown as Message,
        },
      });
    },
  };
};
