import { z } from 'zod';
import { articleFrontMatter } from '#content/schemas/article.ts';
import { flowSchema, textsSchema } from '#content/schemas/flow.ts';
import { lexiconFileSchema } from '#content/schemas/lexicon.ts';
import { linesSchema } from '#content/schemas/lines.ts';
import { withdrawnSchema } from '#content/schemas/withdrawn.ts';
import { wordsSchema } from '#content/schemas/words.ts';

/** What authors write, by the name of its JSON Schema. */
const WRITTEN: Readonly<Record<string, { readonly schema: z.ZodType; readonly title: string }>> = {
  flow: { schema: flowSchema, title: 'A scripted conversation: flows/**/*.flow.yaml' },
  texts: { schema: textsSchema, title: 'Texts of a flow in one language: flows/locales/<locale>/*.yaml' },
  words: { schema: wordsSchema, title: 'Words by which people answer and steer: flows/locales/<locale>/words.yaml' },
  article: { schema: articleFrontMatter, title: 'The head of an article: flows/articles/<locale>/*.md' },
  lexicon: { schema: lexiconFileSchema, title: 'What the safety assessment listens for: flows/safety/lexicon/*.yaml' },
  withdrawn: { schema: withdrawnSchema, title: 'Revisions of flows that were taken back: flows/withdrawn.yaml' },
  lines: { schema: linesSchema, title: 'Help lines by country: flows/safety/lines.yaml' },
};

/**
 * The JSON Schemas of everything that authors write, for completion in their editors: path under `flows/` and text of
 * each file. Draft 7, which the YAML language server understands best. Always the same for the same schemas.
 */
export const jsonSchemas = (): readonly { readonly file: string; readonly source: string }[] =>
  Object.entries(WRITTEN).map(([name, { schema, title }]) => ({
    file: `schema/${name}.schema.json`,
    source: `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) }, null, 2)}\n`,
  }));
