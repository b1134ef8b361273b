import type { SystemKey } from '#content/system-keys.ts';
import type { AnswerValue } from '#shared/answer.ts';
import { ask, askMore, waitingAt, type Waiting } from '#core/engine/asking.ts';
import { push } from '#core/engine/frames.ts';
import { goto, run } from '#core/engine/loop.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import { readLine, type TypedLine } from '#core/engine/typed-line.ts';
import { typeOf, type Step } from '#core/steps/registry.ts';
import type { Reply, Understood } from '#core/steps/step-type.ts';
import { isPhrase, plain } from '#core/understanding/plain.ts';

/** The flow that one typed line may answer while something else waits. */
const CHECKIN = 'checkin';
/** So many answers in a row are a check-in, and no other talk with numbers in it. */
const LINE_ANSWERS = 4;

/** Keeps a value under the step's name. */
const keep = (talk: Talk, frame: Frame, step: Waiting, value: AnswerValue, free: boolean): void => {
  const name = step.item ?? step.var;
  if (name !== undefined) frame.vars[name] = value;
  frame.past.push(step.id);
  if (step.item === undefined || value === null) return;
  talk.events.push({ type: 'answered', flow: frame.flow, run: frame.run, item: step.item, value, free });
};

/** Where several options may be chosen, an answer given before is no part of a new one. */
const forgetPart = (frame: Frame, step: Waiting): void => {
  const name = step.item ?? step.var;
  if (name !== undefined && Array.isArray(frame.vars[name])) delete frame.vars[name];
};

/** Takes an understood answer and runs on. */
const accept = (talk: Talk, frame: Frame, step: Waiting, understood: Understood & { kind: 'value' }): void => {
  keep(talk, frame, step, understood.value, understood.free);
  talk.session.misses = 0;
  run(talk, understood.to === undefined ? onward(talk, frame, step) : goto(talk, frame, understood.to));
};

/** What follows a step. What a typed line has answered already, beside a number that did not fit, is not asked again. */
const onward = (talk: Talk, frame: Frame, step: Waiting): Step | null => {
  const line = talk.flowOf(frame)?.flow.typed_line ?? [];
  let next = talk.after(frame, step);
  while (next !== null && line.includes(next.id) && frame.past.includes(next.id)) next = talk.after(frame, next);
  return next;
};

/** "Thanks i guess" at a question of yes or no is no yes, although "i guess" is one. */
const isMereThanks = (talk: Talk, step: Waiting, text: string): boolean =>
  step.type === 'choose' &&
  step.options.some(({ value }) => value === 'yes') &&
  talk.context.content.words(talk.localeOf(talk.top)).thanks.includes(plain(text));

/** Says why a question is asked, where they want to know that, and puts it again. */
const tellsWhy = (talk: Talk, frame: Frame, step: Waiting, text: string): boolean => {
  if (step.why === undefined) return false;
  const phrases = talk.text(frame, step.why.like, step).split(',').map(plain);
  if (!isPhrase(plain(text), phrases)) return false;
  talk.say('flow', talk.text(frame, step.why.text, step));
  ask(talk, frame, step, false);
  return true;
};

