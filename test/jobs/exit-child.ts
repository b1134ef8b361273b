/** A process that runs a queue until SIGTERM, for `exit.test.ts`. Says what happens, a word a line; ends by itself. */
import { createQueue, type QueueBackend } from '#jobs/queue.ts';
import { createLogger } from '#shared/logger.ts';
import { openPglite } from './backends.ts';
import { chores, sweepOnce } from './chores.ts';

const [kind, address = '', name = ''] = process.argv.slice(2);
const say = (word: string): void => void process.stdout.write(`${word}\n`);

const pglite = kind === 'embedded' ? await openPglite() : null;
const backend: QueueBackend =
  pglite !== null
    ? { kind: 'embedded', pglite }
    : kind === 'redis'
      ? { kind: 'redis', url: address }
      : { kind: 'postgres', connectionString: address };

const released = new Promise<void>((resolve) => {
  process.stdin.once('data', () => {
    process.stdin.destroy();
    resolve();
  });
});

const queue = createQueue({ backend, logger: createLogger('info'), name, sweepEveryMs: 50 });
process.once('SIGTERM', () => {
  say('stopping');
  void queue.stop().then(() => {
    say('stopped');
    return pglite?.close();
  });
});
await queue.start(
  chores({
    sweep: sweepOnce(['running']),
    due: async () => {
      say('begun');
      await released;
      say('done');
    },
  }),
);
