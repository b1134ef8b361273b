/** What a member answered at a step; `null` where the step was skipped. */
export type AnswerValue = number | string | boolean | readonly string[] | null;

/** One kept answer: its day is the member's own, at the moment of answering. */
export interface Answer {
  readonly item: string;
  readonly value: AnswerValue;
  /** The member's local date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Milliseconds UTC. */
  readonly at: number;
}
