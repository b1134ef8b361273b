import type { Ids } from '#shared/ids.ts';
import type { Address, Draft, Member, OutboxRow, TurnWrites } from '#core/ports.ts';
import { createBatch } from './batch.ts';
import type { Batch } from './batch.ts';
import type { Cipher } from './encryption.ts';
import type { Lookup } from './lookup.ts';
import type { Sql } from './sql.ts';
import type { Loaded, LoadedAccount } from './turn-load.ts';

/** 0 crisis, 1 reply, 2 nudge. */
const PRIORITY: Readonly<Record<Draft['kind'], number>> = { crisis: 0, flow: 1, answer: 1, system: 1, nudge: 2 };

/** What is sealed in an outbox row. */
export interface Payload {
  readonly to: Address;
  readonly draft: Draft;
}

/** What a turn is about, besides what it decided. */
export interface TurnFacts {
  readonly now: number;
  readonly leaseMs: number;
  readonly loaded: Loaded;
  /** True for a message of the person's own, false for something that fell due. */
  readonly heard: boolean;
  /** Where the drafts go. */
  readonly to: Address;
  readonly account: LoadedAccount;
  /** Keyed hash of the update; null for something that fell due. */
  readonly receipt: string | null;
}

export interface WriteTools {
  /** This running store: what it leases is its own to send. */
  readonly owner: string;
  readonly cipher: Cipher;
  readonly lookup: Lookup;
  readonly ids: Ids;
}

/** Writes everything that a turn decided, in one statement, and answers the messages that its caller is to send. */
export const writeTurn = async (
  sql: Sql,
  tools: WriteTools,
  facts: TurnFacts,
  writes: TurnWrites,
): Promise<readonly OutboxRow[]> => {
  const batch = createBatch();
  writePerson(batch, tools, facts, writes);
  writeConversation(batch, tools, facts, writes);
  const { send, last } = writeOutbox(batch, tools, facts, writes);
  writePlans(batch, tools, facts, writes, last);
  await batch.run(sql);
  return send;
};

const writePerson = (batch: Batch, { cipher, ids }: WriteTools, facts: TurnFacts, writes: TurnWrites): void => {
  const { now, loaded, account, heard } = facts;
  const member: Member = { ...loaded.member, ...writes.member, ...(heard ? { lastHeardAt: now } : {}) };
  batch.add('member', {
    id: member.id,
    locale: member.locale,
    zone: member.zone,
    country: member.country,
    adult: member.adult,
    onboarded: member.onboarded,
    paused_until: member.pausedUntil,
    created_at: member.createdAt,
    last_heard_at: member.lastHeardAt,
  });
  if (heard) {
    const { accountId, chatId } = account;
    batch.add('account', {
      id: account.id,
      member_id: member.id,
      platform: account.platform,
      key: account.key,
      address: cipher.seal(JSON.stringify({ accountId, chatId }), ['account', account.id, member.id]),
      lane: account.lane,
      reachable: true,
      first_seen_at: account.firstSeenAt,
      last_seen_at: now,
    });
  }
  if (facts.receipt !== null) batch.add('inbound_receipt', { key: facts.receipt, member_id: member.id, at: now });
  for (const { purpose, given, wording } of writes.consents) {
    batch.add('consent', { id: ids.row(), member_id: member.id, purpose, given, wording, at: now });
  }
};

const writeConversation = (batch: Batch, { cipher, ids }: WriteTools, facts: TurnFacts, writes: TurnWrites): void => {
  const { now, loaded } = facts;
  const memberId = loaded.member.id;
  // Consent that is given or taken back in this very turn counts for what the turn keeps.
  const consents = {
    ...loaded.consents,
    ...Object.fromEntries(writes.consents.map(({ purpose, given }) => [purpose, given])),
  };
  const log = consents.health_log === true;
  const words = consents.free_text === true;

  if (writes.session === null || writes.session === undefined) {
    batch.also((param) => `DELETE FROM session WHERE member_id = ${param(memberId)}`);
  } else {
    const body = cipher.seal(JSON.stringify(writes.session), ['session', memberId, memberId]);
    batch.add('session', { member_id: memberId, body, updated_at: now });
  }
  for (const run of writes.runs) {
    batch.add('flow_run', {
      id: run.id,
      member_id: memberId,
      flow: run.flow,
      revision: run.revision,
      started_at: run.startedAt,
      ended_at: run.endedAt,
      outcome: run.outcome,
    });
  }
  for (const { run, flow, item, value, free, date, at } of writes.answers) {
    if (!log || (free && !words)) continue;
    const id = ids.row();
    const kept = free ? { words: cipher.seal(JSON.stringify(value), ['answer', id, memberId]) } : { value };
    batch.add('answer', { id, member_id: memberId, run, flow, item, date, at, ...kept });
  }
  for (const { from, kind, text } of writes.transcript) {
    if (from === 'member' && !words) continue;
    const id = ids.row();
    const sealed = cipher.seal(text, ['message', id, memberId]);
    batch.add('message', { id, member_id: memberId, author: from, kind, words: sealed, at: now });
  }
};

