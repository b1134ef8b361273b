import { series, within } from '#insights/measures.ts';
import type { Occurrence } from '#core/ports.ts';
import { waitingAt } from '#core/engine/asking.ts';
import { begin } from '#core/engine/commands.ts';
import { dueAtQuestion, isFlowTimer } from '#core/engine/flow-timers.ts';
import { popAll } from '#core/engine/frames.ts';
import { askHowItIs } from '#core/engine/safety-detour.ts';
import type { Talk } from '#core/engine/talk.ts';
import { STALE_MS } from '#core/nudges/plan.ts';

/** Someone who wrote within this time is in the middle of talking: a nudge would talk over them. */
const TALKING_MS = 20 * 60_000;
/** After so many unanswered ones it writes half as often. */
const IGNORED = 3;
/** At the least once a fortnight, until it is switched off. */
const MOST_EVERY = 14;
/** Days with a check-in that a weekly look back needs. */
const LOOK_BACK_DAYS = 3;
/** An episode in which nothing was heard for so long is closed with a last kind message. */
export const EPISODE_QUIET_MS = 72 * 3_600_000;

/** What happens with something that fell due: judged anew at this moment, under the person's lock. */
export const due = (talk: Talk, occurrence: Occurrence): void => {
  const { kind } = occurrence;
  if (isFlowTimer(kind)) return dueAtQuestion(talk, kind, occurrence);
  talk.unasked = true;
  if (kind === 'followup') return followup(talk);
  if (kind === 'episode-close') return closeEpisode(talk);
  const reason = whyNot(talk, occurrence);
  if (reason !== null) {
    talk.events.push({ type: 'passed_over', reason });
    return;
  }
  const schedule = talk.context.schedules.find((one) => one.kind === occurrence.kind && one.slot === occurrence.slot);
  const ignored = (schedule?.ignored ?? 0) + 1;
  const every = schedule?.every ?? 1;
  const less = ignored > IGNORED && ignored % IGNORED === 1 && every < MOST_EVERY;
  talk.events.push({
    type: 'nudged',
    kind,
    slot: occurrence.slot,
    ignored,
    every: less ? Math.min(every * 2, MOST_EVERY) : every,
  });
  if (less) talk.say('flow', talk.system('nudge_less'));
  begin(talk, occurrence.kind === 'week' && tooFewDays(talk) ? 'checkin' : occurrence.kind);
};

/** A look back needs something to look at: in the first days the weekly word is the daily one. */
const tooFewDays = (talk: Talk): boolean =>
  within(series(talk.context.history, 'mood'), talk.local.date, 7).length < LOOK_BACK_DAYS;

/** Why a nudge is not sent, in one word; null where it is. */
const whyNot = (talk: Talk, occurrence: Occurrence): string | null => {
  const { context, member } = talk;
  const schedule = context.schedules.find((one) => one.kind === occurrence.kind && one.slot === occurrence.slot);
  if (talk.episode !== null) return 'episode';
  if (schedule === undefined || !schedule.active) return 'off';
  if (talk.consents.nudges !== true) return 'no-consent';
  if (member.adult === false || !member.onboarded) return 'not-onboarded';
  if (member.pausedUntil !== null && member.pausedUntil > context.now) return 'paused';
  if (context.now - occurrence.dueAt > STALE_MS) return 'stale';
  if (waitingAt(talk) !== null && context.now - talk.session.heardAt < TALKING_MS) return 'talking';
  const daily = occurrence.kind === 'checkin' || tooFewDays(talk);
  if (daily && context.history.some((one) => one.item === 'mood' && one.date === occurrence.date)) return 'done-today';
  // Two times that the member set may both come; the weekly one gives way to a check-in just sent.
  if (occurrence.kind === 'week' && context.nudgedToday > 0 && context.now - talk.session.askedAt < STALE_MS)
    return 'one-a-day';
  const day = Math.floor(Date.parse(`${occurrence.date}T00:00:00Z`) / 86_400_000);
  if (schedule.every > 1 && day % schedule.every !== 0) return 'backed-off';
  return null;
};

const followup = (talk: Talk): void => {
  if (talk.episode === null || talk.episode.quiet) {
    talk.events.push({ type: 'passed_over', reason: talk.episode === null ? 'closed' : 'asked-not-to' });
    return;
  }
  if (talk.context.now - talk.session.heardAt < TALKING_MS) {
    talk.events.push({ type: 'passed_over', reason: 'talking' });
    return;
  }
  askHowItIs(talk, false);
};

const closeEpisode = (talk: Talk): void => {
  if (talk.episode === null || talk.context.now - talk.episode.lastHeardAt < EPISODE_QUIET_MS) {
    talk.events.push({ type: 'passed_over', reason: talk.episode === null ? 'closed' : 'heard-since' });
    return;
  }
  const { locale } = talk.episode;
  popAll(talk, 'frozen');
  talk.say('crisis', talk.system('closing', {}, locale));
  talk.events.push({ type: 'crisis_closed' });
  talk.episode = null;
};
