import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Node keeps what it compiled: programs are started many times over here. */
export const quickCompiling = { NODE_COMPILE_CACHE: `${tmpdir()}/tidemark-compiled` };

/** The program itself, as an operator starts it: in a process of its own. */
export interface Program {
  /** What it printed as its address, such as `http://127.0.0.1:8484`. */
  readonly url: string;
  /** From the start to the printed address, in milliseconds, less what it stood in line for a busy processor. */
  readonly tookMs: number;
  /** All of standard output so far. */
  readonly out: () => string;
  /** Everything on standard error: the log. */
  readonly log: () => string;
  /** Ends it as a power cut does: nothing is finished. */
  kill(): Promise<void>;
  /** Asks it to end, and answers its exit code. */
  stop(): Promise<number | null>;
}

const gone = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  return child.exitCode;
};

/** How long a process was ready to run while others had the processors (ms); 0 where the system does not say. */
const queuedMs = async (pid: number | undefined): Promise<number> => {
  const line = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '');
  return Number(line.split(' ')[1] ?? 0) / 1e6;
};

/**
 * `node src/main.ts` on this data folder and port (0: any free one), with no other setting. Resolves when it says its
 * address; rejects with its log where it ends before.
 */
export const startProgram = async (dataDir: string, port: number): Promise<Program> => {
  const env = { ...quickCompiling, PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, PORT: String(port) };
  const began = performance.now();
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      out += `${line}\n`;
      const address = /^Tidemark is at (http:\/\/\S+)$/u.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it was up:\n${log}`)));
  });
  const tookMs = performance.now() - began - (await queuedMs(child.pid));
  return {
    url,
    tookMs,
    out: () => out,
    log: () => log,
    kill: async () => void (await gone(child, 'SIGKILL')),
    stop: () => gone(child, 'SIGTERM'),
  };
};
