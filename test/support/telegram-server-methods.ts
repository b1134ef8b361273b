/**
 * What the Bot API's methods accept and refuse, by core.telegram.org/bots/api#available-methods. The error texts are
 * the ones that Telegram's own open server (github.com/tdlib/telegram-bot-api) answers.
 */
import type { InlineKeyboardMarkup, MessageEntity } from '@grammyjs/types';
import { EntitiesFault, isBlank, parseHtml, trim, type Parsed } from './telegram-server-html.ts';

/** An answer with `ok: false`. */
export class ApiFault extends Error {
  readonly status: number;
  readonly parameters: Readonly<Record<string, number>> | undefined;

  constructor(status: number, description: string, parameters?: Readonly<Record<string, number>>) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

interface UploadedFile {
  readonly type: 'photo' | 'document';
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One message of the bot as a person would see it now. */
export interface SentMessage {
  readonly chatId: number;
  readonly messageId: number;
  /** Visible text, or the caption of a file. */
  text: string;
  entities: readonly MessageEntity[];
  /** Rows of buttons. */
  buttons: readonly (readonly { readonly text: string; readonly data: string }[])[];
  readonly file: UploadedFile | null;
  edited: boolean;
}

export type Params = Readonly<Record<string, unknown>>;

/** The state that the methods work on. */
export interface BotState {
  readonly bot: { readonly id: number; readonly is_bot: true; readonly first_name: string; readonly username: string };
  readonly chats: Map<number, { readonly blocked: boolean; readonly chat: object }>;
  readonly members: Map<string, string>;
  readonly sent: SentMessage[];
  readonly liveQueries: Set<string>;
  commands: unknown;
  webhook: boolean;
  readonly now: () => number;
}

const bad = (description: string): ApiFault => new ApiFault(400, `Bad Request: ${description}`);

const chatOf = (state: BotState, params: Params): number => {
  const id = Number(params['chat_id']);
  const known = state.chats.get(id);
  if (known === undefined) throw bad('chat not found');
  if (known.blocked) throw new ApiFault(403, 'Forbidden: bot was blocked by the user');
  return id;
};

const words = (params: Params, field: 'text' | 'caption', longest: number): Parsed => {
  const raw = params[field] ?? '';
  if (typeof raw !== 'string') throw bad(`field "${field}" must be of type String`);
  if (!raw.isWellFormed()) throw bad('strings must be encoded in UTF-8');
  const mode = params['parse_mode'];
  let parsed: Parsed;
  try {
    const given = params[field === 'text' ? 'entities' : 'caption_entities'];
    parsed = mode === 'HTML' ? parseHtml(raw) : trim({ text: raw, entities: Array.isArray(given) ? given : [] });
  } catch (error) {
    if (error instanceof EntitiesFault) throw bad(`can't parse entities: ${error.message}`);
    throw error;
  }
  if (parsed.text.length > longest) throw bad(field === 'text' ? 'message is too long' : 'message caption is too long');
  if (field === 'text' && isBlank(parsed.text)) throw bad('message text is empty');
  return parsed;
};

const buttonsOf = (params: Params): SentMessage['buttons'] => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is no keyboard fails below
  const markup = params['reply_markup'] as InlineKeyboardMarkup | undefined;
  const rows = markup?.inline_keyboard ?? [];
  if (rows.flat().length > 100) throw bad('reply markup is too long');
  return rows.map((row) =>
    row.map((button) => {
      const data = 'callback_data' in button ? button.callback_data : '';
      if (isBlank(button.text)) throw bad('inline keyboard button text must be non-empty');
      const size = Buffer.byteLength(data);
      if (size < 1 || size > 64) throw bad('BUTTON_DATA_INVALID');
      return { text: button.text, data };
    }),
  );
};

/** The documented Message object of something that the bot sent. */
export const messageOf = (state: BotState, sent: SentMessage): Record<string, unknown> => ({
  message_id: sent.messageId,
  from: state.bot,
  chat: state.chats.get(sent.chatId)?.chat,
  date: Math.floor(state.now() / 1000),
  ...(sent.file === null
    ? { text: sent.text, entities: sent.entities }
    : { caption: sent.text, caption_entities: sent.entities }),
  ...(sent.buttons.length > 0 && {
    reply_markup: {
      inline_keyboard: sent.buttons.map((row) => row.map(({ text, data }) => ({ text, callback_data: data }))),
    },
  }),
});

const keep = (state: BotState, params: Params, body: Parsed, file: UploadedFile | null): Record<string, unknown> => {
  const sent: SentMessage = {
    chatId: chatOf(state, params),
    messageId: 1000 + state.sent.length,
    text: body.text,
    entities: body.entities,
    buttons: buttonsOf(params),
    file,
    edited: false,
  };
  state.sent.push(sent);
  return messageOf(state, sent);
};

const upload = (state: BotState, params: Params, type: UploadedFile['type']): Record<string, unknown> => {
  chatOf(state, params);
  const reference = params[type];
  const file = typeof reference === 'string' ? params[reference.replace('attach://', '')] : undefined;
  if (!(file instanceof UploadedPart)) throw bad(`there is no ${type} in the request`);
  if (file.bytes.length === 0) throw bad('file must be non-empty');
  const magic = Buffer.from(file.bytes.subarray(0, 4)).toString('hex');
  if (type === 'photo' && magic !== '89504e47' && !magic.startsWith('ffd8ff')) throw bad('IMAGE_PROCESS_FAILED');
  return keep(state, params, words(params, 'caption', 1024), { type, name: file.name, bytes: file.bytes });
};

/** A file of a multipart request. */
export class UploadedPart {
  readonly name: string;
  readonly bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

const found = (state: BotState, params: Params): SentMessage => {
  const chatId = chatOf(state, params);
  const message = state.sent.find((one) => one.chatId === chatId && one.messageId === Number(params['message_id']));
  if (message === undefined) throw bad('message to edit not found');
  return message;
};

const change = (state: BotState, message: SentMessage, next: Partial<SentMessage>): Record<string, unknown> => {
  const after = { ...message, ...next, edited: message.edited };
  if (JSON.stringify(after) === JSON.stringify(message)) {
    throw bad(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  Object.assign(message, next, { edited: true });
  return messageOf(state, message);
};

/** Every method but getUpdates: the result, or an `ApiFault`. */
export const METHODS: Readonly<Record<string, (state: BotState, params: Params) => unknown>> = {
  getme: ({ bot }) => ({
    ...bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }),
  deletewebhook: (state) => {
    state.webhook = false;
    return true;
  },
  setmycommands: (state, params) => {
    const commands = params['commands'];
    if (!Array.isArray(commands) || commands.length > 100) throw bad('BOT_COMMANDS_TOO_MUCH');
    for (const one of commands as readonly { command?: string; description?: string }[]) {
      if (!/^[a-z0-9_]{1,32}$/.test(one.command ?? '')) throw bad('BOT_COMMAND_INVALID');
      if (!/^[^]{1,256}$/.test(one.description ?? '')) throw bad('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    state.commands = commands;
    return true;
  },
  sendmessage: (state, params) => {
    chatOf(state, params);
    return keep(state, params, words(params, 'text', 4096), null);
  },
  senddocument: (state, params) => upload(state, params, 'document'),
  sendphoto: (state, params) => upload(state, params, 'photo'),
  editmessagetext: (state, params) => {
    const message = found(state, params);
    if (message.file !== null) throw bad('there is no text in the message to edit');
    const { text, entities } = words(params, 'text', 4096);
    return change(state, message, { text, entities, buttons: buttonsOf(params) });
  },
  editmessagereplymarkup: (state, params) => change(state, found(state, params), { buttons: buttonsOf(params) }),
  answercallbackquery: (state, params) => {
    if (!state.liveQueries.delete(String(params['callback_query_id']))) {
      throw bad('query is too old and response timeout expired or query ID is invalid');
    }
    return true;
  },
  sendchataction: (state, params) => {
    chatOf(state, params);
    if (params['action'] !== 'typing') throw bad('wrong parameter action in request');
    return true;
  },
  getchatmember: (state, params) => {
    const status = state.members.get(`${chatOf(state, params)}:${Number(params['user_id'])}`);
    if (status === undefined) throw bad('PARTICIPANT_ID_INVALID');
    return { user: { id: Number(params['user_id']), is_bot: false, first_name: 'Ann' }, status };
  },
};
