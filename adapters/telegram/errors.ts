/** What Telegram's refusals mean for us. Codes only: its texts, its addresses and the token stay out of every log. */
import { GrammyError, HttpError } from 'grammy';
import type { SendResult } from '#core/ports.ts';
import { TidemarkError } from '#shared/errors.ts';

type Failed = Exclude<SendResult, { ok: true }>;

/** How long to wait after a fault of the network or of Telegram itself (ms). */
const PASSING_MS = 2000;
/** How long to wait where the token was refused: nothing goes out until an operator mends it (ms). */
const TOKEN_MS = 60_000;

/** A short code that is safe to log: Telegram's number, the network's name for the fault, or `network`. */
export const faultCode = (error: unknown): string => {
  if (error instanceof GrammyError) return String(error.error_code);
  if (error instanceof HttpError) {
    const inner: unknown = error.error;
    const code = typeof inner === 'object' && inner !== null && 'code' in inner ? inner.code : null;
    return typeof code === 'string' && /^[A-Z_]{2,30}$/.test(code) ? code : 'network';
  }
  return 'internal';
};

/** How long Telegram asks to wait (ms); null where it doesn't. core.telegram.org/bots/api#responseparameters */
export const retryAfterMs = (error: unknown): number | null => {
  if (!(error instanceof GrammyError) || error.error_code !== 429) return null;
  return (error.parameters.retry_after ?? 1) * 1000;
};

/** True where Telegram could not read our HTML. */
export const isMarkupFault = (error: unknown): boolean =>
  error instanceof GrammyError && error.error_code === 400 && /can't parse entities/i.test(error.description);

/** The chat's new id after a group became a supergroup; null for any other fault. */
export const movedTo = (error: unknown): number | null =>
  error instanceof GrammyError ? (error.parameters.migrate_to_chat_id ?? null) : null;

/** What becomes of a message that Telegram did not take. */
export const sendFault = (error: unknown): Failed => {
  const wait = retryAfterMs(error);
  if (wait !== null) return { ok: false, reason: 'later', retryAfterMs: wait };
  if (error instanceof HttpError) return { ok: false, reason: 'later', retryAfterMs: PASSING_MS };
  if (!(error instanceof GrammyError)) return { ok: false, reason: 'refused', code: 'internal' };
  const code = error.error_code;
  if (code >= 500) return { ok: false, reason: 'later', retryAfterMs: PASSING_MS };
  if (code === 401 || code === 404) return { ok: false, reason: 'later', retryAfterMs: TOKEN_MS };
  // A chat that was deleted answers 400; for the person it is the same as having blocked the bot.
  if (code === 403 || /chat not found/i.test(error.description)) return { ok: false, reason: 'unreachable' };
  return { ok: false, reason: 'refused', code: String(code) };
};

/** Why the channel can't be opened. The client library's own error is left behind: it may hold the token. */
export const startFault = (error: unknown): TidemarkError => {
  const code = faultCode(error);
  if (code === '401' || code === '404') {
    return new TidemarkError(
      'PLATFORM_TOKEN',
      `Telegram refused the bot token (${code}).`,
      'Copy the token that @BotFather gave for this bot into TELEGRAM_BOT_TOKEN; if it was revoked, ask @BotFather for a new one with /token.',
    );
  }
  return new TidemarkError(
    'PLATFORM_FAILED',
    `Telegram could not be reached (${code}).`,
    'Check that this machine can reach TELEGRAM_API_ROOT (https://api.telegram.org unless set), then start again.',
  );
};
