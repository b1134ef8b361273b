import type { FastifyInstance } from 'fastify';

/** How the parts are: `off` is a part that was not asked for. */
export interface Health {
  readonly ready: boolean;
  readonly parts: Record<string, 'ok' | 'failing' | 'off'>;
}

/** `GET /health/ready`: 200 when messages can be taken, 503 when not, with the state of each part. */
export const readyRoute = (web: FastifyInstance, health: () => Promise<Health>): void => {
  web.get('/health/ready', async (_request, reply) => {
    // A health check that fails is an answer too: not ready.
    const state = await health().catch((): Health => ({ ready: false, parts: {} }));
    return reply
      .code(state.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(state);
  });
};
