import type { Article } from '#content/articles.ts';
import type { Phrasings } from '#content/phrasings.ts';
import { train, type Classifier, type Example } from '#knowledge/classifier.ts';
import {
  featuresOf,
  fieldWordsOf,
  gateFeaturesOf,
  hasWords,
  readMessage,
  TEXT_MAX,
  type FieldWords,
} from '#knowledge/features.ts';
import { NEAR } from '#knowledge/near.ts';

const NONE = 'none';

/** What a message asks for. `topic` is set only when the action is `answer`. */
export interface Found {
  readonly action: 'answer' | 'offer' | 'none';
  readonly topic: string | null;
  /** Topics that have an article, best first, at most five, scores in [0, 1]. */
  readonly candidates: readonly { readonly topic: string; readonly score: number }[];
}

/** From which certainty each thing is done. */
export interface Thresholds {
  /** The best topic, times the gate, must reach this to be answered. */
  readonly answer: number;
  /** The gate and the topics together must reach this for an answer or an offer. */
  readonly offer: number;
}

/**
 * Set by four-fold cross-validation over the train and tune splits (1,321 questions, 713 other messages), for at most
 * 3 % false answers and 6 % wrong ones; never by the test split.
 */
const THRESHOLDS: Thresholds = { answer: 0.55, offer: 0.6 };

/** A message that asks for nothing counts more at the gate: a false answer is worse than a missing one. */
const GATE_WEIGHT_OF_NONE = 2.5;

/** What an article itself says about its topic counts as a few further examples. */
const articleTexts = (article: Article): { text: string; weight: number }[] => [
  { text: article.question, weight: 1 },
  { text: article.title, weight: 1 },
  { text: `${article.title} ${article.answer.slice(0, 200)}`, weight: 0.5 },
];

/** A stem that stands in so many questions belongs to the field. */
const COMMON_IN = 2;
const ASKS = 'asks';

interface Learnt {
  /** Which topic, or none. */
  readonly topics: Classifier;
  /** Whether it is a question for us at all. */
  readonly gate: Classifier;
  readonly field: FieldWords;
}

/** Learns from the training split and the articles: about a second, once, at start. Deterministic. */
const learn = (articles: ReadonlyMap<string, Article>, phrasings: Phrasings): Learnt => {
  const lessons = [
    ...phrasings.filter(({ split }) => split === 'train').map(({ text, topic }) => ({ text, label: topic, weight: 1 })),
    ...[...articles.values()].flatMap((article) => articleTexts(article).map((one) => ({ ...one, label: article.id }))),
  ].map(({ text, label, weight }) => {
    const reading = readMessage(text);
    return { reading, features: featuresOf(reading), label, weight };
  });
  const field = fieldWordsOf(lessons.filter(({ label }) => label !== NONE).map(({ reading }) => reading));
  const gateLesson = ({ reading, features, label, weight }: (typeof lessons)[number]): Example => {
    const asks = label !== NONE;
    return {
      features: gateFeaturesOf(reading, features, field, asks ? COMMON_IN + 1 : COMMON_IN),
      label: asks ? ASKS : NONE,
      weight: asks ? weight : weight * GATE_WEIGHT_OF_NONE,
    };
  };
  return { field, topics: train(lessons), gate: train(lessons.map(gateLesson)) };
};

/** Finds topics for messages: pure, synchronous, never throws. Judges only the first 600 characters. */
export const createFinder = (
  articles: ReadonlyMap<string, Article>,
  phrasings: Phrasings,
  thresholds: Thresholds = THRESHOLDS,
): ((text: string) => Found) => {
  const { topics, gate, field } = learn(articles, phrasings);
  const asksAt = gate.labels.indexOf(ASKS);
  const noneAt = topics.labels.indexOf(NONE);

  return (whole) => {
    const text = whole.slice(0, TEXT_MAX);
    if (!hasWords(text)) return { action: 'none', topic: null, candidates: [] };
    const reading = readMessage(text);
    const features = featuresOf(reading);
    const chances = topics.judge(features);
    const passes = gate.judge(gateFeaturesOf(reading, features, field, COMMON_IN))[asksAt] ?? 0;
    let best = 0;
    for (const [at, chance] of chances.entries()) if (chance > (chances[best] ?? 0)) best = at;
    const bestLabel = topics.labels[best] ?? NONE;
    // A question of a topic without an article: the ones written for its neighbours lead, in their order.
    const near = articles.has(bestLabel) ? [] : (NEAR[bestLabel] ?? []);
    const lent = (topic: string): number => {
      const at = near.indexOf(topic);
      return at < 0 ? 0 : ((chances[best] ?? 0) * (near.length - at)) / (near.length + 1);
    };
    const candidates = topics.labels
      .map((topic, at) => ({ topic, score: Math.max(chances[at] ?? 0, lent(topic)) }))
      .filter(({ topic }) => articles.has(topic))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 5);

    const [first] = candidates;
    const asks = (passes + 1 - (chances[noneAt] ?? 0)) / 2;
    if (first === undefined || asks < thresholds.offer) return { action: 'none', topic: null, candidates };
    const sure = first.topic === bestLabel && first.score * passes >= thresholds.answer;
    return sure ? { action: 'answer', topic: first.topic, candidates } : { action: 'offer', topic: null, candidates };
  };
};

/** The knowledge port over articles and phrasings: no network, no I/O, the same answer for the same words. */
export const createKnowledge = (options: {
  readonly articles: ReadonlyMap<string, Article>;
  readonly phrasings: Phrasings;
}): { find(text: string): Promise<Found> } => {
  const find = createFinder(options.articles, options.phrasings);
  return { find: (text) => Promise.resolve(find(text)) };
};
