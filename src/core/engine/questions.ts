import type { Found } from '#core/ports.ts';
import { askAgain, waitingAt } from '#core/engine/asking.ts';
import type { Talk } from '#core/engine/talk.ts';
import type { Choice } from '#core/ports.ts';

/** How many near topics are named when it is not sure. */
const NEAR = 3;

/** Answers from an article: first the short answer, then, on request, its parts one by one. */
export const answerTopic = (talk: Talk, topic: string, part = 0): boolean => {
  const { articles } = talk.context.content.content;
  const article = articles.get(topic);
  const text = part === 0 ? article?.answer : article?.more[part - 1];
  if (article === undefined || text === undefined) return false;
  const choices: Choice[] = [];
  if (part < article.more.length) choices.push({ token: `m.${topic}.${part + 1}`, label: talk.system('more_button') });
  if ('command' in article.next) choices.push({ token: `c.${article.next.command}`, label: article.next.label });
  else choices.push({ token: `t.${article.next.topic}`, label: article.next.label });
  if (part > 0 && part >= article.more.length) {
    for (const id of article.also.slice(0, 2)) {
      const near = articles.get(id);
      if (near !== undefined) choices.push({ token: `t.${id}`, label: near.title });
    }
  }
  // Nothing else is begun beside an open flow or in an episode: the way back is the question itself. Under 18 nothing is.
  const held = waitingAt(talk) !== null || talk.episode !== null || talk.member.adult === false;
  talk.say('answer', text, held ? choices.filter(({ token }) => !token.startsWith('c.')) : choices);
  talk.events.push({ type: 'answered_topic', topic });
  return true;
};

/** Says that it does not know that one, and which near ones it does. */
export const offerTopics = (talk: Talk, found: Found): void => {
  const { articles } = talk.context.content.content;
  const near = found.candidates
    .map(({ topic }) => articles.get(topic))
    .filter((article) => article !== undefined)
    .slice(0, NEAR);
  if (near.length === 0) {
    talk.say('answer', talk.system('dont_know_bare'));
    return;
  }
  talk.say(
    'answer',
    talk.system('dont_know'),
    near.map((article) => ({ token: `t.${article.id}`, label: article.title })),
  );
};

/** A question in the middle of something: answered, then back to the very step. */
export const detour = (talk: Talk, found: Found): void => {
  if (found.action !== 'answer' || found.topic === null || !answerTopic(talk, found.topic)) offerTopics(talk, found);
  askAgain(talk);
};
