/** From Telegram's updates to what a person said. Pure. Shapes: core.telegram.org/bots/api#update. */
import type { CallbackQuery, Message, MessageEntity, Update, User } from 'grammy/types';
import type { Heard } from '#core/ports.ts';
import { isService, unreadableOf, wordsOf } from './words.ts';

/** The bot, as getMe names it. */
export interface Self {
  readonly id: number;
  readonly username: string;
}

export type Ignored =
  /** A kind of update that says nothing by a person: reactions, memberships, whatever is added next year. */
  | 'unknown-kind'
  /** Written by a bot, this one included: answering it could go on for ever. */
  | 'bot'
  /** Written in the name of a group or channel: there is no person to answer. */
  | 'nobody'
  /** "Ann joined", "message pinned" and their like. */
  | 'service'
  /** Group talk that isn't for the bot: dropped unread. */
  | 'not-for-us'
  /** An edit that brought no words: a live location moving on, a picture exchanged. */
  | 'wordless-edit';

export type Parsed = { readonly heard: Heard } | { readonly ignored: Ignored };

interface Command {
  readonly name: string;
  /** The bot it names after the `@`, lower case; null where it names none. */
  readonly target: string | null;
  readonly length: number;
}

const commandIn = (text: string, entities: readonly MessageEntity[]): Command | null => {
  const entity = entities.find((one) => one.type === 'bot_command' && one.offset === 0);
  if (entity === undefined) return null;
  const [name = '', target] = text.slice(1, entity.length).toLowerCase().split('@');
  return { name, target: target ?? null, length: entity.length };
};

const placeOf = (type: string): Heard['place'] => (type === 'private' ? 'private' : 'public');

const common = (update: Update, from: User, chatId: number, type: string) =>
  ({
    kind: 'heard',
    from: { platform: 'telegram', accountId: String(from.id), chatId: String(chatId) },
    updateId: String(update.update_id),
    place: placeOf(type),
    language: from.language_code ?? null,
  }) as const;

const mentions = (text: string, entities: readonly MessageEntity[], self: Self): boolean =>
  entities.some(
    (entity) =>
      (entity.type === 'text_mention' && entity.user.id === self.id) ||
      (entity.type === 'mention' &&
        text.slice(entity.offset, entity.offset + entity.length).toLowerCase() === `@${self.username.toLowerCase()}`),
  );

const parseMessage = (
  update: Update,
  message: Message & Update.NonChannel,
  self: Self,
  commands: ReadonlySet<string>,
): Parsed => {
  const { from, chat } = message;
  if (from === undefined || message.is_automatic_forward === true) return { ignored: 'nobody' };
  if (from.is_bot || message.via_bot?.id === self.id) return { ignored: 'bot' };
  if (message.sender_chat !== undefined) return { ignored: 'nobody' };

  const typed = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const found = commandIn(typed, entities);
  const mine = found !== null && (found.target === null || found.target === self.username.toLowerCase());
  const known = mine && commands.has(found.name);
  if (placeOf(chat.type) === 'public') {
    const called =
      found === null
        ? mentions(typed, entities, self) || message.reply_to_message?.from?.id === self.id
        : mine && (known || found.target !== null);
    if (!called) return { ignored: 'not-for-us' };
  }
  if (isService(message)) return { ignored: 'service' };

  const edited = update.edited_message !== undefined;
  // Words behind a slash that is no command of ours ("/i_cant_go_on") are heard like any others.
  const words = wordsOf(message, known ? typed.slice(found.length).trim() : typed);
  if (edited && words === '') return { ignored: 'wordless-edit' };
  return {
    heard: {
      ...common(update, from, chat.id, chat.type),
      text: words,
      choice: null,
      command: mine ? found.name : null,
      // The picture of an edited caption was spoken of when it came.
      unreadable: edited ? null : unreadableOf(message),
      sentAt: (message.edit_date ?? message.date) * 1000,
    },
  };
};

const parseTap = (update: Update, query: CallbackQuery, now: number): Parsed => {
  if (query.from.is_bot) return { ignored: 'bot' };
  if (query.data === undefined || query.message === undefined) return { ignored: 'unknown-kind' };
  const { chat } = query.message;
  return {
    heard: {
      ...common(update, query.from, chat.id, chat.type),
      text: '',
      choice: query.data,
      command: null,
      unreadable: null,
      // Telegram doesn't say when a button was tapped.
      sentAt: now,
    },
  };
};

/**
 * What a person said with this update, or why nobody needs to be answered. `commands` are the commands without slash
 * that the bot knows; `now` (ms) stands in where Telegram gives no time. Never throws on a documented update.
 */
export const parse = (update: Update, self: Self, commands: ReadonlySet<string>, now: number): Parsed => {
  const message = update.message ?? update.edited_message;
  if (message !== undefined) return parseMessage(update, message, self, commands);
  if (update.callback_query !== undefined) return parseTap(update, update.callback_query, now);
  return { ignored: 'unknown-kind' };
};
