import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WORDS } from '../../words.ts';
import type { Identify } from '../identity.ts';
import type { Lobby } from '../lobby.ts';

const body = z.object({ id: z.string().min(1).max(100) });

/** `POST /playground/ack {id}`: the page has this message and keeps it. */
export const ackRoute = (web: FastifyInstance, { identify, lobby }: { identify: Identify; lobby: Lobby }): void => {
  web.post('/playground/ack', async (request, reply) => {
    const read = body.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ message: WORDS.notUnderstood });
    lobby.acknowledge(identify(request, reply).accountId, read.data.id);
    return reply.code(204).send();
  });
};
