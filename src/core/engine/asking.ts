import type { Choice } from '#core/ports.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import { typeOf, type Step } from '#core/steps/registry.ts';
import type { WaitingStep, WaitingType } from '#core/steps/step-type.ts';

export type Waiting = WaitingStep & Step;

/** The step at which the topmost flow waits; null when none does, or when an open episode has frozen it. */
export const waitingAt = (talk: Talk): { frame: Frame; step: Waiting; type: WaitingType<WaitingStep> } | null => {
  const frame = talk.top;
  const step = frame === undefined ? null : talk.stepOf(frame);
  if (frame === undefined || step === null || talk.isFrozen(frame)) return null;
  const type = typeOf(step);
  return type.waits ? { frame, step: step as Waiting, type } : null;
};

/** The buttons of a step, with tokens that name this very prompt. */
const buttons = (talk: Talk, frame: Frame, step: Waiting, withSkip: boolean): Choice[] => {
  const prompt = talk.context.ids.token();
  talk.session.prompt = prompt;
  const type = typeOf(step) as WaitingType<WaitingStep>;
  const choices = type
    .options(step, talk.view(frame))
    .map((option, index): Choice => ({ token: `p.${prompt}.${index}`, label: option.label }));
  if (withSkip) choices.push({ token: `s.${prompt}`, label: talk.system('skip') });
  return choices;
};

/** Puts the question of a step. `first`: with its lead; a repetition is the bare question, worded the same. */
export const ask = (talk: Talk, frame: Frame, step: Waiting, first: boolean): void => {
  const question = talk.text(frame, step.text, step);
  const lead = first && step.lead !== undefined ? `${talk.text(frame, step.lead, step)}\n\n` : '';
  const withSkip = step.optional === true || talk.session.misses >= 2;
  const choices = buttons(talk, frame, step, withSkip);
  frame.step = step.id;
  talk.session.offer = null;
  talk.session.askedAt = talk.context.now;
  if (first) talk.session.misses = 0;
  talk.say(talk.isSafety(frame) ? 'crisis' : 'flow', lead + question, choices);
  talk.events.push({ type: 'asked', flow: frame.flow, step: step.id });
};

/** Puts the waiting question again, if one waits. */
export const askAgain = (talk: Talk): void => {
  const waiting = waitingAt(talk);
  if (waiting !== null) ask(talk, waiting.frame, waiting.step, false);
};
