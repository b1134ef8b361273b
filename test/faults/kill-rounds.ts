/**
 * The fault tests' way of working: the same talk is held twice, once undisturbed and once by processes that are killed
 * in its middle, and has to come to the same.
 */
import type { CheckpointName } from '#shared/checkpoint.ts';
import { ManualClock } from '#shared/clock.ts';
import { migratedSnapshot } from '../support/database.ts';
import { packedContent, START, startApp, type Home } from '../support/running-app.ts';
import { Talker } from '../support/talker.ts';
import { createTelegramServer } from '../support/telegram-server.ts';
import { startChild, type Child } from './child.ts';

const MINUTE = 60_000;
/** Above the ids of the updates of the onboarding, which are remembered. */
const LATER = 880_000_001;
/** A kill and what came of it. */
export interface Round {
  readonly point: CheckpointName;
  readonly passing: number;
}

/** When round `index` is talked, and when the next process takes up what it left: after the leases of the dead one. */
const talkAt = (index: number): number => START + (index + 1) * 10 * MINUTE;
const takenUpAt = (index: number): number => talkAt(index) + MINUTE;

/** Two messages, one right after the other: a whole check-in in a line, and the note that it asks for. */
const talk = (ann: Talker, index: number): number => {
  ann.says(`${index % 11} 4 7 5 2 1 yes`);
  return ann.says(`note number ${index}`);
};

/** What one round brought the person, in order. */
export type Heard = readonly string[];

/** Onboards Ann and leaves. */
export const prepare = async (home: Home): Promise<void> => {
  const server = await createTelegramServer();
  const clock = new ManualClock(START);
  const app = await startApp(server, { clock, snapshot: await migratedSnapshot() }, home);
  await new Talker(server).joins({ nudgeAt: null });
  await app.stop();
  await server.stop();
};

/** The talk without any fault, in this process: what each round has to bring. */
export const undisturbed = async (rounds: number, home: Home): Promise<readonly Heard[]> => {
  const server = await createTelegramServer({ firstUpdateId: LATER });
  const clock = new ManualClock(START);
  const app = await startApp(server, { clock }, home);
  const ann = new Talker(server);
  const heard: Heard[] = [];
  for (let index = 0; index < rounds; index++) {
    const before = ann.texts.length;
    clock.set(talkAt(index));
    await server.queue.waitForConfirmed(talk(ann, index));
    await app.moveTo(takenUpAt(index));
    heard.push(ann.texts.slice(before));
  }
  await app.stop();
  await server.stop();
  return heard;
};

/** The talk by processes of which each is killed in one round and the next takes up what it left. */
export const killed = async (rounds: readonly Round[], home: Home): Promise<readonly Heard[]> => {
  const server = await createTelegramServer({ firstUpdateId: LATER });
  const ann = new Talker(server);
  const { token, apiRoot } = server;
  const content = packedContent();
  const start = (now: number): Promise<Child> =>
    startChild({ telegram: { token, apiRoot }, home, content, now, fault: null });
  let child = await start(START);
  const heard: Heard[] = [];
  for (const [index, fault] of rounds.entries()) {
    const before = ann.texts.length;
    await child.arm(fault, talkAt(index));
    const last = talk(ann, index);
    const signal = await child.ended;
    if (signal !== 'SIGKILL') throw new Error(`nothing was killed at ${fault.point}`);
    child = await start(takenUpAt(index));
    await server.queue.waitForConfirmed(last);
    await child.settle(takenUpAt(index));
    heard.push(ann.texts.slice(before));
  }
  await child.stop();
  await server.stop();
  return heard;
};
