import type { AnswerValue } from '#shared/answer.ts';
import type { ConsentPurpose, Draft, MemberPatch, Timer } from '#core/ports.ts';

/** What a step of the engine decided. The host turns events into rows and messages; the engine itself touches nothing. */
export type Event =
  | { readonly type: 'said'; readonly draft: Draft }
  | { readonly type: 'asked'; readonly flow: string; readonly step: string }
  | {
      readonly type: 'answered';
      readonly flow: string;
      readonly run: string;
      readonly item: string;
      readonly value: AnswerValue;
      readonly free: boolean;
    }
  | { readonly type: 'missed'; readonly flow: string; readonly step: string }
  | {
      readonly type: 'flow_started';
      readonly flow: string;
      readonly revision: string;
      readonly run: string;
      readonly at: number;
    }
  | {
      readonly type: 'flow_ended';
      readonly flow: string;
      readonly revision: string;
      readonly run: string;
      readonly startedAt: number;
      readonly outcome: 'done' | 'stopped' | 'left' | 'frozen' | 'expired' | 'withdrawn';
    }
  | { readonly type: 'called'; readonly flow: string }
  | { readonly type: 'member_changed'; readonly patch: MemberPatch }
  | { readonly type: 'consented'; readonly purpose: ConsentPurpose; readonly given: boolean; readonly wording: string }
  | {
      readonly type: 'scheduled';
      readonly kind: 'checkin' | 'week';
      readonly time: string | null;
      readonly days: readonly number[];
    }
  | { readonly type: 'crisis_opened'; readonly kind: string; readonly locale: string }
  | { readonly type: 'crisis_safe' }
  | { readonly type: 'crisis_danger'; readonly kind: string }
  | { readonly type: 'crisis_quiet' }
  | { readonly type: 'crisis_asked' }
  | { readonly type: 'crisis_closed' }
  | { readonly type: 'answered_topic'; readonly topic: string }
  | { readonly type: 'export_asked' }
  | { readonly type: 'erase_asked' }
  | {
      readonly type: 'nudged';
      readonly kind: 'checkin' | 'week';
      readonly slot: string;
      readonly ignored: number;
      readonly every: number;
    }
  /** A timer that fell due in quiet hours comes after them. */
  | { readonly type: 'put_off'; readonly timer: Omit<Timer, 'id'> }
  | { readonly type: 'passed_over'; readonly reason: string };
