import { z } from 'zod';
import type { AnswerValue } from '#shared/answer.ts';
import type { CelType } from '#core/engine/expressions.ts';
import type { Words } from '#content/schemas/words.ts';
import type { SystemKey } from '#content/system-keys.ts';
import { durationSchema } from '#core/steps/duration.ts';

const slug = z.string().regex(/^[a-z][a-z0-9_]*$/, 'use small letters, digits and _, starting with a letter');

/** A condition or value in CEL; checked against the flow's variables when the content is loaded. */
export const celSchema = z.string().min(1).describe('An expression in CEL (Common Expression Language)');
/** `mood` is looked up in the flow's own texts, `common.yes` in the file `common.yaml`. */
export const textKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, 'a text key: small letters, digits, _ and one dot')
  .describe('Key of a text in flows/locales/<locale>/');
export const stepIdSchema = slug.describe('Name of the step, unique in its flow');
export const nameSchema = slug;

/** What every step has. */
export const stepBase = {
  id: stepIdSchema,
  when: celSchema.optional().describe('The step is passed over where this is false'),
  next: stepIdSchema
    .optional()
    .describe('The step after this one; by default the next in the file; `end` ends the flow'),
  args: z.record(nameSchema, celSchema).optional().describe('Further values for the texts of this step, each in CEL'),
};

/** What every step has that waits for the person. */
export const waitingBase = {
  ...stepBase,
  text: textKeySchema,
  lead: textKeySchema.optional().describe('A sentence before the question, in at least five variants'),
  again: textKeySchema.optional().describe('The question in other words, said after an answer that was not understood'),
  item: nameSchema.optional().describe('Keep the answer under this name, for ever the same'),
  var: nameSchema.optional().describe('Remember the answer under this name until the flow ends'),
  optional: z.boolean().optional().describe('Offers Skip from the start'),
  why: z
    .strictObject({ like: textKeySchema, text: textKeySchema })
    .optional()
    .describe('Why it is asked: `text` is said where they write one of the words in `like`, separated by commas'),
  means: z
    .strictObject({ text: textKeySchema })
    .optional()
    .describe('What each answer leads to: said after the second answer that was not understood'),
  remind: z
    .strictObject({ after: durationSchema, text: textKeySchema })
    .optional()
    .describe('One gentle reminder where nobody answers; never in quiet hours or a crisis (ordinary flows only)'),
  timeout: z
    .strictObject({ after: durationSchema, to: stepIdSchema })
    .optional()
    .describe('Where the flow goes on by itself where nobody answers (ordinary flows only)'),
  danger: stepIdSchema.optional().describe('Where to go when the answer itself speaks of danger (safety flows only)'),
  safe: stepIdSchema.optional().describe('Where to go when they write that they are safe (safety flows only)'),
  easier: stepIdSchema
    .optional()
    .describe('Where to go when they write that it is easier, or was not meant (safety flows only)'),
};

export interface BaseStep {
  readonly id: string;
  readonly type: string;
  readonly when?: string | undefined;
  readonly next?: string | undefined;
  readonly args?: Readonly<Record<string, string>> | undefined;
}

export interface WaitingStep extends BaseStep {
  readonly text: string;
  readonly lead?: string | undefined;
  readonly again?: string | undefined;
  readonly item?: string | undefined;
  readonly var?: string | undefined;
  readonly optional?: boolean | undefined;
  readonly why?: { readonly like: string; readonly text: string } | undefined;
  readonly means?: { readonly text: string } | undefined;
  readonly remind?: { readonly after: string; readonly text: string } | undefined;
  readonly timeout?: { readonly after: string; readonly to: string } | undefined;
  readonly danger?: string | undefined;
  readonly safe?: string | undefined;
  readonly easier?: string | undefined;
}

/** What a step may look at while it runs. Pure: everything in it is a value or a function of values. */
export interface StepView {
  readonly locale: string;
  readonly words: Words;
  readonly country: string | null;
  readonly zone: string | null;
  /** Milliseconds UTC. */
  readonly now: number;
  /** The text of a key, formatted, in the frame's language. */
  readonly say: (key: string) => string;
  /** One of the engine's own texts, in the frame's language. */
  readonly system: (key: SystemKey) => string;
  /** The number of an item on the last day kept before this run; null where there is none. */
  readonly last: (item: string) => number | null;
  /** What this run remembers under a name; null where nothing yet. */
  readonly recall: (name: string) => AnswerValue;
  readonly evaluate: (expression: string) => unknown;
}

