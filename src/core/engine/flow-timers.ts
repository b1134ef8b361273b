/** What happens at a waiting question when nobody answers it: a reminder, another way on, the quiet end. */
import { addDays, instantOf, localTime } from '#shared/local-time.ts';
import { choicesAgain, waitingAt } from '#core/engine/asking.ts';
import { popOrdinary } from '#core/engine/frames.ts';
import { goto, run } from '#core/engine/loop.ts';
import { runsOn } from '#core/engine/revised.ts';
import { copySession, type Session } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import { STALE_MS } from '#core/nudges/plan.ts';
import { afterQuietHours } from '#core/nudges/quiet-hours.ts';
import { FLOW_TIMERS, type FlowTimerKind, type Occurrence, type Timer } from '#core/ports.ts';
import { durationMs } from '#core/steps/duration.ts';

/** An ordinary flow in which nobody answers is left after so long, unless it says otherwise. */
const EXPIRES_AFTER = '24h';
/** What expires with the day still waits so long: a question put shortly before midnight is no old one after it. */
const LEAST_MS = 3 * 3_600_000;

/** Timers to be added and kinds to be called off first. */
export interface TimerChanges {
  readonly set: readonly Omit<Timer, 'id'>[];
  readonly cancel: readonly Timer['kind'][];
}

/** The name of the question that waits: its run, its step and the very time that it was put. Null where none waits. */
const nameOf = (session: Session): string | null => {
  const frame = session.frames.at(-1);
  return frame === undefined || session.prompt === null ? null : `${frame.run}.${frame.step}.${session.prompt}`;
};

/** Whether the person may be written to without having written: they said yes to it, and nothing speaks against it. */
const mayWrite = ({ member, consents, context }: Talk): boolean =>
  consents.nudges === true &&
  member.adult !== false &&
  (member.pausedUntil === null || member.pausedUntil <= context.now);

/**
 * When what waits is left: counted from the moment at which the person last did something or the flow began, so that
 * questions that lead to each other by themselves come to an end, too.
 */
const expiresAt = (talk: Talk): number => {
  const { context, session, member } = talk;
  let began = context.now;
  for (const frame of session.frames.toReversed()) {
    if (talk.isSafety(frame)) break;
    began = frame.startedAt;
  }
  const from = Math.min(context.now, Math.max(session.heardAt, began));
  const top = talk.top;
  const after = (top === undefined ? undefined : talk.flowOf(top)?.flow.expires_after) ?? EXPIRES_AFTER;
  if (after !== 'day') return from + durationMs(after);
  const midnight = instantOf(addDays(localTime(from, member.zone).date, 1), '00:00', member.zone ?? 'UTC');
  return Math.max(midnight, from + LEAST_MS);
};

/**
 * What the question that now waits sets to be done later, and what the one that waited before calls off. `before`: the
 * session before this step. Nothing is set in a safety flow or an open episode: those go on as long as they must.
 */
export const planTimers = (talk: Talk, before: Session | null): TimerChanges => {
  const { context, session, member } = talk;
  const old = before === null ? null : nameOf(before);
  const waiting = waitingAt(talk);
  const about = waiting === null || talk.isSafety(waiting.frame) || talk.episode !== null ? null : nameOf(session);
  if (about === old) return { set: [], cancel: [] };
  const cancel = old === null ? [] : FLOW_TIMERS;
  if (about === null || waiting === null) return { set: [], cancel };
  const until = expiresAt(talk);
  const set: Omit<Timer, 'id'>[] = [{ kind: 'expiry', dueAt: until, about, fromDelivery: true }];
  const add = (kind: FlowTimerKind, after: string): void => {
    const dueAt = afterQuietHours(context.now + durationMs(after), member.zone);
    if (dueAt < until) set.push({ kind, dueAt, about, fromDelivery: true });
  };
  // An offer to go on is no question of the flow's: it is only let go in time.
  if (session.offer === null) {
    if (waiting.step.timeout !== undefined) add('step-timeout', waiting.step.timeout.after);
    if (waiting.step.remind !== undefined) add('reminder', waiting.step.remind.after);
  }
  return { set, cancel };
};

/** Whether a timer is one of a waiting question. */
export const isFlowTimer = (kind: Occurrence['kind']): kind is FlowTimerKind => FLOW_TIMERS.some((one) => one === kind);

/** Deals with a timer of a waiting question. One whose question no longer waits does nothing. */
export const dueAtQuestion = (talk: Talk, kind: FlowTimerKind, { about, dueAt }: Occurrence): void => {
  const pass = (reason: string): void => void talk.events.push({ type: 'passed_over', reason });
  const waiting = waitingAt(talk);
  if (about === undefined || about === null || about !== nameOf(talk.session)) return pass('moved-on');
  if (waiting === null || talk.isSafety(waiting.frame) || talk.episode !== null) return pass('episode');
  if (kind === 'expiry') {
    popOrdinary(talk, 'expired');
    return;
  }
  const { frame, step } = waiting;
  // What an author took back, or nobody has any more, is not said: the person is met with that when they write.
  if (!runsOn(talk, frame)) return pass('revision');
  const quietUntil = afterQuietHours(talk.context.now, talk.member.zone);
  if (quietUntil > talk.context.now) {
    talk.events.push({ type: 'put_off', timer: { kind, dueAt: quietUntil, about } });
    return pass('quiet-hours');
  }
  if (kind === 'reminder') {
    if (step.remind === undefined || !mayWrite(talk)) return pass('not-wanted');
    if (talk.context.now - dueAt > STALE_MS) return pass('stale');
    // The question's own buttons, good for both messages: it is the same question, and no second nudge.
    talk.say('flow', talk.text(frame, step.remind.text, step), choicesAgain(talk));
    return;
  }
  if (step.timeout === undefined) return pass('moved-on');
  if (!goOnAlone(talk, step.timeout.to)) pass('not-wanted');
};

/**
 * Goes on as if the question had been passed by. False, with nothing changed, where that would say something to somebody
 * who did not say yes to being written to.
 */
const goOnAlone = (talk: Talk, to: string): boolean => {
  const waiting = waitingAt(talk);
  if (waiting === null) return false;
  const { member, consents, episode } = talk;
  const before = copySession(talk.session);
  const events = talk.events.length;
  const name = waiting.step.item ?? waiting.step.var;
  if (name !== undefined) waiting.frame.vars[name] = null;
  waiting.frame.past.push(waiting.step.id);
  talk.session.misses = 0;
  run(talk, goto(talk, waiting.frame, to));
  if (mayWrite(talk) || !talk.events.slice(events).some(({ type }) => type === 'said')) return true;
  Object.assign(talk.session, before);
  Object.assign(talk, { member, consents, episode });
  talk.events.length = events;
  return false;
};
