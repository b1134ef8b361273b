import type { AnswerValue } from '#shared/answer.ts';
import { ask, waitingAt, type Waiting } from '#core/engine/asking.ts';
import { goto, run } from '#core/engine/loop.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import { typeOf } from '#core/steps/registry.ts';
import type { Reply, Understood } from '#core/steps/step-type.ts';

/** Keeps a value under the step's name. */
const keep = (talk: Talk, frame: Frame, step: Waiting, value: AnswerValue, free: boolean): void => {
  const name = step.item ?? step.var;
  if (name !== undefined) frame.vars[name] = value;
  frame.past.push(step.id);
  if (step.item === undefined || value === null) return;
  talk.events.push({ type: 'answered', flow: frame.flow, run: frame.run, item: step.item, value, free });
};

/** Takes an understood answer and runs on. */
const accept = (talk: Talk, frame: Frame, step: Waiting, understood: Understood & { kind: 'value' }): void => {
  keep(talk, frame, step, understood.value, understood.free);
  talk.session.misses = 0;
  run(talk, understood.to === undefined ? talk.after(frame, step) : goto(talk, frame, understood.to));
};

/** A reply to the waiting step. False where it was not understood; nothing was changed then. */
export const reply = (talk: Talk, given: Reply): boolean => {
  const waiting = waitingAt(talk);
  if (waiting === null) return false;
  const { frame, step, type } = waiting;
  if ('text' in given && typedLine(talk, frame, step, given.text)) return true;
  const understood = type.understand(step, given, talk.view(frame));
  if (understood.kind === 'miss') return false;
  accept(talk, frame, step, understood);
  return true;
};

/** What the waiting step would make of a text, without taking it. */
export const understands = (talk: Talk, text: string): Understood => {
  const waiting = waitingAt(talk);
  return waiting === null
    ? { kind: 'miss' }
    : waiting.type.understand(waiting.step, { text }, talk.view(waiting.frame));
};

/** A tap on a button of the question now on show. False where the button is not among them. */
export const tap = (talk: Talk, index: number): boolean => {
  const waiting = waitingAt(talk);
  if (waiting === null) return false;
  const option = waiting.type.options(waiting.step, talk.view(waiting.frame))[index];
  return option !== undefined && reply(talk, { option });
};

/**
 * One typed line that answers several questions at once: `6 4 7 5 2 1 yes`. Every word must be an answer to its own
 * step, or nothing of it is taken.
 */
const typedLine = (talk: Talk, frame: Frame, step: Waiting, text: string): boolean => {
  const flow = talk.flowOf(frame);
  const line = flow?.flow.typed_line ?? [];
  const start = line.indexOf(step.id);
  const parts = text
    .trim()
    .split(/[\s,;]+/u)
    .filter((part) => part !== '');
  // `6,5` is six and a half to half of the world.
  if (/^\s*\d+,\d+\s*$/u.test(text)) return false;
  if (flow === null || start < 0 || parts.length < 2 || parts.length > line.length - start) return false;
  if (parts.some((part) => !/^[-+]?\d+(?:[.,]\d+)?$/u.test(part) && !/^\p{L}+$/u.test(part))) return false;
  if (!/\d/u.test(parts[0] ?? '') || !/\d/u.test(parts[1] ?? '')) return false;
  const view = talk.view(frame);
  const taken: { step: Waiting; value: AnswerValue }[] = [];
  for (const [index, part] of parts.entries()) {
    const next = flow.steps.get(line[start + index] ?? '');
    const type = next === undefined ? null : typeOf(next);
    if (next === undefined || type === null || !type.waits) return false;
    const understood = type.understand(next as Waiting, { text: part }, view);
    if (understood.kind === 'miss' || understood.free) return false;
    taken.push({ step: next as Waiting, value: understood.value });
  }
  for (const one of taken) keep(talk, frame, one.step, one.value, false);
  talk.session.misses = 0;
  const last = taken.at(-1);
  if (last !== undefined) run(talk, talk.after(frame, last.step));
  return true;
};

/** Passes the waiting step by, without an answer. */
export const skip = (talk: Talk): boolean => {
  const waiting = waitingAt(talk);
  if (waiting === null) return false;
  const { frame, step } = waiting;
  const name = step.item ?? step.var;
  if (name !== undefined) frame.vars[name] = null;
  frame.past.push(step.id);
  talk.session.misses = 0;
  run(talk, talk.after(frame, step));
  return true;
};

/** Back to the question before this one. False where there is none. */
export const back = (talk: Talk): boolean => {
  const waiting = waitingAt(talk);
  const previous = waiting?.frame.past.at(-1);
  if (waiting === null || previous === undefined) return false;
  const step = talk.flowOf(waiting.frame)?.steps.get(previous);
  if (step === undefined || !typeOf(step).waits) return false;
  waiting.frame.past.pop();
  talk.session.misses = 0;
  ask(talk, waiting.frame, step as Waiting, false);
  return true;
};

/** The answer was not understood: once in other words, then with a way past it. Never more than that. */
export const miss = (talk: Talk): void => {
  const waiting = waitingAt(talk);
  if (waiting === null) return;
  const { frame, step } = waiting;
  talk.session.misses += 1;
  talk.events.push({ type: 'missed', flow: frame.flow, step: step.id });
  const words =
    talk.session.misses >= 2
      ? talk.system('miss_skip')
      : step.again === undefined
        ? talk.system('miss_again')
        : talk.text(frame, step.again, step);
  talk.say(talk.isSafety(frame) ? 'crisis' : 'flow', words);
  ask(talk, frame, step, false);
};
