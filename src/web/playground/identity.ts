import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ids } from '#shared/ids.ts';

const NAME = 'tidemark_person';
/** The longest that browsers keep a cookie: 400 days (RFC 6265bis, 5.6.2), in seconds. */
const KEPT = 400 * 24 * 60 * 60;
const SHAPE = /^([0-9a-z]{16,64})\.([\w-]{43})$/;

export interface Visitor {
  readonly accountId: string;
  /** True when the request brought no cookie of ours, and a new identity was made for it. */
  readonly isNew: boolean;
}

/** Who is at the other end of a request. */
export type Identify = (request: FastifyRequest, reply: FastifyReply) => Visitor;

const cookieOf = (header: string | undefined): string | null => {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === NAME) return pair.slice(at + 1).trim();
  }
  return null;
};

/**
 * Knows a person by a signed cookie, and gives a new one to whoever has none or one that was tampered with. The cookie
 * is read by this server only (`HttpOnly`), and sent along by its own page only (`SameSite=Strict`).
 */
export const createIdentity = (ids: Ids, secret: Uint8Array, overHttps: (host: string) => boolean): Identify => {
  const sign = (id: string): string =>
    createHmac('sha256', secret).update(`playground cookie ${id}`).digest('base64url');

  const known = (cookie: string | null): string | null => {
    const [, id, signature] = SHAPE.exec(cookie ?? '') ?? [];
    if (id === undefined || signature === undefined) return null;
    return timingSafeEqual(Buffer.from(sign(id)), Buffer.from(signature)) ? id : null;
  };

  return (request, reply) => {
    const before = known(cookieOf(request.headers.cookie));
    const accountId = before ?? `${ids.row()}${ids.token()}${ids.token()}`;
    const secure = overHttps(request.headers.host ?? '') ? '; Secure' : '';
    reply.header(
      'set-cookie',
      `${NAME}=${accountId}.${sign(accountId)}; Path=/; Max-Age=${KEPT}; HttpOnly; SameSite=Strict${secure}`,
    );
    return { accountId, isNew: before === null };
  };
};
