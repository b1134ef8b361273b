import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WORDS } from './words.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Addresses that mean "every interface": no browser ever sends them as a Host. */
const EVERY: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);

/** Only what comes from this server, nothing inline, nobody may frame it. MDN, Content-Security-Policy. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // A picture that was given out once lives on in the page's own memory, as a blob.
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  // An answer is for one person at one moment, a refusal too; only the page's own files say otherwise.
  'cache-control': 'no-store',
};

const parsed = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);
const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

export interface Doors {
  /** The configured listening host. */
  readonly host: string;
  /** The address under which the world reaches this server, if there is one. */
  readonly publicUrl: string | null;
}

/**
 * Whether a request was meant for this server and sent by its own page. A foreign Host is a name that someone else
 * points at this machine (DNS rebinding); a foreign Origin is another site's page using the person's cookie (CSRF).
 * The loopback names count, the listening address, and the public address where there is one: a reverse proxy on the
 * same machine passes that on, whatever this server itself listens on.
 */
export const createDoorman = ({ host, publicUrl }: Doors): ((request: FastifyRequest) => boolean) => {
  const own = bracketed(host.toLowerCase());
  const outward = publicUrl === null ? null : parsed(publicUrl);
  const names = new Set(LOOPBACK);
  if (!EVERY.has(own)) names.add(own);
  if (outward !== null) names.add(outward.hostname);

  return (request) => {
    const asked = parsed(`http://${request.headers.host ?? ''}`);
    // A probe of a cluster asks by a bare address, and learns nothing about anyone.
    const probe = !LOOPBACK.has(own) && request.url.startsWith('/health/');
    if (!probe && (asked === null || !names.has(asked.hostname))) return false;

    const site = request.headers['sec-fetch-site'];
    if (request.url.startsWith('/playground/') && (site === 'cross-site' || site === 'same-site')) return false;
    if (request.headers.origin === undefined) return true;
    const origin = parsed(request.headers.origin);
    if (origin === null) return false;
    return (
      origin.host === parsed(`${origin.protocol}//${request.headers.host ?? ''}`)?.host ||
      origin.origin === outward?.origin
    );
  };
};

/** Puts the security headers on every answer and turns away what is not meant for this server (403). */
export const guard = (web: FastifyInstance, doors: Doors): void => {
  const welcome = createDoorman(doors);
  web.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (!welcome(request)) await reply.code(403).send({ message: WORDS.notOurs });
  });
};
