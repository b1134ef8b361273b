import { z } from 'zod';
import { LOCALES } from '#shared/locales.ts';
import { stepSchema } from '#core/steps/registry.ts';
import { durationSchema } from '#core/steps/duration.ts';
import { nameSchema, stepIdSchema, textKeySchema } from '#core/steps/step-type.ts';

/** The format of flow files that this version writes; older ones are migrated when read. */
export const FLOW_FORMAT = 1;

export const flowIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and -, starting with a letter');

/** One flow, `flows/**\/<id>.flow.yaml`. */
export const flowSchema = z
  .strictObject({
    format: z.literal(FLOW_FORMAT).describe('Version of the file format'),
    id: flowIdSchema.describe('The same as the name of the file'),
    title: z.string().describe('For authors and graphs; never shown to members'),
    name: textKeySchema.optional().describe('What members call it, as in "Shall we go on with {name}?"'),
    kind: z.enum(['flow', 'safety']).default('flow').describe('Safety flows are never pinned, frozen or refused'),
    opens_episode: z.boolean().default(false).describe('Starting it opens a crisis episode'),
    command: z.string().optional().describe('The command that starts it, without slash'),
    adults_only: z.boolean().default(true).describe('Not offered to someone under 18'),
    locales: z.array(z.enum(LOCALES)).min(1).default(['en']).describe('Languages in which every text of it exists'),
    params: z
      .record(nameSchema, z.enum(['double', 'string', 'bool']))
      .default({})
      .describe('Values that the caller gives, with their types'),
    typed_line: z.array(stepIdSchema).optional().describe('Steps that one typed line may answer at once, in order'),
    expires_after: z
      .union([durationSchema, z.literal('day')])
      .optional()
      .describe('When it is left quietly where nobody answers; `day` is the end of their day (ordinary flows; 24h)'),
    on_stop: stepIdSchema.optional().describe('Where "stop" leads; by default it ends the flow'),
    steps: z.array(stepSchema).min(1),
  })
  .describe('A scripted conversation');

export type Flow = z.infer<typeof flowSchema>;

/** One text, or several variants of it. ICU MessageFormat. */
export const textSchema = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
export type Text = z.infer<typeof textSchema>;

/** `flows/locales/<locale>/<name>.yaml`: the texts of a flow (name = its id) or shared ones (`common`). */
export const textsSchema = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), textSchema);

/**
 * A flow with everything that decides what it says and where it goes: what a revision pins. Texts are keyed
 * `<file>.<key>`; `calls` pins the flows that it calls.
 */
export interface FlowBundle {
  readonly flow: Flow;
  readonly texts: Readonly<Record<string, Readonly<Record<string, Text>>>>;
  readonly calls: Readonly<Record<string, string>>;
}
