import type { Assessment } from '#core/ports.ts';
import { ask, waitingAt } from '#core/engine/asking.ts';
import { reply, understands } from '#core/engine/answers.ts';
import { pop, push } from '#core/engine/frames.ts';
import { goto, run } from '#core/engine/loop.ts';
import type { Talk } from '#core/engine/talk.ts';

/** The flow that answers a tier. */
const FLOW_OF = {
  interrupt: 'crisis',
  emergency: 'emergency',
  check: 'check',
  'same-day': 'same-day',
  support: 'support',
} as const;

/** Kinds in which the body is in danger now: they are never just an answer to a question that was asked before. */
const BODY: ReadonlySet<string> = new Set(['overdose', 'attempt-recent']);

const start = (talk: Talk, flow: string, assessment: Assessment): void => {
  const frame = push(
    talk,
    flow,
    { kind: assessment.kind ?? '', tier: assessment.tier },
    assessment.language ?? undefined,
  );
  if (frame !== null) run(talk, talk.stepOf(frame));
};

/**
 * Whether the safety talk that is open takes up words of wanting to die: an episode is open, or its way for danger opens
 * one. A talk about the body or about being hurt does neither: there the crisis protocol begins.
 */
const isAnswered = (talk: Talk): boolean => {
  if (talk.episode !== null) return true;
  const waiting = waitingAt(talk);
  const to = waiting?.step.danger === undefined ? null : goto(talk, waiting.frame, waiting.step.danger);
  return to?.type === 'call' && talk.context.content.flow(to.flow)?.flow.opens_episode === true;
};

/**
 * Deals with a message that the assessment marked, before anything else looks at it. True where it was dealt with;
 * false where the message goes on its ordinary way (`none`, and answers inside a safety flow).
 */
export const safetyDetour = (talk: Talk, text: string, assessment: Assessment): boolean => {
  const { tier, kind } = assessment;
  if (tier === 'none') return false;
  const top = talk.top;
  const waiting = waitingAt(talk);
  const inSafety = talk.isSafety(top) && waiting !== null;

  if (tier === 'interrupt' || tier === 'emergency') {
    const body = tier === 'emergency' || BODY.has(kind ?? '');
    const same = top?.vars['kind'] === kind;
    if (
      inSafety &&
      waiting.step.danger !== undefined &&
      (!body || same) &&
      (tier === 'emergency' || isAnswered(talk))
    ) {
      if (tier === 'interrupt' && talk.episode !== null) {
        talk.setEpisode({ kind: kind ?? talk.episode.kind, safeSaidAt: [], quiet: false });
        talk.events.push({ type: 'crisis_danger', kind: kind ?? '' });
      }
      waiting.frame.past.push(waiting.step.id);
      run(talk, goto(talk, waiting.frame, waiting.step.danger));
      return true;
    }
    // The new danger replaces a safety talk about something else; an ordinary flow below stays frozen.
    while (talk.isSafety(talk.top)) pop(talk, 'left');
    start(talk, FLOW_OF[tier], assessment);
    return true;
  }

  if (inSafety) {
    // Inside the talk a lesser sign is an answer like any other, unless the step makes nothing of it.
    if (understands(talk, text).kind !== 'miss') return false;
    if (tier === 'support') return false;
    if (waiting.step.danger === undefined) return false;
    run(talk, goto(talk, waiting.frame, waiting.step.danger));
    return true;
  }

  if (talk.episode !== null) {
    if (tier === 'support') return false;
    if (tier === 'check') askHowItIs(talk, false);
    else start(talk, FLOW_OF[tier], assessment);
    return true;
  }

  const note = waiting !== null && waiting.step.type === 'ask' && understands(talk, text).kind === 'value';
  const before = talk.session.frames.length;
  start(talk, FLOW_OF[tier], assessment);
  // What they wrote was also the answer to an open question: kept, and the flow goes on from there.
  if (note && tier === 'support' && talk.session.frames.length === before) {
    const offered = talk.events.findLastIndex((event) => event.type === 'said' && event.draft.kind === 'system');
    if (talk.session.offer !== null && offered >= 0) talk.events.splice(offered, 1);
    talk.session.offer = null;
    reply(talk, { text });
  }
  return true;
};

/** Asks again how the person is; `aside` says first that the rest waits. */
export const askHowItIs = (talk: Talk, aside: boolean): void => {
  const waiting = waitingAt(talk);
  if (talk.isSafety(talk.top) && waiting !== null) {
    ask(talk, waiting.frame, waiting.step, false);
    return;
  }
  if (aside) talk.say('crisis', talk.system('episode_set_aside'));
  talk.setEpisode({ asked: (talk.episode?.asked ?? 0) + 1 });
  talk.events.push({ type: 'crisis_asked' });
  const frame = push(talk, 'followup', { kind: talk.episode?.kind ?? '', tier: 'interrupt' }, talk.episode?.locale);
  if (frame !== null) run(talk, talk.stepOf(frame));
};
