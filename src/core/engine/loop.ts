import type { AnswerValue } from '#shared/answer.ts';
import type { Frame } from '#core/engine/session.ts';
import { pop, push } from '#core/engine/frames.ts';
import { offerResume } from '#core/engine/resume.ts';
import { apply } from '#core/engine/effects.ts';
import { END } from '#core/engine/compiled-flow.ts';
import type { Talk } from '#core/engine/talk.ts';
import { typeOf, type Step } from '#core/steps/registry.ts';
import type { WaitingStep } from '#core/steps/step-type.ts';
import { ask, askAgain } from '#core/engine/asking.ts';

/** Most steps in one go: a flow that passes more without waiting is cut off, so that nothing can run for ever. */
const MOST_STEPS = 500;

/**
 * Runs the topmost flow from `step` until something waits for the person or no flow is left. What a flow called goes on
 * where it was called; what a flow interrupted is offered again.
 */
export const run = (talk: Talk, from: Step | null): void => {
  let step = from;
  for (let count = 0; count < MOST_STEPS; count++) {
    const frame = talk.top;
    if (frame === undefined) return;
    if (step === null) {
      const next = finish(talk, null);
      if (next === undefined) return;
      step = next;
      continue;
    }
    if (step.when !== undefined && talk.evaluate(frame, step.when) !== true) {
      step = talk.after(frame, step);
      continue;
    }
    frame.step = step.id;
    const type = typeOf(step);
    if (type.waits) {
      ask(talk, frame, step as WaitingStep & Step, true);
      return;
    }
    const passed = type.pass(step, talk.view(frame));
    for (const effect of passed.effects) apply(talk, frame, step, effect);
    if (passed.end !== undefined) {
      const next = finish(talk, passed.end.result);
      if (next === undefined) return;
      step = next;
    } else if (passed.call !== undefined) {
      talk.events.push({ type: 'called', flow: passed.call.flow });
      const called = push(
        talk,
        passed.call.flow,
        passed.call.params,
        frame.locale,
        talk.flowOf(frame)?.bundle.calls[passed.call.flow],
      );
      step = called === null ? talk.after(frame, step) : talk.stepOf(called);
    } else step = passed.to === undefined ? talk.after(frame, step) : goto(talk, frame, passed.to);
  }
  pop(talk, 'stopped');
};

/** The step of a name in the frame's flow; null for `end`. */
export const goto = (talk: Talk, frame: Frame, id: string): Step | null =>
  id === END ? null : (talk.flowOf(frame)?.steps.get(id) ?? null);

/** Ends the topmost flow. Answers where its caller goes on (null = the caller's end), undefined where nothing runs on. */
const finish = (
  talk: Talk,
  result: AnswerValue,
  outcome: Parameters<typeof pop>[1] = 'done',
): Step | null | undefined => {
  pop(talk, outcome);
  const below = talk.top;
  if (below === undefined) return undefined;
  const step = talk.stepOf(below);
  if (step === null) {
    // The step that called is gone from the flow: the run ends there, nothing is filed under another name.
    return null;
  }
  if (step.type === 'call') {
    if (step.var !== undefined) below.vars[step.var] = result;
    return talk.after(below, step);
  }
  if (talk.isSafety(below)) askAgain(talk);
  else offerResume(talk);
  return undefined;
};

/** Ends the topmost flow before its end: what called it goes on without its result, what it interrupted is offered. */
export const endTop = (talk: Talk, outcome: Parameters<typeof pop>[1]): void => {
  const next = finish(talk, null, outcome);
  if (next !== undefined) run(talk, next);
};
