import type { Words } from '#content/schemas/words.ts';
import type { Found } from '#core/ports.ts';
import { miss, reply, skip, tap, understands } from '#core/engine/answers.ts';
import { askAgain, waitingAt, type Waiting } from '#core/engine/asking.ts';
import { begin, command, commandIn, steer, steeringIn } from '#core/engine/commands.ts';
import { pop, push } from '#core/engine/frames.ts';
import type { Input } from '#core/engine/input.ts';
import { answerTopic, detour, offerTopics } from '#core/engine/questions.ts';
import { acknowledge, asideIn, crisisReply } from '#core/engine/crisis-talk.ts';
import { goOn, leave, letGoOfTop, offerFresh } from '#core/engine/resume.ts';
import { askHowItIs, safetyDetour } from '#core/engine/safety-detour.ts';
import type { Talk } from '#core/engine/talk.ts';
import { isPhrase, plain } from '#core/understanding/plain.ts';
import { yesOrNo } from '#core/understanding/yes-no.ts';

const HOUR_MS = 3_600_000;
/** After so long in the middle of a flow it asks whether to go on or start afresh. */
const LONG_BREAK_MS = 4 * HOUR_MS;
/** A pause that ends a stretch of talk. */
const STRETCH_MS = HOUR_MS;
/** After a stretch this long it says again that it is a program (New York and California law on companion chatbots). */
const REMIND_MS = 3 * HOUR_MS;
/** A second tap on the same button within this time is the same tap. */
const DOUBLE_TAP_MS = 15_000;
/** A message longer than this is not read in one go; it is assessed whole all the same. */
export const LONGEST_MESSAGE = 8000;

/** How much of what is written at an open question must be a command's words for it to be one. */
const COMMAND_SHARE = 0.8;
/** Fewer words than this are an answer on a scale, not a question. */
const QUESTION_WORDS = 3;
/** From so many words on a message tells something. */
const STORY_WORDS = 4;
/** So many numbers in a row are a check-in in one line. */
const LINE_NUMBERS = 4;

type HeardInput = Extract<Input, { kind: 'heard' }>;

/** What happens with something that the person sent. Safety first; then what waits; then everything else. */
export const heard = (talk: Talk, input: HeardInput): void => {
  const { text, choice, command: named, unreadable } = input.heard;
  const { now } = talk.context;
  keepTime(talk);
  if (talk.episode !== null) talk.setEpisode({ lastHeardAt: now });

  if (safetyDetour(talk, text, input.assessment)) return;
  if (choice !== null && text === '') return tapped(talk, choice);
  talk.session.tapped = null;
  if (named !== null) return command(talk, named);
  if (text.trim() === '') {
    talk.say(
      talk.episode === null ? 'system' : 'crisis',
      talk.system(unreadable === null ? 'dont_know_bare' : 'unreadable'),
      [talk.sosChoice()],
    );
    return askAgain(talk);
  }
  if (text.length > LONGEST_MESSAGE && waitingAt(talk)?.step.type !== 'ask') {
    talk.say('system', talk.system('too_long'), [talk.sosChoice()]);
    return askAgain(talk);
  }
  typed(talk, text, input.found);
};

const keepTime = (talk: Talk): void => {
  const { session, context } = talk;
  if (context.now - session.heardAt > STRETCH_MS) session.since = context.now;
  else if (context.now - session.since > REMIND_MS) {
    session.since = context.now;
    talk.say('system', talk.system('program_reminder'));
  }
  session.heardAt = context.now;
};

