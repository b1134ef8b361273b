import type { Answer } from '#shared/answer.ts';
import type { Ids } from '#shared/ids.ts';
import type { Random } from '#shared/random.ts';
import type { Library } from '#core/engine/library.ts';
import type { Assessment, ConsentPurpose, Episode, Found, Heard, Member, Occurrence, Schedule } from '#core/ports.ts';

/** What the engine is stepped with. */
export type Input =
  | {
      readonly kind: 'heard';
      readonly heard: Pick<Heard, 'text' | 'choice' | 'command' | 'unreadable'>;
      readonly assessment: Assessment;
      /** What the knowledge found for the text; null where it was not asked (a tap). */
      readonly found: Found | null;
    }
  | { readonly kind: 'due'; readonly occurrence: Occurrence };

/** Everything besides the session and the input that a step may read. Values and pure functions only. */
export interface StepContext {
  readonly content: Library;
  /** Kept answers before this step, oldest first. */
  readonly history: readonly Answer[];
  readonly random: Random;
  /** Milliseconds UTC. */
  readonly now: number;
  readonly ids: Ids;
  readonly isNew: boolean;
  readonly member: Member;
  readonly consents: Readonly<Partial<Record<ConsentPurpose, boolean>>>;
  readonly schedules: readonly Schedule[];
  readonly episode: Episode | null;
  readonly nudgedToday: number;
}
