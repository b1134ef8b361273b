import { askAgain, waitingAt } from '#core/engine/asking.ts';
import { pop, popOrdinary } from '#core/engine/frames.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';

/** What members call the topmost flow. */
const nameOfTop = (talk: Talk): string => {
  const frame = talk.top;
  const flow = frame === undefined ? null : talk.flowOf(frame);
  return frame === undefined || flow?.flow.name === undefined ? '' : talk.text(frame, flow.flow.name);
};

/**
 * After a detour: offers to go on from the very step. While an episode is open nothing else is taken up: what was frozen
 * stays where it is, and with the last word of an episode no numbers are asked for.
 */
export const offerResume = (talk: Talk): void => {
  if (talk.episode !== null || talk.context.episode !== null || waitingAt(talk) === null) return;
  offer(talk, 'resume');
};

/** After a long break: go on from there, or start afresh? */
export const offerFresh = (talk: Talk): void => offer(talk, 'fresh');

const offer = (talk: Talk, kind: 'resume' | 'fresh'): void => {
  const prompt = talk.context.ids.token();
  const name = nameOfTop(talk);
  talk.session.prompt = prompt;
  talk.session.offer = kind;
  const second =
    kind === 'resume'
      ? { token: `r.${prompt}.leave`, label: talk.system('leave_button') }
      : { token: `r.${prompt}.fresh`, label: talk.system('fresh_button') };
  talk.say('system', talk.system(kind === 'resume' ? 'resume_offer' : 'resume_or_fresh', { name }), [
    { token: `r.${prompt}.go`, label: talk.system('resume_button') },
    second,
  ]);
};

/** Goes on from the waiting step. */
export const goOn = (talk: Talk): void => {
  talk.session.offer = null;
  askAgain(talk);
};

/** Leaves what was interrupted for now. */
export const leave = (talk: Talk): void => {
  talk.session.offer = null;
  popOrdinary(talk, 'left');
  talk.say('system', talk.system('left'));
  // A talk about safety that was open before all this is not left with it.
  askAgain(talk);
};

/** Ends what is on top, with what called it, and answers the flow that is to begin anew; null where nothing is open. */
export const letGoOfTop = (talk: Talk): string | null => {
  let flow: string | null = null;
  while (talk.top !== undefined) {
    flow = talk.top.flow;
    pop(talk, 'left');
    const below: Frame | undefined = talk.top;
    const step = below === undefined ? null : talk.stepOf(below);
    if (step?.type !== 'call' || step.flow !== flow || talk.isSafety(below)) break;
  }
  return flow;
};

/** Says that these questions are no more, with the way to the new ones where there is one. */
export const sayEnded = (talk: Talk, flow: string | undefined): void => {
  const command = flow === undefined ? undefined : talk.context.content.flow(flow)?.flow.command;
  const again = command === undefined ? [] : [{ token: `c.${command}`, label: talk.system('fresh_button') }];
  talk.say('system', talk.system('questions_changed'), again);
};
