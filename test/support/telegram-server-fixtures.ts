/**
 * Updates in the shape that Telegram documents, one a file under `test/replay/telegram/`, each naming the page it was
 * written from. Read here and nowhere else, so that the compiler holds each file against Telegram's published types.
 */
import type { Message, Update } from '@grammyjs/types';
import animation from '../replay/telegram/animation.json' with { type: 'json' };
import anonymousAdmin from '../replay/telegram/anonymous-admin.json' with { type: 'json' };
import audio from '../replay/telegram/audio.json' with { type: 'json' };
import automaticForward from '../replay/telegram/automatic-forward.json' with { type: 'json' };
import callbackQuery from '../replay/telegram/callback-query.json' with { type: 'json' };
import callbackQueryGame from '../replay/telegram/callback-query-game.json' with { type: 'json' };
import callbackQueryInGroup from '../replay/telegram/callback-query-in-group.json' with { type: 'json' };
import callbackQueryInaccessible from '../replay/telegram/callback-query-inaccessible.json' with { type: 'json' };
import channelPost from '../replay/telegram/channel-post.json' with { type: 'json' };
import commandInGroup from '../replay/telegram/command-in-group.json' with { type: 'json' };
import commandStart from '../replay/telegram/command-start.json' with { type: 'json' };
import contact from '../replay/telegram/contact.json' with { type: 'json' };
import dice from '../replay/telegram/dice.json' with { type: 'json' };
import document from '../replay/telegram/document.json' with { type: 'json' };
import edited from '../replay/telegram/edited.json' with { type: 'json' };
import fromAnotherBot from '../replay/telegram/from-another-bot.json' with { type: 'json' };
import liveLocationEdit from '../replay/telegram/live-location-edit.json' with { type: 'json' };
import location from '../replay/telegram/location.json' with { type: 'json' };
import mentionInGroup from '../replay/telegram/mention-in-group.json' with { type: 'json' };
import messageReaction from '../replay/telegram/message-reaction.json' with { type: 'json' };
import myChatMember from '../replay/telegram/my-chat-member.json' with { type: 'json' };
import newChatMembers from '../replay/telegram/new-chat-members.json' with { type: 'json' };
import photoWithCaption from '../replay/telegram/photo-with-caption.json' with { type: 'json' };
import pinnedMessage from '../replay/telegram/pinned-message.json' with { type: 'json' };
import poll from '../replay/telegram/poll.json' with { type: 'json' };
import replyInGroup from '../replay/telegram/reply-in-group.json' with { type: 'json' };
import richMessage from '../replay/telegram/rich-message.json' with { type: 'json' };
import sticker from '../replay/telegram/sticker.json' with { type: 'json' };
import text from '../replay/telegram/text.json' with { type: 'json' };
import textInGroup from '../replay/telegram/text-in-group.json' with { type: 'json' };
import textMentionInGroup from '../replay/telegram/text-mention-in-group.json' with { type: 'json' };
import video from '../replay/telegram/video.json' with { type: 'json' };
import videoNote from '../replay/telegram/video-note.json' with { type: 'json' };
import voice from '../replay/telegram/voice.json' with { type: 'json' };

/**
 * A JSON module's strings are plain `string`: the same shape with the literals widened, so that it can be compared.
 * Rich text nests without end, which the compiler can't follow, so only its outer shape is held.
 */
type Loose<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends object
        ? { [K in keyof T]: LooseField<K, T[K]> }
        : T;
type LooseField<K, V> = K extends 'rich_message'
  ? { readonly blocks: readonly { readonly type: string }[] } | undefined
  : K extends 'reply_to_message'
    ? Loose<Omit<Message, 'reply_to_message'>> | undefined
    : Loose<V>;

interface Fixture {
  readonly source: string;
  readonly update: Loose<Update>;
}

/** Every documented payload by the name of its file. */
export const FIXTURES = {
  animation,
  'anonymous-admin': anonymousAdmin,
  audio,
  'automatic-forward': automaticForward,
  'callback-query': callbackQuery,
  'callback-query-game': callbackQueryGame,
  'callback-query-in-group': callbackQueryInGroup,
  'callback-query-inaccessible': callbackQueryInaccessible,
  'channel-post': channelPost,
  'command-in-group': commandInGroup,
  'command-start': commandStart,
  contact,
  dice,
  document,
  edited,
  'from-another-bot': fromAnotherBot,
  'live-location-edit': liveLocationEdit,
  location,
  'mention-in-group': mentionInGroup,
  'message-reaction': messageReaction,
  'my-chat-member': myChatMember,
  'new-chat-members': newChatMembers,
  'photo-with-caption': photoWithCaption,
  'pinned-message': pinnedMessage,
  poll,
  'reply-in-group': replyInGroup,
  'rich-message': richMessage,
  sticker,
  text,
  'text-in-group': textInGroup,
  'text-mention-in-group': textMentionInGroup,
  video,
  'video-note': videoNote,
  voice,
} satisfies Record<string, Fixture>;

export type FixtureName = keyof typeof FIXTURES;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the constant above
export const FIXTURE_NAMES = Object.keys(FIXTURES) as FixtureName[];

/** A fresh copy of one documented update. */
export const fixture = (name: FixtureName): Update =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- compared by `satisfies` above
  structuredClone(FIXTURES[name].update) as unknown as Update;