/** A tap. Tokens: `p` an option, `s` skip, `r` resume, `c` a command, `t` a topic, `m` more of a topic. */
const tapped = (talk: Talk, token: string): void => {
  const [kind, name = '', last = ''] = token.split('.', 3);
  const { session, context } = talk;
  const repeated = session.tapped === token && context.now - session.tappedAt < DOUBLE_TAP_MS;
  session.tapped = token;
  session.tappedAt = context.now;
  if (repeated) {
    talk.events.push({ type: 'passed_over', reason: 'double-tap' });
    return;
  }
  if (kind === 'c') return command(talk, name);
  if (kind === 't' || kind === 'm') {
    // A topic's id has a dot of its own: `t.bl.normal`, `m.bl.normal.2`.
    const [, family, topic, part] = token.split('.');
    if (!answerTopic(talk, `${family}.${topic}`, kind === 'm' ? Number(part) : 0))
      talk.say('system', talk.system('stale_tap'));
    return waitingAt(talk) === null ? undefined : askAgain(talk);
  }
  if (name === session.prompt) {
    if (kind === 'r' && session.offer !== null) return resumeBy(talk, last);
    if (kind === 's' && skip(talk)) return;
    if (kind === 'p' && tap(talk, Number(last))) return;
  }
  talk.say(talk.episode === null ? 'system' : 'crisis', talk.system('stale_tap'));
  // An old "no, I'm not safe" tapped late may be meant now: in an open episode it is asked again rather than let go.
  if (talk.episode !== null && !talk.episode.quiet) askHowItIs(talk, false);
  else askAgain(talk);
};

const resumeBy = (talk: Talk, answer: string): void => {
  if (answer === 'go') goOn(talk);
  else if (answer === 'fresh') begin(talk, letGoOfTop(talk) ?? '', true);
  else leave(talk);
};

const typed = (talk: Talk, text: string, found: Found | null): void => {
  const words = talk.context.content.words(talk.localeOf(talk.top));
  const said = plain(text);
  const { session } = talk;

  if (text.trimStart().startsWith('/')) {
    const slashed = commandIn(talk, text);
    if (slashed !== null) return command(talk, slashed);
  }
  if (session.offer !== null) {
    if (isPhrase(said, words.resume) || yesOrNo(text, words) === 'yes') return goOn(talk);
    if (session.offer === 'fresh' && said.includes('fresh')) return resumeBy(talk, 'fresh');
    if (isPhrase(said, words.leave) || yesOrNo(text, words) === 'no') return leave(talk);
  }
  const steering = steeringIn(talk, text);
  if (steering !== null) return steer(talk, steering);

  const waiting = waitingAt(talk);
  // "Write sos at any time" holds at an open question too, and so does "delete everything about me": there it is no note.
  const asked = waiting?.step.type === 'ask' ? commandIn(talk, text, COMMAND_SHARE) : null;
  if (asked !== null) return command(talk, asked);
  if (waiting !== null) {
    const begun = waiting.frame.past.length > 0;
    if (
      begun &&
      !talk.isSafety(talk.top) &&
      talk.context.now - session.askedAt > LONG_BREAK_MS &&
      session.offer === null
    ) {
      return offerFresh(talk);
    }
    if (talk.isSafety(waiting.frame)) return crisisReply(talk, waiting, text, found);
    // "Not today", asked for a number, is a no to the whole of it.
    if (waiting.step.type === 'rate' && (isPhrase(said, words.leave) || words.no.includes(said))) return leave(talk);
    // "Anything to note?" "No" is no note.
    if (waiting.step.type === 'ask' && waiting.step.optional === true && words.no.includes(said)) skip(talk);
    else if (asksInstead(waiting.step, text, found, words) || !reply(talk, { text }))
      notAnAnswer(talk, text, said, found);
    return;
  }
  free(talk, text, said, found);
};

/** Something else than an answer to the question that waits: dealt with, and then asked again. */
const notAnAnswer = (talk: Talk, text: string, said: string, found: Found | null): void => {
  const words = talk.context.content.words(talk.localeOf(talk.top));
  // "who sees this?" is a question before it is a command.
  if (found?.action === 'answer' && text.includes('?')) return detour(talk, found);
  const meant = commandIn(talk, text);
  if (meant !== null) return command(talk, meant);
  if (found !== null && (found.action === 'answer' || (found.action === 'offer' && text.includes('?'))))
    return detour(talk, found);
  if (isPhrase(said, words.thanks)) {
    talk.say('system', talk.system('thanks_reply'));
    return askAgain(talk);
  }
  const missed = understands(talk, text);
  if (missed.kind === 'miss' && missed.hint !== undefined) return miss(talk, missed.hint);
  // Whoever was asked for a number and told how it is was heard all the same.
  const told = waitingAt(talk)?.step.type === 'rate' && said.split(' ').length >= STORY_WORDS && !text.includes('?');
  miss(talk, told ? 'heard_in_flow' : undefined);
};

