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
const LOAD = `SELECT json_build_object(
  'member', (SELECT json_build_object('id', id, 'locale', locale, 'zone', zone, 'country', country, 'adult', adult,
      'onboarded', onboarded, 'pausedUntil', paused_until, 'createdAt', created_at, 'lastHeardAt', last_heard_at)
    FROM member WHERE id = $1),
  'accounts', (SELECT coalesce(json_agg(json_build_object('id', id, 'platform', platform, 'key', key,
      'address', encode(address, 'base64'), 'lane', lane, 'reachable', reachable, 'firstSeenAt', first_seen_at,
      'lastSeenAt', last_seen_at) ORDER BY last_seen_at DESC, id), '[]') FROM account WHERE member_id = $1),
  'consents', (SELECT coalesce(json_object_agg(purpose, given), '{}') FROM
    (SELECT DISTINCT ON (purpose) purpose, given FROM consent WHERE member_id = $1 ORDER BY purpose, seq DESC) AS latest),
  'session', (SELECT encode(body, 'base64') FROM session WHERE member_id = $1),
  'history', (SELECT coalesce(json_agg(json_build_array(id, item, value, encode(words, 'base64'), date, at)
      ORDER BY at, seq), '[]') FROM answer WHERE member_id = $1),
  'schedules', (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'slot', slot, 'time', time, 'zone', zone,
      'days', days, 'active', active, 'ignored', ignored, 'every', every, 'nextRunAt', next_run_at) ORDER BY kind, slot),
      '[]') FROM nudge_schedule WHERE member_id = $1),
  'episode', (SELECT json_build_object('id', id, 'openedAt', opened_at, 'kind', kind, 'locale', locale,
      'lastHeardAt', last_heard_at, 'safeSaidAt', safe_said_at, 'asked', asked, 'quiet', quiet)
    FROM crisis_episode WHERE member_id = $1 AND closed_at IS NULL ORDER BY opened_at DESC, id DESC LIMIT 1),
  'occurrence', (SELECT json_build_object('id', id, 'kind', kind, 'date', date, 'slot', slot, 'dueAt', due_at)
    FROM occurrence WHERE id = $2 AND member_id = $1),
  'nudgedToday', (SELECT count(*) FROM outbox WHERE member_id = $1 AND kind = 'nudge' AND state IN ('waiting', 'sent')
    AND nudge_date = (SELECT date FROM occurrence WHERE id = $2)),
  'waiting', (SELECT coalesce(json_object_agg(lane, priority), '{}') FROM
    (SELECT lane, min(priority) AS priority FROM outbox WHERE state = 'waiting'
      AND (leased_until <= $4::bigint OR leased_by IS DISTINCT FROM $5::text)
      AND lane IN (SELECT $3::text UNION SELECT lane FROM account WHERE member_id = $1) GROUP BY lane) AS ahead)
)::text AS state`;

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

/**
 * Reads everything that a turn may look at.
 *
 * @param lane of the chat that a reply would go to, as far as it is known
 */
export const loadMember = async (
  sql: Sql,
  cipher: Cipher,
  memberId: string,
  occurrenceId: string | null,
  lane: string | null,
  now: number,
  owner: string,
): Promise<Loaded> => {
  const [row] = await sql.query<{ state: string }>(LOAD, [memberId, occurrenceId, lane, now, owner]);
  const raw = fromJson<Raw>(row?.state ?? '{}');
  return {
    ...raw,
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

/** Bodies of the revisions that the session runs on and the caller does not know: no statement in the usual case. */
export const loadRevisions = async (
  sql: Sql,
  session: unknown,
  known: ReadonlySet<string>,
): Promise<MemberState['revisions']> => {
  const wanted = [...revisionsIn(session)].filter((revision) => !known.has(revision));
  if (wanted.length === 0) return {};
  const rows = await sql.query<{ revision: string; body: string }>(
    `SELECT revision, body::text AS body FROM flow_revision
     WHERE revision IN (SELECT jsonb_array_elements_text($1::text::jsonb))`,
    [JSON.stringify(wanted)],
  );
  return Object.fromEntries(rows.map(({ revision, body }) => [revision, fromJson<unknown>(body)]));
};
