import type { FastifyInstance } from 'fastify';
import { WORDS } from '../../words.ts';
import type { Identify } from '../identity.ts';
import type { Intake } from '../intake.ts';
import type { Lobby, Page } from '../lobby.ts';
import type { Timers } from '../timers.ts';

/** A sign of life this often (ms): the page takes a silence of twice this long for a lost connection. */
const BEAT_MS = 20_000;

export interface EventsParts {
  readonly identify: Identify;
  readonly intake: Intake;
  readonly lobby: Lobby;
  readonly timers: Timers;
  readonly hasClock: boolean;
  readonly onConnected: () => void;
}

/**
 * `GET /playground/events`: everything that is said to this person, as server-sent events. `hello` comes first and
 * tells whether the person is new here; the page sends nothing before it, so that two requests at once can't make two
 * people of one.
 */
export const eventsRoute = (web: FastifyInstance, parts: EventsParts): void => {
  const { identify, intake, lobby, timers, hasClock, onConnected } = parts;
  web.get('/playground/events', async (request, reply) => {
    if (!intake.isOpen) return reply.code(503).header('retry-after', '1').send({ message: WORDS.away });
    const { accountId, isNew } = identify(request, reply);
    reply.hijack();
    const stream = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) stream.setHeader(name, value);
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });

    const page: Page = {
      write: (event, data) => void stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      end: () => void stream.end(),
    };
    let stopBeat: (() => void) | undefined;
    const beat = (): void => {
      stopBeat = timers.after(BEAT_MS, () => {
        page.write('beat', {});
        beat();
      });
    };
    const leave = lobby.enter(accountId, page);
    stream.on('close', () => {
      stopBeat?.();
      leave();
    });
    page.write('hello', { isNew, hasClock });
    beat();
    onConnected();
    return reply;
  });
};
