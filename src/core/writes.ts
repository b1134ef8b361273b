import { localTime } from '#shared/local-time.ts';
import { EPISODE_QUIET_MS } from '#core/engine/due.ts';
import type { Event } from '#core/engine/events.ts';
import type { TimerChanges } from '#core/engine/flow-timers.ts';
import { writeSession } from '#core/engine/session.ts';
import type { Stepped } from '#core/engine/step.ts';
import { nextRun } from '#core/nudges/plan.ts';
import { afterQuietHours } from '#core/nudges/quiet-hours.ts';
import type { Inbound, MemberPatch, MemberState, NewAnswer, RunWrite, Schedule, TurnWrites } from '#core/ports.ts';

/** When it asks again after a crisis: within two to four hours, and after a day. */
const FOLLOWUP_MS = [3 * 3_600_000, 24 * 3_600_000];

type ScheduleWrite = Omit<Schedule, 'id'>;

const keyOf = (schedule: Pick<Schedule, 'kind' | 'slot'>): string => `${schedule.kind}.${schedule.slot}`;

const withoutId = ({ kind, slot, time, zone, days, active, ignored, every, nextRunAt }: Schedule): ScheduleWrite => ({
  kind,
  slot,
  time,
  zone,
  days,
  active,
  ignored,
  every,
  nextRunAt,
});

/** The schedule rows that change: set, switched off, moved to a new zone, nudged, or taken up again by a message. */
const schedulesAfter = (state: MemberState, stepped: Stepped, heard: boolean, now: number): ScheduleWrite[] => {
  const before = new Map(
    state.schedules.map((schedule): [string, ScheduleWrite] => [keyOf(schedule), withoutId(schedule)]),
  );
  const changed = new Map<string, ScheduleWrite>();
  const current = (key: string): ScheduleWrite | undefined => changed.get(key) ?? before.get(key);
  const zone = stepped.member.zone;

  for (const [key, schedule] of before) {
    const woken = heard && (schedule.ignored > 0 || schedule.every > 1);
    const moved = zone !== null && zone !== schedule.zone;
    if (!woken && !moved) continue;
    const next = { ...schedule, ...(woken ? { ignored: 0, every: 1 } : {}), ...(moved ? { zone } : {}) };
    changed.set(key, moved && next.active ? { ...next, nextRunAt: nextRun(next, now)?.at ?? null } : next);
  }
  for (const event of stepped.events) {
    if (event.type === 'scheduled') {
      const old = current(`${event.kind}.0`);
      if (event.time === null) {
        if (old !== undefined) changed.set(`${event.kind}.0`, { ...old, active: false, nextRunAt: null });
        continue;
      }
      const set = {
        kind: event.kind,
        slot: '0',
        time: event.time,
        zone: zone ?? 'UTC',
        days: event.days,
        active: true,
        ignored: 0,
        every: 1,
      };
      changed.set(`${event.kind}.0`, { ...set, nextRunAt: nextRun(set, now)?.at ?? null });
    } else if (event.type === 'nudged') {
      const old = current(keyOf(event));
      if (old !== undefined) changed.set(keyOf(event), { ...old, ignored: event.ignored, every: event.every });
    }
  }
  return [...changed.values()];
};

/** What a crisis sets to be done later, and what it calls off. */
const episodeTimers = (state: MemberState, stepped: Stepped, heard: boolean, now: number): TimerChanges => {
  const close = { kind: 'episode-close' as const, dueAt: now + EPISODE_QUIET_MS };
  const has = (type: Event['type']) => stepped.events.some((event) => event.type === type);
  if (stepped.episode === null) {
    return state.episode === null && !has('crisis_opened')
      ? { set: [], cancel: [] }
      : { set: [], cancel: ['followup', 'episode-close'] };
  }
  const followups = FOLLOWUP_MS.map((after) => ({
    kind: 'followup' as const,
    dueAt: afterQuietHours(now + after, stepped.member.zone),
  }));
  if (stepped.episode.quiet)
    return { set: heard ? [close] : [], cancel: heard ? ['followup', 'episode-close'] : ['followup'] };
  if (has('crisis_opened') || has('crisis_danger'))
    return { set: [...followups, close], cancel: ['followup', 'episode-close'] };
  return heard ? { set: [close], cancel: ['episode-close'] } : { set: [], cancel: [] };
};

/** The flow runs that began or ended. */
const runsOf = (events: readonly Event[]): RunWrite[] => {
  const runs = new Map<string, RunWrite>();
  for (const event of events) {
    if (event.type === 'flow_started') {
      runs.set(event.run, {
        id: event.run,
        flow: event.flow,
        revision: event.revision,
        startedAt: event.at,
        endedAt: null,
        outcome: null,
      });
    }
  }
  return [...runs.values()];
};

const endedRuns = (events: readonly Event[], now: number): RunWrite[] =>
  events.flatMap((event) =>
    event.type === 'flow_ended'
      ? [
          {
            id: event.run,
            flow: event.flow,
            revision: event.revision,
            startedAt: event.startedAt,
            endedAt: now,
            outcome: event.outcome,
          },
        ]
      : [],
  );

/** Turns what the engine decided into what is written, all in one go. Pure. */
export const writesFrom = (state: MemberState, inbound: Inbound, stepped: Stepped, now: number): TurnWrites => {
  const { events, episode } = stepped;
  const heard = inbound.kind === 'heard';
  const { date } = localTime(now, stepped.member.zone);
  const ended = endedRuns(events, now);
  const started = runsOf(events).filter((run) => !ended.some((one) => one.id === run.id));
  const timers = episodeTimers(state, stepped, heard, now);
  const putOff = events.flatMap((event) => (event.type === 'put_off' ? [event.timer] : []));
  const said = events.flatMap((event) => (event.type === 'said' ? [event.draft] : []));
  const passed = events.find((event) => event.type === 'passed_over');
  const closed = state.episode !== null && episode === null ? { ...state.episode, closedAt: now } : undefined;
  const patches = events.flatMap((event): MemberPatch[] => (event.type === 'member_changed' ? [event.patch] : []));
  return {
    member: Object.assign({}, ...patches) as MemberPatch,
    consents: events.flatMap((event) =>
      event.type === 'consented' ? [{ purpose: event.purpose, given: event.given, wording: event.wording }] : [],
    ),
    session: writeSession(stepped.session),
    answers: events.flatMap((event): NewAnswer[] =>
      event.type === 'answered'
        ? [{ run: event.run, flow: event.flow, item: event.item, value: event.value, free: event.free, date, at: now }]
        : [],
    ),
    runs: [...started, ...ended],
    transcript: [
      ...(heard && inbound.text !== '' ? [{ from: 'member' as const, kind: 'text', text: inbound.text }] : []),
      ...said.map((draft) => ({ from: 'bot' as const, kind: draft.kind, text: draft.text })),
    ],
    outbox: said,
    schedules: schedulesAfter(state, stepped, heard, now),
    timers: [...timers.set, ...stepped.timers.set, ...putOff],
    cancelTimers: [...timers.cancel, ...stepped.timers.cancel],
    episode: episode !== null ? { ...episode, closedAt: null } : closed,
    occurrence: heard ? null : passed?.type === 'passed_over' ? passed.reason : 'done',
    erase: events.some((event) => event.type === 'erase_asked'),
  };
};
