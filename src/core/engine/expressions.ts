import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { AnswerValue } from '#shared/answer.ts';

/** Type of a variable that a step leaves behind, as CEL knows it. */
export type CelType = 'double' | 'string' | 'bool' | 'list<string>';

/** Measures over the kept answers, as conditions see them. Days are the member's local days. */
export interface HistoryView {
  /** The latest value before this run; 0 where there is none: ask `count` first. */
  last(item: string): number;
  /** Mean over the last `days` days. */
  average(item: string, days: number): number;
  /** Mean of the first five days that were kept. */
  baseline(item: string): number;
  /** On how many of the last `days` days there is a value. */
  count(item: string, days: number): number;
  /** On how many of the last `days` days the value was at most `atMost`. */
  low(item: string, atMost: number, days: number): number;
}

/** The answers of this run, as conditions see them. */
export interface RunView {
  answered(name: string): boolean;
  /** Whether this run or an earlier one was answered in one typed line: who did it once knows that it can be done. */
  one_line(): boolean;
}

/** The values of one evaluation. */
export interface Scope {
  readonly variables: Readonly<Record<string, AnswerValue>>;
  readonly member: {
    readonly adult: boolean;
    readonly country: string;
    readonly zone: string;
    readonly onboarded: boolean;
  };
  readonly consent: Readonly<Record<'health_log' | 'free_text' | 'nudges' | 'group_totals', boolean>>;
  readonly local: { readonly hour: number; readonly weekday: number };
  readonly episode: {
    readonly open: boolean;
    readonly asked: number;
    readonly safe_said: number;
    readonly quiet: boolean;
  };
  /** `checkin`: the wall time set, or an empty text. */
  readonly schedules: { readonly checkin: string };
  readonly history: HistoryView;
  readonly oneLine: () => boolean;
}

class History {
  readonly view: HistoryView;
  constructor(view: HistoryView) {
    this.view = view;
  }
}

class Run {
  readonly view: RunView;
  constructor(view: RunView) {
    this.view = view;
  }
}

const base = (): Environment =>
  new Environment({ unlistedVariablesAreDyn: false })
    .registerType('History', { ctor: History, fields: {} })
    .registerType('Run', { ctor: Run, fields: {} })
    .registerFunction('History.last(string): double', (h: History, item: string) => h.view.last(item))
    .registerFunction('History.average(string, int): double', (h: History, item: string, days: bigint) =>
      h.view.average(item, Number(days)),
    )
    .registerFunction('History.baseline(string): double', (h: History, item: string) => h.view.baseline(item))
    .registerFunction('History.count(string, int): int', (h: History, item: string, days: bigint) =>
      BigInt(h.view.count(item, Number(days))),
    )
    .registerFunction('History.low(string, int, int): int', (h: History, item: string, atMost: bigint, days: bigint) =>
      BigInt(h.view.low(item, Number(atMost), Number(days))),
    )
    .registerFunction('Run.answered(string): bool', (r: Run, name: string) => r.view.answered(name))
    .registerFunction('Run.one_line(): bool', (r: Run) => r.view.one_line())
    .registerFunction('round(double): int', (value: number) => BigInt(Math.round(value)))
    .registerFunction('abs(double): double', (value: number) => Math.abs(value))
    .registerVariable({
      name: 'member',
      schema: { adult: 'bool', country: 'string', zone: 'string', onboarded: 'bool' },
    })
    .registerVariable({
      name: 'consent',
      schema: { health_log: 'bool', free_text: 'bool', nudges: 'bool', group_totals: 'bool' },
    })
    .registerVariable({ name: 'local', schema: { hour: 'int', weekday: 'int' } })
    .registerVariable({ name: 'episode', schema: { open: 'bool', asked: 'int', safe_said: 'int', quiet: 'bool' } })
    .registerVariable({ name: 'schedules', schema: { checkin: 'string' } })
    .registerVariable('history', 'History')
    .registerVariable('run', 'Run');

/** Names that a flow may not use for its own variables. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'member',
  'consent',
  'local',
  'episode',
  'schedules',
  'history',
  'run',
]);

export interface Expression {
  /** The value, with whole numbers as plain numbers; undefined where a skipped answer or the like has none. */
  evaluate(scope: Scope): unknown;
}

export type Compiled = { readonly expression: Expression; readonly type: string } | { readonly error: string };

const context = (scope: Scope) => ({
  ...Object.fromEntries(Object.entries(scope.variables).filter(([, value]) => value !== null)),
  member: scope.member,
  consent: scope.consent,
  local: { hour: BigInt(scope.local.hour), weekday: BigInt(scope.local.weekday) },
  episode: { ...scope.episode, asked: BigInt(scope.episode.asked), safe_said: BigInt(scope.episode.safe_said) },
  schedules: scope.schedules,
  history: new History(scope.history),
  run: new Run({
    answered: (name) => (scope.variables[name] ?? null) !== null,
    one_line: () => scope.oneLine(),
  }),
});

/** Compiles CEL for one flow, whose variables are known with their types: what is not declared is an error at load. */
export class Expressions {
  readonly #environment: Environment;
  readonly #known = new Map<string, Compiled>();

  constructor(variables: Readonly<Record<string, CelType>>) {
    this.#environment = base();
    for (const [name, type] of Object.entries(variables)) this.#environment.registerVariable(name, type);
  }

  /** Type-checks and compiles; the same text is compiled once. */
  compile(cel: string): Compiled {
    const known = this.#known.get(cel);
    if (known !== undefined) return known;
    const compiled = this.#compile(cel);
    this.#known.set(cel, compiled);
    return compiled;
  }

  #compile(cel: string): Compiled {
    let parsed: ParseResult;
    try {
      parsed = this.#environment.parse(cel);
      const checked = parsed.check();
      if (!checked.valid) return { error: checked.error?.message.split('\n')[0] ?? 'not a valid expression' };
      const expression: Expression = {
        evaluate: (scope) => {
          try {
            const value: unknown = parsed(context(scope));
            return typeof value === 'bigint' ? Number(value) : value;
          } catch {
            // A skipped answer has no value: a condition over it does not hold, whatever it says.
            return undefined;
          }
        },
      };
      return { expression, type: String(checked.type) };
    } catch (error) {
      return { error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not a valid expression' };
    }
  }
}
