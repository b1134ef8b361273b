/** Sends one message, piece by piece, and says honestly what became of it. */
import { GrammyError, InputFile, type Api } from 'grammy';
import type { Outbound, SendResult } from '#core/ports.ts';
import type { Logger } from '#shared/logger.ts';
import { faultCode, isMarkupFault, movedTo, sendFault } from './errors.ts';
import { piecesOf, type Piece } from './render.ts';

/** How many half-sent messages are remembered; the oldest is forgotten first (its first part would then be repeated). */
const REMEMBERED = 1000;
/** How many groups that became supergroups are remembered. */
const MOVED = 1000;

const remember = <K, V>(map: Map<K, V>, key: K, value: V, most: number): void => {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
};

const sendText = async (api: Api, chatId: string, piece: Piece & { type: 'text' }, logger: Logger): Promise<void> => {
  const options = {
    // A preview would say to whoever sees the screen what the conversation is about.
    link_preview_options: { is_disabled: true },
    ...(piece.keyboard !== null && { reply_markup: { inline_keyboard: piece.keyboard } }),
  };
  try {
    await api.sendMessage(chatId, piece.html, { ...options, parse_mode: 'HTML' });
  } catch (error) {
    if (!isMarkupFault(error)) throw error;
    logger.error(
      { platform: 'telegram', code: faultCode(error) },
      'Telegram could not read a rendered message; sent as plain text',
    );
    await api.sendMessage(chatId, piece.plain, options);
  }
};

const sendFile = async (api: Api, chatId: string, piece: Piece & { type: 'file' }): Promise<void> => {
  const { attachment, caption, keyboard } = piece;
  const options = { caption, ...(keyboard !== null && { reply_markup: { inline_keyboard: keyboard } }) };
  if (attachment.type === 'image') {
    try {
      await api.sendPhoto(chatId, new InputFile(attachment.data, attachment.name), options);
      return;
    } catch (error) {
      // Telegram takes pictures of certain sizes and shapes only; as a file it takes any.
      const aboutPicture = error instanceof GrammyError && /image|photo/i.test(error.description);
      if (!aboutPicture || error.error_code !== 400) throw error;
    }
  }
  await api.sendDocument(chatId, new InputFile(attachment.data, attachment.name), options);
};

/**
 * A sender over `api`. `send` never rejects. When a later piece of a long message fails, the answer is that fault, and
 * the next `send` of the same message (by its id, in this process) begins with the piece that failed.
 */
export const createSender = (api: Api, logger: Logger): { send(message: Outbound): Promise<SendResult> } => {
  const progress = new Map<string, number>();
  const moved = new Map<string, string>();

  const sendPiece = async (chat: string, piece: Piece): Promise<void> => {
    const chatId = moved.get(chat) ?? chat;
    const once = (to: string): Promise<void> =>
      piece.type === 'text' ? sendText(api, to, piece, logger) : sendFile(api, to, piece);
    try {
      await once(chatId);
    } catch (error) {
      const next = movedTo(error);
      if (next === null) throw error;
      remember(moved, chat, String(next), MOVED);
      await once(String(next));
    }
  };

  return {
    async send(message) {
      let at = progress.get(message.id) ?? 0;
      try {
        const pieces = piecesOf(message);
        if (pieces.length === 0) return { ok: false, reason: 'refused', code: 'empty' };
        for (const piece of pieces.slice(at)) {
          await sendPiece(message.to.chatId, piece);
          at += 1;
          remember(progress, message.id, at, REMEMBERED);
        }
        progress.delete(message.id);
        return { ok: true };
      } catch (error) {
        const fault = sendFault(error);
        if (fault.reason !== 'later') progress.delete(message.id);
        logger.debug({ platform: 'telegram', code: faultCode(error), reason: fault.reason }, 'A message was not taken');
        return fault;
      }
    },
  };
};
