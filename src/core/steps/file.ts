import { z } from 'zod';
import { stepBase, textKeySchema, type PassingType } from '#core/steps/step-type.ts';

const schema = z.strictObject({
  ...stepBase,
  type: z.literal('file'),
  text: textKeySchema,
  files: z
    .array(
      z.strictObject({
        make: z
          .enum(['export-json', 'export-csv'])
          .describe('Everything kept about the person as JSON, or their answers as a table'),
        name: z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]*\.[a-z0-9]{1,8}$/, 'a file name such as my-answers.csv: small letters, digits, -')
          .describe('What the file is called on their device'),
        alt: textKeySchema.describe('What is in the file, in words'),
      }),
    )
    .min(1)
    .max(4),
});

export type FileStep = z.infer<typeof schema>;

/**
 * Hands over files with one message. They are made at the moment at which it is sent, and stored nowhere.
 *
 * @example
 * - id: copy
 *   type: file
 *   text: copy
 *   files:
 *     - { make: export-json, name: everything.json, alt: copy_alt }
 */
export const file = {
  type: 'file',
  schema,
  waits: false,
  targets: () => [],
  texts: (step) => [step.text, ...step.files.map(({ alt }) => alt)],
  expressions: () => [],
  variables: () => ({}),
  pass: ({ text, files }) => ({ effects: [{ effect: 'file', text, files }] }),
} satisfies PassingType<FileStep>;
