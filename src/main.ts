import { TidemarkError } from '#shared/errors.ts';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';

/** How long a stop may take before it is cut short. */
const STOP_MS = 15_000;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What the operator has to mend, in plain words, and the way out. */
const fail = (error: unknown): void => {
  if (error instanceof TidemarkError) {
    say(`Tidemark can't start (${error.code}).`);
    for (const line of error.message.split('\n')) say(`  - ${line}`);
    say(`What to do: ${error.mend}`);
  } else {
    // The message of an unknown error may quote what a person wrote: only its name and place are shown.
    const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: '' };
    say(`Tidemark can't go on: ${name}`);
    say(
      (stack ?? '')
        .split('\n')
        .filter((line) => line.trimStart().startsWith('at '))
        .slice(0, 8)
        .join('\n'),
    );
  }
  process.exitCode = 1;
};

const serve = async (args: readonly string[]): Promise<void> => {
  const app = await createApp(readConfig(process.env, args));
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    const late = setTimeout(() => process.exit(1), STOP_MS);
    app.stop().then(
      () => {
        clearTimeout(late);
        process.exit(0);
      },
      (error: unknown) => {
        fail(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    const address = await app.start();
    process.stdout.write(address === null ? 'Tidemark is running.\n' : `Tidemark is at ${address}\n`);
  } catch (error) {
    await app.stop();
    throw error;
  }
};

const [command = '', ...args] = process.argv.slice(2);
const io = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: say,
  root: new URL('..', import.meta.url).pathname,
};

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  switch (command) {
    case 'chat':
      await (
        await import('#cli/chat.ts')
      ).chatCommand(args, { ...io, input: process.stdin, interactive: process.stdin.isTTY, env: process.env });
      break;
    case 'ask':
      await (await import('#cli/ask.ts')).askCommand(args, { ...io, input: process.stdin });
      break;
    case 'assess':
      await (await import('#cli/assess.ts')).assessCommand(args, { ...io, input: process.stdin });
      break;
    case 'flows':
      process.exitCode = (await import('#cli/flows.ts')).flowsCommand(args, io);
      break;
    case 'bench':
      await (await import('#cli/bench.ts')).benchCommand(args, { ...io, env: process.env });
      break;
    case 'eval':
      (await import('#cli/eval.ts')).evalCommand(io);
      break;
    default:
      await serve(process.argv.slice(2));
  }
} catch (error) {
  fail(error);
  if (command === '' || command.startsWith('--')) process.exit(1);
}
