import { Redis } from 'ioredis';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Queue } from '#core/ports.ts';
import { createQueue, type QueueBackend } from '#jobs/queue.ts';
import { TidemarkError } from '#shared/errors.ts';
import { silentLogger } from '#shared/logger.ts';
import { AT_HAND, DATABASE_URL, freshName, REDIS_URL } from './backends.ts';
import { chores, keptLog, Tally } from './chores.ts';
import { listenAnywhere, openProxy } from './proxy.ts';

const TROUBLE = 'The queue has trouble with its server; it goes on by itself once it can.';

const started: Queue[] = [];
const make = (options: Parameters<typeof createQueue>[0]): Queue => {
  const queue = createQueue(options);
  started.push(queue);
  return queue;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((queue) => queue.stop()));
});

/** Starts a queue that must not start, and gives back what it said. */
const refusal = async (backend: QueueBackend): Promise<TidemarkError> => {
  const error: unknown = await make({ backend, logger: silentLogger, name: freshName() })
    .start(chores({}))
    .catch((fault: unknown) => fault);
  if (!(error instanceof TidemarkError)) throw new Error('It started, or failed in another way');
  return error;
};

/** Everything that a careless log or crash report would print of an error, causes and own fields included. */
const printed = (error: TidemarkError): string => JSON.stringify([error.message, error.mend, error.stack, error.cause]);

describe('a server that cannot be used at the start', () => {
  test.each<[string, QueueBackend]>([
    ['Redis', { kind: 'redis', url: 'redis://keeper:s3cret@127.0.0.1:1/0' }],
    ['PostgreSQL', { kind: 'postgres', connectionString: 'postgres://keeper:s3cret@127.0.0.1:1/tidemark' }],
  ])('%s that is not there is named with host, port and mend, and without user or password', async (name, backend) => {
    const error = await refusal(backend);
    expect(error.code).toBe('QUEUE_UNREACHABLE');
    expect(error.message).toBe(`The queue's ${name} at 127.0.0.1:1 can't be used (ECONNREFUSED).`);
    expect(error.mend).toMatch(/^Start .+, or mend (REDIS|DATABASE)_URL\.$/);
    expect(printed(error)).not.toMatch(/s3cret|keeper/);
  });

  test('a server that takes the call and never answers is given up within ten seconds', async () => {
    const silent = createServer(() => {});
    const port = await listenAnywhere(silent);
    const from = performance.now();
    const errors = await Promise.all([
      refusal({ kind: 'redis', url: `redis://keeper:s3cret@127.0.0.1:${port}` }),
      refusal({ kind: 'postgres', connectionString: `postgres://keeper:s3cret@127.0.0.1:${port}/tidemark` }),
    ]);
    expect(performance.now() - from).toBeLessThan(10_000);
    for (const error of errors) {
      expect(error.code).toBe('QUEUE_UNREACHABLE');
      expect(printed(error)).not.toMatch(/s3cret|keeper/);
    }
    silent.close();
  });

  // A refused AUTH command is part of ioredis's error, password included.
  test.skipIf(REDIS_URL === undefined)('a password that Redis refuses is not repeated', async () => {
    const url = new URL(REDIS_URL ?? '');
    url.username = 'keeper';
    url.password = 's3cret';
    const error = await refusal({ kind: 'redis', url: url.href });
    expect(error.message).toContain('(WRONGPASS)');
    expect(error.mend).toBe('The server refused the user or the password: check both.');
    expect(printed(error)).not.toMatch(/s3cret|keeper/);
  });

  test.skipIf(DATABASE_URL === undefined)('a database that does not exist is told apart', async () => {
    const url = new URL(DATABASE_URL ?? '');
    url.pathname = '/no_such_database';
    const error = await refusal({ kind: 'postgres', connectionString: url.href });
    expect(error.mend).toBe('This database does not exist on the server: make it, or name another.');
  });

  test('a queue that could not start may be stopped, and started again', async () => {
    const queue = make({ backend: { kind: 'redis', url: 'redis://127.0.0.1:1' }, logger: silentLogger });
    await expect(queue.start(chores({}))).rejects.toBeInstanceOf(TidemarkError);
    await queue.stop();
    await expect(queue.start(chores({}))).rejects.toBeInstanceOf(TidemarkError);
  });
});

describe.each(AT_HAND.filter(([kind]) => kind !== 'embedded'))('losing %s for a while', (_kind, open) => {
  const throughProxy = async () => {
    const at = await open();
    const address =
      at.backend.kind === 'redis' ? at.backend.url : at.backend.kind === 'postgres' ? at.backend.connectionString : '';
    const proxy = await openProxy(address);
    const backend: QueueBackend =
      at.backend.kind === 'redis'
        ? { kind: 'redis', url: proxy.url }
        : { kind: 'postgres', connectionString: proxy.url };
    return { at, proxy, backend };
  };

  test('the process lives on, says so once without details, and the ticks come back', async () => {
    const { at, proxy, backend } = await throughProxy();
    const name = freshName();
    const logger = keptLog();
    const sweeps = new Tally();
    const queue = make({ backend, logger, name, sweepEveryMs: 50 });
    await queue.start(chores({ sweep: async () => sweeps.add() }));
    await sweeps.more(2);

    const noticed = logger.says(TROUBLE);
    await proxy.cut();
    await noticed;
    const works = logger.says('The queue works again.');
    await proxy.mend();
    await works;
    await sweeps.more(3);

    // A class and a code each: no message, which could name a user or quote a command.
    const keys = new Set(logger.lines.flatMap(({ fields }) => Object.keys(fields)));
    expect([...keys].toSorted()).toEqual(['code', 'error']);
    await queue.stop();
    await proxy.cut();
    await at.clean(name);
  });

  test('stopping while it is away ends in time', async () => {
    const { at, proxy, backend } = await throughProxy();
    const name = freshName();
    const logger = keptLog();
    const sweeps = new Tally();
    const queue = make({ backend, logger, name, sweepEveryMs: 50, stopWithinMs: 500 });
    await queue.start(chores({ sweep: async () => sweeps.add() }));
    await sweeps.more(1);
    const noticed = logger.says(TROUBLE);
    await proxy.cut();
    await noticed;
    const from = performance.now();
    await queue.stop();
    expect(performance.now() - from).toBeLessThan(8_000);
    await at.clean(name);
  });
});

// Nothing is lost with the queue: the database knows what is due, and the ticks are planned anew.
test.skipIf(REDIS_URL === undefined)('when Redis is emptied, the ticks come back', async () => {
  const name = freshName();
  const sweeps = new Tally();
  const logger = keptLog();
  const taken = new Tally();
  const queue = make({ backend: { kind: 'redis', url: REDIS_URL ?? '' }, logger, name, sweepEveryMs: 50 });
  await queue.start(
    chores({
      sweep: async (enqueue) => {
        sweeps.add();
        await enqueue(`after${sweeps.count}`);
      },
      due: async () => taken.add(),
    }),
  );
  await sweeps.more(2);
  const redis = new Redis(REDIS_URL ?? '');
  // Only this queue's keys: others use this server too.
  const keys = await redis.keys(`tidemark:${name}:*`);
  expect(keys.length).toBeGreaterThan(0);
  await redis.unlink(...keys);
  await sweeps.more(3);
  await taken.more(1);
  await queue.stop();
  const left = await redis.keys(`tidemark:${name}:*`);
  if (left.length > 0) await redis.unlink(...left);
  redis.disconnect();
});
