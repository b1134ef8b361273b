import { describe, expect, test } from 'vitest';
import { Terminal } from '#cli/terminal.ts';
import type { Heard, Outbound } from '#core/ports.ts';

/** A terminal with everything that was printed and heard. */
const sit = async ({ json = false } = {}) => {
  const printed: string[] = [];
  const heard: Heard[] = [];
  let lines = 0;
  const terminal = new Terminal({
    out: (line) => void printed.push(line),
    name: 'ann',
    json,
    now: () => 1000,
    updateId: () => `run.${++lines}`,
  });
  await terminal.start(async (one) => void heard.push(one));
  const says = (text: string, labels: readonly string[] = [], rest: Partial<Outbound> = {}) =>
    terminal.send({
      id: 'm',
      to: { platform: 'terminal', accountId: 'ann', chatId: 'ann' },
      kind: 'flow',
      text,
      choices: labels.map((label, index) => ({ token: `p.${text.length}.${index}`, label })),
      attachments: [],
      ...rest,
    });
  return { terminal, printed, heard, says, last: () => heard.at(-1) };
};

describe('what a line means', () => {
  test('a number picks the button with this number', async () => {
    const { terminal, says, last } = await sit();
    await says('Shall we?', ['Yes', 'No']);
    await terminal.read('2');
    expect(last()).toMatchObject({ text: '', choice: 'p.9.1' });
    await says('Shall we?', ['Yes', 'No']);
    await terminal.read(' [1] ');
    expect(last()).toMatchObject({ text: '', choice: 'p.9.0' });
  });

  // "0" would pick nothing and "4" the button before it: on a scale the number itself is meant.
  test('on a scale a number is the answer', async () => {
    const { terminal, says, last } = await sit();
    await says('Mood?', ['0', '1', '2', '3', '4', 'Two taps today']);
    for (const line of ['0', '4', '5']) {
      await terminal.read(line);
      expect(last()).toMatchObject({ text: line, choice: null });
    }
    // Beside the scale it still is the button's number, and in its brackets everywhere.
    await terminal.read('6');
    expect(last()).toMatchObject({ text: '', choice: 'p.5.5' });
    await terminal.read('[4]');
    expect(last()).toMatchObject({ text: '', choice: 'p.5.3' });
  });

  test('a number that no button has is a message', async () => {
    const { terminal, says, last } = await sit();
    await says('Shall we?', ['Yes', 'No']);
    for (const line of ['3', '0', '12', '2 days', '1.']) {
      await terminal.read(line);
      expect(last()).toMatchObject({ text: line, choice: null });
    }
  });

  // Someone who is asked for a note and writes "2" must not have tapped "No" under the question before.
  test('the buttons of an earlier question are not picked by their number any more', async () => {
    const { terminal, says, last } = await sit();
    await says('Did you take it?', ['Yes', 'No']);
    await terminal.read('1');
    await says('Anything to note?');
    await terminal.read('2');
    expect(last()).toMatchObject({ text: '2', choice: null });
  });

  test('the buttons stay while one reply has several messages, and while nothing new was said', async () => {
    const { terminal, says, last } = await sit();
    await says('Shall we?', ['Yes', 'No']);
    await says('Take your time.');
    await terminal.read('hm');
    await terminal.read('2');
    expect(last()).toMatchObject({ text: '', choice: 'p.9.1' });
  });

  test('a line that is a token taps that very button, however old', async () => {
    const { terminal, says, last } = await sit({ json: true });
    await says('First?', ['Yes', 'No']);
    await terminal.read('1');
    await says('And the second?', ['Yes', 'No']);
    await terminal.read('p.6.1');
    expect(last()).toMatchObject({ text: '', choice: 'p.6.1' });
    await terminal.read('p.6.7');
    expect(last()).toMatchObject({ text: 'p.6.7', choice: null });
  });

  test('a line after the end is not taken, and says so', async () => {
    const { terminal, heard } = await sit();
    expect(await terminal.read('in time')).toBe(true);
    await terminal.stop();
    expect(await terminal.read('too late')).toBe(false);
    expect(heard.map(({ text }) => text)).toEqual(['in time']);
  });
});

describe('what is printed', () => {
  test('a person reads plain words, and sees where a link leads', async () => {
    const { printed, says } = await sit();
    await says(
      'Call **[988](tel:988)**, or see [the page](https://example.org/a). *Now* is 2 * 3 and 4 * 5.',
      ['Yes', 'No'],
      {
        attachments: [{ type: 'file', name: 'all.json', alt: 'Everything', data: new Uint8Array() }],
      },
    );
    expect(printed).toEqual([
      'Call 988, or see the page (https://example.org/a). Now is 2 * 3 and 4 * 5.',
      '(file: all.json: Everything)',
      '[1] Yes  [2] No',
      '',
    ]);
  });

  test('a program reads one object a message, and never the bytes of a file', async () => {
    const { printed, says } = await sit({ json: true });
    await says('Hi **there**', ['Yes'], {
      kind: 'nudge',
      attachments: [{ type: 'file', name: 'all.json', alt: 'Everything', data: Buffer.from('secret') }],
    });
    expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        to: 'ann',
        text: 'Hi **there**',
        choices: [{ token: 'p.12.0', label: 'Yes' }],
        attachments: [{ type: 'file', name: 'all.json', alt: 'Everything' }],
        kind: 'nudge',
      },
    ]);
  });

  test('what is meant for someone else is not shown', async () => {
    const { printed, says } = await sit();
    const to = { platform: 'terminal', accountId: 'ben', chatId: 'ben' } as const;
    expect(await says('private', [], { to })).toEqual({ ok: false, reason: 'unreachable' });
    expect(printed).toEqual([]);
  });
});
