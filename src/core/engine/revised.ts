/** Runs whose revision cannot go on: it was withdrawn, or its body is lost. Every other run ends on its own revision. */
import { askAgain } from '#core/engine/asking.ts';
import { commandIn, steeringIn } from '#core/engine/commands.ts';
import type { CompiledFlow } from '#core/engine/compiled-flow.ts';
import { pop } from '#core/engine/frames.ts';
import type { Input } from '#core/engine/input.ts';
import { endTop } from '#core/engine/loop.ts';
import { sayEnded } from '#core/engine/resume.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import { typeOf, type Step } from '#core/steps/registry.ts';

type HeardInput = Extract<Input, { kind: 'heard' }>;

/** How much of a message a command's words must make up, so that it is no answer. */
const COMMAND_SHARE = 0.8;

/** Whether a run can go on as it is: safety flows always, others on a revision that is there and was not withdrawn. */
export const runsOn = (talk: Talk, frame: Frame): boolean => {
  const { content } = talk.context;
  return talk.isSafety(frame) || (content.revision(frame.revision) !== null && !content.withdrawn(frame.revision));
};

const keptAs = (step: Step): string | undefined => ('item' in step ? (step.item ?? step.var) : undefined);

/** The deployed flow, where it has the step at which the run stands: asking for the same, under the same name. */
const successor = (talk: Talk, frame: Frame): CompiledFlow | null => {
  const deployed = talk.context.content.flow(frame.flow);
  const step = deployed?.steps.get(frame.step);
  if (deployed === null || step === undefined) return null;
  const old = talk.context.content.revision(frame.revision)?.steps.get(frame.step);
  // Where nobody knows any more what was asked, the question is put again, whatever it is by now.
  if (old === undefined) return typeOf(step).waits || step.type === 'call' ? deployed : null;
  return step.type === old.type && keptAs(step) === keptAs(old) ? deployed : null;
};

const called = (talk: Talk, index: number): boolean => {
  const below = talk.session.frames[index - 1];
  const step = below === undefined ? null : talk.stepOf(below);
  return step?.type === 'call' && step.flow === talk.session.frames[index]?.flow;
};

/**
 * Brings every run that cannot go on to the deployed revision, at the same step, or ends it. Answers what became of the
 * question that waits: it has to be put again (`moved`), its run has to end (`ended`, still on top), or nothing (null).
 */
const settle = (talk: Talk): 'moved' | 'ended' | null => {
  const { frames } = talk.session;
  let top: 'moved' | 'ended' | null = null;
  for (let index = frames.length - 1; index >= 0; index--) {
    const frame = frames[index];
    if (frame === undefined || runsOn(talk, frame)) continue;
    const isTop = index === frames.length - 1;
    const next = successor(talk, frame);
    if (next !== null) {
      frame.revision = next.revision;
      frame.past = frame.past.filter((id) => next.steps.has(id));
      if (isTop) top = 'moved';
    } else if (isTop) top = 'ended';
    else {
      // What it called would bring its result to nobody, unless it is about safety.
      const above = frames[index + 1];
      const both = above !== undefined && called(talk, index + 1) && !talk.isSafety(above);
      if (both && index + 1 === frames.length - 1) top = 'ended';
      else if (both) drop(talk, index + 1);
      drop(talk, index);
    }
  }
  return top;
};

/** Ends a run that is not on top. */
const drop = (talk: Talk, index: number): void => {
  const [frame] = talk.session.frames.splice(index, 1);
  if (frame === undefined) return;
  const { flow, revision, run, startedAt } = frame;
  talk.events.push({ type: 'flow_ended', flow, revision, run, startedAt, outcome: 'withdrawn' });
};

/** Whether a message is about something else than the question that waits: danger, a command, another button. */
const isAside = (talk: Talk, { heard, assessment }: HeardInput): boolean =>
  assessment.tier !== 'none' ||
  heard.command !== null ||
  (heard.choice !== null && /^[ctm]\./u.test(heard.choice)) ||
  steeringIn(talk, heard.text) !== null ||
  commandIn(talk, heard.text, COMMAND_SHARE) !== null;

/**
 * Before a message is looked at: what was answered to a question that is withdrawn or lost counts for nothing. It is put
 * again as it is now, or the run ends with a kind word. True where that was all; false where the message goes its way.
 */
export const meetRevised = (talk: Talk, input: HeardInput): boolean => {
  if (talk.session.frames.every((frame) => runsOn(talk, frame))) return false;
  const top = settle(talk);
  if (top === null || isAside(talk, input)) {
    if (top === 'ended') letGo(talk);
    return false;
  }
  talk.session.heardAt = talk.context.now;
  if (top === 'moved') {
    talk.say('system', talk.system('question_changed'));
    askAgain(talk);
    return true;
  }
  sayEnded(talk, talk.top?.flow);
  endTop(talk, 'withdrawn');
  return true;
};

/** Ends the topmost run and those that wait for its result. */
const letGo = (talk: Talk): void => {
  for (;;) {
    const hasCaller = called(talk, talk.session.frames.length - 1);
    pop(talk, 'withdrawn');
    if (!hasCaller || talk.top === undefined) return;
  }
};
