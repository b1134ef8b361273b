import { z } from 'zod';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A length of time as authors write it. */
export const durationSchema = z
  .string()
  .regex(/^[1-9]\d{0,2}[mhd]$/, 'a whole number and m, h or d: 30m, 2h, 3d')
  .describe('30m, 2h or 3d');

/** The milliseconds of a length of time such as `2h`; the schema has seen that it is one. */
export const durationMs = (written: string): number =>
  Number(written.slice(0, -1)) * UNITS[written.slice(-1) as keyof typeof UNITS];
