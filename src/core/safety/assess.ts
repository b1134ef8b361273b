import type { Lexicon, LexiconPattern } from '#content/schemas/lexicon.ts';
import type { Assessment, Assessor } from '#core/ports.ts';
import { compileLexicon, type Machine } from '#core/safety/compile.ts';
import { Context } from '#core/safety/context.ts';
import { rankOf, tierOf, type Kind } from '#core/safety/kinds.ts';
import type { Span } from '#core/safety/patterns-match.ts';
import { learnHunch, withHunch } from '#core/safety/suspicion.ts';
import { readMessage, type Reading } from '#core/safety/reading.ts';

/** One phrase that was heard, and what it came to in its context. */
export interface Finding {
  readonly pattern: LexiconPattern;
  /** Null where the context took all weight from it. */
  readonly kind: Kind | null;
}

const NOTHING: Assessment = Object.freeze({ tier: 'none', kind: null, language: null });
const UNASSESSED: Assessment = Object.freeze({ tier: 'check', kind: 'unassessed', language: null });

/** Kinds that are about the body: another person's, a question's or a story's signs are weighed as the writer's own are. */
const isBodily = (kind: Kind): boolean => tierOf(kind) === 'emergency' && kind !== 'psychosis';
const isSupport = (kind: Kind): boolean => tierOf(kind) === 'support';
const isCrisis = (kind: Kind): boolean => tierOf(kind) === 'interrupt' || tierOf(kind) === 'check';

const forSubject = (kind: Kind, context: Context, span: Span<LexiconPattern>): Kind | null | undefined => {
  const subject = context.subject(span.start, span.end);
  if (subject === 'self') return undefined;
  if (isBodily(kind)) return subject === 'made-up' ? null : undefined;
  if (subject === 'made-up') return null;
  if (!isCrisis(kind)) return subject === 'others' ? null : 'friend';
  if (subject === 'others') return 'topic-question';
  const old = context.inSentence('old', span.start, span.end) && !context.inSentence('recent', span.start, span.end);
  return kind === 'overdose' && !old ? 'someone-in-danger' : 'friend';
};

/** A date of long ago, unless the same sentence says that it is so now; words of the past without a date are a question. */
const forTime = (kind: Kind, context: Context, span: Span<LexiconPattern>): Kind | null | undefined => {
  const { tense } = span.about;
  if (context.rightBefore('used_to', span.start) || context.touches('used_to', span.start, span.end))
    return isCrisis(kind) ? 'past' : null;
  if (tense === 'present') return undefined;
  const recent = context.inSentence('recent', span.start, span.end);
  if (recent || context.inSentence('present', span.start, span.end)) return undefined;
  const past = isCrisis(kind) ? 'past' : null;
  if (context.inSentence('old', span.start, span.end) || (context.anywhere('resolved') && tense === 'past'))
    return past;
  if (context.inSentence('resolved', span.start, span.end)) return past;
  return tense === 'past' && isCrisis(kind) && kind !== 'attempt-recent' && kind !== 'overdose'
    ? 'ambiguous'
    : undefined;
};

/** In a film, a game or a song; but the writer's own words beside one are asked about, never passed over. */
const forFiction = (pattern: LexiconPattern, context: Context, { start, end }: Span<LexiconPattern>): Kind | null => {
  if (!isCrisis(pattern.kind)) return null;
  if (pattern.tense === 'any' && !context.selfWithin(start, end)) return 'topic-question';
  return context.after('fiction', end) || context.subject(start, end) !== 'self' ? null : 'third-party-unclear';
};

