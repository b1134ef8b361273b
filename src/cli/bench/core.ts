import { performance } from 'node:perf_hooks';
import type { Content } from '#content/content.ts';
import { bestPerSecond, quantile, round, timeEach, type Report } from '#cli/bench/measure.ts';
import { longFlow } from '#cli/bench/long-flow.ts';
import type { StepContext } from '#core/engine/input.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import { readSession, writeSession, type Session } from '#core/engine/session.ts';
import { step } from '#core/engine/step.ts';
import type { Assessor, Member } from '#core/ports.ts';
import { createAssessor, createPatternAssessor } from '#core/safety/assess.ts';
import { countingIds } from '#shared/ids.ts';
import { seededRandom } from '#shared/random.ts';

export const NOW = Date.parse('2026-11-22T09:00:00Z');
/** The check-in from its command to its end, as somebody types it. */
export const CHECKIN = ['/checkin', '6', '4', '7', '5', '2', '1', 'yes', 'skip'];
/** After this turn the sixth question waits. */
const SIXTH = 5;
const MANY = 64;

const member: Member = {
  id: 'bench',
  locale: 'en',
  zone: 'Europe/London',
  country: 'GB',
  adult: true,
  onboarded: true,
  pausedUntil: null,
  createdAt: NOW,
  lastHeardAt: NOW,
};

interface Engine {
  readonly library: Library;
  readonly assessor: Assessor;
}

/** One engine turn: the text is assessed, the session is stepped. */
const turnOf = ({ library, assessor }: Engine) => {
  const ids = countingIds();
  const random = seededRandom(1);
  return (session: Session | null, text: string, now: number): Session => {
    const context: StepContext = {
      content: library,
      history: [],
      random,
      now,
      ids,
      isNew: false,
      member,
      consents: { health_log: true, free_text: true },
      schedules: [],
      episode: null,
      nudgedToday: 0,
    };
    const heard = { text, choice: null, command: null, unreadable: null };
    return step(session, { kind: 'heard', heard, assessment: assessor.assess(text), found: null }, context).session;
  };
};

/** Turns a second with so many conversations open, each a turn in its time. */
const turnsPerSecond = (engine: Engine, conversations: number, stored: boolean): number => {
  const turn = turnOf(engine);
  const sessions: (Session | null)[] = Array.from({ length: conversations }, () => null);
  let minute = 0;
  const all = (): void => {
    minute++;
    // Each stands at another question, so that no two turns in a row are alike.
    for (let turns = 0; turns < CHECKIN.length; turns++) {
      for (let who = 0; who < conversations; who++) {
        const text = CHECKIN[(turns + (conversations === 1 ? 0 : who)) % CHECKIN.length] ?? '';
        const session = turn(sessions[who] ?? null, text, NOW + minute * 60_000 + turns * 1000);
        sessions[who] = stored ? readSession(JSON.parse(JSON.stringify(writeSession(session)))) : session;
      }
    }
  };
  return bestPerSecond(all) * conversations * CHECKIN.length;
};

/** Bytes of a session as it is kept, while the sixth question of the check-in waits. */
const stateBytes = (engine: Engine): number => {
  const turn = turnOf(engine);
  let session: Session | null = null;
  for (const [index, text] of CHECKIN.slice(0, SIXTH + 1).entries()) session = turn(session, text, NOW + index * 1000);
  return session === null ? Number.NaN : Buffer.byteLength(JSON.stringify(writeSession(session)));
};

