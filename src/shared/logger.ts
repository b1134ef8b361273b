import { pino } from 'pino';

/** The levels that may be configured. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Values that a log line may carry: counts, codes and row ids; never text, addresses or answers. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** The structured log. The message is a constant sentence; what varies goes into the fields. */
export interface Logger {
  error(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  debug(fields: LogFields, message: string): void;
}

/** JSON lines on standard error (standard output belongs to the command-line contract). */
export const createLogger = (level: LogLevel): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));

/** A log that keeps nothing. */
export const silentLogger: Logger = { error() {}, warn() {}, info() {}, debug() {} };
