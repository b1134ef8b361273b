import { z } from 'zod';
import { TOPIC_ID } from './article.ts';

/** The class of messages that ask for no article: greetings, check-in answers, other matters. */
export const NO_TOPIC = 'none';

/** One way in which a person says something, and what they ask for with it. */
export const phrasingSchema = z.strictObject({
  text: z.string().min(1).max(600),
  topic: z.union([z.literal(NO_TOPIC), z.string().regex(TOPIC_ID, 'this is no topic id such as bl.normal')]),
});
