import type { Answer, AnswerValue } from '#shared/answer.ts';
import type { Platform } from '#shared/platforms.ts';
import type { ConsentPurpose, Episode, Member, MemberState, Occurrence, Schedule } from '#core/ports.ts';
import type { Cipher } from './encryption.ts';
import { fromJson } from './json.ts';
import type { Sql } from './sql.ts';

/** An account of the member, opened. */
export interface LoadedAccount {
  readonly id: string;
  readonly platform: Platform;
  readonly key: string;
  readonly accountId: string;
  /** The private chat; null until the person has written in private. */
  readonly chatId: string | null;
  readonly lane: string | null;
  readonly reachable: boolean;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/** What one statement reads of a member. */
export interface Loaded {
  readonly member: Member;
  readonly accounts: readonly LoadedAccount[];
  readonly consents: Partial<Record<ConsentPurpose, boolean>>;
  readonly session: unknown;
  readonly history: readonly Answer[];
  readonly schedules: readonly Schedule[];
  readonly episode: Episode | null;
  readonly occurrence: Occurrence | null;
  readonly nudgedToday: number;
  /** By lane, the most urgent priority among messages that wait and that nobody is sending. */
  readonly waiting: Readonly<Record<string, number>>;
}

interface Raw extends Omit<Loaded, 'accounts' | 'session' | 'history'> {
  readonly accounts: readonly (Omit<LoadedAccount, 'accountId' | 'chatId'> & { readonly address: string })[];
  readonly session: string | null;
  /** id, item, value, sealed words, date, at. */
  readonly history: readonly (readonly [string, string, AnswerValue, string | null, string, number])[];
}

// One round trip for everything. JSON keeps the rows of ten tables apart and reads the same from both drivers.
const LOAD = `WITH who AS (SELECT coalesce($1, (SELECT member_id FROM account WHERE key = $6)) AS id)
SELECT json_build_object(
  'member', (SELECT json_build_object('id', id, 'locale', locale, 'zone', zone, 'country', country, 'adult', adult,
      'onboarded', onboarded, 'pausedUntil', paused_until, 'createdAt', created_at, 'lastHeardAt', last_heard_at)
    FROM member WHERE id = (SELECT who.id FROM who)),
  'accounts', (SELECT coalesce(json_agg(json_build_object('id', id, 'platform', platform, 'key', key,
      'address', encode(address, 'base64'), 'lane', lane, 'reachable', reachable, 'firstSeenAt', first_seen_at,
      'lastSeenAt', last_seen_at) ORDER BY last_seen_at DESC, id), '[]') FROM account WHERE member_id = (SELECT who.id FROM who)),
  'consents', (SELECT coalesce(json_object_agg(purpose, given), '{}') FROM
    (SELECT DISTINCT ON (purpose) purpose, given FROM consent WHERE member_id = (SELECT who.id FROM who) ORDER BY purpose, seq DESC) AS latest),
  'session', (SELECT encode(body, 'base64') FROM session WHERE member_id = (SELECT who.id FROM who)),
  'history', (SELECT coalesce(json_agg(json_build_array(id, item, value, encode(words, 'base64'), date, at)
      ORDER BY at, seq), '[]') FROM answer WHERE member_id = (SELECT who.id FROM who)),
  'schedules', (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'slot', slot, 'time', time, 'zone', zone,
      'days', days, 'active', active, 'ignored', ignored, 'every', every, 'nextRunAt', next_run_at) ORDER BY kind, slot),
      '[]') FROM nudge_schedule WHERE member_id = (SELECT who.id FROM who)),
  'episode', (SELECT json_build_object('id', id, 'openedAt', opened_at, 'kind', kind, 'locale', locale,
      'lastHeardAt', last_heard_at, 'safeSaidAt', safe_said_at, 'asked', asked, 'quiet', quiet)
    FROM crisis_episode WHERE member_id = (SELECT who.id FROM who) AND closed_at IS NULL ORDER BY opened_at DESC, id DESC LIMIT 1),
  'occurrence', (SELECT json_build_object('id', id, 'kind', kind, 'date', date, 'slot', slot, 'dueAt', due_at,
      'about', about)
    FROM occurrence WHERE id = $2 AND member_id = (SELECT who.id FROM who)),
  'nudgedToday', (SELECT count(*) FROM outbox WHERE member_id = (SELECT who.id FROM who) AND kind = 'nudge' AND state IN ('waiting', 'sent')
    AND nudge_date = (SELECT date FROM occurrence WHERE id = $2)),
  'waiting', (SELECT coalesce(json_object_agg(lane, priority), '{}') FROM
    (SELECT lane, (SELECT min(priority) FROM outbox WHERE state = 'waiting' AND outbox.lane = lanes.lane
        AND (leased_until <= $4::bigint OR leased_by IS DISTINCT FROM $5::text)) AS priority
      FROM (SELECT $3::text AS lane UNION SELECT lane FROM account WHERE member_id = (SELECT who.id FROM who)) AS lanes
    ) AS ahead WHERE priority IS NOT NULL)
)::text AS state`;

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

/** Who a turn is about: a member, or the member who has the account of this keyed hash. */
type Who = { readonly memberId: string } | { readonly account: string };

/** What one statement reads of a member, with what is sealed still sealed. */
export interface ReadMember extends Omit<Raw, 'member'> {
  readonly member: Member | null;
}

/**
 * Reads everything that a turn may look at. `member` is null where there is nobody.
 *
 * @param lane of the chat that a reply would go to, as far as it is known
 */
export const readMember = async (
  sql: Sql,
  who: Who,
  occurrenceId: string | null,
  lane: string | null,
  now: number,
  owner: string,
): Promise<ReadMember> => {
  const [memberId, account] = 'memberId' in who ? [who.memberId, null] : [null, who.account];
  const [row] = await sql.query<{ state: string }>(LOAD, [memberId, occurrenceId, lane, now, owner, account]);
  return fromJson<ReadMember>(row?.state ?? '{"member":null}');
};

/** Opens what is sealed. Null where there is no such member. */
export const openMember = (cipher: Cipher, raw: ReadMember): Loaded | null => {
  const { member } = raw;
  if (member === null) return null;
  const { id: memberId } = member;
  return {
    ...raw,
    member,
    accounts: raw.accounts.map(({ address, ...account }) => ({
      ...account,
      ...fromJson<Pick<LoadedAccount, 'accountId' | 'chatId'>>(
        cipher.open(bytes(address), ['account', account.id, memberId]),
      ),
    })),
    session:
      raw.session === null ? null : fromJson<unknown>(cipher.open(bytes(raw.session), ['session', memberId, memberId])),
    history: raw.history.map(([id, item, value, words, date, at]) => ({
      item,
      value: words === null ? value : fromJson<AnswerValue>(cipher.open(bytes(words), ['answer', id, memberId])),
      date,
      at,
    })),
  };
};

/** Every revision that a session names, at whatever depth: the engine's frames carry it under `revision`. */
const revisionsIn = (session: unknown): Set<string> => {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'revision' && typeof inner === 'string') found.add(inner);
      else walk(inner);
    }
  };
  walk(session);
  return found;
};

/**
 * Bodies of the revisions that the session runs on and the caller does not know, and of those that they call: no statement
 * in the usual case.
 */
export const loadRevisions = async (
  sql: Sql,
  session: unknown,
  known: ReadonlySet<string>,
): Promise<MemberState['revisions']> => {
  const wanted = [...revisionsIn(session)].filter((revision) => !known.has(revision));
  if (wanted.length === 0) return {};
  const rows = await sql.query<{ revision: string; body: string }>(
    `WITH RECURSIVE wanted AS (
       SELECT revision, body FROM flow_revision WHERE revision IN (SELECT jsonb_array_elements_text($1::text::jsonb))
       UNION
       SELECT called.revision, called.body FROM wanted, jsonb_each_text(wanted.body -> 'calls') AS calls(flow, pinned)
         JOIN flow_revision AS called ON called.revision = pinned
     ) SELECT revision, body::text AS body FROM wanted`,
    [JSON.stringify(wanted)],
  );
  return Object.fromEntries(
    rows
      .filter(({ revision }) => !known.has(revision))
      .map(({ revision, body }) => [revision, fromJson<unknown>(body)]),
  );
};
