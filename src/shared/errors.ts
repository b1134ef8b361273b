/**
 * The one catalogue of codes. An internal message is for logs and operators and never holds free text, a token or a
 * platform id; what a member may be shown is the locale text `errors.<safe>`.
 */
export const CODES = {
  CONFIG_INVALID: { safe: 'trouble' },
  CONTENT_INVALID: { safe: 'trouble' },
  DATA_LOCKED: { safe: 'trouble' },
  DATABASE_UNREACHABLE: { safe: 'trouble' },
  DATABASE_FAILED: { safe: 'trouble' },
  QUEUE_UNREACHABLE: { safe: 'trouble' },
  PORT_IN_USE: { safe: 'trouble' },
  KEYS_INVALID: { safe: 'trouble' },
  PLATFORM_TOKEN: { safe: 'trouble' },
  PLATFORM_FAILED: { safe: 'trouble' },
  FLOW_FAILED: { safe: 'trouble' },
  USAGE: { safe: 'trouble' },
} as const satisfies Record<string, { safe: string }>;

export type Code = keyof typeof CODES;

/** An error with a stable code. `message` is internal; the cause is kept for the log's class name only. */
export class TidemarkError extends Error {
  readonly code: Code;
  /** What the operator or author can do about it. */
  readonly mend: string;

  constructor(code: Code, message: string, mend: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TidemarkError';
    this.code = code;
    this.mend = mend;
  }
}

/** What may be logged of an unknown error: its class and code, never its message (it may quote a person). */
export const errorName = (error: unknown): { name: string; code: string | null } => {
  if (!(error instanceof Error)) return { name: typeof error, code: null };
  const code: unknown = 'code' in error ? error.code : null;
  return { name: error.name, code: typeof code === 'string' || typeof code === 'number' ? String(code) : null };
};
