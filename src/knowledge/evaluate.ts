import type { Phrasings } from '#content/phrasings.ts';
import type { Found } from '#knowledge/knowledge.ts';

/** Figures over phrasings, each a share in [0, 1]. */
export interface Evaluation {
  /** Questions that have an article. */
  readonly questions: number;
  /** Their topic stands first. */
  readonly top1: number;
  /** Their topic is among the first three. */
  readonly top3: number;
  /** They are answered, and with their own topic. */
  readonly answeredRight: number;
  /** They are answered with another topic. */
  readonly answeredWrong: number;
  /** They are taken for no question at all. */
  readonly unheard: number;
  /** Messages that ask for nothing. */
  readonly others: number;
  /** They are answered with an article all the same. */
  readonly falseAnswers: number;
  /** They get an offer of topics. */
  readonly falseOffers: number;
  /** Questions of a topic that has no article yet. */
  readonly uncovered: number;
  /** They are answered with another topic. */
  readonly uncoveredAnswered: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Judges a finder by phrasings that it did not learn from; `covered` tells which topics have an article. */
export const evaluate = (
  find: (text: string) => Found,
  phrasings: Phrasings,
  covered: (topic: string) => boolean,
): Evaluation => {
  const seen = phrasings.map(({ text, topic }) => ({ topic, ...pick(find(text), topic) }));
  const questions = seen.filter(({ topic }) => topic !== 'none' && covered(topic));
  const others = seen.filter(({ topic }) => topic === 'none');
  const uncovered = seen.filter(({ topic }) => topic !== 'none' && !covered(topic));
  const count = (list: typeof seen, test: (one: (typeof seen)[number]) => boolean) =>
    share(list.filter(test).length, list.length);
  return {
    questions: questions.length,
    top1: count(questions, ({ rank }) => rank === 0),
    top3: count(questions, ({ rank }) => rank >= 0 && rank < 3),
    answeredRight: count(questions, ({ action, rank }) => action === 'answer' && rank === 0),
    answeredWrong: count(questions, ({ action, rank }) => action === 'answer' && rank !== 0),
    unheard: count(questions, ({ action }) => action === 'none'),
    others: others.length,
    falseAnswers: count(others, ({ action }) => action === 'answer'),
    falseOffers: count(others, ({ action }) => action === 'offer'),
    uncovered: uncovered.length,
    uncoveredAnswered: count(uncovered, ({ action }) => action === 'answer'),
  };
};

const pick = (found: Found, topic: string): { action: Found['action']; rank: number } => ({
  action: found.action,
  rank: found.candidates.findIndex((one) => one.topic === topic),
});
