import { fastify } from 'fastify';
import { errorName, TidemarkError } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';
import { createDrain } from './drain.ts';
import { faults } from './faults.ts';
import type { Playground } from './playground/adapter.ts';
import { liveRoute } from './routes/health-live.ts';
import { type Health, readyRoute } from './routes/health-ready.ts';
import { pageRoute } from './routes/page.ts';
import { guard } from './security.ts';

/** Enough for every request but a message, which may be much longer. */
const BODY_LIMIT = 64 * 1024;

export interface WebServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Null: no chat page. */
  readonly playground: Playground | null;
  readonly health: () => Promise<Health>;
  readonly logger: Logger;
  readonly publicUrl: string | null;
}

export interface WebServer {
  /** Listens, and answers the address, such as `http://127.0.0.1:8484`. Rejects with `PORT_IN_USE`, `CONFIG_INVALID`. */
  start(): Promise<string>;
  /** Takes nothing new, lets open requests end, closes the pages' event streams. Harmless when repeated. */
  stop(): Promise<void>;
}

const listenFault = (error: unknown, host: string, port: number): TidemarkError => {
  const { code } = errorName(error);
  if (code === 'EADDRINUSE') {
    return new TidemarkError(
      'PORT_IN_USE',
      `Port ${port} on ${host} is taken by another program.`,
      'Stop that program (perhaps Tidemark runs already), or start with another port, such as PORT=8585 npm start.',
      error,
    );
  }
  return new TidemarkError(
    'CONFIG_INVALID',
    `The web server can't listen on port ${port} of ${host} (${code ?? 'unknown reason'}).`,
    'Use an address of this machine as HOST, such as 127.0.0.1, and a PORT from 1024 to 65535.',
    error,
  );
};

const addressOf = (address: string | { address: string; family: string; port: number } | null): string => {
  if (address === null || typeof address === 'string') return String(address);
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
};

/** Everything that Tidemark serves over HTTP. Nothing listens before `start`. */
export const createWebServer = async (options: WebServerOptions): Promise<WebServer> => {
  const { host, port, playground, logger, publicUrl } = options;
  // Fastify's own log would name addresses with what is in them; only route patterns go into ours.
  const web = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });

  const drain = createDrain(web.server);
  // JSON only: what another site's form can send is not even read.
  web.removeContentTypeParser('text/plain');

  guard(web, { host, publicUrl });
  faults(web, logger);
  web.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    logger.debug(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'Served.',
    );
  });

  liveRoute(web);
  readyRoute(web, options.health);
  if (playground !== null) {
    const https = publicUrl?.startsWith('https://') === true ? new URL(publicUrl).host : null;
    playground.register(web, { overHttps: (asked) => https !== null && asked === https });
    pageRoute(web);
    web.addHook('preClose', async () => playground.hangUp());
  }
  await web.ready();

  return {
    async start() {
      try {
        await web.listen({ host, port });
      } catch (error) {
        throw listenFault(error, host, port);
      }
      return addressOf(web.server.address());
    },
    async stop() {
      const closing = web.close();
      await drain();
      await closing;
    },
  };
};
