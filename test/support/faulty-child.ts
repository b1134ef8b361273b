/**
 * The whole application as a process of its own that can be killed at a named place of a message's way, for the fault
 * tests. Ordered about by messages from the test; `started`, `armed` and `settled` answer them.
 */
import { createApp } from '../../src/app.ts';
import { configOf, unpackedContent, type Home } from './running-app.ts';
import type { Checkpoint, CheckpointName } from '#shared/checkpoint.ts';
import { ManualClock } from '#shared/clock.ts';

/** Where to die. */
export interface Fault {
  readonly point: CheckpointName;
  /** At which passing of the point, counted from 1. */
  readonly passing: number;
}

/** What the process is started with, as JSON in its only argument. */
export interface ChildOrder {
  readonly telegram: { readonly token: string; readonly apiRoot: string };
  readonly home: Home;
  /** A file that holds the content, loaded before: see `packedContent`. */
  readonly content: string;
  /** What its clock shows (ms UTC). */
  readonly now: number;
  /** To die by itself while it still takes up what the one before it left. */
  readonly fault: Fault | null;
}

/** What the test may ask of it. */
export type ChildTask =
  | { readonly task: 'arm'; readonly fault: Fault; readonly now: number }
  | { readonly task: 'settle'; readonly now: number }
  | { readonly task: 'stop' };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the test beside it
const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;

let fault = order.fault;
let passed = 0;
const checkpoint: Checkpoint = (point) => {
  if (fault === null || point !== fault.point) return;
  passed += 1;
  // No handler runs, nothing is flushed: as when the power goes.
  if (passed === fault.passing) process.kill(process.pid, 'SIGKILL');
};

const clock = new ManualClock(order.now);
const app = await createApp(configOf(order.telegram, order.home), {
  loaded: unpackedContent(order.content),
  clock,
  checkpoint,
});
const say = (word: string): void => void process.send?.(word);

const perform = async (task: ChildTask): Promise<void> => {
  if (task.task === 'arm') {
    clock.set(task.now);
    passed = 0;
    fault = task.fault;
    say('armed');
  } else if (task.task === 'settle') {
    await app.moveTo(task.now);
    say('settled');
  } else {
    await app.stop();
    process.disconnect();
  }
};

process.on('message', (task: ChildTask) => void perform(task));
await app.start();
say('started');
