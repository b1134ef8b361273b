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
const buttons = (talk: Talk, frame: Frame, step: Waiting, withSkip: boolean, prompt: string): Choice[] => {
  const type = typeOf(step) as WaitingType<WaitingStep>;
  const choices = type
    .options(step, talk.view(frame))
    .flatMap((option, index): Choice[] =>
      option.hidden === true ? [] : [{ token: `p.${prompt}.${index}`, label: option.label }],
    );
  if (withSkip) choices.push({ token: `s.${prompt}`, label: talk.system('skip') });
  return choices;
};

const skippable = (talk: Talk, step: Waiting): boolean => step.optional === true || talk.session.misses >= 2;

/** The buttons of the question that waits as they were sent: a tap on either is a tap on both. */
export const choicesAgain = (talk: Talk): readonly Choice[] => {
  const waiting = waitingAt(talk);
  const { prompt } = talk.session;
  if (waiting === null || prompt === null) return [];
  return buttons(talk, waiting.frame, waiting.step, skippable(talk, waiting.step), prompt);
};

/** Puts the question of a step. `first`: with its lead; a repetition is the bare question, worded the same. */
export const ask = (talk: Talk, frame: Frame, step: Waiting, first: boolean): void => {
  const question = talk.text(frame, step.text, step);
  const lead = first && step.lead !== undefined ? `${talk.text(frame, step.lead, step)}\n\n` : '';
  const prompt = talk.context.ids.token();
  talk.session.prompt = prompt;
  const choices = buttons(talk, frame, step, skippable(talk, step), prompt);
  frame.step = step.id;
  talk.session.offer = null;
  talk.session.askedAt = talk.context.now;
  if (first) talk.session.misses = 0;
  talk.say(talk.isSafety(frame) ? 'crisis' : 'flow', lead + question, choices);
  talk.events.push({ type: 'asked', flow: frame.flow, step: step.id });
};

/**
 * Asks for more where several options may be chosen and some are. The buttons keep their names: those of the message
 * before do the same.
 */
export const askMore = (talk: Talk, frame: Frame, step: Waiting, chosen: readonly string[]): void => {
  const { prompt } = talk.session;
  if (chosen.length === 0 || prompt === null) {
    ask(talk, frame, step, false);
    return;
  }
  const list = new Intl.ListFormat(talk.localeOf(frame), { type: 'conjunction' }).format(chosen);
  talk.session.offer = null;
  talk.session.askedAt = talk.context.now;
  const choices = buttons(talk, frame, step, skippable(talk, step), prompt);
  talk.say(talk.isSafety(frame) ? 'crisis' : 'flow', talk.system('chosen_so_far', { chosen: list }), choices);
  talk.events.push({ type: 'asked', flow: frame.flow, step: step.id });
};

/** Puts the waiting question again, if one waits. */
export const askAgain = (talk: Talk): void => {
  const waiting = waitingAt(talk);
  if (waiting !== null) ask(talk, waiting.frame, waiting.step, false);
};
