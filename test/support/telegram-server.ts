/**
 * A stand-in for api.telegram.org, written from core.telegram.org/bots/api: it speaks the protocol over HTTP, refuses
 * what the real one refuses and forgets an update only when it is confirmed. Tests drive it and wait on promises.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import {
  ApiFault,
  METHODS,
  UploadedPart,
  type BotState,
  type Params,
  type SentMessage,
} from './telegram-server-methods.ts';
import { ANN, GROUP, createPeople, type People } from './telegram-server-people.ts';
import { createUpdateQueue, type UpdateQueue } from './telegram-server-queue.ts';
import { createWatch } from './telegram-server-watch.ts';

/** `reset`: the connection breaks before anything happened; `lost`: after it happened; `garbage`: a proxy's HTML page. */
type Fault =
  | 'reset'
  | 'lost'
  | 'garbage'
  | { readonly status: number; readonly description: string; readonly parameters?: Readonly<Record<string, number>> };

interface Call {
  readonly method: string;
  readonly params: Params;
}

export interface TelegramServer extends People {
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: BotState['bot'];
  /** What the bot sent, in order, as it looks now. */
  readonly sent: readonly SentMessage[];
  /** Every request with the right token, in order. */
  readonly calls: readonly Call[];
  readonly queue: Pick<UpdateQueue, 'unconfirmed' | 'waitForPoller' | 'waitForConfirmed'>;
  /** The menu as set by setMyCommands. */
  commands(): unknown;
  waitForSent(count: number): Promise<readonly SentMessage[]>;
  /** Resolves once `method` was answered `count` times. */
  waitForCalls(method: string, count: number): Promise<readonly Call[]>;
  /** The next `times` calls of `method` go wrong in this way. */
  fail(method: string, fault: Fault, times?: number): void;
  /** One call of `method` goes wrong, after `good` that go well. */
  failAfter(method: string, good: number, fault: Fault): void;
  /** This person blocks the bot, or lets it in again. */
  block(chatId: number, blocked?: boolean): void;
  /** Their standing in the group, for getChatMember. */
  setMember(userId: number, status: 'creator' | 'administrator' | 'member' | 'left'): void;
  stop(): Promise<void>;
}

export interface TelegramServerOptions {
  readonly token?: string;
  readonly firstUpdateId?: number;
}

const JSON_FIELDS = ['reply_markup', 'entities', 'caption_entities', 'link_preview_options', 'allowed_updates'];

const readBody = async (request: IncomingMessage): Promise<Params> => {
  const body = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every method checks its own
  if (type.startsWith('application/json')) return JSON.parse(body.toString()) as Params;
  const params: Record<string, unknown> = {};
  for (const [name, value] of await new Response(body, { headers: { 'content-type': type } }).formData()) {
    if (typeof value !== 'string')
      params[name] = new UploadedPart(value.name, new Uint8Array(await value.arrayBuffer()));
    else params[name] = JSON_FIELDS.includes(name) ? JSON.parse(value) : value;
  }
  return params;
};

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const refuse = (response: ServerResponse, { status, message, parameters }: ApiFault): void =>
  answer(response, status, { ok: false, error_code: status, description: message, ...(parameters && { parameters }) });

export const createTelegramServer = async (options: TelegramServerOptions = {}): Promise<TelegramServer> => {
  const token = options.token ?? '4242:AAfake-token_for-tests';
  const queue = createUpdateQueue();
  const { when, look } = createWatch();
  const faults = new Map<string, (Fault | null)[]>();
  const calls: Call[] = [];
  const answered = new Map<string, Call[]>();
  const state: BotState = {
    bot: { id: 4242, is_bot: true, first_name: 'Tidemark', username: 'tidemark_bot' },
    chats: new Map([
      [ANN, { blocked: false, chat: { id: ANN, type: 'private', first_name: 'Ann' } }],
      [GROUP, { blocked: false, chat: { id: GROUP, type: 'supergroup', title: 'Flat on meds' } }],
    ]),
    members: new Map(),
    sent: [],
    liveQueries: new Set(),
    commands: [],
    webhook: false,
    now: () => 1_700_000_000_000,
  };

  const perform = async (method: string, params: Params, gone: AbortSignal): Promise<unknown> => {
    if (method !== 'getupdates') {
      const run = METHODS[method];
      if (run === undefined) throw new ApiFault(404, 'Not Found: method not found');
      return run(state, params);
    }
    const limit = Math.min(100, Math.max(1, Number(params['limit'] ?? 100)));
    const query = { offset: Number(params['offset'] ?? 0), limit, timeout: Number(params['timeout'] ?? 0) };
    const result = await queue.poll(query, gone);
    if (result !== 'conflict') return result;
    throw new ApiFault(
      409,
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    );
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, given, name] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (given === undefined || name === undefined) return refuse(response, new ApiFault(404, 'Not Found'));
    if (given !== token) return refuse(response, new ApiFault(401, 'Unauthorized'));
    const method = name.toLowerCase();
    const params = await readBody(request);
    const call = { method, params };
    calls.push(call);
    const fault = faults.get(method)?.shift();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      if (fault === 'reset') request.socket.destroy();
      else if (fault === 'garbage')
        response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
      else if (typeof fault === 'object' && fault !== null)
        throw new ApiFault(fault.status, fault.description, fault.parameters);
      else {
        const result = await perform(method, params, gone.signal);
        if (fault === 'lost') request.socket.destroy();
        else answer(response, 200, { ok: true, result });
      }
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      refuse(response, error);
    } finally {
      answered.set(method, [...(answered.get(method) ?? []), call]);
      look();
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      refuse(response, new ApiFault(500, `Internal Server Error: ${String(error)}`));
    });
  });
  const script = (method: string, more: readonly (Fault | null)[]): void => {
    const key = method.toLowerCase();
    faults.set(key, [...(faults.get(key) ?? []), ...more]);
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  return {
    ...createPeople(state, (update) => queue.add(update), options.firstUpdateId ?? 870_000_001),
    apiRoot: `http://127.0.0.1:${address.port}`,
    token,
    bot: state.bot,
    sent: state.sent,
    calls,
    queue,
    commands: () => state.commands,
    async waitForSent(count) {
      await when(() => state.sent.length >= count);
      return state.sent;
    },
    async waitForCalls(method, count) {
      const key = method.toLowerCase();
      await when(() => (answered.get(key)?.length ?? 0) >= count);
      return answered.get(key) ?? [];
    },
    fail: (method, fault, times = 1) =>
      script(
        method,
        Array.from({ length: times }, () => fault),
      ),
    failAfter: (method, good, fault) => script(method, [...Array.from({ length: good }, () => null), fault]),
    block(chatId, blocked = true) {
      const known = state.chats.get(chatId);
      if (known !== undefined) state.chats.set(chatId, { ...known, blocked });
    },
    setMember: (userId, status) => void state.members.set(`${GROUP}:${userId}`, status),
    async stop() {
      queue.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
