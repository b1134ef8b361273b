import { askAgain, waitingAt } from '#core/engine/asking.ts';
import { popAll } from '#core/engine/frames.ts';
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
  popAll(talk, 'left');
  talk.say('system', talk.system('left'));
};
