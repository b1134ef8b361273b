/** What a person sees at once when they tap a button: the tap is taken, and the prompt shows what they chose. */
import type { Api } from 'grammy';
import type { CallbackQuery } from 'grammy/types';
import { LIMITS } from '#shared/platforms.ts';
import type { Logger } from '#shared/logger.ts';
import { faultCode } from './errors.ts';

const labelOf = ({ message, data }: CallbackQuery): string | null => {
  if (message === undefined || message.date === 0 || !('reply_markup' in message)) return null;
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
  return buttons.find((button) => 'callback_data' in button && button.callback_data === data)?.text ?? null;
};

/** Shows the choice in the answered prompt and takes its buttons away. */
const closePrompt = async (api: Api, query: CallbackQuery): Promise<void> => {
  const { message } = query;
  // In a group the buttons are everybody's, and nobody's choice is shown to the others.
  if (message === undefined || message.chat.type !== 'private') return;
  const label = labelOf(query);
  const text = message.date !== 0 && 'text' in message ? message.text : undefined;
  const chosen = `${text}\n\n✓ ${label}`;
  if (message.date === 0 || text === undefined || label === null || chosen.length > LIMITS.telegram.text) {
    await api.editMessageReplyMarkup(message.chat.id, message.message_id);
    return;
  }
  await api.editMessageText(message.chat.id, message.message_id, chosen, {
    ...(message.entities !== undefined && { entities: message.entities }),
    link_preview_options: { is_disabled: true },
  });
};

/** Acknowledges a tap. Never rejects: an old query or a prompt that is gone is no reason not to hear the answer. */
export const acknowledgeTap = async (api: Api, query: CallbackQuery, logger: Logger): Promise<void> => {
  const results = await Promise.allSettled([api.answerCallbackQuery(query.id), closePrompt(api, query)]);
  for (const result of results) {
    if (result.status === 'rejected') {
      logger.debug({ platform: 'telegram', code: faultCode(result.reason) }, 'A tap could not be acknowledged');
    }
  }
};