/** `last`: the message that this turn says last, which puts the question that its timers are about. */
const writePlans = (
  batch: Batch,
  { ids }: WriteTools,
  facts: TurnFacts,
  writes: TurnWrites,
  last: string | null,
): void => {
  const { now, loaded } = facts;
  const memberId = loaded.member.id;
  // Of several for one (kind, slot), the last counts; one statement may not replace a row twice.
  const schedules = new Map(writes.schedules.map((schedule) => [`${schedule.kind} ${schedule.slot}`, schedule]));
  for (const { nextRunAt, ...schedule } of schedules.values()) {
    batch.add('nudge_schedule', {
      ...schedule,
      id: ids.row(),
      member_id: memberId,
      next_run_at: schedule.active ? nextRunAt : null,
    });
  }
  if (writes.cancelTimers.length > 0) {
    batch.also(
      (param) => `DELETE FROM timer WHERE member_id = ${param(memberId)}
        AND kind IN (SELECT jsonb_array_elements_text(${param(JSON.stringify(writes.cancelTimers))}::text::jsonb))`,
    );
  }
  for (const { kind, dueAt, about, fromDelivery } of writes.timers) {
    const counted = fromDelivery === true && last !== null ? { sent_with: last, counted_from: now } : {};
    batch.add('timer', { id: ids.row(), member_id: memberId, kind, due_at: dueAt, about: about ?? null, ...counted });
  }
  if (writes.episode !== undefined) {
    const { openedAt, lastHeardAt, safeSaidAt, closedAt, ...episode } = writes.episode;
    batch.add('crisis_episode', {
      ...episode,
      member_id: memberId,
      opened_at: openedAt,
      last_heard_at: lastHeardAt,
      safe_said_at: safeSaidAt,
      closed_at: closedAt,
    });
  }
  if (loaded.occurrence !== null) {
    const { id } = loaded.occurrence;
    batch.also(
      (
        param,
      ) => `UPDATE occurrence SET settled_at = ${param(now)}::bigint, outcome = ${param(writes.occurrence ?? 'done')}
        WHERE id = ${param(id)}`,
    );
  }
};

const writeOutbox = (
  batch: Batch,
  { cipher, lookup, ids, owner }: WriteTools,
  facts: TurnFacts,
  writes: TurnWrites,
): { readonly send: readonly OutboxRow[]; readonly last: string | null } => {
  const { now, leaseMs, loaded, to } = facts;
  const memberId = loaded.member.id;
  const lane = lookup.lane(to);
  const priority = Math.min(...writes.outbox.map((draft) => PRIORITY[draft.kind]));
  // What is said later waits behind what could not be sent before, for the worker to send both in order. A crisis turn
  // waits for nothing.
  const ahead = loaded.waiting[lane];
  const waits = priority > 0 && ahead !== undefined && ahead <= priority;
  const rows = writes.outbox.map((draft): OutboxRow => ({ id: ids.row(), to, memberId, draft, attempts: 0 }));
  for (const { id, draft } of rows) {
    const payload: Payload = { to, draft };
    batch.add('outbox', {
      id,
      member_id: memberId,
      lane,
      kind: draft.kind,
      priority,
      payload: cipher.seal(JSON.stringify(payload), ['outbox', id, memberId]),
      attempts: 0,
      not_before: now,
      leased_until: waits ? 0 : now + leaseMs,
      leased_by: waits ? null : owner,
      state: 'waiting',
      nudge_date: draft.kind === 'nudge' ? (loaded.occurrence?.date ?? null) : null,
      created_at: now,
    });
  }
  return { send: waits ? [] : rows, last: rows.at(-1)?.id ?? null };
};
