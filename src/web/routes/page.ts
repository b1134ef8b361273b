import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const FOLDER = fileURLToPath(new URL('../public/', import.meta.url));

/** `GET /` and the files of the chat page: always asked for anew, so that an update arrives at the next reload. */
export const pageRoute = (web: FastifyInstance): void => {
  web.register(fastifyStatic, {
    root: FOLDER,
    wildcard: false,
    cacheControl: false,
    setHeaders: (answer) => void answer.header('cache-control', 'no-cache'),
  });
};
