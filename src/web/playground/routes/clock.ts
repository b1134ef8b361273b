import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WORDS } from '../../words.ts';
import type { ClockControl } from '../clock-control.ts';

/** The furthest that one request may move the time (ms): everything that falls due on the way really happens. */
const FURTHEST = 366 * 24 * 60 * 60 * 1000;

const body = z.union([z.strictObject({ by: z.int().min(0) }), z.strictObject({ to: z.int().min(0) })]);

/**
 * `GET /playground/clock` answers `{now}` (ms UTC); `POST` with `{by}` (ms) or `{to}` (ms UTC) moves the time forward
 * and answers when everything on the way has happened. One move at a time, in the order in which they were asked for.
 */
export const clockRoute = (web: FastifyInstance, control: ClockControl): void => {
  let moves: Promise<unknown> = Promise.resolve();

  const move = async (sent: z.infer<typeof body>): Promise<boolean> => {
    const now = control.now();
    const at = 'by' in sent ? now + sent.by : sent.to;
    if (at < now || at - now > FURTHEST) return false;
    await control.moveTo(at);
    return true;
  };

  web.get('/playground/clock', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ now: control.now() }),
  );

  web.post('/playground/clock', async (request, reply) => {
    const read = body.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ message: WORDS.notUnderstood });
    const moving = moves.then(() => move(read.data));
    // A move that failed must not hold up the next one.
    moves = moving.catch(() => false);
    if (!(await moving)) return reply.code(400).send({ message: WORDS.clockBackwards });
    return reply.send({ now: control.now() });
  });
};
