import { askAgain, waitingAt } from '#core/engine/asking.ts';
import { back, skip } from '#core/engine/answers.ts';
import { popOrdinary, push } from '#core/engine/frames.ts';
import { goto, run } from '#core/engine/loop.ts';
import { sayEnded } from '#core/engine/resume.ts';
import { askHowItIs } from '#core/engine/safety-detour.ts';
import type { Talk } from '#core/engine/talk.ts';
import { hasPhrase, isPhrase, plain } from '#core/understanding/plain.ts';

/** The command of those to whom it is too much: they are not asked to go on with what waits. */
const ENOUGH = 'fewer';
/** More flows than this are never open at once: whoever begins so many wants none of the first. */
const MOST_OPEN = 5;

/** Words that steer, understood at every step. */
export const STEERING = ['back', 'skip', 'pause', 'stop', 'help'] as const;
export type Steering = (typeof STEERING)[number];

/** Most words of a message in which a command in plain words is looked for. */
const MOST_WORDS = 12;

/** The steering word that a message is, if that is all it says. */
export const steeringIn = (talk: Talk, text: string): Steering | null => {
  const words = talk.context.content.words(talk.localeOf(talk.top));
  const said = plain(text);
  return STEERING.find((steering) => isPhrase(said, words[steering])) ?? null;
};

/**
 * The command that a message means: `/checkin`, or plain words such as "delete everything about me". `leastShare` is how
 * much of the message the words must make up: at an open question, nearly all of it.
 */
export const commandIn = (talk: Talk, text: string, leastShare = 0): string | null => {
  const slashed = /^\/([a-z_]{2,20})(?:@\w+)?(?:\s|$)/iu.exec(text.trim());
  if (slashed?.[1] !== undefined) return slashed[1].toLowerCase();
  const said = plain(text);
  if (said === '' || said.split(' ').length > MOST_WORDS) return null;
  // The bare name of a command, where that is all they write.
  if (said === 'start' || talk.context.content.byCommand(said) !== null) return said;
  const words = talk.context.content.words(talk.localeOf(talk.top));
  let best: { command: string; length: number } | null = null;
  for (const [command, phrases] of Object.entries(words.commands)) {
    for (const phrase of phrases) {
      if (phrase.length > (best?.length ?? 0) && hasPhrase(said, phrase)) best = { command, length: phrase.length };
    }
  }
  return best !== null && best.length >= said.length * leastShare ? best.command : null;
};

/** Does what a steering word asks. */
export const steer = (talk: Talk, steering: Steering): void => {
  const top = talk.top;
  switch (steering) {
    case 'back':
      if (!back(talk)) {
        talk.say('system', talk.system('nothing_back'));
        askAgain(talk);
      }
      return;
    case 'skip':
      if (!skip(talk)) nothingToSkip(talk);
      return;
    case 'help':
      if (talk.episode !== null || talk.isSafety(top)) command(talk, 'sos');
      else {
        talk.say('system', talk.system('help'), [talk.sosChoice()]);
        askAgain(talk);
      }
      return;
    case 'pause':
      if (talk.episode === null && !talk.isSafety(top)) command(talk, 'pause');
      else stop(talk);
      return;
    case 'stop':
      stop(talk);
  }
};

/** Whoever skips what is over already wants no more: one quiet word, and nothing to choose from. */
const nothingToSkip = (talk: Talk): void => {
  if (talk.episode === null) talk.say('system', talk.system('left'));
  else talk.say('crisis', talk.system('quiet_here'), [talk.sosChoice()]);
};

/** Leaves the flow; in a safety flow by its own way out, so that the lines stay at hand. */
const stop = (talk: Talk): void => {
  const top = talk.top;
  const out = top === undefined ? undefined : talk.flowOf(top)?.flow.on_stop;
  if (top !== undefined && out !== undefined) {
    run(talk, goto(talk, top, out));
    return;
  }
  if (top !== undefined && waitingAt(talk) !== null && talk.episode === null) {
    popOrdinary(talk, 'stopped');
    talk.say('system', talk.system('stopped'));
    askAgain(talk);
    return;
  }
  if (talk.episode !== null) {
    talk.setEpisode({ quiet: true });
    talk.events.push({ type: 'crisis_quiet' });
    talk.say('crisis', talk.system('quiet_here'), [talk.sosChoice()]);
    return;
  }
  command(talk, 'pause');
};

/** Commands that are dealt with at once and lead back to where the person was. */
const ASIDE: ReadonlySet<string> = new Set(['sos', 'help', 'ask', 'menu']);

/** Does a command. Unknown ones are met with what it can do. */
export const command = (talk: Talk, name: string): void => {
  if (name === 'stop' || name === 'skip' || name === 'back') {
    steer(talk, name);
    return;
  }
  if (ASIDE.has(name)) {
    if (name === 'sos') talk.say('crisis', talk.system('sos'));
    else talk.say('system', talk.system(name === 'ask' ? 'ask_prompt' : 'help'), [talk.sosChoice()]);
    if (name !== 'sos' || !talk.isSafety(talk.top)) askAgain(talk);
    return;
  }
  if (name === 'start') {
    startCommand(talk);
    return;
  }
  const wanted = name === 'progress' ? 'week' : name;
  const flow = talk.context.content.byCommand(wanted);
  if (flow === null) {
    talk.say('system', talk.system('unknown_command'));
    askAgain(talk);
    return;
  }
  // Their data is theirs at any time; everything else waits until they are safe, of age and known.
  const data = wanted === 'export' || wanted === 'delete' || wanted === 'privacy' || wanted === 'pause';
  if (talk.episode !== null && !data) {
    askHowItIs(talk, true);
    return;
  }
  if (talk.member.adult === false && flow.flow.adults_only) {
    talk.say('system', talk.system('under_18'));
    return;
  }
  if (!talk.member.onboarded && !data && talk.member.adult !== true) {
    startCommand(talk);
    return;
  }
  // What waits goes on after it, unless it is the very flow that they ask for anew, or they have had enough of it.
  const { frames } = talk.session;
  const anew = wanted === ENOUGH || frames.length >= MOST_OPEN || frames.some((frame) => frame.flow === flow.id);
  begin(talk, flow.id, data || !anew);
};

/**
 * Begins a flow afresh; what else was open is left, but for a talk about safety, which goes on after it.
 * `aside`: everything that is open goes on after it, as with a question about one's data in the middle of something.
 */
export const begin = (talk: Talk, id: string, aside = false): void => {
  if (!aside) popOrdinary(talk, 'left');
  const frame = push(talk, id);
  if (frame === null) sayEnded(talk, id);
  else run(talk, talk.stepOf(frame));
};

const startCommand = (talk: Talk): void => {
  if (talk.episode !== null) {
    askHowItIs(talk, true);
    return;
  }
  if (talk.member.adult === false) {
    talk.say('system', talk.system('under_18'));
    return;
  }
  if (!talk.member.onboarded) {
    begin(talk, 'onboarding');
    return;
  }
  talk.say('system', talk.system('welcome_back'));
  if (waitingAt(talk) === null)
    talk.say('system', talk.system('menu'), [
      { token: 'c.checkin', label: talk.system('checkin_button') },
      talk.sosChoice(),
    ]);
  else askAgain(talk);
};
