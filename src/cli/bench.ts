import { performance } from 'node:perf_hooks';
import { contentAt, createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import type { Io } from '#cli/io.ts';
import { createLibrary, type Library } from '#core/engine/library.ts';
import type { StepContext } from '#core/engine/input.ts';
import { readSession, type Session } from '#core/engine/session.ts';
import { step } from '#core/engine/step.ts';
import { writesFrom } from '#core/writes.ts';
import type { Assessor, Member, MemberState } from '#core/ports.ts';
import { createAssessor } from '#core/safety/assess.ts';
import { createKnowledge } from '#knowledge/knowledge.ts';
import { countingIds } from '#shared/ids.ts';
import { silentLogger } from '#shared/logger.ts';
import { seededRandom } from '#shared/random.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const ANSWERS = ['/checkin', '6', '4', '7', '5', '2', '1', 'yes', 'skip'];

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

const contextOf = (content: Library, now: number): StepContext => ({
  content,
  history: [],
  random: seededRandom(1),
  now,
  ids: countingIds(),
  isNew: false,
  member,
  consents: { health_log: true, free_text: true },
  schedules: [],
  episode: null,
  nudgedToday: 0,
});

const turn = (library: Library, assessor: Assessor, session: Session | null, text: string, now: number) =>
  step(
    session,
    {
      kind: 'heard',
      heard: { text, choice: null, command: null, unreadable: null },
      assessment: assessor.assess(text),
      found: null,
    },
    contextOf(library, now),
  );

/** Turns a second of assessment and step, and the state's size while the sixth question waits. */
const core = (library: Library, assessor: Assessor): { perSecond: number; bytes: number } => {
  let bytes = 0;
  const round = (start: number): void => {
    let session: Session | null = null;
    for (const [index, text] of ANSWERS.entries()) {
      session = readSession(turn(library, assessor, session, text, start + index * 1000).session);
      if (index === 5) bytes = Buffer.byteLength(JSON.stringify(session));
    }
  };
  for (let warm = 0; warm < 200; warm++) round(NOW + warm * 60_000);
  const began = performance.now();
  let rounds = 0;
  while (performance.now() - began < 2000) round(NOW + ++rounds * 60_000);
  return { perSecond: Math.round((rounds * ANSWERS.length * 1000) / (performance.now() - began)), bytes };
};

/** Turns a second on the embedded database, one person after the other. */
const durable = async (library: Library, assessor: Assessor, root: string): Promise<number> => {
  const config = readConfig({});
  const quiet = { ...config, playground: false, roles: new Set<never>() };
  const app = await createApp(quiet, { root, inMemory: true, logger: silentLogger, ids: countingIds() });
  const { store } = app;
  const one = (count: number): Promise<unknown> => {
    const text = ANSWERS[count % ANSWERS.length] ?? '';
    const now = NOW + count * 1000;
    const heard = {
      kind: 'heard' as const,
      from: { platform: 'terminal' as const, accountId: `p${count % 50}`, chatId: `p${count % 50}` },
      updateId: String(count),
      place: 'private' as const,
      text,
      choice: null,
      command: null,
      unreadable: null,
      sentAt: now,
      language: null,
    };
    const decide = (state: MemberState) =>
      writesFrom(
        state,
        heard,
        step(
          readSession(state.session),
          { kind: 'heard', heard, assessment: assessor.assess(text), found: null },
          {
            ...contextOf(library, now),
            ...state,
            history: state.history,
          },
        ),
        now,
      );
    return store.turn({ inbound: heard, now, leaseMs: 30_000, knownRevisions: library.known, locale: 'en', decide });
  };
  try {
    for (let count = 0; count < 100; count++) await one(count);
    const began = performance.now();
    let count = 100;
    while (performance.now() - began < 4000) await one(count++);
    return Math.round(((count - 100) * 1000) / (performance.now() - began));
  } finally {
    await app.stop();
  }
};

const QUESTIONS = [
  'is feeling flat normal',
  'can i just stop taking them',
  'how long till it works',
  'are you a person',
  'meh',
  'whats the weather',
];

/** `npm run -s bench -- --json`: one line a measure, on this machine, now. */
export const benchCommand = async (args: readonly string[], io: Io): Promise<void> => {
  const json = args.includes('--json');
  const report = (measure: string, value: number, unit: string, note: string): void =>
    io.out(json ? JSON.stringify({ measure, value, unit, note }) : `${measure}: ${value} ${unit} (${note})`);

  const content = contentAt(io.root);
  const library = createLibrary(content);
  const assessor = createAssessor(content.lexicon);
  const { perSecond, bytes } = core(library, assessor);
  report('core_turns', perSecond, 'turns/s', 'pattern assessment and step, one after the other');
  report(
    'state_bytes_sixth_question',
    bytes,
    'bytes',
    'session as JSON while the sixth question of the check-in waits',
  );

  const knowledge = createKnowledge({ articles: content.articles, phrasings: content.phrasings });
  for (const text of QUESTIONS) await knowledge.find(text);
  const began = performance.now();
  for (let round = 0; round < 50; round++) for (const text of QUESTIONS) await knowledge.find(text);
  report(
    'retrieval',
    Math.round(((performance.now() - began) / (50 * QUESTIONS.length)) * 1000) / 1000,
    'ms',
    'mean of a question',
  );

  report(
    'durable_turns_embedded',
    await durable(library, assessor, io.root),
    'turns/s',
    'whole turns on the embedded database in memory, one at a time',
  );
};