/** What the answer to the hundredth question costs beside the answer to the first, which is of the same kind. */
const hundredthToFirst = (content: Content, assessor: Assessor, stored: boolean): number => {
  const { bundle, answers } = longFlow();
  const flows = new Map([...content.flows, [bundle.flow.id, { revision: 'long', bundle }]]);
  const turn = turnOf({ library: createLibrary({ ...content, flows }), assessor });
  const first = turn(null, `/${bundle.flow.command}`, NOW);
  let last = first;
  for (const [index, text] of answers.slice(0, -1).entries()) last = turn(last, text, NOW + index * 1000);
  const cost = (session: Session, text: string): number => {
    const kept = JSON.stringify(writeSession(session));
    return 1 / bestPerSecond(() => {
      const next = turn(stored ? readSession(JSON.parse(kept)) : session, text, NOW + 200_000);
      if (stored) JSON.stringify(writeSession(next));
    }, 4, 200); // prettier-ignore
  };
  // Twice, in both orders: the machine may be busier at one time than at another.
  const [text = ''] = answers;
  const a = cost(first, text);
  const b = cost(last, text);
  return Math.min(b, cost(last, text)) / Math.min(a, cost(first, text));
};

/** The engine alone: no database, no platform. */
export const benchCore = (content: Content, report: Report): void => {
  const library = createLibrary(content);
  const engine = { library, assessor: createPatternAssessor(content.lexicon) };
  const whole = { library, assessor: createAssessor(content.lexicon) };
  const turns = (measure: string, of: Engine, conversations: number, stored: boolean, note: string): void =>
    report({ measure, value: () => round(turnsPerSecond(of, conversations, stored)), unit: 'turns/s', note });
  turns('core_turns_1', engine, 1, false, 'pattern assessment and step, one conversation');
  turns('core_turns_64', engine, MANY, false, 'the same, 64 conversations interleaved');
  turns('core_turns_64_stored', engine, MANY, true, 'and the session written to JSON and read back');
  turns('core_turns_64_second_opinion', whole, MANY, false, '64, with the statistical part as well');
  report({
    measure: 'core_state_sixth_question',
    value: () => stateBytes(engine),
    unit: 'bytes',
    note: 'the session as it is kept, while the sixth question of the check-in waits',
  });
  for (const stored of [false, true]) {
    report({
      measure: stored ? 'core_hundredth_question_stored' : 'core_hundredth_question',
      value: () => round(hundredthToFirst(content, engine.assessor, stored), 2),
      unit: 'times the first',
      note: stored ? 'and the session read from JSON and written back' : 'pattern assessment and step',
    });
  }
};

/** Sentences that the knowledge and the assessment were not told by heart: what people write of an ordinary day. */
const sentencesOf = (content: Content): string[] => {
  const { sentences, patterns } = content.lexicon;
  return [...sentences.quiet, ...sentences.ask, ...patterns.flatMap((pattern) => pattern.must_match)].slice(0, 2000);
};

/** How long it takes to judge a message. */
export const benchAssessment = async (content: Content, report: Report): Promise<void> => {
  const texts = sentencesOf(content);
  for (const [measure, assessor] of [
    ['assessment_patterns', createPatternAssessor(content.lexicon)],
    ['assessment', createAssessor(content.lexicon)],
  ] as const) {
    const times = await timeEach(texts, 3, (text) => assessor.assess(text));
    const note = `${texts.length} sentences of the lexicon, ${measure === 'assessment' ? 'all of it' : 'its phrases alone'}`;
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const)
      // prettier-ignore
      report({ measure: `${measure}_${name}`, value: round(quantile(times, share), 4), unit: 'ms', note });
  }
};

/** How long it takes to find the topic of a message. */
export const benchRetrieval = async (
  content: Content,
  find: (text: string) => Promise<unknown>,
  report: Report,
): Promise<void> => {
  const began = performance.now();
  await find('is feeling flat normal');
  report({
    measure: 'retrieval_first',
    value: round(performance.now() - began, 1),
    unit: 'ms',
    note: 'the first question',
  });
  const texts = sentencesOf(content);
  const times = await timeEach(texts, 2, find);
  const note = `${texts.length} sentences of the lexicon`;
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const)
    // prettier-ignore
    report({ measure: `retrieval_${name}`, value: round(quantile(times, share), 3), unit: 'ms', note });
};
