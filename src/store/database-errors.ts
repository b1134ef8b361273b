import { TidemarkError } from '#shared/errors.ts';

/** SQLSTATE classes and codes, and Node's socket codes, that mean that the database cannot be reached just now. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'EPIPE',
  'ENOENT',
  '3D000', // no such database
  '53300', // too many connections
  '57P01', // terminated by an administrator
  '57P02', // crash of another backend
  '57P03', // starting up or shutting down
]);

/** node-postgres gives these no code. */
const UNREACHABLE_TEXT =
  /connection terminated|timeout exceeded|timeout expired|query read timeout|not queryable|pool after calling end|PGlite is closed/i;

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** Whether an error of a driver means that the database is out of reach, rather than that it refused a statement. */
const isUnreachable = (error: unknown): boolean => {
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  const code = codeOf(error);
  if (code !== null && (UNREACHABLE.has(code) || code.startsWith('08') || code.startsWith('28'))) return true;
  return error instanceof Error && UNREACHABLE_TEXT.test(error.message);
};

/**
 * Turns a driver's error into one of ours. The driver's message and detail may quote a row, so only the class and the
 * code are kept of it.
 *
 * @param where the database in words: host, port and name, never the password
 */
export const databaseError = (error: unknown, where: string): TidemarkError => {
  if (error instanceof TidemarkError) return error;
  const code = codeOf(error) ?? (error instanceof AggregateError ? codeOf(error.errors[0]) : null);
  const cause = Object.assign(new Error(code ?? 'no code'), {
    code,
    name: error instanceof Error ? error.name : 'Error',
  });
  if (isUnreachable(error)) {
    return new TidemarkError(
      'DATABASE_UNREACHABLE',
      `The database ${where} cannot be reached (${code ?? 'connection lost'}).`,
      code === '3D000'
        ? `Create the database that DATABASE_URL names (createdb), or correct the name.`
        : `Start the database at ${where}, or correct DATABASE_URL (host, port, user, password, database name).`,
      cause,
    );
  }
  return new TidemarkError(
    'DATABASE_FAILED',
    `The database ${where} refused a statement (${code ?? cause.name}).`,
    code === '55P03' || code === '57014'
      ? 'The database was too slow or a lock was held for too long: look at its load, then try again.'
      : 'Look at the database log for this code. Nothing was changed; the message can be tried again.',
    cause,
  );
};
