import { describe, expect, it } from 'vitest';
import type { Update } from '@grammyjs/types';
import { parse, type Ignored } from '#adapters/telegram/parse.ts';
import type { Heard } from '#core/ports.ts';
import { FIXTURES, FIXTURE_NAMES, fixture, type FixtureName } from '../../support/telegram-server-fixtures.ts';

const SELF = { id: 4242, username: 'tidemark_bot' };
const COMMANDS = new Set(['start', 'checkin', 'setup']);
const NOW = 1_700_000_123_000;

const parsed = (update: Update) => parse(update, SELF, COMMANDS, NOW);
const heard = (update: Update): Heard => {
  const result = parsed(update);
  if (!('heard' in result)) throw new Error(`ignored: ${result.ignored}`);
  return result.heard;
};
const changed = (name: FixtureName, change: (message: NonNullable<Update['message']>) => void): Update => {
  const update = fixture(name);
  if (update.message !== undefined) change(update.message);
  return update;
};
const command = (text: string, length: number, group = false): Update =>
  changed(group ? 'text-in-group' : 'text', (message) => {
    message.text = text;
    message.entities = [{ type: 'bot_command', offset: 0, length }];
  });

/** What becomes of each documented payload. A payload without a line here fails. */
const EXPECTED: Readonly<Record<FixtureName, Partial<Heard> | Ignored>> = {
  'anonymous-admin': 'bot',
  'automatic-forward': 'nobody',
  'callback-query': { text: '', choice: 'p.00000001.1', place: 'private', sentAt: NOW },
  'callback-query-game': 'unknown-kind',
  'callback-query-in-group': { choice: 'pulse.5', place: 'public' },
  'callback-query-inaccessible': { choice: 'p.00000000.2', place: 'private' },
  'channel-post': 'unknown-kind',
  'command-in-group': { command: 'checkin', text: '6 4', place: 'public' },
  'command-start': { command: 'start', text: 'hello', place: 'private' },
  'from-another-bot': 'bot',
  'live-location-edit': 'wordless-edit',
  'mention-in-group': { text: '@tidemark_bot is feeling flat normal?', place: 'public', command: null },
  'message-reaction': 'unknown-kind',
  'my-chat-member': 'unknown-kind',
  'new-chat-members': 'not-for-us',
  'photo-with-caption': { text: 'my pills this week', unreadable: 'photo' },
  'pinned-message': 'service',
  'reply-in-group': { text: 'yes please', place: 'public' },
  'rich-message': { text: 'I do not want to go on\nsecond thought', unreadable: null },
  'text-in-group': 'not-for-us',
  'text-mention-in-group': { text: 'Tidemark what is blunting', place: 'public' },
  'video-note': { text: '', unreadable: 'voice' },
  animation: { text: 'hug.mp4', unreadable: 'sticker' },
  audio: { text: 'song.mp3', unreadable: 'file' },
  contact: { text: '', unreadable: 'file' },
  dice: { text: '', unreadable: 'sticker' },
  document: { text: 'goodbye everyone.txt', unreadable: 'file' },
  edited: { text: 'I feel flat and tired today', unreadable: null, sentAt: 1_700_000_060_000 },
  location: { text: '', unreadable: 'file' },
  poll: { text: 'Should I stop my pills?\nYes\nNo', unreadable: 'file' },
  sticker: { text: '', unreadable: 'sticker' },
  text: {
    kind: 'heard',
    from: { platform: 'telegram', accountId: '1111', chatId: '1111' },
    updateId: '870000000',
    place: 'private',
    text: 'I feel flat today',
    choice: null,
    command: null,
    unreadable: null,
    sentAt: 1_700_000_000_000,
    language: 'en',
  },
  video: { text: 'look\nclip.mp4', unreadable: 'file' },
  voice: { text: '', unreadable: 'voice' },
};

describe('every documented payload is understood, or passed over for a reason', () => {
  it.each(FIXTURE_NAMES)('%s', (name) => {
    const expected = EXPECTED[name];
    const result = parsed(fixture(name));
    if (typeof expected === 'string') expect(result).toEqual({ ignored: expected });
    else expect(result).toEqual({ heard: expect.objectContaining(expected) });
  });

  it('each payload says which page of the documentation it was written from', () => {
    for (const { source } of Object.values(FIXTURES)) {
      expect(source).toMatch(/^https:\/\/core\.telegram\.org\/bots\/api#[a-z]+$/);
    }
  });
});

describe('commands', () => {
  it('are known in capitals and with the name of the bot', () => {
    expect(heard(command('/CheckIn@Tidemark_Bot 6 4 7', 21))).toMatchObject({ command: 'checkin', text: '6 4 7' });
  });

  it('words behind an unknown slash are heard whole: they may be the worst sentence of a life', () => {
    const update = command('/i_cant_go_on anymore', 13);
    expect(heard(update)).toMatchObject({ command: 'i_cant_go_on', text: '/i_cant_go_on anymore' });
  });

  it('of another bot are left to that bot in a group, and are plain words in private', () => {
    expect(parsed(command('/checkin@other_bot', 18, true))).toEqual({ ignored: 'not-for-us' });
    expect(heard(command('/checkin@other_bot', 18))).toMatchObject({ command: null, text: '/checkin@other_bot' });
  });

  it('nobody knows are left alone in a group, unless they name this bot', () => {
    expect(parsed(command('/weather', 8, true))).toEqual({ ignored: 'not-for-us' });
    expect(heard(command('/weather@tidemark_bot', 21, true)).command).toBe('weather');
  });

  it('are only commands at the very beginning', () => {
    const update = changed('text', (message) => {
      message.text = 'should I use /checkin?';
      message.entities = [{ type: 'bot_command', offset: 13, length: 8 }];
    });
    expect(heard(update)).toMatchObject({ command: null, text: 'should I use /checkin?' });
  });
});

it('an edit has an id of its own, so that what was changed is heard', () => {
  const update = { ...fixture('edited'), update_id: 870_000_009 };
  expect(heard(update).updateId).toBe('870000009');
});

it('a kind of content that came after this was written is still not met with silence', () => {
  const update = changed('text', (message) => {
    delete message.text;
    Object.assign(message, { hologram: { file_id: 'x' } });
  });
  expect(heard(update)).toMatchObject({ text: '', unreadable: 'file' });
});

it('a text of any length is handed on as it is', () => {
  const text = `${' \u200b\n'.repeat(50_000)}x`;
  const update = changed('text', (message) => {
    message.text = text;
  });
  expect(heard(update).text).toBe(text);
});
