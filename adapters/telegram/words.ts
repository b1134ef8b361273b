/** Which words came with a message, and which part of it can't be read. Shapes: core.telegram.org/bots/api#message. */
import type { Message } from 'grammy/types';
import type { Heard } from '#core/ports.ts';

/** Fields that hold visible words in a rich message (core.telegram.org/bots/api#richmessage), in reading order. */
const RICH_FIELDS = [
  'text',
  'expression',
  'alternative_text',
  'summary',
  'blocks',
  'items',
  'cells',
  'caption',
  'credit',
];

const richWords = (value: unknown, out: string[]): void => {
  if (typeof value === 'string') out.push(value);
  else if (Array.isArray(value)) for (const one of value) richWords(one, out);
  else if (typeof value === 'object' && value !== null) {
    // Only blocks have line ends; a bold word in the middle of a sentence has none.
    for (const [field, inner] of Object.entries(value)) if (RICH_FIELDS.includes(field)) richWords(inner, out);
    if ('type' in value && ['paragraph', 'heading', 'footer', 'pre', 'thinking'].includes(String(value.type)))
      out.push('\n');
  }
};

/** All words that a person put into a message: what they typed, the name of a file, the question of a poll. */
export const wordsOf = (message: Message, typed: string): string => {
  const rich: string[] = [];
  richWords(message.rich_message?.blocks, rich);
  const { poll, checklist } = message;
  const file = message.document ?? message.audio ?? message.video ?? message.animation;
  return [
    typed,
    rich.join('').trim(),
    file?.file_name,
    poll?.question,
    ...(poll?.options ?? []).map((option) => option.text),
    checklist?.title,
    ...(checklist?.tasks ?? []).map((task) => task.text),
  ]
    .filter((words) => words !== undefined && words !== '')
    .join('\n');
};

/** What came with it that the bot can't read; null for plain words. Anything that is new to us counts as a file. */
export const unreadableOf = (message: Message): Heard['unreadable'] => {
  if (message.voice !== undefined || message.video_note !== undefined) return 'voice';
  if (message.photo !== undefined || message.live_photo !== undefined) return 'photo';
  if (message.sticker !== undefined || message.dice !== undefined || message.animation !== undefined) return 'sticker';
  return message.text !== undefined || message.rich_message !== undefined ? null : 'file';
};

/** core.telegram.org/bots/api#message, "Service message: …". */
const SERVICE: ReadonlySet<string> = new Set<keyof Message>([
  'new_chat_members',
  'left_chat_member',
  'chat_owner_left',
  'chat_owner_changed',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'group_chat_created',
  'supergroup_chat_created',
  'channel_chat_created',
  'message_auto_delete_timer_changed',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'pinned_message',
  'successful_payment',
  'refunded_payment',
  'users_shared',
  'chat_shared',
  'connected_website',
  'write_access_allowed',
  'passport_data',
  'proximity_alert_triggered',
  'boost_added',
  'chat_background_set',
  'checklist_tasks_done',
  'checklist_tasks_added',
  'direct_message_price_changed',
  'paid_message_price_changed',
  'poll_option_added',
  'poll_option_deleted',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'gift_upgrade_sent',
  'giveaway_created',
  'giveaway_completed',
  'managed_bot_created',
  'community_chat_added',
  'community_chat_removed',
  'community_chat_joined',
  'suggested_post_approved',
  'suggested_post_approval_failed',
  'suggested_post_declined',
  'suggested_post_paid',
  'suggested_post_refunded',
  'video_chat_scheduled',
  'video_chat_started',
  'video_chat_ended',
  'video_chat_participants_invited',
  'web_app_data',
]);

/** True for what Telegram itself says in a chat. */
export const isService = (message: Message): boolean => Object.keys(message).some((field) => SERVICE.has(field));
