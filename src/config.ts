import { z } from 'zod';
import { TidemarkError } from '#shared/errors.ts';
import { LOG_LEVELS } from '#shared/logger.ts';

/** What one process does. */
export const ROLES = ['web', 'telegram', 'worker'] as const;
export type Role = (typeof ROLES)[number];

const url = (protocols: readonly string[], example: string) =>
  z.string().refine(
    (value) => {
      try {
        return protocols.includes(new URL(value).protocol);
      } catch {
        return false;
      }
    },
    { message: `is no address such as ${example}` },
  );

const key = z.string().refine((value) => Buffer.from(value, 'base64').length === 32, {
  message: 'is not 32 bytes in base64: make one with "openssl rand -base64 32"',
});

const onOff = z.enum(['on', 'off'], { message: 'is neither "on" nor "off"' });

/** Every setting that is read from the environment. The README's table is checked against this. */
export const settings = z.object({
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/tidemark')
    .optional()
    .describe('PostgreSQL; without it an embedded database in `DATA_DIR`'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379')
    .optional()
    .describe('Redis for the queue, beside `DATABASE_URL`'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder of the embedded database and of keys that Tidemark makes itself'),
  ENCRYPTION_KEY: key.optional().describe('32 bytes in base64: encrypts what people write'),
  LOOKUP_KEY: key.optional().describe('32 bytes in base64: hashes platform ids for look-up'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address on which the web side listens'),
  PORT: z.coerce
    .number({ message: 'is no number' })
    .int({ message: 'is no whole number' })
    .min(0, { message: 'must be 0 (any free port) to 65535' })
    .max(65_535, { message: 'must be 0 (any free port) to 65535' })
    .default(8484)
    .describe('Port of the web side; 0 takes any free one'),
  PUBLIC_URL: url(['http:', 'https:'], 'https://tidemark.example.org')
    .optional()
    .describe('The address by which others reach the web side'),
  PLAYGROUND: onOff.optional().describe('The chat page; on unless a platform token or `PUBLIC_URL` is set'),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/u, 'is no token such as 123456:ABC…: copy it from @BotFather')
    .optional()
    .describe('From @BotFather'),
  TELEGRAM_API_ROOT: url(['http:', 'https:'], 'https://api.telegram.org')
    .default('https://api.telegram.org')
    .describe('Another server that speaks the Bot API'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { message: `is none of: ${LOG_LEVELS.join(', ')}` })
    .default('info')
    .describe('How much is logged'),
  ROLES: z
    .string()
    .default(ROLES.join(','))
    .describe('What this process does: `web`, `telegram`, `worker`; also as --roles=…'),
});

type Settings = z.infer<typeof settings>;

export interface Config {
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly dataDir: string;
  readonly keys: { readonly encryption: string | null; readonly lookup: string | null };
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  readonly playground: boolean;
  /** Whether the chat page may move the clock: only where it is the only channel and the data is this process's own. */
  readonly clockControl: boolean;
  readonly telegram: { readonly token: string; readonly apiRoot: string } | null;
  readonly logLevel: Settings['LOG_LEVEL'];
  readonly roles: ReadonlySet<Role>;
}

const across = (values: Settings, roles: readonly string[]): string[] => {
  const faults: string[] = [];
  for (const role of roles) {
    if (!ROLES.some((one) => one === role)) faults.push(`ROLES: "${role}" is no role; use some of ${ROLES.join(', ')}`);
  }
  if (values.REDIS_URL !== undefined && values.DATABASE_URL === undefined) {
    faults.push('REDIS_URL: needs DATABASE_URL beside it: many processes can not share the embedded database');
  }
  if (values.DATABASE_URL === undefined && !roles.includes('worker')) {
    faults.push('ROLES: the embedded database has one process only: keep "worker" in it, or set DATABASE_URL');
  }
  if ((values.ENCRYPTION_KEY === undefined) !== (values.LOOKUP_KEY === undefined)) {
    faults.push('ENCRYPTION_KEY, LOOKUP_KEY: set both or neither');
  }
  return faults;
};

/**
 * Reads the settings. Throws `CONFIG_INVALID` with every fault at once, each with its mend; the values themselves are
 * never repeated, for some are secrets.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, args: readonly string[] = []): Config => {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in settings.shape && value !== undefined && value !== ''),
  );
  const asked = args.find((one) => one.startsWith('--roles='));
  if (asked !== undefined) given['ROLES'] = asked.slice('--roles='.length);
  const faults = args
    .filter((one) => one !== asked)
    .map((one) => `${one.split('=')[0]}: is no option; the only one is --roles=…`);
  for (const name of ['DISCORD_TOKEN', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) {
    if ((env[name] ?? '') !== '') faults.push(`${name}: this version speaks Telegram only; leave it out`);
  }
  const read = settings.safeParse(given);
  if (!read.success) faults.push(...read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const roles = (read.data?.ROLES ?? '')
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
  if (read.success) faults.push(...across(read.data, roles));
  if (faults.length > 0 || !read.success) {
    throw new TidemarkError(
      'CONFIG_INVALID',
      faults.join('\n'),
      'Correct these settings and start again; the README lists them all',
    );
  }
  const { data } = read;
  const alone = data.TELEGRAM_BOT_TOKEN === undefined && data.PUBLIC_URL === undefined;
  const playground = data.PLAYGROUND === undefined ? alone : data.PLAYGROUND === 'on';
  return Object.freeze({
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    dataDir: data.DATA_DIR,
    keys: Object.freeze({ encryption: data.ENCRYPTION_KEY ?? null, lookup: data.LOOKUP_KEY ?? null }),
    host: data.HOST,
    port: data.PORT,
    publicUrl: data.PUBLIC_URL ?? null,
    playground: playground && roles.includes('web'),
    clockControl: playground && alone && data.DATABASE_URL === undefined,
    telegram:
      data.TELEGRAM_BOT_TOKEN === undefined
        ? null
        : Object.freeze({ token: data.TELEGRAM_BOT_TOKEN, apiRoot: data.TELEGRAM_API_ROOT }),
    logLevel: data.LOG_LEVEL,
    roles: new Set(ROLES.filter((role) => roles.includes(role))),
  });
};