/** A reply to the waiting step. False where it was not understood; nothing was changed then. */
export const reply = (talk: Talk, given: Reply): boolean => {
  const waiting = waitingAt(talk);
  if (waiting === null) return false;
  const { frame, step, type } = waiting;
  if ('text' in given) {
    if (tellsWhy(talk, frame, step, given.text)) return true;
    if (typedLine(talk, frame, step, given.text) || lineAside(talk, waiting, given.text)) return true;
    if (isMereThanks(talk, step, given.text)) return false;
  }
  const understood = type.understand(step, given, talk.view(frame));
  if (understood.kind === 'miss') return false;
  if (understood.kind === 'part') {
    const name = step.item ?? step.var;
    if (name !== undefined) frame.vars[name] = understood.value;
    talk.session.misses = 0;
    askMore(talk, frame, step, understood.labels);
    return true;
  }
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

/** One typed line that answers several questions at once; where a number is off its scale, says which. */
const typedLine = (talk: Talk, frame: Frame, step: Waiting, text: string): boolean => {
  const flow = talk.flowOf(frame);
  const line = flow === null ? null : readLine(talk, frame, flow, step.id, text);
  if (line === null) return false;
  takeLine(talk, frame, step, line);
  return true;
};

/** Keeps what a typed line says and runs on, or puts the question whose number did not fit. */
const takeLine = (talk: Talk, frame: Frame, step: Waiting, { taken, misfit, placed }: TypedLine): void => {
  if (misfit === null || placed) for (const one of taken) keep(talk, frame, one.step, one.value, false);
  if (misfit === null) {
    talk.session.misses = 0;
    const last = taken.at(-1);
    if (last !== undefined) run(talk, talk.after(frame, last.step));
    return;
  }
  talk.session.misses = placed ? 0 : talk.session.misses + 1;
  talk.events.push({ type: 'missed', flow: frame.flow, step: misfit.step.id });
  const { given, scale, step: missed } = misfit;
  if (scale !== null) talk.say('flow', talk.system('line_misfit', { given, ...scale, kept: placed ? 'yes' : 'no' }));
  else
    talk.say('flow', missed.again === undefined ? talk.system('miss_again') : talk.text(frame, missed.again, missed));
  if (placed) {
    // "Back" goes to what stands before the question; what stands after it was answered all the same.
    const line = talk.flowOf(frame)?.flow.typed_line ?? [];
    const isLater = (id: string): boolean => line.indexOf(id) > line.indexOf(missed.id);
    frame.past = [...frame.past.filter((id) => isLater(id)), ...frame.past.filter((id) => !isLater(id))];
  }
  ask(talk, frame, placed ? missed : step, false);
};

/** The step to which an option of a question leads and which runs the check-in, if there is one. */
const callTo = (talk: Talk, frame: Frame, step: Waiting): string | undefined => {
  const steps = talk.flowOf(frame)?.steps;
  if (step.type !== 'choose') return undefined;
  return step.options
    .map(({ to }) => (to === undefined ? undefined : steps?.get(to)))
    .find((one) => one?.type === 'call' && one.flow === CHECKIN)?.id;
};

/**
 * A whole check-in in one line, typed while something else waits: it is taken, and then what waited is offered again. At
 * an open question only where every word fits: elsewhere it may be their own words.
 */
const lineAside = (talk: Talk, { frame: below, step }: { frame: Frame; step: Waiting }, text: string): boolean => {
  const { member, episode, session, context } = talk;
  if (!member.onboarded || member.adult === false || episode !== null || talk.isSafety(below)) return false;
  if (session.frames.some(({ flow }) => flow === CHECKIN)) return false;
  const flow = context.content.flow(CHECKIN);
  const first = flow?.flow.steps[0];
  if (flow === null || first === undefined) return false;
  // Read before anything is begun: what is no line must leave no trace.
  const line = readLine(talk, { ...below, flow: CHECKIN, revision: flow.revision, vars: {} }, flow, first.id, text);
  if (line === null || line.taken.length < LINE_ANSWERS) return false;
  if (line.misfit !== null && (step.type === 'ask' || !line.placed)) return false;
  const frame = push(talk, CHECKIN);
  if (frame === null) return false;
  // Where a check-in is just what is offered, the line is a yes to it.
  const offered = callTo(talk, below, step);
  if (offered !== undefined) {
    below.past.push(step.id);
    below.step = offered;
  }
  // The look back that goes on below counts today's numbers, too.
  below.startedAt = context.now + 1;
  takeLine(talk, frame, first as Waiting, line);
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
  run(talk, onward(talk, frame, step));
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
  forgetPart(waiting.frame, step as Waiting);
  ask(talk, waiting.frame, step as Waiting, false);
  return true;
};

/**
 * The answer was not understood: once in other words, then with a way past it. Never more than that. `heard`: what is
 * said in place of the step's own words, where they told something.
 */
export const miss = (talk: Talk, heard?: SystemKey): void => {
  const waiting = waitingAt(talk);
  if (waiting === null) return;
  const { frame, step } = waiting;
  talk.session.misses += 1;
  talk.events.push({ type: 'missed', flow: frame.flow, step: step.id });
  talk.say(talk.isSafety(frame) ? 'crisis' : 'flow', missedWords(talk, frame, step, heard));
  ask(talk, frame, step, false);
};

const missedWords = (talk: Talk, frame: Frame, step: Waiting, heard: SystemKey | undefined): string => {
  if (heard !== undefined) return talk.system(heard);
  if (talk.session.misses >= 2) {
    return step.means === undefined ? talk.system('miss_skip') : talk.text(frame, step.means.text, step);
  }
  return step.again === undefined ? talk.system('miss_again') : talk.text(frame, step.again, step);
};
