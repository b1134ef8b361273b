import type { Words } from '#content/schemas/words.ts';
import type { Found } from '#core/ports.ts';
import { miss, reply } from '#core/engine/answers.ts';
import { ask, type Waiting } from '#core/engine/asking.ts';
import { command, commandIn } from '#core/engine/commands.ts';
import { goto, run } from '#core/engine/loop.ts';
import { detour } from '#core/engine/questions.ts';
import type { Frame } from '#core/engine/session.ts';
import type { Talk } from '#core/engine/talk.ts';
import { hasPhrase, isPhrase, plain } from '#core/understanding/plain.ts';
import { yesOrNo } from '#core/understanding/yes-no.ts';
import type { SystemKey } from '#content/system-keys.ts';

/** Most words of a message in which an aside is looked for: a longer one tells something. */
const MOST_WORDS = 12;
/** From so many words on a message tells something, and is told that it was read. */
const STORY_WORDS = 4;

/** What somebody says in a talk about safety besides an answer to its question. */
export type Aside = 'safe' | 'easier' | 'about_me' | 'angry';

/**
 * The aside that a message is; null where it is none. "I'm ok" counts only where nothing in the same message turns it
 * round or makes it a wish: no negation, no "if", no "but", no question mark.
 */
export const asideIn = (text: string, words: Words): Aside | null => {
  const said = plain(text);
  if (said === '' || said.split(' ').length > MOST_WORDS) return null;
  const { safe, easier, unless, about_me, angry } = words.in_crisis;
  for (const [aside, phrases] of [['safe', safe] as const, ['easier', easier] as const]) {
    const phrase = longest(said, phrases);
    if (phrase === null || text.includes('?')) continue;
    const rest = ` ${said} `.replace(` ${phrase} `, ' ').trim();
    if (![...unless, ...words.not].some((word) => hasPhrase(rest, word))) return aside;
  }
  if (longest(said, about_me) !== null) return 'about_me';
  return longest(said, angry) === null ? null : 'angry';
};

const longest = (said: string, phrases: readonly string[]): string | null =>
  phrases.filter((phrase) => hasPhrase(said, phrase)).toSorted((a, b) => b.length - a.length)[0] ?? null;

/** Whether a message asks something: by its mark, or by the word that it begins with. */
const asksSomething = (text: string, words: Words): boolean => {
  const said = plain(text);
  return (
    text.includes('?') ||
    (said.includes(' ') && words.in_crisis.asks.some((word) => said.startsWith(`${word} `) && !words.no.includes(said)))
  );
};

const ASIDE_KEYS = {
  safe: 'in_crisis_easier',
  easier: 'in_crisis_easier',
  about_me: 'in_crisis_program',
  angry: 'in_crisis_angry',
} as const satisfies Record<Aside, SystemKey>;

/** Says that an aside was heard. */
export const acknowledge = (talk: Talk, aside: Aside): void => talk.say('crisis', talk.system(ASIDE_KEYS[aside]));

/**
 * A message at a question of a safety flow. What they say about being safe is heard before the options, an answer before
 * anything else they ask, and whatever it is, it is acknowledged before the question is put again.
 */
export const crisisReply = (
  talk: Talk,
  waiting: { readonly frame: Frame; readonly step: Waiting },
  text: string,
  found: Found | null,
): void => {
  const { frame, step } = waiting;
  const words = talk.context.content.words(talk.localeOf(frame));
  const aside = asideIn(text, words);
  // "Yes, i'm fine with it" is no "i'm fine": a yes is left to the options.
  const beginsYes = words.yes.includes(plain(text).split(' ')[0] ?? '');
  const to = aside === 'safe' ? step.safe : aside === 'easier' && !beginsYes ? step.easier : undefined;
  if (to !== undefined) {
    frame.past.push(step.id);
    talk.session.misses = 0;
    run(talk, goto(talk, frame, to));
    return;
  }
  if (!text.trim().endsWith('?') || yesOrNo(text, words) !== null) {
    if (reply(talk, { text })) return;
  }
  const asks = asksSomething(text, words);
  if (aside !== 'about_me') {
    if (asks && found?.action === 'answer') return detour(talk, found);
    const meant = commandIn(talk, text);
    if (meant !== null) return command(talk, meant);
  }
  const again = (): void => ask(talk, frame, step, false);
  if (aside !== null) {
    acknowledge(talk, aside);
    return again();
  }
  if (isPhrase(plain(text), words.thanks)) {
    talk.say('crisis', talk.system('thanks_reply'));
    return again();
  }
  if (asks) {
    talk.say('crisis', talk.system('in_crisis_question'));
    return again();
  }
  miss(talk, plain(text).split(' ').length < STORY_WORDS ? undefined : 'in_crisis_heard');
};
