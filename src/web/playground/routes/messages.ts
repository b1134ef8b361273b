import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Heard } from '#core/ports.ts';
import type { Clock } from '#shared/clock.ts';
import { WORDS } from '../../words.ts';
import type { Identify } from '../identity.ts';
import type { Intake } from '../intake.ts';

/** The longest request that is read, in bytes: far above what anyone types, for whoever pastes a diary. */
const LIMIT = 16 * 1024 * 1024;

const id = z.string().regex(/^[\w.-]{1,64}$/);
const command = z.string().regex(/^[a-z]{1,32}$/);
const body = z.union([
  z.strictObject({ id, text: z.string().min(1) }),
  // The label is the person's own bubble on the page; what was chosen is in the token alone.
  z.strictObject({ id, choice: z.string().min(1).max(200), label: z.string().optional() }),
  z.strictObject({ id, command }),
]);

type Body = z.infer<typeof body>;

/** `/checkin` at the beginning of a line that was typed means the command, as it does on every platform. */
const typedCommand = (text: string): string | null =>
  /^\/([a-z]{1,32})(?=\s|$)/i.exec(text)?.[1]?.toLowerCase() ?? null;

const commandOf = (sent: Body): string | null => {
  if ('command' in sent) return sent.command;
  return 'text' in sent ? typedCommand(sent.text) : null;
};

/** Ids are made by pages, which don't know of each other: joined with the person, so that two can't collide. */
const updateIdOf = (accountId: string, sentId: string): string =>
  createHash('sha256').update(`${accountId} ${sentId}`).digest('base64url');

const languageOf = (header: string | undefined): string | null =>
  /^[a-z]{2,3}(?:-[a-z\d]{2,8})*/i.exec(header ?? '')?.[0] ?? null;

/**
 * `POST /playground/messages {id, text | choice | command}`: 202 once the message is committed, so that a page may
 * repeat it until then. Each is handled at once; their order is the conversation's concern.
 */
export const messagesRoute = (
  web: FastifyInstance,
  { identify, intake, clock }: { identify: Identify; intake: Intake; clock: Clock },
): void => {
  web.post('/playground/messages', { bodyLimit: LIMIT }, async (request, reply) => {
    const read = body.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ message: WORDS.notUnderstood });
    const sent = read.data;
    const { accountId } = identify(request, reply);
    const heard: Heard = {
      kind: 'heard',
      from: { platform: 'playground', accountId, chatId: accountId },
      updateId: updateIdOf(accountId, sent.id),
      place: 'private',
      text: 'text' in sent ? sent.text : '',
      choice: 'choice' in sent ? sent.choice : null,
      command: commandOf(sent),
      unreadable: null,
      sentAt: clock.now(),
      language: languageOf(request.headers['accept-language']),
    };
    if (await intake.take(heard)) return reply.code(202).send({ taken: true });
    return reply.code(503).header('retry-after', '1').send({ message: WORDS.away });
  });
};