/** A button under a question: its value is what an answer by that button means. */
export interface PromptOption {
  readonly label: string;
  readonly value: AnswerValue;
  /** What a tap does where several options may be chosen. */
  readonly act?: 'add' | 'remove' | 'done';
  /** Not shown now; a tap on an older message that shows it still counts. */
  readonly hidden?: boolean;
}

/** What a person did at a waiting step. */
export type Reply = { readonly option: PromptOption } | { readonly text: string };

export type Understood =
  /** `to` overrides where the flow goes on. `free` marks the person's own words. */
  | { readonly kind: 'value'; readonly value: AnswerValue; readonly free: boolean; readonly to?: string | undefined }
  /** A part of an answer: it is remembered, and the question waits for more. `labels` name what is chosen so far. */
  | { readonly kind: 'part'; readonly value: readonly string[]; readonly labels: readonly string[] }
  /** `hint` is said in place of the step's own words for a miss. */
  | { readonly kind: 'miss'; readonly hint?: SystemKey };

/** What a passing step does; the engine turns it into events. */
export type Effect =
  | { readonly effect: 'say'; readonly key: string; readonly lines: boolean }
  | { readonly effect: 'record'; readonly target: string; readonly value: AnswerValue }
  | {
      readonly effect: 'schedule';
      readonly kind: 'checkin' | 'week';
      readonly time: string | null;
      readonly days: readonly number[];
    }
  | {
      readonly effect: 'chart';
      readonly lines: readonly { readonly item: string; readonly label: string }[];
      readonly days: number;
      readonly text: string;
      readonly alt: string;
      /** Said instead where fewer than two days are kept; null says nothing. */
      readonly empty: string | null;
    }
  | {
      readonly effect: 'file';
      readonly text: string;
      readonly files: readonly {
        readonly make: 'export-json' | 'export-csv';
        readonly name: string;
        readonly alt: string;
      }[];
    };

export interface Passed {
  readonly effects: readonly Effect[];
  /** Where to go on; undefined = the step's `next` or the following one. */
  readonly to?: string | undefined;
  readonly call?: { readonly flow: string; readonly params: Readonly<Record<string, AnswerValue>> } | undefined;
  readonly end?: { readonly result: AnswerValue } | undefined;
}

interface StepTypeBase<S extends BaseStep> {
  readonly type: S['type'];
  readonly schema: z.ZodType<S>;
  /** Every step id to which this one can lead by itself, besides `next`. */
  readonly targets: (step: S) => readonly string[];
  /** Every text key that the step says. */
  readonly texts: (step: S) => readonly string[];
  /** Every CEL expression with the type that it must have (null = any), and its path in the step. */
  readonly expressions: (
    step: S,
  ) => readonly { readonly path: readonly PropertyKey[]; readonly cel: string; readonly type: CelType | null }[];
  /** What it leaves behind. */
  readonly variables: (step: S) => Readonly<Record<string, CelType>>;
  /** Further values that its texts may use, beside `args`. */
  readonly values?: (step: S) => Readonly<Record<string, CelType>>;
}

/** A step that does its work and goes on. */
export interface PassingType<S extends BaseStep> extends StepTypeBase<S> {
  readonly waits: false;
  readonly pass: (step: S, view: StepView) => Passed;
}

/** A step that asks and waits. */
export interface WaitingType<S extends WaitingStep> extends StepTypeBase<S> {
  readonly waits: true;
  readonly options: (step: S, view: StepView) => readonly PromptOption[];
  readonly understand: (step: S, reply: Reply, view: StepView) => Understood;
}

/** The variable of a waiting step, by its name; none where it keeps nothing. */
export const keeps = (step: WaitingStep, type: CelType): Readonly<Record<string, CelType>> => {
  const name = step.item ?? step.var;
  return name === undefined ? {} : { [name]: type };
};

/** The texts that every waiting step has. */
export const waitingTexts = (step: WaitingStep): readonly string[] =>
  [step.text, step.lead, step.again, step.why?.like, step.why?.text, step.means?.text, step.remind?.text].filter(
    (key) => key !== undefined,
  );
