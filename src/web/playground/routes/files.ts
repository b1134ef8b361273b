import type { FastifyInstance } from 'fastify';
import { WORDS } from '../../words.ts';
import type { Files } from '../files.ts';
import type { Identify } from '../identity.ts';

/** RFC 6266 and RFC 8187: the name in UTF-8, and a plain stand-in for whatever can't read that. */
const disposition = (name: string): string => {
  const plain = name.replace(/[^\w.-]+/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

/** `GET /playground/files/:token`: a file that was sent to this person, once. */
export const filesRoute = (web: FastifyInstance, { identify, files }: { identify: Identify; files: Files }): void => {
  web.get<{ Params: { token: string } }>('/playground/files/:token', async (request, reply) => {
    const file = files.take(identify(request, reply).accountId, request.params.token);
    reply.header('cache-control', 'no-store');
    if (file === null) return reply.code(404).send({ message: WORDS.fileGone });
    return reply
      .type('application/octet-stream')
      .header('content-disposition', disposition(file.name))
      .send(Buffer.from(file.data));
  });
};
