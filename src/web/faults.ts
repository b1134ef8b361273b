import type { FastifyError, FastifyInstance } from 'fastify';
import { errorName } from '#shared/errors.ts';
import type { Logger } from '#shared/logger.ts';
import { WORDS } from './words.ts';

/**
 * Unknown addresses and errors, in plain words: never a stack, never the request's content, neither to the person nor
 * to the log.
 */
export const faults = (web: FastifyInstance, logger: Logger): void => {
  web.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send(`${WORDS.nothingHere}\n`),
  );

  web.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) {
      // The browser reads the answer only when its upload was taken to the end; what comes is thrown away unread.
      request.raw.resume();
      return reply.code(413).send({ message: WORDS.tooLong });
    }
    if (status < 500) return reply.code(status).send({ message: WORDS.notUnderstood });
    logger.error({ ...errorName(error), route: request.routeOptions.url ?? 'unknown' }, 'A web request failed.');
    return reply.code(500).send({ message: WORDS.trouble });
  });
};
