import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { AT_HAND, freshName } from './backends.ts';
import { openProxy } from './proxy.ts';

const CHILD = fileURLToPath(new URL('exit-child.ts', import.meta.url));

/** Redis as one that drops keys when it is full would introduce itself; of the same length, as the protocol needs. */
const evicting = (said: Buffer): Buffer =>
  Buffer.from(said.toString('latin1').replace('maxmemory_policy:noeviction', 'maxmemory_policy:volatileXX'), 'latin1');

describe.each(AT_HAND)('a process with a queue on %s', (kind, open) => {
  test('ends by itself on SIGTERM once its chore is through, and prints nothing of its own', async () => {
    const at = kind === 'embedded' ? null : await open();
    const proxy = at?.backend.kind === 'redis' ? await openProxy(at.backend.url, evicting) : null;
    const address = proxy?.url ?? (at?.backend.kind === 'postgres' ? at.backend.connectionString : '');
    const name = freshName();

    const child = spawn(process.execPath, [CHILD, kind, address, name], { stdio: ['pipe', 'pipe', 'pipe'] });
    const words: string[] = [];
    const logged: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => logged.push(line));
    createInterface({ input: child.stdout }).on('line', (word) => {
      words.push(word);
      if (word === 'begun') child.kill('SIGTERM');
      if (word === 'stopping') child.stdin.write('go\n');
    });
    const [code] = await once(child, 'close');

    expect({ words, code }).toEqual({ words: ['begun', 'stopping', 'done', 'stopped'], code: 0 });
    // Standard error holds log lines only; BullMQ's own warning about the policy is said there in the log's way.
    const messages = logged.map((line) => JSON.parse(line).msg);
    expect(messages).toEqual(
      kind === 'redis'
        ? ['Redis may drop the queue when its memory is full: set its maxmemory-policy to noeviction.']
        : [],
    );
    await proxy?.cut();
    await at?.clean(name);
  });
});
