import type { Checkpoint } from '#shared/checkpoint.ts';
import type { Address, Due, Heard, OutboxRow, TurnOutcome, TurnRequest } from '#core/ports.ts';
import { eraseMember } from './erase.ts';
import { lockAccounts } from './locks.ts';
import type { Database, Sql } from './sql.ts';
import { loadRevisions, openMember, readMember } from './turn-load.ts';
import type { Loaded, LoadedAccount } from './turn-load.ts';
import { writeTurn } from './turn-write.ts';
import type { TurnFacts, WriteTools } from './turn-write.ts';

export interface TurnTools extends WriteTools {
  readonly database: Database;
  readonly checkpoint: Checkpoint;
}

/** Everything before the decision: whom it is about, and what is known of them. */
type Opened = { readonly facts: TurnFacts; readonly isNew: boolean } | TurnOutcome;

/**
 * One message, one transaction: lock, drop a repetition, load, decide, write, commit. Where the database takes several
 * statements at once, three round trips.
 */
export const createTurn =
  (tools: TurnTools) =>
  async (request: TurnRequest): Promise<TurnOutcome> => {
    const { checkpoint } = tools;
    const outcome = await tools.database.transaction(async (sql): Promise<TurnOutcome> => {
      checkpoint('tx-begun');
      const { inbound } = request;
      const opened = await (inbound.kind === 'heard'
        ? openHeard(sql, tools, request, inbound)
        : openDue(sql, tools, request, inbound));
      if (!('facts' in opened)) return opened;
      const { facts, isNew } = opened;
      const { accounts: _accounts, waiting: _waiting, ...known } = facts.loaded;
      const revisions = await loadRevisions(sql, known.session, request.knownRevisions);
      checkpoint('tx-loaded');
      const writes = request.decide({ ...known, isNew, revisions });
      checkpoint('tx-decided');
      const send = writes.erase
        ? await erase(sql, tools, facts, isNew, writes.outbox)
        : await writeTurn(sql, tools, facts, writes);
      checkpoint('tx-written');
      return { outcome: 'handled', send };
    });
    if (outcome.outcome === 'handled') checkpoint('tx-committed');
    return outcome;
  };

const openHeard = async (sql: Sql, tools: TurnTools, request: TurnRequest, heard: Heard): Promise<Opened> => {
  const { lookup, checkpoint, cipher, ids } = tools;
  const { from } = heard;
  const key = lookup.account(from);
  const receipt = lookup.update(from.platform, heard.updateId);
  const lane = lookup.lane(from);
  // They are sent together, and run one after the other. Each is a statement of its own, after the lock: its snapshot
  // sees what the turn before this one committed. The member's row is locked too, before it is read, for a member who
  // writes from two accounts at once; not against new rows that refer to it.
  const [, [found], read] = await Promise.all([
    lockAccounts(sql, [key]),
    sql.query<{ seen: boolean }>(
      `WITH who AS (SELECT member.id FROM account JOIN member ON member.id = account.member_id WHERE account.key = $1
         FOR NO KEY UPDATE OF member)
       SELECT EXISTS (SELECT FROM inbound_receipt WHERE key = $2) AS seen, (SELECT id FROM who) AS member_id`,
      [key, receipt],
    ),
    readMember(sql, { account: key }, null, lane, request.now, tools.owner),
  ]);
  checkpoint('tx-locked');
  if (found?.seen === true) return { outcome: 'duplicate' };
  const known = openMember(cipher, read);
  if (known === null && heard.choice !== null && heard.text === '') return { outcome: 'unknown' };
  const loaded = known ?? stranger(ids.row(), request);
  const isPrivate = heard.place === 'private';
  const before = loaded.accounts.find((account) => account.key === key);
  const account: LoadedAccount = {
    id: before?.id ?? ids.row(),
    platform: from.platform,
    key,
    accountId: from.accountId,
    // What is said unasked goes to the private chat only, so a public one never takes its place.
    chatId: isPrivate ? from.chatId : (before?.chatId ?? null),
    lane: isPrivate ? lane : (before?.lane ?? null),
    reachable: true,
    firstSeenAt: before?.firstSeenAt ?? request.now,
    lastSeenAt: request.now,
  };
  const { now, leaseMs } = request;
  return { facts: { now, leaseMs, loaded, heard: true, to: from, account, receipt }, isNew: known === null };
};

const stranger = (id: string, { locale, now }: TurnRequest): Loaded => ({
  member: {
    id,
    locale,
    zone: null,
    country: null,
    adult: null,
    onboarded: false,
    pausedUntil: null,
    createdAt: now,
    lastHeardAt: null,
  },
  accounts: [],
  consents: {},
  session: null,
  history: [],
  schedules: [],
  episode: null,
  occurrence: null,
  nudgedToday: 0,
  waiting: {},
});

const openDue = async (sql: Sql, tools: TurnTools, request: TurnRequest, due: Due): Promise<Opened> => {
  const accounts = await sql.query<{ key: string }>(
    'SELECT account.key FROM occurrence JOIN account USING (member_id) WHERE occurrence.id = $1',
    [due.occurrenceId],
  );
  await lockAccounts(
    sql,
    accounts.map((account) => account.key),
  );
  tools.checkpoint('tx-locked');
  // Again, now that nobody else can change it.
  const [found] = await sql.query<{ member_id: string | null; settled: boolean | null }>(
    `WITH what AS (SELECT member_id, settled_at FROM occurrence WHERE id = $1),
          who AS (SELECT id FROM member WHERE id = (SELECT member_id FROM what) FOR NO KEY UPDATE)
     SELECT (SELECT id FROM who) AS member_id, (SELECT settled_at IS NOT NULL FROM what) AS settled`,
    [due.occurrenceId],
  );
  const memberId = found?.member_id ?? null;
  if (memberId === null) return { outcome: 'unknown' };
  if (found?.settled === true) return { outcome: 'duplicate' };

  const { now, leaseMs } = request;
  const read = await readMember(sql, { memberId }, due.occurrenceId, null, now, tools.owner);
  const loaded = openMember(tools.cipher, read);
  if (loaded === null) return { outcome: 'unknown' };
  // Accounts come with the one seen last first.
  const account = loaded.accounts.find(({ reachable, chatId }) => reachable && chatId !== null);
  if (account === undefined || account.chatId === null) {
    await sql.query(`UPDATE occurrence SET settled_at = $2::bigint, outcome = 'unreachable' WHERE id = $1`, [
      due.occurrenceId,
      now,
    ]);
    return { outcome: 'handled', send: [] };
  }
  const to: Address = { platform: account.platform, accountId: account.accountId, chatId: account.chatId };
  return { facts: { now, leaseMs, loaded, heard: false, to, account, receipt: null }, isNew: false };
};

const erase = async (
  sql: Sql,
  { ids }: TurnTools,
  { loaded, to, receipt, now }: TurnFacts,
  isNew: boolean,
  drafts: readonly OutboxRow['draft'][],
): Promise<readonly OutboxRow[]> => {
  if (!isNew) await eraseMember(sql, loaded.member.id);
  // A repeated delivery of the very message that erased someone must not make them anew. The keyed hash of an update
  // says nothing of a person, and goes with the other receipts.
  if (receipt !== null) {
    await sql.query('INSERT INTO inbound_receipt (key, member_id, at) VALUES ($1, NULL, $2)', [receipt, now]);
  }
  return drafts.map((draft) => ({ id: ids.row(), to, memberId: null, draft, attempts: 0 }));
};
