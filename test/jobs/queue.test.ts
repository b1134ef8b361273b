import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createQueue, type QueueOptions } from '#jobs/queue.ts';
import type { Queue } from '#core/ports.ts';
import { silentLogger } from '#shared/logger.ts';
import { AT_HAND, freshName, type TestBackend } from './backends.ts';
import { chores, keptLog, sweepOnce, Tally } from './chores.ts';

describe.each(AT_HAND)('the queue on %s', (_kind, open) => {
  let at: TestBackend;
  let name: string;
  const queues: Queue[] = [];

  const make = (options: Partial<QueueOptions> = {}): Queue => {
    const queue = createQueue({ backend: at.backend, logger: silentLogger, sweepEveryMs: 50, name, ...options });
    queues.push(queue);
    return queue;
  };

  beforeAll(async () => {
    at = await open();
    name = freshName();
  });

  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.stop()));
    await at.clean(name);
    await at.clean(`${name}-clock`);
    name = freshName();
  });

  afterAll(() => at.close());

  test('what a sweep finds is taken through the conversation, and the outbox and old rows are looked after', async () => {
    const taken: string[] = [];
    const done = new Tally();
    const [delivered, retained] = [new Tally(), new Tally()];
    await make().start(
      chores({
        sweep: sweepOnce(['a1', 'b2', 'c3']),
        due: async (id) => {
          taken.push(id);
          done.add();
        },
        deliver: async () => delivered.add(),
        retain: async () => retained.add(),
      }),
    );
    await Promise.all([done.reaches(3), delivered.reaches(2), retained.reaches(1)]);
    expect(taken.toSorted()).toEqual(['a1', 'b2', 'c3']);
  });

  test('ticks keep coming', async () => {
    const sweeps = new Tally();
    await make().start(chores({ sweep: async () => sweeps.add() }));
    await sweeps.reaches(5);
  });

  test('the same occurrence hinted twice while it waits is taken once', async () => {
    const taken: string[] = [];
    const last = new Tally();
    // One job at a time: while the sweep hands over, nothing is taken.
    await make({ concurrency: 1 }).start(
      chores({
        sweep: sweepOnce(['same', 'other', 'same', 'last']),
        due: async (id) => {
          taken.push(id);
          if (id === 'last') last.add();
        },
      }),
    );
    await last.reaches(1);
    expect(taken).toEqual(['same', 'other', 'last']);
  });

  // The id is all that an occurrence needs; a sentence in the queue would be health data outside the database.
  test('a hint that is not an id is refused', async () => {
    const refused = Promise.withResolvers<unknown>();
    await make().start(
      chores({ sweep: (enqueue) => enqueue('I feel nothing at all').then(refused.resolve, refused.reject) }),
    );
    await expect(refused.promise).rejects.toThrow();
  });

  test('a chore that throws stops neither the others nor itself the next time, and its words are not logged', async () => {
    const logger = keptLog();
    const sweeps = new Tally();
    const taken: string[] = [];
    const done = new Tally();
    await make({ logger }).start(
      chores({
        sweep: async (enqueue) => {
          sweeps.add();
          if (sweeps.count === 1)
            throw Object.assign(new Error('she said she feels numb'), { code: 'DATABASE_FAILED' });
          await enqueue('again');
        },
        due: async (id) => {
          taken.push(id);
          done.add();
          if (taken.length === 1) throw new TypeError('he wrote to @anna');
        },
      }),
    );
    // The second time proves that a failed occurrence can be hinted again: a kept failure would swallow it.
    await done.reaches(2);
    expect(taken.slice(0, 2)).toEqual(['again', 'again']);
    const failed = logger.lines.filter((line) => line.message.includes('failed')).map((line) => line.fields);
    expect(failed).toContainEqual({ job: 'sweep', error: 'Error', code: 'DATABASE_FAILED' });
    expect(failed).toContainEqual({ job: 'due', error: 'TypeError', code: null });
    expect(JSON.stringify(logger.lines)).not.toMatch(/numb|anna/);
  });

  // Replies go out by ticks as well: a morning with a thousand nudges must not hold them back until the last is through.
  test('a long row of waiting occurrences does not hold up the ticks', async () => {
    // A clock of the test's own: each occurrence takes as long as one tick of another queue.
    const clock = new Tally();
    await make({ name: `${name}-clock` }).start(chores({ sweep: async () => clock.add() }));
    const order: string[] = [];
    const done = new Tally();
    const ids = Array.from({ length: 12 }, (_, index) => `row${index}`);
    await make({ concurrency: 1 }).start(
      chores({
        sweep: sweepOnce(ids),
        due: async (id) => {
          order.push(id);
          await clock.more(1);
          done.add();
        },
        deliver: async () => void order.push('deliver'),
      }),
    );
    await done.reaches(ids.length);
    const row = order.slice(
      order.findIndex((what) => what !== 'deliver'),
      order.lastIndexOf(ids.at(-1) ?? ''),
    );
    expect(row).toContain('deliver');
  });

  test('two processes share the work and take nothing twice', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `shared${index}`);
    const taken: string[] = [];
    const done = new Tally();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const sweep = sweepOnce(ids);
    // Each takes its first occurrence and holds it until the other has one too: so both must have worked.
    const worker = (mine: PromiseWithResolvers<void>, other: PromiseWithResolvers<void>) =>
      chores({
        sweep,
        due: async (id) => {
          taken.push(id);
          mine.resolve();
          await other.promise;
          done.add();
        },
      });
    await Promise.all([
      make({ concurrency: 4 }).start(worker(first, second)),
      make({ concurrency: 4 }).start(worker(second, first)),
    ]);
    await done.reaches(ids.length);
    expect(taken.toSorted()).toEqual(ids.toSorted());
  });

  test('stopping waits for what is running', async () => {
    const order: string[] = [];
    const [begun, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const queue = make();
    await queue.start(
      chores({
        sweep: sweepOnce(['running']),
        due: async () => {
          begun.resolve();
          await release.promise;
          order.push('done');
        },
      }),
    );
    await begun.promise;
    const stopping = queue.stop().then(() => order.push('stopped'));
    // Another process's ticks measure the time in which a hasty stop would have been through.
    const ticks = new Tally();
    await make().start(chores({ sweep: async () => ticks.add() }));
    await ticks.more(3);
    release.resolve();
    await stopping;
    expect(order).toEqual(['done', 'stopped']);
  });

  test('stopping does not wait for ever for a chore that hangs', async () => {
    const logger = keptLog();
    const begun = Promise.withResolvers<void>();
    const queue = make({ logger, stopWithinMs: 100 });
    await queue.start(
      chores({
        sweep: () => {
          begun.resolve();
          return new Promise(() => {});
        },
      }),
    );
    await begun.promise;
    await queue.stop();
    expect(logger.lines.map((line) => line.message)).toContain(
      'A chore did not end in time; the queue closes without it.',
    );
  });

  test('after stopping, nothing is taken any more', async () => {
    const sweeps = new Tally();
    const queue = make();
    await queue.start(chores({ sweep: async () => sweeps.add() }));
    await sweeps.reaches(2);
    await queue.stop();
    const before = sweeps.count;
    const others = new Tally();
    await make().start(chores({ sweep: async () => others.add() }));
    await others.reaches(3);
    expect(sweeps.count).toBe(before);
  });
});
