import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspect } from 'node:util';
import { TidemarkError } from '#shared/errors.ts';
import { createBench, toAnn, type Bench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** A `receive` that holds back what matches, until it is let go. */
const holding = (text: string) => {
  const gate = Promise.withResolvers<void>();
  return {
    open: gate.resolve,
    receive: (one: { readonly text: string }) => (one.text === text ? gate.promise : Promise.resolve()),
  };
};
const polls = () => bench.server.calls.filter((call) => call.method === 'getupdates');

const startError = async (token: string, apiRoot = bench.server.apiRoot): Promise<unknown> => {
  try {
    await bench.start(undefined, { token, apiRoot });
  } catch (error) {
    return error;
  }
  return null;
};

describe('nothing is lost', () => {
  it('an update is confirmed only after it was dealt with', async () => {
    const gate = holding('first');
    await bench.start(gate.receive);
    const id = bench.server.say('first');
    await bench.hear(1);
    await bench.server.waitForCalls('getUpdates', 2);
    expect(bench.server.queue.unconfirmed().map((update) => update.update_id)).toEqual([id]);
    expect(bench.passed()).toBe(0);
    gate.open();
    await bench.server.queue.waitForConfirmed(id);
    expect(bench.passed()).toBe(1);
  });

  it('what was not dealt with when the process died comes again, with the same id', async () => {
    const gate = holding('worst sentence');
    await bench.start(gate.receive);
    bench.server.say('worst sentence');
    await bench.hear(1);
    // The first adapter is as good as dead: it is never heard of again. A new process starts.
    await bench.start();
    const heard = await bench.hear(2);
    expect(heard[1]).toMatchObject({ text: 'worst sentence', updateId: heard[0]?.updateId });
    gate.open();
  });

  it('after an orderly stop nothing is delivered a second time', async () => {
    const adapter = await bench.start();
    bench.server.say('one');
    bench.server.say('two');
    await bench.hear(2);
    await adapter.stop();
    expect(bench.server.queue.unconfirmed()).toEqual([]);
    expect(bench.passed()).toBe(2);
  });

  it('a stop waits for what is being heard, and answers still go out meanwhile', async () => {
    const gate = holding('slow');
    const adapter = await bench.start(gate.receive);
    bench.server.say('slow');
    await bench.hear(1);
    let stopped = false;
    const stopping = (async () => {
      await adapter.stop();
      stopped = true;
    })();
    expect(await adapter.send(toAnn('one moment'))).toEqual({ ok: true });
    expect(await adapter.send(toAnn('the answer', { id: 'out-2' }))).toEqual({ ok: true });
    expect(stopped).toBe(false);
    gate.open();
    await stopping;
    expect(bench.server.queue.unconfirmed()).toEqual([]);
  });

  it('a message that breaks what receives it does not come back for ever', async () => {
    await bench.start((one) => (one.text === 'poison' ? Promise.reject(new Error('poison')) : Promise.resolve()));
    const id = bench.server.say('poison');
    await bench.server.queue.waitForConfirmed(id);
    bench.server.say('after');
    expect((await bench.hear(2))[1]?.text).toBe('after');
    expect(JSON.stringify(bench.log.lines)).not.toContain('poison');
  });

  it('the numbers may start anew, as they do after a quiet week', async () => {
    await bench.start(undefined, { pollTimeoutSeconds: 1 });
    bench.server.say('before');
    await bench.hear(1);
    // The poll that confirms it is over; from then on no number is named.
    await bench.server.waitForCalls('getUpdates', 2);
    await bench.server.queue.waitForPoller();
    bench.server.restartNumbers(1000);
    bench.server.say('after');
    expect((await bench.hear(2)).map((one) => one.text)).toEqual(['before', 'after']);
    await bench.server.queue.waitForConfirmed(1000);
  });
});

describe("one person's slow message holds up nobody", () => {
  it('within one batch', async () => {
    const gate = holding('slow');
    bench.server.say('slow');
    bench.server.say('I want to die', { from: 2222 });
    await bench.start(gate.receive);
    expect((await bench.hear(2)).map((one) => one.text)).toEqual(['slow', 'I want to die']);
    gate.open();
  });

  it('and messages that come later, while it is heard only once itself', async () => {
    const gate = holding('slow');
    await bench.start(gate.receive);
    const slow = bench.server.say('slow');
    await bench.hear(1);
    const later = bench.server.say('I want to die', { from: 2222 });
    expect((await bench.hear(2)).map((one) => one.text)).toEqual(['slow', 'I want to die']);
    gate.open();
    await bench.server.queue.waitForConfirmed(later);
    await bench.server.queue.waitForConfirmed(slow);
    expect(bench.heard).toHaveLength(2);
  });

  it('while Telegram is not asked over and over for what it has given already', async () => {
    const gate = holding('slow');
    await bench.start(gate.receive);
    bench.server.say('slow');
    await bench.hear(1);
    // Typing is shown after half a second.
    await bench.server.waitForCalls('sendChatAction', 1);
    expect(polls().length).toBeLessThanOrEqual(3);
    gate.open();
  });

  it('a slow answer shows that something is coming', async () => {
    const gate = holding('slow');
    await bench.start(gate.receive);
    bench.server.say('slow');
    expect((await bench.server.waitForCalls('sendChatAction', 1))[0]?.params).toMatchObject({ action: 'typing' });
    gate.open();
  });
});

describe('a fault of Telegram or the network is waited out', () => {
  it.each([
    ['reset', 'ECONNRESET'],
    ['lost', 'ECONNRESET'],
    ['garbage', 'network'],
    [{ status: 409, description: 'Conflict: terminated by other getUpdates request' }, '409'],
    [{ status: 500, description: 'Internal Server Error' }, '500'],
    [{ status: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } }, '429'],
  ] as const)('%o', async (fault, code) => {
    bench.server.say('hello');
    bench.server.fail('getUpdates', fault);
    await bench.start();
    await bench.hear(1);
    expect(bench.heard).toHaveLength(1);
    const warned = bench.log.lines.filter((line) => line.level === 'warn');
    expect(warned.map((line) => line.fields['code'])).toEqual([code]);
  });

  it('of two pollers the one that is thrown out comes back', async () => {
    await bench.start();
    await bench.server.queue.waitForPoller();
    const second = await bench.start();
    await bench.server.waitForCalls('getUpdates', 1);
    await second.stop();
    bench.server.say('hello');
    await bench.hear(1);
    expect(bench.log.lines.filter((line) => line.level === 'warn')[0]?.fields['code']).toBe('409');
  });

  it('stop does not wait for a long poll to end', async () => {
    const adapter = await bench.start(undefined, { pollTimeoutSeconds: 3600 });
    await bench.server.queue.waitForPoller();
    await adapter.stop();
    expect(polls().at(-1)?.params).toMatchObject({ timeout: 3600 });
  });

  it('stop ends a wait after a fault', async () => {
    bench.server.fail('getUpdates', {
      status: 429,
      description: 'Too Many Requests',
      parameters: { retry_after: 3600 },
    });
    const adapter = await bench.start();
    await bench.server.waitForCalls('getUpdates', 1);
    await adapter.stop();
    expect(polls()).toHaveLength(1);
  });
});

