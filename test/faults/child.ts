import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildOrder, ChildTask, Fault } from '../support/faulty-child.ts';

const FILE = fileURLToPath(new URL('../support/faulty-child.ts', import.meta.url));

/** A process of the application that the test can order about. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>;
  /** From now on it dies at this place; its clock shows `now`. */
  arm(fault: Fault, now: number): Promise<void>;
  /** Moves its clock to `now` and waits until everything is sent that can be. */
  settle(now: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one. Resolves once it listens, or once it died on the way when it has a fault. */
export const startChild = async (order: ChildOrder): Promise<Child> => {
  const child = fork(FILE, [JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Compiled once for all of them.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'tidemark-compiled') },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => {
    if (signal === 'SIGKILL') return signal;
    if (code !== 0) throw new Error(`the process failed by itself: ${said}`);
    return null;
  });
  ended.catch(() => {});
  const until = async (word: string, task?: ChildTask): Promise<void> => {
    const answered = once(child, 'message');
    if (task !== undefined) child.send(task);
    const first = await Promise.race([answered, ended]);
    if (Array.isArray(first) && first[0] !== word) throw new Error(`"${word}" was waited for`);
  };
  await until('started');
  return {
    process: child,
    ended,
    arm: (fault, now) => until('armed', { task: 'arm', fault, now }),
    settle: (now) => until('settled', { task: 'settle', now }),
    stop: async () => {
      child.send({ task: 'stop' } satisfies ChildTask);
      await ended;
    },
  };
};
