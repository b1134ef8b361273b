import { Temporal } from 'temporal-polyfill';
import type { AnswerValue } from '#shared/answer.ts';
import type { Store } from '#core/ports.ts';
import { toCsv } from './csv.ts';
import { databaseError } from './database-errors.ts';
import type { Cipher } from './encryption.ts';
import { fromJson } from './json.ts';
import type { Prisma } from './prisma.ts';
import type { Payload } from './turn-write.ts';

/** Version of the JSON's form: raised when a reader of the old form would misread the new one. */
const EXPORT_FORMAT = 1;

const iso = (at: number | bigint): string => Temporal.Instant.fromEpochMilliseconds(Number(at)).toString();

/** Milliseconds as numbers: JSON knows no bigint. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

/** A member's own rows, opened. What only the machinery needs (keyed hashes, leases, order numbers) is left out. */
const everything = (prisma: Prisma, cipher: Cipher, memberId: string) =>
  prisma.client().then((client) =>
    client.$transaction(async (tx) => {
      // All parts as of one moment, so that they fit together, whatever is said meanwhile.
      await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`;
      const own = { where: { memberId } };
      const member = await tx.member.findUnique({ where: { id: memberId } });
      const accounts = await tx.account.findMany({ ...own, orderBy: { firstSeenAt: 'asc' } });
      const consents = await tx.consent.findMany({
        ...own,
        orderBy: { seq: 'asc' },
        omit: { seq: true, memberId: true },
      });
      const session = await tx.session.findUnique(own);
      const runs = await tx.flowRun.findMany({ ...own, orderBy: { startedAt: 'asc' }, omit: { memberId: true } });
      const answers = await tx.answer.findMany({
        ...own,
        orderBy: [{ at: 'asc' }, { seq: 'asc' }],
        omit: { seq: true, memberId: true },
      });
      const messages = await tx.message.findMany({
        ...own,
        orderBy: { seq: 'asc' },
        omit: { seq: true, memberId: true },
      });
      const receipts = await tx.inboundReceipt.findMany({ ...own, orderBy: { at: 'asc' } });
      const outbox = await tx.outbox.findMany({ ...own, orderBy: { seq: 'asc' } });
      const schedules = await tx.nudgeSchedule.findMany({ ...own, omit: { memberId: true } });
      const occurrences = await tx.occurrence.findMany({
        ...own,
        orderBy: { createdAt: 'asc' },
        omit: { memberId: true },
      });
      const timers = await tx.timer.findMany({
        ...own,
        orderBy: { dueAt: 'asc' },
        omit: { memberId: true, sentWith: true, countedFrom: true },
      });
      const episodes = await tx.crisisEpisode.findMany({
        ...own,
        orderBy: { openedAt: 'asc' },
        omit: { memberId: true },
      });
      return {
        member,
        accounts: accounts.map(({ address, platform, reachable, firstSeenAt, lastSeenAt, id }) => ({
          id,
          platform,
          address: fromJson<unknown>(cipher.open(address, ['account', id, memberId])),
          reachable,
          firstSeenAt,
          lastSeenAt,
        })),
        consents,
        session:
          session === null
            ? null
            : {
                body: fromJson<unknown>(cipher.open(session.body, ['session', memberId, memberId])),
                updatedAt: session.updatedAt,
              },
        runs,
        answers: answers.map(({ words, value, ...answer }) => ({
          ...answer,
          free: words !== null,
          value: fromJson<AnswerValue>(
            words === null ? JSON.stringify(value) : cipher.open(words, ['answer', answer.id, memberId]),
          ),
        })),
        transcript: messages.map(({ words, ...message }) => ({
          ...message,
          text: cipher.open(words, ['message', message.id, memberId]),
        })),
        handledUpdates: receipts.map(({ at }) => ({ at })),
        outbox: outbox.map(({ id, payload, state, attempts, createdAt, settledAt, code }) => ({
          id,
          draft: fromJson<Payload>(cipher.open(payload, ['outbox', id, memberId])).draft,
          state,
          attempts,
          createdAt,
          settledAt,
          code,
        })),
        schedules,
        occurrences,
        timers,
        episodes,
      };
    }),
  );

const cellOf = (value: AnswerValue): string | number | boolean | null =>
  typeof value === 'object' && value !== null ? value.join('; ') : value;

/** Everything about one member, as they may take it away: complete JSON, and the answers for a spreadsheet. */
export const createExport =
  (prisma: Prisma, cipher: Cipher, where: string): Store['exportMember'] =>
  async (memberId, now) => {
    try {
      const data = await everything(prisma, cipher, memberId);
      const rows = data.answers.map(({ date, at, flow, item, value }) => [date, iso(at), flow, item, cellOf(value)]);
      return {
        json: `${JSON.stringify({ format: 'tidemark-export', version: EXPORT_FORMAT, exportedAt: iso(now), ...data }, plain, 2)}\n`,
        csv: toCsv(['date', 'answered_at', 'flow', 'item', 'answer'], rows),
      };
    } catch (error) {
      throw databaseError(error, where);
    }
  };