/** What a phrase comes to in its context. Each context that applies can only make it lighter. */
const judge = (span: Span<LexiconPattern>, context: Context, reading: Reading): Kind | null => {
  const { about: pattern, start, end } = span;
  const { kind } = pattern;
  const keeps = (what: LexiconPattern['keeps'][number]): boolean => pattern.keeps.includes(what);
  if (!keeps('idiom') && context.touches('idiom', start, end)) return null;
  if (tierOf(kind) === 'check' && context.touches('everyday', start, end)) return null;
  if (!keeps('fiction') && context.inSentence('fiction', start, end)) return forFiction(pattern, context, span);
  // Elsewhere the verb itself says whose it is (quiero, quiere): only English phrases need the search.
  if (!keeps('subject') && pattern.language === 'en') {
    const whose = forSubject(kind, context, span);
    if (whose !== undefined) return isSupport(kind) && whose === 'friend' ? kind : whose;
  }
  if (!keeps('question') && context.framed(start, end)) return isCrisis(kind) ? 'topic-question' : null;
  if (!keeps('negation') && context.negated(start)) return isCrisis(kind) ? 'negated' : null;
  if (!keeps('hypothetical') && context.before('hypothetical', start, end, 3))
    return isCrisis(kind) ? 'topic-question' : null;
  if (!keeps('time')) {
    const then = forTime(kind, context, span);
    if (then !== undefined) return then;
  }
  if (!keeps('unwanted') && tierOf(kind) === 'interrupt' && context.inSentence('unwanted', start, end))
    return 'intrusive-ocd';
  if (pattern.joke !== 'keeps' && reading.joking.has(reading.sentences[start] ?? -1)) {
    if (pattern.joke === 'quiets') return null;
    return tierOf(kind) === 'interrupt' ? 'ambiguous' : null;
  }
  return kind;
};

/** Everything that is heard in a text, each phrase in its context. For the lexicon's own tests. */
export const listen = (machine: Machine, text: string): Finding[] => {
  const reading = readMessage(text, machine.speller, machine.jokes);
  const spans = machine.risks.find(reading);
  if (spans.length === 0) return [];
  const context = new Context(reading, machine.words, machine.contexts.find(reading));
  return spans.map((span) => ({ pattern: span.about, kind: judge(span, context, reading) }));
};

/** The worst of what is heard. A context only makes a phrase lighter, so one that is no worse by itself is not weighed. */
const hearWorst = (machine: Machine, text: string): Assessment => {
  const reading = readMessage(text, machine.speller, machine.jokes);
  const spans = machine.risks.find(reading);
  if (spans.length === 0) return NOTHING;
  const context = new Context(reading, machine.words, machine.contexts.find(reading));
  let best: { kind: Kind; language: string } | null = null;
  for (const span of spans) {
    if (best !== null && rankOf(span.about.kind) >= rankOf(best.kind)) continue;
    const kind = judge(span, context, reading);
    if (kind !== null && (best === null || rankOf(kind) < rankOf(best.kind)))
      best = { kind, language: span.about.language };
  }
  return best === null ? NOTHING : { tier: tierOf(best.kind), kind: best.kind, language: best.language };
};

/** On a fault of our own it answers `check`: a person who can't be judged is asked, not passed over. */
const safely = (assess: Assessor['assess']): Assessor => ({
  assess: (text) => {
    try {
      return assess(text);
    } catch {
      return UNASSESSED;
    }
  },
});

/** The phrases alone, as `createAssessor` weighs them before the second opinion: so that each can be measured. */
export const createPatternAssessor = (lexicon: Lexicon): Assessor => {
  const { machine } = compileLexicon(lexicon);
  return safely((text) => hearWorst(machine, text));
};

/**
 * Makes the assessor. It judges one raw message by itself, in time linear in its length: every phrase that is heard is
 * weighed in its own sentence, and the worst of them counts. Nothing of a text is kept. On a fault of our own it answers
 * `check`, because a person who can't be judged is asked, not passed over.
 */
export const createAssessor = (lexicon: Lexicon): Assessor => {
  const { machine } = compileLexicon(lexicon);
  const hunch = learnHunch(lexicon);
  return safely((text) => withHunch(hunch, text, hearWorst(machine, text)));
};
