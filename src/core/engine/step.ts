import type { Event } from '#core/engine/events.ts';
import { due } from '#core/engine/due.ts';
import { planTimers, type TimerChanges } from '#core/engine/flow-timers.ts';
import { popAll } from '#core/engine/frames.ts';
import { heard } from '#core/engine/heard.ts';
import type { Input, StepContext } from '#core/engine/input.ts';
import { meetRevised } from '#core/engine/revised.ts';
import { emptySession, type Session } from '#core/engine/session.ts';
import { Talk } from '#core/engine/talk.ts';
import type { ConsentPurpose, Episode, Member } from '#core/ports.ts';

/** What one step comes to. */
export interface Stepped {
  readonly session: Session;
  readonly events: readonly Event[];
  /** The episode after this step; null when none is open. */
  readonly episode: Episode | null;
  readonly member: Member;
  readonly consents: Readonly<Partial<Record<ConsentPurpose, boolean>>>;
  /** What is to be done later where the question that now waits is not answered. */
  readonly timers: TimerChanges;
}

/** Whoever writes is answered, also where a flow ends without a word of its own. */
const answerAll = (talk: Talk): void => {
  if (talk.events.some(({ type }) => type === 'said' || type === 'passed_over')) return;
  if (talk.episode === null) talk.say('system', talk.system('stopped'));
  else talk.say('crisis', talk.system('quiet_here'), [talk.sosChoice()]);
};

/**
 * One step of the conversation: from the session, what came in and what is known, to the new session and the events.
 * Pure and deterministic: no I/O, no clock, no chance but those handed in; nothing that is handed in is changed.
 */
export const step = (session: Session | null, input: Input, context: StepContext): Stepped => {
  const talk = new Talk(context, session ?? emptySession(context.now));
  if (input.kind === 'due') due(talk, input.occurrence);
  else {
    if (!meetRevised(talk, input)) heard(talk, input);
    answerAll(talk);
  }
  // An episode that closed lets go of what was frozen when it opened: days have passed, nothing is pushed on anyone.
  if (context.episode !== null && talk.episode === null && !talk.isSafety(talk.top)) popAll(talk, 'frozen');
  return {
    session: talk.session,
    events: talk.events,
    episode: talk.episode,
    member: talk.member,
    consents: talk.consents,
    timers: planTimers(talk, session),
  };
};
