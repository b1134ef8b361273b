import type { FastifyInstance } from 'fastify';
import type { ChannelAdapter, Outbound, SendResult } from '#core/ports.ts';
import type { Clock } from '#shared/clock.ts';
import type { Ids } from '#shared/ids.ts';
import type { Logger } from '#shared/logger.ts';
import type { ClockControl } from './clock-control.ts';
import { Files } from './files.ts';
import { createIdentity } from './identity.ts';
import { Intake } from './intake.ts';
import { Lobby, type Showing } from './lobby.ts';
import { renderMarkdown } from './markdown.ts';
import { ackRoute } from './routes/ack.ts';
import { clockRoute } from './routes/clock.ts';
import { eventsRoute } from './routes/events.ts';
import { filesRoute } from './routes/files.ts';
import { messagesRoute } from './routes/messages.ts';
import { splitText } from './split.ts';
import { withCalls } from './telephone.ts';
import { realTimers, type Timers } from './timers.ts';

/** How long an open page may take to say that a message arrived (ms). */
const ACK_MS = 5000;
/** When to try again where nobody looks at the page, or it did not answer (ms). */
const RETRY_MS = 3000;
/**
 * A longer text (UTF-16 units) comes in parts. Far below what the page could show: rendering Markdown that was made to
 * confuse takes time by the square of its length (measured: 4 s for 100,000, 40 ms for 10,000).
 */
const PART = 10_000;

export interface PlaygroundOptions {
  readonly ids: Ids;
  readonly clock: Clock;
  /** Null: no "Try another time" on the page. */
  readonly clockControl: ClockControl | null;
  /** Signs the cookie and the addresses of files. */
  readonly secret: Uint8Array;
  readonly logger: Logger;
  /** Called whenever a page connects: what waits can be sent at once. */
  readonly onConnected?: () => void;
  readonly timers?: Timers;
  readonly ackTimeoutMs?: number;
}

/** The chat page as a channel like any other, and the routes that the page talks to. */
export interface Playground extends ChannelAdapter {
  readonly platform: 'playground';
  /** Adds the page's routes to the web server. `overHttps`: whether a request for this Host came in over HTTPS. */
  register(web: FastifyInstance, door: { overHttps: (host: string) => boolean }): void;
  /** Ends the pages' event streams; they connect again by themselves. */
  hangUp(): void;
}

/** What the page gets of one message, or of one part of a long one. */
interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly html: string;
  readonly choices: Outbound['choices'];
  readonly attachments: readonly {
    readonly type: string;
    readonly name: string;
    readonly alt: string;
    readonly href: string;
  }[];
}

const worst = (showings: readonly Showing[]): SendResult =>
  showings.every((showing) => showing === 'shown')
    ? { ok: true }
    : { ok: false, reason: 'later', retryAfterMs: RETRY_MS };

/**
 * The playground: a chat page of our own, no account anywhere. A person is a signed cookie; what is sent counts as
 * delivered only when an open page has said so, so that a closed browser loses nothing.
 */
export const createPlayground = (options: PlaygroundOptions): Playground => {
  const { ids, clock, clockControl, secret, logger, onConnected = () => {}, timers = realTimers } = options;
  const intake = new Intake(logger);
  const lobby = new Lobby(timers, options.ackTimeoutMs ?? ACK_MS);
  const files = new Files(secret, clock);

  const partsOf = (message: Outbound): readonly Shown[] => {
    const texts = splitText(message.text, PART);
    return texts.map((text, index) => {
      const last = index === texts.length - 1;
      const attachments = last
        ? message.attachments.map((attachment, place) => {
            const token = files.put(message.to.accountId, message.id, place, attachment);
            return {
              type: attachment.type,
              name: attachment.name,
              alt: attachment.alt,
              href: `/playground/files/${token}`,
            };
          })
        : [];
      const id = index === 0 ? message.id : `${message.id}.${index + 1}`;
      return {
        id,
        kind: message.kind,
        text,
        html: renderMarkdown(withCalls(text, message.kind === 'crisis')),
        choices: last ? message.choices : [],
        attachments,
      };
    });
  };

  return {
    platform: 'playground',
    async start(receive) {
      intake.open(receive);
    },
    async send(message) {
      if (!lobby.has(message.to.accountId)) return worst(['absent']);
      const parts = partsOf(message);
      return worst(await Promise.all(parts.map((part) => lobby.show(message.to.accountId, part.id, part))));
    },
    privateLink: () => null,
    async stop() {
      await intake.close();
      lobby.empty();
    },
    hangUp: () => lobby.empty(),
    register(web, door) {
      const identify = createIdentity(ids, secret, door.overHttps);
      messagesRoute(web, { identify, intake, clock });
      eventsRoute(web, { identify, intake, lobby, timers, hasClock: clockControl !== null, onConnected });
      ackRoute(web, { identify, lobby });
      filesRoute(web, { identify, files });
      if (clockControl !== null) clockRoute(web, clockControl);
    },
  };
};
