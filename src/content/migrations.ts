import { z } from 'zod';
import { FLOW_FORMAT, flowSchema, type Flow } from '#content/schemas/flow.ts';

/** How a flow file of one format becomes one of the next. */
export interface FlowMigration {
  /** The format that it takes; it gives `from + 1`. */
  readonly from: number;
  /** Why the format changed: for whoever wonders years later. */
  readonly why: string;
  readonly migrate: (flow: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

/** Every change of the format since the first, oldest first. Format 1 is the first, so there is none yet. */
export const FLOW_MIGRATIONS: readonly FlowMigration[] = [];

export type Migrated = { readonly value: unknown } | { readonly message: string; readonly mend: string };

const versionOf = (value: unknown): number | null =>
  typeof value === 'object' && value !== null && 'format' in value && Number.isInteger(value.format)
    ? Number(value.format)
    : null;

/**
 * Brings what was read from a flow file to the newest format, one step after the other. A value without a whole number
 * as its `format` comes back as it is: the schema says what is wrong with it.
 */
export const migrateFlow = (
  value: unknown,
  migrations: readonly FlowMigration[] = FLOW_MIGRATIONS,
  newest: number = FLOW_FORMAT,
): Migrated => {
  let format = versionOf(value);
  if (format === null) return { value };
  if (format > newest) {
    return {
      message: `format ${format} is newer than this program, which knows up to ${newest}`,
      mend: 'update the program, or write the flow in the format it knows',
    };
  }
  let flow = value as Record<string, unknown>;
  while (format < newest) {
    const from = format;
    const migration = migrations.find((one) => one.from === from);
    if (migration === undefined)
      return {
        message: `there is no way from format ${format} to ${newest}`,
        mend: `write "format: ${newest}" and bring the flow up to it by hand`,
      };
    format += 1;
    flow = { ...migration.migrate(flow), format };
  }
  return { value: flow };
};

/** A flow as its file holds it, in any format that is known. */
export const flowFileSchema: z.ZodType<Flow> = z.preprocess((value, context) => {
  const migrated = migrateFlow(value);
  if ('value' in migrated) return migrated.value;
  context.addIssue({ code: 'custom', path: ['format'], message: migrated.message, params: { mend: migrated.mend } });
  return z.NEVER;
}, flowSchema);
