import { z } from 'zod';

/** A topic's id: the family, a dot, the topic (`bl.normal`). The same ids everywhere, for good. */
export const TOPIC_ID = /^[a-z]{2}\.[a-z0-9]+$/;

/** What an article may send a person on to. Each is a command of the bot. */
export const NEXT_COMMANDS = [
  'checkin',
  'week',
  'sos',
  'help',
  'privacy',
  'export',
  'delete',
  'nudges',
  'pause',
] as const;

const topicId = z.string().regex(TOPIC_ID, 'this is no topic id such as bl.normal');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'this is no date such as 2026-11-22');
/** A title and a label become buttons: 64 characters are what every platform shows. */
const label = z.string().min(1).max(64);

const source = z.strictObject({
  title: z.string().min(1),
  publisher: z.string().min(1),
  url: z.url().optional(),
  /** The day on which the author read this page. */
  read: day,
});

/**
 * The front matter of `flows/articles/<locale>/<topic-id>.md`.
 *
 * ```yaml
 * id: bl.normal
 * title: Is feeling flat normal?
 * question: Is feeling flat normal on antidepressants?
 * urgency: N            # N = no hurry, S = soon, U = today, E = emergency
 * sources:
 *   - title: Emotional blunting with antidepressant treatments
 *     publisher: Journal of Affective Disorders
 *     url: https://example.org/page
 *     read: 2026-11-22
 * written_on: 2026-11-22
 * reviewed_by: null
 * also: [bl.cause, bl.options]
 * next: { label: Log how today felt, command: checkin }
 * ```
 */
export const articleFrontMatter = z.strictObject({
  id: topicId,
  title: label,
  question: z.string().min(1).max(120),
  urgency: z.enum(['N', 'S', 'U', 'E']),
  sources: z.array(source).min(1),
  written_on: day,
  reviewed_by: z.string().min(1).nullable(),
  also: z.array(topicId).min(1).max(5),
  next: z.union([z.strictObject({ label, command: z.enum(NEXT_COMMANDS) }), z.strictObject({ label, topic: topicId })]),
});

export type ArticleFrontMatter = z.infer<typeof articleFrontMatter>;
