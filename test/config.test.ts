import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { TidemarkError } from '#shared/errors.ts';

const faultsOf = (env: Record<string, string>, args: string[] = []): string => {
  try {
    readConfig(env, args);
  } catch (error) {
    if (error instanceof TidemarkError) return error.message;
    throw error;
  }
  return '';
};

const TOKEN = '123456:abcdefghijklmnopqrstuvwxyz';

describe('the settings', () => {
  it('need nothing at all: the playground on a local port, with the embedded database', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      databaseUrl: null,
      port: 8484,
      host: '127.0.0.1',
      playground: true,
      clockControl: true,
      telegram: null,
    });
  });

  it('report every fault at once, each with its mend', () => {
    const faults = faultsOf({
      PORT: 'abc',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      ENCRYPTION_KEY: 'short',
      ROLES: 'web,cook',
    }).split('\n');
    for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'ENCRYPTION_KEY'])
      expect(faults.some((fault) => fault.startsWith(`${name}:`))).toBe(true);
  });

  it('never print a value: some are secrets', () => {
    const secret = 'hunter2hunter2';
    const faults = faultsOf({
      DATABASE_URL: `mysql://tide:${secret}@db/x`,
      TELEGRAM_BOT_TOKEN: secret,
      ENCRYPTION_KEY: secret,
      PORT: secret,
    });
    expect(faults).not.toBe('');
    expect(faults).not.toContain(secret);
  });

  it('refuse Redis without PostgreSQL, one key without the other, an unknown role, an unknown option', () => {
    expect(faultsOf({ REDIS_URL: 'redis://localhost' })).toContain('REDIS_URL');
    expect(faultsOf({ ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') })).toContain('LOOKUP_KEY');
    expect(faultsOf({}, ['--roles=cook'])).toContain('cook');
    expect(faultsOf({}, ['--port=1'])).toContain('--port');
  });

  it('say it plainly where a platform is asked for that this version does not speak', () => {
    expect(faultsOf({ DISCORD_TOKEN: 'x' })).toContain('DISCORD_TOKEN');
  });

  it('never let the page move the clock beside real channels or shared data', () => {
    expect(readConfig({ TELEGRAM_BOT_TOKEN: TOKEN, PLAYGROUND: 'on' }).clockControl).toBe(false);
    expect(readConfig({ DATABASE_URL: 'postgresql://localhost/x' }).clockControl).toBe(false);
    expect(readConfig({ TELEGRAM_BOT_TOKEN: TOKEN }).playground).toBe(false);
  });
});