describe('the token', () => {
  it.each(['4242:wrong', 'no token at all', '"4242:AAquoted"', ''])(
    '%o is refused with what to do about it',
    async (token) => {
      const error = await startError(token);
      expect(error).toBeInstanceOf(TidemarkError);
      expect(error).toMatchObject({ code: 'PLATFORM_TOKEN', mend: expect.stringContaining('@BotFather') });
    },
  );

  it('is in no error and in no log line, whatever goes wrong', async () => {
    const token = '4242:AAvery-secret';
    const refused = await startError(token);
    // Nothing listens there: the client library's error names the whole address.
    const unreachable = await startError(token, 'http://127.0.0.1:9');
    expect(unreachable).toMatchObject({ code: 'PLATFORM_FAILED' });
    const secret = bench.server.token;
    bench.server.fail('getUpdates', 'reset');
    bench.server.fail('getUpdates', 'garbage');
    bench.server.fail('sendMessage', 'reset');
    bench.server.fail('sendMessage', 'garbage');
    bench.server.fail('setMyCommands', 'reset');
    const adapter = await bench.start();
    await adapter.send(toAnn('hello'));
    await adapter.send(toAnn('hello'));
    await bench.server.waitForCalls('getUpdates', 2);
    const all = [refused, unreachable, bench.log.lines]
      .map((one) => inspect(one, { depth: 20, showHidden: true }))
      .join();
    expect(bench.log.lines.length).toBeGreaterThan(2);
    for (const word of [token, 'AAvery', secret, secret.slice(5)]) expect(all).not.toContain(word);
  });

  it('once accepted, gives the menu and the link to the private chat', async () => {
    const adapter = await bench.start();
    expect(bench.server.commands()).toEqual([
      { command: 'checkin', description: 'Check in' },
      { command: 'sos', description: 'Lines to call' },
    ]);
    expect(adapter.privateLink()).toBe('https://t.me/tidemark_bot?start=hello');
  });

  it('a menu that Telegram refuses does not keep the bot from answering', async () => {
    await bench.start(undefined, { commands: [{ command: 'No Good', description: '' }] });
    bench.server.say('hello');
    expect((await bench.hear(1))[0]?.text).toBe('hello');
  });
});