/**
 * Whether a message at a waiting question is a question of the person's own. At an open question only a clear one is;
 * on a scale "is feeling flat normal" is no "flat", while anything with a number in it is an answer.
 */
const asksInstead = (step: Waiting, text: string, found: Found | null, words: Words): boolean => {
  if (found?.action !== 'answer') return false;
  if (step.type === 'ask') return text.trim().endsWith('?');
  // "Yes, i'm so tired of feeling flat" answers "are you thinking about ending your life?": a yes is heard before a topic.
  if (step.type === 'choose') return text.trim().endsWith('?') && yesOrNo(text, words) === null;
  return !/\d/u.test(text) && text.trim().split(/\s+/u).length >= QUESTION_WORDS;
};

/** Nothing waits: a command in plain words, a question, a greeting, or something it does not know. */
const free = (talk: Talk, text: string, said: string, found: Found | null): void => {
  const words = talk.context.content.words(talk.localeOf(talk.top));
  const meant = commandIn(talk, text);
  if (meant !== null) return command(talk, meant);
  const known = found?.action === 'answer' && found.topic !== null && answerTopic(talk, found.topic);

  if (talk.episode !== null) {
    // What they wrote is heard first; then it asks again, unless they said not to.
    const aside = asideIn(text, words);
    if (aside === 'safe' && saysHowTheyAre(talk, text)) return;
    if (!talk.episode.quiet) {
      if (aside !== null) acknowledge(talk, aside);
      return askHowItIs(talk, false);
    }
    if (!known && !saysHowTheyAre(talk, text)) talk.say('crisis', talk.system('quiet_here'), [talk.sosChoice()]);
    return;
  }
  if (!talk.member.onboarded && talk.member.adult !== false) return begin(talk, 'onboarding');
  if (known) return;
  if (talk.member.adult === false) return talk.say('system', talk.system('under_18'));
  if (wholeCheckin(talk, text)) return;
  if (isPhrase(said, words.greeting)) return talk.say('system', talk.system('greeting_reply'));
  if (isPhrase(said, words.thanks)) return talk.say('system', talk.system('thanks_reply'));
  if (found !== null && found.action !== 'none') return offerTopics(talk, found);
  // A sentence about their day is no question: it is heard, and there is a place where it can be kept.
  if (said.split(' ').length < STORY_WORDS || text.includes('?')) talk.say('answer', talk.system('dont_know_bare'));
  else talk.say('answer', talk.system('heard_bare'), [{ token: 'c.checkin', label: talk.system('checkin_button') }]);
};

/** A check-in in one typed line, without having been asked: `6 4 7 5 2 1 yes`. */
const wholeCheckin = (talk: Talk, text: string): boolean => {
  if (
    (text.match(/(?<![\p{L}\p{N}])\d{1,2}(?![\p{L}\p{N}])/gu) ?? []).length < LINE_NUMBERS ||
    talk.member.adult === false
  )
    return false;
  if (push(talk, 'checkin') === null) return false;
  if (reply(talk, { text })) return true;
  pop(talk, 'left');
  return false;
};

/** In an episode in which they asked not to be asked: "i'm safe now" still counts, and so does "no i'm not". */
const saysHowTheyAre = (talk: Talk, text: string): boolean => {
  if (text.trim().split(/\s+/u).length < 2) return false;
  if (push(talk, 'followup', { kind: talk.episode?.kind ?? '', tier: 'interrupt' }, talk.episode?.locale) === null)
    return false;
  if (reply(talk, { text })) return true;
  pop(talk, 'left');
  return false;
};
