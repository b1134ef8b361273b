import type { FastifyInstance } from 'fastify';

/** `GET /health/live`: 200 for as long as the process serves at all. */
export const liveRoute = (web: FastifyInstance): void => {
  web.get('/health/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ live: true }));
};
