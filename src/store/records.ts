import type { Store } from '#core/ports.ts';
import { databaseError } from './database-errors.ts';
import { fromJson } from './json.ts';
import type { Prisma as PrismaAccess } from './prisma.ts';
import type { Prisma } from './generated/client.ts';

const DAY_MS = 86_400_000;

/** How long (ms) things are kept once they are done. */
const KEEP_MS = {
  /** Longer than any platform repeats a delivery (Telegram: 24 hours). */
  receipts: 7 * DAY_MS,
  transcript: 30 * DAY_MS,
  outbox: 7 * DAY_MS,
  occurrences: 90 * DAY_MS,
  /** Since a flow's revision was last deployed, or a run of it began or ended. */
  revisions: 90 * DAY_MS,
} as const;

type Records = Pick<Store, 'saveRevisions' | 'retain' | 'getSetting' | 'setSetting'>;

const before = (now: number, keep: number): bigint => BigInt(now - keep);

/** Revisions, settings and retention. */
export const createRecords = (prisma: PrismaAccess, where: string): Records => {
  const reach = async <T>(work: (client: Awaited<ReturnType<PrismaAccess['client']>>) => Promise<T>): Promise<T> => {
    try {
      return await work(await prisma.client());
    } catch (error) {
      throw databaseError(error, where);
    }
  };
  return {
    saveRevisions: (revisions, now) =>
      reach(async (client) => {
        // Content-addressed: what is there already is the same.
        await client.flowRevision.createMany({
          data: revisions.map(({ revision, flow, body }) => ({
            revision,
            flow,
            body: fromJson<Prisma.InputJsonValue>(JSON.stringify(body)),
            savedAt: BigInt(now),
          })),
          skipDuplicates: true,
        });
        await client.flowRevision.updateMany({
          where: { revision: { in: revisions.map(({ revision }) => revision) } },
          data: { savedAt: BigInt(now) },
        });
      }),

    retain: (now) =>
      reach(async (client) => {
        // Rows that someone else holds are left for tomorrow: waiting for them could block an erase that waits for ours.
        await client.$executeRaw`DELETE FROM inbound_receipt WHERE key IN (SELECT key FROM inbound_receipt
          WHERE at < ${before(now, KEEP_MS.receipts)} FOR UPDATE SKIP LOCKED)`;
        await client.$executeRaw`DELETE FROM message WHERE id IN (SELECT id FROM message
          WHERE at < ${before(now, KEEP_MS.transcript)} FOR UPDATE SKIP LOCKED)`;
        await client.$executeRaw`DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
          WHERE settled_at < ${before(now, KEEP_MS.outbox)} FOR UPDATE SKIP LOCKED)`;
        await client.$executeRaw`DELETE FROM occurrence WHERE id IN (SELECT id FROM occurrence
          WHERE settled_at < ${before(now, KEEP_MS.occurrences)} FOR UPDATE SKIP LOCKED)`;
        // Kept: what was deployed or run lately, what an open session stands in (each of its frames is a run that has not
        // ended), the wording that somebody agreed to, and whatever these call.
        const since = before(now, KEEP_MS.revisions);
        await client.$executeRaw`WITH RECURSIVE kept AS (
            SELECT revision, body FROM flow_revision WHERE saved_at >= ${since}
              OR revision IN (SELECT revision FROM flow_run WHERE started_at >= ${since} OR ended_at >= ${since}
                OR (ended_at IS NULL AND member_id IN (SELECT member_id FROM session)))
              OR revision IN (SELECT split_part(wording, '@', 2) FROM consent)
            UNION
            SELECT called.revision, called.body FROM kept, jsonb_each_text(kept.body -> 'calls') AS calls(flow, pinned)
              JOIN flow_revision AS called ON called.revision = pinned
          ) DELETE FROM flow_revision WHERE revision NOT IN (SELECT revision FROM kept)`;
      }),

    getSetting: (key) => reach(async (client) => (await client.setting.findUnique({ where: { key } }))?.value ?? null),

    setSetting: (key, value) =>
      reach(async (client) => {
        await client.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
      }),
  };
};
